from django.db import migrations, models

import review.lists
import review.words
from review.defaults import seed_lists
from review.roles import seed


def fill(apps, schema_editor):
    """The lists, and who may change them."""
    seed_lists(apps)
    seed(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0003_submissions"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimPattern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(choices=review.lists.languages, max_length=10, verbose_name="language")),
                (
                    "words",
                    models.CharField(
                        help_text="One word or several. An asterisk at the end of a word stands for any ending (effectiv*), by itself for any one word (more * than). Capitals and accents make no difference.",
                        max_length=120,
                        validators=[review.words.check_pattern],
                        verbose_name="words",
                    ),
                ),
                (
                    "promises",
                    models.BooleanField(
                        default=False,
                        help_text="Whether these words are a claim in a title or heading too, which cannot carry a reference.",
                        verbose_name="also in headings",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim pattern",
                "verbose_name_plural": "claim patterns",
                "ordering": ["language", "words"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("language", "words"), name="claim_pattern_once")],
            },
        ),
        migrations.CreateModel(
            name="ProhibitedPhrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(choices=review.lists.languages, max_length=10, verbose_name="language")),
                (
                    "words",
                    models.CharField(
                        help_text="One word or several. An asterisk at the end of a word stands for any ending (effectiv*), by itself for any one word (more * than). Capitals and accents make no difference.",
                        max_length=120,
                        validators=[review.words.check_pattern],
                        verbose_name="words",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("blocks", "Blocks submission"), ("answer", "Needs an answer from whoever signs")],
                        default="answer",
                        help_text="Where the words are denied (“not a cure”) the consequence is one step milder.",
                        max_length=10,
                        verbose_name="consequence",
                    ),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="reason")),
                ("suggestion", models.CharField(blank=True, max_length=250, verbose_name="say instead")),
            ],
            options={
                "verbose_name": "prohibited phrase",
                "verbose_name_plural": "prohibited phrases",
                "ordering": ["language", "words"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("language", "words"), name="prohibited_phrase_once")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
