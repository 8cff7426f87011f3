from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0005_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("clearance", models.BigIntegerField(unique=True)),
                ("days", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
            },
        ),
    ]
