from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PractitionersConfig(AppConfig):
    name = "practitioners"

    def ready(self):
        from practitioners.referrals.steps import forget
        from review.runs import JOINED

        JOINED.append((_("%d callbacks deleted"), forget))
