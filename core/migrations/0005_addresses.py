from django.db import migrations
from django.db.models.functions import Lower


def know_addresses(apps, schema_editor):
    """Accounts from before log in with the addresses they have, which count as confirmed: others made them for them."""
    users = apps.get_model("core", "User")
    addresses = apps.get_model("account", "EmailAddress")
    users.objects.update(email=Lower("email"))
    unknown = users.objects.exclude(pk__in=addresses.objects.values("user")).exclude(email="")
    addresses.objects.bulk_create(
        addresses(user=user, email=user.email, primary=True, verified=True) for user in unknown.iterator()
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0004_referrals"), ("account", "0009_emailaddress_unique_primary_email")]

    operations = [migrations.RunPython(know_addresses, migrations.RunPython.noop)]
