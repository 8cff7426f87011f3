import json

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

WITHDRAWN_WHEN_OVERDUE = ["practitioners.PractitionerResourcePage"]
"""The types whose policy withdraws what is overdue, when this was written. No page stands below one of them."""


def complete(apps, schema_editor):
    """What a rebuild would add to the rows there are: when each leaves the public by itself, and what it cites."""
    edition = apps.get_model("ledger", "Edition").objects.filter(pk=OuterRef("edition_id"))
    pages = apps.get_model("public", "PublicPage").objects
    ends = Subquery(edition.values("clearance__until"))
    pages.filter(type__in=WITHDRAWN_WHEN_OVERDUE).update(shown_until=ends)
    uses = apps.get_model("public", "PublicUse")
    for page in pages.select_related("edition__copy").only("subject", "edition__copy__payload").iterator():
        cited = json.loads(bytes(page.edition.copy.payload)).get("references", [])
        uses.objects.bulk_create(
            uses(subject=page.subject, page=page, field="references", key=reference["key"]) for reference in cited
        )


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
        migrations.RunPython(complete, migrations.RunPython.noop),
    ]
