"""What a notice is as a mail: for people, in their language, and nothing in it that they did not ask for."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from review import desk
from review.models import Submission
from tests import factories
from tests.review.notices.conftest import Cast, Sent, ask_for_changes

VOID = frozenset({"br", "meta"})
HOSTILE = "Ketamine\r\nBcc: everybody@example.org\u202e\u2028\x07 <b>at</b> home"


def parsed(mail: Any) -> EmailMessage:
    """A mail as the server gets it."""
    return message_from_bytes(mail.message().as_bytes(), policy=policy.default)


def parts(mail: Any) -> tuple[str, str]:
    """Its text and its HTML."""
    message = parsed(mail)
    return message.get_body(["plain"]).get_content(), message.get_body(["html"]).get_content()


class Page(HTMLParser):
    """An HTML document: its tags with their attributes, and whether each is closed where it was opened."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def addresses(self) -> list[str]:
        """Everything it points to."""
        return [value for _, attributes in self.tags for name, value in attributes.items() if name == "href"]


@pytest.fixture
def mail(cast: Cast, sent: Sent) -> Any:
    """A request for a signature."""
    with sent() as mails:
        factories.submit(cast.article, cast.submitter)
    return mails[0]


def test_goes_to_one_person_as_text_and_html(mail: Any, cast: Cast) -> None:
    message = parsed(mail)
    assert message["To"] == cast.clinician.email
    assert message["Subject"] == "To sign: Ketamine at home"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_the_html_is_whole_and_loads_nothing(mail: Any) -> None:
    _, html = parts(mail)
    page = Page(html)
    assert html.startswith("<!DOCTYPE html>")
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "form", "object"} & {tag for tag, _ in page.tags}
    assert not {"src", "srcset", "style", "onclick"} & {name for _, attributes in page.tags for name in attributes}
    assert "url(" not in html
    assert "@import" not in html
    assert dict(page.tags)["html"] == {"lang": "en", "dir": "ltr"}


def test_links_open_the_item_and_the_choices_from_anywhere(mail: Any) -> None:
    text, html = parts(mail)
    wanted = [
        settings.SITE_URL + desk.review_url(Submission.objects.latest("pk")),
        settings.SITE_URL + reverse("wagtailadmin_account") + "#tab-notifications",
    ]
    assert Page(html).addresses() == wanted
    assert [address for address in wanted if address not in text] == []


def test_tells_nothing_of_the_text_but_its_title(mail: Any, cast: Cast) -> None:
    for part in parts(mail):
        assert "Ketamine at home" in part
        assert "It works." not in part
        assert "Introduction" not in part


@pytest.mark.parametrize(
    ("language", "lang", "day", "name"),
    [("", "en", "March 3, 2031", "English"), ("es", "es", "3 de marzo de 2031", "inglés")],
)
def test_speaks_the_language_of_whoever_gets_it(
    language: str, lang: str, day: str, name: str, cast: Cast, sent: Sent
) -> None:
    """Not that of whoever caused it."""
    UserProfile.objects.create(user=cast.clinician, preferred_language=language)
    with translation.override("ar"), sent() as mails:
        submission = factories.submit(cast.article, cast.submitter)
        Submission.objects.filter(pk=submission.pk).update(due_on="2031-03-03")
    (mail,) = [mail for mail in mails if mail.to == [cast.clinician.email]]
    text, html = parts(mail)
    assert f'lang="{lang}"' in html
    for part in (text, html):
        assert day in part
        assert name in part


def test_a_title_is_words_and_nothing_else(cast: Cast, sent: Sent) -> None:
    """No title makes a header, turns the words around it, or is markup."""
    submission = factories.submit(cast.article, cast.submitter)
    with sent() as mails:
        Submission.objects.filter(pk=submission.pk).update(title=HOSTILE)
        submission.refresh_from_db()
        ask_for_changes(submission, cast.clinician, comment="<script>alert(1)</script>\r\nBcc: all@example.org")
    message = parsed(mails[0])
    assert message["Subject"] == "Changes asked for: Ketamine Bcc: everybody@example.org <b>at</b> home"
    assert message["Bcc"] is None
    assert mails[0].recipients() == [mails[0].to[0]]
    _, html = parts(mails[0])
    assert not {"b", "script"} & {tag for tag, _ in Page(html).tags}
