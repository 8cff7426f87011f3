import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from review.roles import seed


def permit(apps, schema_editor):
    """Who may change the glossary."""
    seed(apps)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("review", "0007_authors"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GlossaryTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        help_text="As a dictionary has it. Plurals and other forms are found too.",
                        max_length=200,
                        verbose_name="term",
                    ),
                ),
                ("target", models.CharField(blank=True, max_length=200, verbose_name="translation")),
                (
                    "do_not_translate",
                    models.BooleanField(
                        default=False,
                        help_text="The term stays as it is, such as a brand.",
                        verbose_name="do not translate",
                    ),
                ),
                (
                    "forbidden",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Not to be used for this term, one a line.",
                        verbose_name="forbidden translations",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="What translators should know.", max_length=500, verbose_name="note"
                    ),
                ),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="last changed")),
                ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="approved on")),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last changed by",
                    ),
                ),
                (
                    "source_locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="from language",
                    ),
                ),
                (
                    "target_locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="into language",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "glossary term",
                "verbose_name_plural": "glossary terms",
                "ordering": ["source", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("source_locale"),
                        models.F("target_locale"),
                        django.db.models.functions.text.Lower("source"),
                        name="glossary_term_once",
                        violation_error_message="This term is in the glossary already. Change it there.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source_locale", models.F("target_locale")), _negated=True),
                        name="glossary_two_languages",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("do_not_translate", True), ("target", "")),
                            models.Q(("do_not_translate", False), models.Q(("target", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="glossary_target",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_by", models.F("written_by")), _negated=True),
                            models.Q(("approved_by", models.F("changed_by")), _negated=True),
                        ),
                        name="glossary_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True), ("approved_at__isnull", False), _connector="OR"
                        ),
                        name="glossary_approved_at",
                    ),
                ],
            },
        ),
        migrations.RunPython(permit, migrations.RunPython.noop),
    ]
