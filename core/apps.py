from django.apps import AppConfig
from django.core.checks import Tags, register


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from core import audit, checks

        audit.connect()
        register(checks.check_words, Tags.translation)
