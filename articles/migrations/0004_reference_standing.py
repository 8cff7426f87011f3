from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="reference",
            name="expires_on",
            field=models.DateField(
                blank=True,
                help_text="For guidelines and labels: the day on which it has to be looked up again. Shown to reviewers only.",
                null=True,
                verbose_name="expires on",
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="retracted_on",
            field=models.DateField(
                blank=True,
                help_text="When the publisher retracted it. No text that cites it can be submitted from then on.",
                null=True,
                verbose_name="retracted on",
            ),
        ),
    ]
