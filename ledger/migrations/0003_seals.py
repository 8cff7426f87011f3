from django.db import migrations, models

import ledger.rules


class Migration(migrations.Migration):
    """One chain of seals over every table takes the place of the chain of sign-offs.

    Rows written before have no seal and cannot be given one: nobody vouched for them. Start with an empty ledger.
    """

    dependencies = [("ledger", "0002_findings_and_others")]

    operations = [
        migrations.RemoveField(model_name="signoff", name="previous_hash"),
        migrations.RemoveField(model_name="signoff", name="hash"),
        migrations.RemoveConstraint(model_name="change", name="ledger_change_append_only"),
        migrations.AddField(
            model_name="change",
            name="hash",
            field=models.CharField(editable=False, max_length=64, null=True),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=ledger.rules.HashChain(name="ledger_change_hash_chain"),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=ledger.rules.AppendOnly(name="ledger_change_append_only", once="hash"),
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=20)),
                ("row", models.CharField(max_length=64)),
                (
                    "event",
                    models.CharField(
                        choices=[("written", "written"), ("closed", "withdrawn or retired")], max_length=10
                    ),
                ),
                ("content", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("previous_hash", models.CharField(blank=True, max_length=64, unique=True)),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("key", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("table", "row", "event"), name="ledger_seal_once"),
                    ledger.rules.AppendOnly(name="ledger_seal_append_only"),
                ],
            },
        ),
    ]
