from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "translations"

    def ready(self):
        from review.authors import register_source
        from translations import (
            authorship,
            checks,  # noqa: F401 (they register themselves)
        )
        from translations.board import receivers

        register_source(authorship.translators)
        register_source(authorship.authors_of_sources)
        receivers.connect()
