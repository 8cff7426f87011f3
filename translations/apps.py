from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TranslationsConfig(AppConfig):
    name = "translations"

    def ready(self):
        from review.authors import register_source
        from review.lineage import register_finder
        from review.pairs import register_description
        from translations import (
            authorship,
            checks,  # noqa: F401 (they register themselves)
            permissions,
            privacy,
            sources,
            translators,
        )
        from translations.board import receivers as board
        from translations.editor import known
        from translations.glossary import findings  # noqa: F401 (its checks register themselves)
        from translations.machine import (
            engines,
            provenance,
            reading,  # noqa: F401 (these are checks too)
            survival,  # noqa: F401
        )
        from translations.memory import filling, trigrams

        register_finder(sources.drafted_from)
        register_description(provenance.described)
        known.register()
        register_source(authorship.translators)
        register_source(authorship.authors_of_sources)
        provenance.connect()
        filling.connect()
        engines.check_settings()
        post_migrate.connect(trigrams.install, sender=self)
        permissions.register()
        for receivers in (board, privacy, sources, translators):
            receivers.connect()
