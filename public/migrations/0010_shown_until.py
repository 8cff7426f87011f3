from django.db import migrations, models
from django.db.models import OuterRef, Subquery

WITHDRAWN_WHEN_OVERDUE = ["practitioners.PractitionerResourcePage"]
"""The types whose policy withdraws what is overdue, when this was written. No page stands below one of them."""


def note_ends(apps, schema_editor):
    """What stands on a clearance that ends leaves the public by itself, without waiting for a rebuild."""
    edition = apps.get_model("ledger", "Edition").objects.filter(pk=OuterRef("edition_id"))
    pages = apps.get_model("public", "PublicPage").objects.filter(type__in=WITHDRAWN_WHEN_OVERDUE)
    pages.update(shown_until=Subquery(edition.values("clearance__until")))


class Migration(migrations.Migration):
    dependencies = [
        ("public", "0002_page_without_constraint"),
        ("ledger", "0002_findings_and_others"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicpage",
            name="shown_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(note_ends, migrations.RunPython.noop),
    ]
