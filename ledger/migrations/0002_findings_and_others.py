from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="signoff",
            name="findings",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="clearance",
            name="others",
            field=models.JSONField(default=list),
        ),
    ]
