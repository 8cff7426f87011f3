"""What there is to look at beside the demo: Arabic, a translation under way, a callback, accounts that may all."""

from wagtail.models import Locale
from wagtail.users.models import UserProfile

from articles.models import ArticlePage
from audit.places import PRACTITIONER, SPANISH_STAFF, STAFF, longest
from cms.demo.people import PASSWORD, PEOPLE
from core.models import User
from practitioners.models import CallBack
from review.policy import CLINICIANS, EDITORS
from tests import arabic, factories
from tests.translations.tool import sent_for_translation

ARABIC = {ArticlePage: {"title": "ما الذي يفعله الكيتامين", "body": arabic.BODY}}
"""What stands in the Arabic page of a type; the other fields, and all other pages, keep their English words."""


def prepare() -> dict[str, tuple[str, str]]:
    """Make it; e-mail address and password of each kind of reader."""
    english = [page for (_, locale), page in longest().items() if locale == "en"]
    for public in sorted(english, key=lambda page: page.depth):
        page = public.page.specific
        arabic.translated(page, "ar", **ARABIC.get(type(page), {}))
    chief, spanish_chief = (factories.user(EDITORS, CLINICIANS, is_superuser=True, is_staff=True) for _ in range(2))
    UserProfile.objects.create(user=spanish_chief, preferred_language="es")
    spanish = Locale.objects.get(language_code="es")
    done = ArticlePage.objects.filter(locale=spanish).values("translation_key")
    missing = ArticlePage.objects.filter(locale__language_code="en", public__isnull=False).exclude(
        translation_key__in=done
    )
    sent_for_translation(missing.order_by("pk").first(), chief)
    email = PEOPLE["practitioner"].email
    CallBack.objects.create(user=User.objects.get(email=email), name="Petra", phone="212-555-0100", best_time="Mondays")
    staff = {STAFF: chief, SPANISH_STAFF: spanish_chief}
    accounts = {reader: (user.email, factories.PASSWORD) for reader, user in staff.items()}
    return accounts | {PRACTITIONER: (email, PASSWORD)}
