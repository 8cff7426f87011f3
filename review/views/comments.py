"""Comments beside the text: saying something, answering, resolving. Each a form of its own, with or without scripts."""

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from review import comments, errors
from review.models import PassageComment
from review.passages import passages
from review.views.text import ReviewedText, readable


class CommentView(View):
    """Something said about a text, or done about what was said, by anybody with a reason to read it.

    The answer leads back to where the reader was; a script that asks for JSON gets ``message`` and ``comment``, the id
    of the comment, and status 422 with a refusal.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            comment, message = self.act(self.body)
        except errors.Refused as refusal:
            return self.refused(refusal)
        if self.is_script:
            return JsonResponse({"message": message, "comment": comment.pk, "html": self.html(comment)})
        messages.success(request, message)
        return self.back(comment)

    @property
    def body(self) -> str:
        """What was written; without the character that no database stores."""
        return self.request.POST.get("body", "").replace("\x00", "").strip()

    def act(self, body: str) -> tuple[PassageComment, str]:
        """Do it; the comment and what to tell. May raise a Refused."""
        raise NotImplementedError

    @property
    def is_script(self) -> bool:
        """Whether a script asks, which stays on the page."""
        return self.request.headers.get("Accept") == "application/json"

    def refused(self, refusal: errors.Refused) -> HttpResponse:
        """Say why not, without losing what was written."""
        if self.is_script:
            return JsonResponse({"message": str(refusal)}, status=422)
        words = _("%(refusal)s You had written: “%(body)s”") % {"refusal": refusal, "body": self.body}
        messages.error(self.request, words if self.body else str(refusal))
        return self.back(None)

    def html(self, comment: PassageComment) -> str:
        """The comment as it stands on the page now; empty for a new one, whose place the whole margin shows."""
        return ""

    def back(self, comment: PassageComment | None) -> HttpResponse:
        """To where the reader came from, at the comment."""
        url = self.request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(url, {self.request.get_host()}, self.request.is_secure()):
            url = reverse("wagtailadmin_home")
        return redirect(f"{url}#comment-{comment.pk}" if comment else url)


class AddView(CommentView):
    """Something said about a passage of the text under review."""

    def act(self, body: str) -> tuple[PassageComment, str]:
        reviewed = ReviewedText(self.request, self.kwargs["pk"])
        if reviewed.item is None:
            raise errors.NotUnderReview
        place, quote = (self.request.POST.get(name, "") for name in ("place", "quote"))
        text = passages(orjson.loads(reviewed.item.payload))
        item = reviewed.item
        comment = comments.add(item.row, item.digest, text, self.request.user, place, quote, body)
        return comment, _("Your comment is added.")


class ThreadView(CommentView):
    """Something done about a comment; answers have no answers of their own."""

    @cached_property
    def comment(self) -> PassageComment:
        """The comment in the address, once it is sure that this reader may see it."""
        comment = get_object_or_404(PassageComment, pk=self.kwargs["pk"], answers=None)
        readable(self.request.user, comment.subject)
        return comment

    def html(self, comment: PassageComment) -> str:
        comment.refresh_from_db()
        asked = self.request.POST
        thread = comments.Thread(
            comment, list(comment.replies.select_related("author")), comment.place, changed="changed" in asked
        )
        context = {"thread": thread, "next": asked.get("next", ""), "jump": "jump" in asked}
        return render_to_string("review/includes/thread.html", context, self.request)


class AnswerView(ThreadView):
    """An answer to a comment."""

    def act(self, body: str) -> tuple[PassageComment, str]:
        comments.answer(self.comment, self.request.user, body)
        return self.comment, _("Your answer is added.")


class ResolveView(ThreadView):
    """What a comment asks for is done."""

    def act(self, body: str) -> tuple[PassageComment, str]:
        comments.resolve(self.comment, self.request.user)
        return self.comment, _("The comment is resolved.")


class ReopenView(ThreadView):
    """It is not done after all."""

    def act(self, body: str) -> tuple[PassageComment, str]:
        comments.reopen(self.comment)
        return self.comment, _("The comment is open again.")
