import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("translations", "0001_glossary"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClearedSource",
            fields=[
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="cleared",
                        serialize=False,
                        to="wagtail_localize.translationsource",
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("taken_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DraftOrigin",
            fields=[
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="made_from",
                        serialize=False,
                        to="wagtailcore.revision",
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="TranslatorGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="translator_group", to="auth.group"
                    ),
                ),
                (
                    "locale",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="translator_group",
                        to="wagtailcore.locale",
                    ),
                ),
            ],
        ),
    ]
