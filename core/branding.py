"""The clinic's name and mark in the admin, which is drawn as often as somebody saves."""

from django.core.cache import cache

from core.models.clinic import ClinicSettings

KEY = "core.branding.name"
SECONDS = 60
"""For so long the admin goes by a name after it was changed."""


def clinic_name() -> str:
    """The name of the clinic of the default site; costs the database nothing while it is kept."""
    name = cache.get(KEY)
    if name is None:
        settings = ClinicSettings.objects.filter(site__is_default_site=True).first() or ClinicSettings()
        name = settings.name
        cache.set(KEY, name, SECONDS)
    return str(name)
