from django.db import migrations

from review.policy import TRANSLATORS
from translations.translators import make


def hand_over(apps, schema_editor):
    """Make a group for each locale, and take from the group of all translators what it could change everywhere."""
    for locale in apps.get_model("wagtailcore", "Locale").objects.all():
        make(apps, locale)
    for group in apps.get_model("auth", "Group").objects.filter(name=TRANSLATORS):
        apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group=group).delete()
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group=group).delete()
        group.permissions.remove(*group.permissions.exclude(codename="access_admin"))


class Migration(migrations.Migration):
    dependencies = [
        ("translations", "0005_notices"),
        ("review", "0002_roles"),
    ]

    operations = [migrations.RunPython(hand_over, migrations.RunPython.noop)]
