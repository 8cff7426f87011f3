"""What a clinician waits for: the review page of long articles that have changed."""

from typing import Any

from django.urls import reverse

from articles.models import ArticlePage
from bench.content import Filling
from bench.measure import Application
from bench.people import account, signed_in
from core.models import User
from review.models import Submission
from review.roles import CLINICIANS, EDITORS

ARTICLES = 6
BLOCKS = 42
"""Of 120 words each, so that an article has 5,000."""
GOAL = 400
"""Milliseconds that the server may take for the page."""


def fill(articles: list[ArticlePage]) -> list[str]:
    """Put long articles on the desk, each changed in one block since its edition; the addresses of their reviews."""
    filling = Filling(report=lambda line: None)
    author = account("author", EDITORS)
    index = articles[0].get_parent()
    return [_review_of(filling, index, author, f"long-{number}") for number in range(ARTICLES)]


def read_by_clinician(application: Application) -> Application:
    """A WSGI application as a signed-in clinician asks it."""
    return signed_in(application, account("clinician", CLINICIANS))


def _review_of(filling: Filling, index: Any, author: User, slug: str) -> str:
    words = filling.words
    body = [("rich_text", words.html(120, paragraphs=2)) for _ in range(BLOCKS)]
    article = ArticlePage(title=words.title(), slug=slug, introduction=words.html(50), body=body, owner=author)
    index.add_child(instance=article)
    filling.release(article)
    article.body[BLOCKS // 2] = ("rich_text", words.html(120, paragraphs=2))
    article.save_revision(user=author)
    article.get_workflow().start(article, author)
    return reverse("review:sign", args=[Submission.objects.waiting().of(article).get().pk])
