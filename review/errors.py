"""Why a decision was refused. The message of each is meant for the person who made it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _


class Refused(Exception):
    """A decision that cannot be accepted; nothing was recorded."""

    def message(self) -> str:
        """What was wrong, for the person who decided."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.message()


class NotUnderReview(Refused):
    """The item is not waiting for a decision any more."""

    def message(self) -> str:
        return _("This is no longer under review: somebody has decided already, or it was taken back.")


class CopyChanged(Refused):
    """The text on the screen is not the text that would be signed."""

    def message(self) -> str:
        return _("The text has changed since you opened it. Read it again below; nothing was signed.")


class WroteIt(Refused):
    """The signer is one of the authors."""

    def message(self) -> str:
        return _("You wrote part of this text since it was last released, so somebody else has to sign it.")


class NobodyWroteIt(Refused):
    """Without a known author nobody can be told from them."""

    def message(self) -> str:
        return _(
            "Nobody is known to have written this text, so nobody can be the second reader. Save it once in the editor."
        )


class CannotBePublished(Refused):
    """The text does not meet the rules of its type, so that signing it would release nothing."""

    def __init__(self, reasons: ValidationError):
        super().__init__(reasons)
        self.reasons = reasons

    def message(self) -> str:
        return _("This text cannot be published as it is; nothing was signed. %(reasons)s") % {
            "reasons": " ".join(self.reasons.messages)
        }


class NotInRole(Refused):
    """The policy names another role."""

    def message(self) -> str:
        return _("Your account may not sign this kind of content.")


class AlreadySigned(Refused):
    """The signer has given one of the signatures; each is somebody else's."""

    def message(self) -> str:
        return _("You have signed this already. What is still missing is the signature of somebody else.")


class RoleSigned(Refused):
    """Somebody else has signed in the only roles that the signer has."""

    def message(self) -> str:
        return _("Somebody has signed this already in your role. What is still missing is for another role.")


class EndsTooSoon(Refused):
    """The signer vouches until a day that has passed, or is today."""

    def message(self) -> str:
        return _("Choose a day after today for the next review.")


class NoCredential(Refused):
    """The signer has no credential, so nothing says under which name they sign."""

    def message(self) -> str:
        return _("No credential is on file for you. A practice manager can add it.")


class CredentialExpired(Refused):
    """The signer's credential has expired."""

    def message(self) -> str:
        return _("Your credential has expired, so you cannot sign. A practice manager can renew it.")


class DoesNotRead(Refused):
    """The signer's credential does not name the language of the text."""

    def __init__(self, language: str):
        super().__init__(language)
        self.language = language

    def message(self) -> str:
        return _(
            "Your credential does not say that you read %(language)s, so somebody else has to sign. "
            "A practice manager can add the language."
        ) % {"language": get_language_info(self.language)["name_translated"]}


class GradeMissing(Refused):
    """Others are translated from this text, and nobody said how grave its change is for them."""

    def message(self) -> str:
        return _("This text is translated. Say how grave the change is for the translations.")


class SourceChanged(Refused):
    """What a translation was made from was changed since for the sake of safety."""

    def message(self) -> str:
        return _(
            "The text that this was translated from has changed since, for the sake of safety. "
            "Ask for changes, so that the translation is brought up to date first."
        )


class ChecklistIncomplete(Refused):
    """A point of the checklist was not confirmed."""

    def message(self) -> str:
        return _("Confirm every point of the checklist, or ask for changes.")


class CommentMissing(Refused):
    """Changes were asked for without saying which."""

    def message(self) -> str:
        return _("Say what has to change, so that the author can act on it.")


class NothingSaid(Refused):
    """A comment or an answer without words."""

    def message(self) -> str:
        return _("Write what you want to say first.")


class PassageGone(Refused):
    """The passage that a comment is about is not in the text."""

    def message(self) -> str:
        return _("The passage is no longer in the text, so nothing was added. Load the page again.")


class Resolved(Refused):
    """Somebody has resolved what was to be answered."""

    def message(self) -> str:
        return _("This was resolved meanwhile. Open it again to answer.")


