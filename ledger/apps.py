from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from ledger import keys, sqlite


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = _("Ledger")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        keys.trusted_keys()  # An installation that cannot seal does not start.
        connection_created.connect(sqlite.prepare_connection, dispatch_uid="ledger")
        pre_migrate.connect(sqlite.drop_triggers, sender=self, dispatch_uid="ledger")
        post_migrate.connect(sqlite.create_triggers, sender=self, dispatch_uid="ledger")
