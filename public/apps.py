from django.apps import AppConfig
from django.db.models.signals import post_migrate


def install_triggers(using: str, **kwargs: object) -> None:
    """Install the triggers once every table exists; installing again changes nothing."""
    from django.db import connections

    from ledger.changes import install
    from public.triggers import TRIGGERS

    install(connections[using], TRIGGERS)


class PublicConfig(AppConfig):
    name = "public"

    def ready(self):
        from wagtail.models import Site
        from wagtail.permissions import register_permission_policy

        from public import receivers
        from public.sites import OneSite

        receivers.connect()
        register_permission_policy(Site, OneSite(Site), exact_class=True)
        post_migrate.connect(install_triggers, sender=self)
