from django.apps import AppConfig


class TreatmentsConfig(AppConfig):
    name = "treatments"

    def ready(self):
        from treatments import checks  # noqa: F401 (they register themselves)
