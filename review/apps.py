from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "review"

    def ready(self):
        from review import receivers
        from review.checks import claims, links, phrases, reading, structure  # noqa: F401 (they register themselves)

        receivers.connect()
