from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PractitionersConfig(AppConfig):
    name = "practitioners"

    def ready(self):
        from practitioners.accounts import clock, confirmation, notices
        from practitioners.referrals.steps import forget
        from review.runs import JOINED

        confirmation.connect()
        notices.connect()
        JOINED.append((_("%d warned that their access ends soon"), clock.warn))
        JOINED.append((_("%d lost access with the end of their licence"), clock.expire))
        JOINED.append((_("%d applications deleted that nobody had confirmed"), clock.forget))
        JOINED.append((_("%d callbacks deleted"), forget))
