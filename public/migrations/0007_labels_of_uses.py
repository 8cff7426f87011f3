import json

from django.db import migrations, models
from django.db.models import F

from public.media import walk


def label(apps, schema_editor):
    """Give what is used already the labels that a rebuilt projection would give it."""
    PublicUse = apps.get_model("public", "PublicUse")
    PublicUse.objects.filter(field="languages").update(label=F("key"))
    for public in apps.get_model("public", "PublicPage").objects.select_related("edition__copy"):
        parts = walk(json.loads(bytes(public.edition.copy.payload)))
        names = {part["key"]: part["name"] for part in parts if {"key", "type", "name"} <= part.keys()}
        for key, name in names.items():
            PublicUse.objects.filter(page=public, key=key).update(label=name)


class Migration(migrations.Migration):
    dependencies = [
        ("public", "0006_parts_for_practitioners"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicuse",
            name="label",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.RunPython(label, migrations.RunPython.noop, elidable=True),
    ]
