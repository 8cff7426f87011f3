from django.conf import settings
from django.core.management.base import BaseCommand

from cms.demo.people import PASSWORD, PEOPLE
from core.models import User


class Command(BaseCommand):
    help = "Say where the site, the admin and the API answer, and who can log in to the demo."

    def handle(self, *args, **options):
        site = settings.SITE_URL
        self.stdout.write(f"\n  Site    {site}/en/\n  Admin   {site}/admin/\n  API     {site}/api/v2/pages/\n")
        accounts = {user.email: user for user in User.objects.filter(email__in=[p.email for p in PEOPLE.values()])}
        if not accounts:
            return
        usual = next(iter(accounts.values())).check_password(PASSWORD)
        password = PASSWORD if usual else "the one the demo was loaded with"
        self.stdout.write(f"\n  Demo accounts (password: {password}):")
        for person in PEOPLE.values():
            if person.email in accounts:
                self.stdout.write(f"    {person.email.ljust(26)} {person.does}")
        self.stdout.write("")