class WrongPassword(Refused):
    """The password is not that of the account."""

    def message(self) -> str:
        return _("This is not your password. Nothing was recorded.")


class NotConfirmed(Refused):
    """Neither password nor passkey was given."""

    def message(self) -> str:
        return _("Give your password or use your passkey, so that a signature is yours alone.")


class WrongPasskey(Refused):
    """No passkey of the account answered for this decision."""

    def message(self) -> str:
        return _("The passkey could not be confirmed for this text. Nothing was recorded; use it again.")


class TooManyWrong(Refused):
    """Wrong passwords were given so often that none is looked at for some minutes."""

    def __init__(self, minutes: int):
        super().__init__(minutes)
        self.minutes = minutes

    def message(self) -> str:
        return ngettext(
            "Too many wrong passwords. Nothing was recorded; try again in %(minutes)s minute.",
            "Too many wrong passwords. Nothing was recorded; try again in %(minutes)s minutes.",
            self.minutes,
        ) % {"minutes": self.minutes}


class FoundByChecks(Refused):
    """What the checks found stands in the way. ``findings`` are those that do (review.checks.Finding)."""

    def __init__(self, findings: Sequence[Any]):
        super().__init__(findings)
        self.findings = findings

    def reasons(self) -> list[str]:
        """What was found, a sentence or two for each finding."""
        return [f"{found.message} “{found.excerpt}”" if found.excerpt else found.message for found in self.findings]


class Blocked(FoundByChecks):
    """A check blocks the submission."""

    def message(self) -> str:
        return _("This text cannot be submitted as it is; nothing was started. %(reasons)s") % {
            "reasons": " ".join(self.reasons())
        }


class MayNotArrange(Refused):
    """Who signs, and by when, is not for this account to say."""

    def message(self) -> str:
        return _(
            "Who signs this, and by when, is said by whoever submitted it, by those who may edit it and by practice "
            "managers. Nothing was changed."
        )


class TakenByAnother(Refused):
    """The signature is named for somebody who is there to give it."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name

    def message(self) -> str:
        return _("%(name)s has this already. They can give it back, or hand it over to you.") % {"name": self.name}


class NotTheirs(Refused):
    """Only what is named for somebody can be given back by them."""

    def message(self) -> str:
        return _("This is not named for you, so there is nothing to give back.")


class SignatureGiven(Refused):
    """There is nothing left to assign."""

    def message(self) -> str:
        return _("This signature has been given already.")


class CannotBeNamed(Refused):
    """Somebody was named who could not sign."""

    WORDS: ClassVar[Mapping[type[Refused], Promise]] = {
        NotInRole: gettext_lazy("%(name)s may not sign this in that role. Name somebody else."),
        WroteIt: gettext_lazy("%(name)s wrote part of this text, so somebody else has to sign it."),
        AlreadySigned: gettext_lazy("%(name)s has signed this already, and each signature is somebody else's."),
        NoCredential: gettext_lazy("%(name)s has no credential to sign with. A practice manager can add it."),
        CredentialExpired: gettext_lazy("The credential of %(name)s has expired. A practice manager can renew it."),
    }

    def __init__(self, name: str, why: Refused):
        super().__init__(name, why)
        self.name = name
        self.why = why

    def message(self) -> str:
        words = self.WORDS.get(type(self.why))
        return words % {"name": self.name} if words else self.why.message()


class DueInThePast(Refused):
    """Nobody can meet a day that has passed."""

    def __init__(self, day: date):
        super().__init__(day)
        self.day = day

    def message(self) -> str:
        return _("%(day)s has passed. Choose today or a later day.") % {"day": date_format(self.day)}


class BlockedSince(FoundByChecks):
    """What was found since the text was submitted, such as a reference that was retracted, nobody can sign."""

    def message(self) -> str:
        return _("This text cannot be signed as it is; ask for changes. %(reasons)s") % {
            "reasons": " ".join(self.reasons())
        }


class Unanswered(FoundByChecks):
    """Whoever signs has to say why, although this was found."""

    def message(self) -> str:
        return _("Say why it can be signed although this was found; nothing was signed. %(reasons)s") % {
            "reasons": " ".join(self.reasons())
        }
