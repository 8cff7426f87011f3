from django.apps import AppConfig
from django.core.checks import Tags, register


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from core import audit, checks
        from core.accounts import addresses, sessions

        audit.connect()
        addresses.connect()
        sessions.connect()
        register(checks.check_words, Tags.translation)
