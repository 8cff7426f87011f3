"""What a translation starts from: the signed text of its source, and a record of which text that was.

wagtail-localize fills its sources from whatever row or draft it is handed. Here every source is filled from the copy of
the current edition instead, whoever saves it.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ObjectDoesNotExist
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.models import Page, Revision
from wagtail.signals import copy_for_translation_done
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import Translation, TranslationLog, TranslationSource

from ledger.record import current_edition
from review.copy import copy_of, digest_of
from review.lineage import Origin
from review.subjects import Reviewable, Subject
from translations.models import ClearedSource, DraftOrigin

CONTENT = "content_json"
LONGEST_NAME = 200
"""What wagtail-localize keeps of the name of a source (wagtail_localize/models.py)."""


class NotSigned(Exception):
    """A text that cannot be translated as it is, because nobody has signed it so; with words for people."""


class Cleared(NamedTuple):
    """A signed copy, and a page or snippet in memory that holds exactly its text."""

    subject: str
    digest: str
    instance: Reviewable


def cleared(row: Reviewable) -> Cleared:
    """The text of the current edition of a specific page or snippet, as translating takes it up.

    The row may hold other text by now; then a revision with the signed text is looked for. Raises NotSigned when there
    is no edition, or when what stands in it by value (a reference, a picture) has been changed since.
    """
    edition = current_edition(str(row.subject))
    if edition is None:
        raise NotSigned(
            _("“%(title)s” cannot be translated yet: nobody has signed it. Have it signed first.") % {"title": row}
        )
    for instance in _holders(row, edition.digest):
        if _digest(instance) == edition.digest:
            return Cleared(edition.subject, edition.digest, instance)
    raise NotSigned(
        _(
            "“%(title)s” cannot be translated now: something that it shows, such as a reference or a picture, has "
            "changed since it was signed. Have it signed again first."
        )
        % {"title": row}
    )


def enabled_translation(obj: Any) -> Translation | None:
    """The translation that a page or snippet is the target of; None for a source, or a text edited on its own."""
    translations = Translation.objects.select_related("source__locale", "target_locale")
    return translations.filter(
        source__object_id=obj.translation_key, target_locale_id=obj.locale_id, enabled=True
    ).first()


def held_digest(holder: Translation | TranslationSource) -> str | None:
    """The digest of the signed copy that a source holds by now; None for a text that is not signed by itself."""
    source_id = holder.source_id if isinstance(holder, Translation) else holder.pk
    return ClearedSource.objects.filter(source=source_id).values_list("digest", flat=True).first()


def newer_digest(translation: Translation) -> str | None:
    """The digest of the signed copy that a source would hold if it were brought up to date; None when it does."""
    source, held = source_subject(translation), held_digest(translation)
    edition = current_edition(str(source)) if source and held else None
    return edition.digest if edition and edition.digest != held else None


def source_subject(holder: Translation | TranslationSource) -> Subject | None:
    """The name in the ledger of what is translated; None for a text that is not signed by itself."""
    source = holder.source if isinstance(holder, Translation) else holder
    model = source.specific_content_type.model_class()
    if model is None or not issubclass(model, Reviewable):
        return None
    return Subject(model.subject_kind, str(source.object_id), source.locale.language_code)


def origin_of(revision: Revision) -> Origin | None:
    """The signed copy that a draft was translated from; None for one that was not made by translating."""
    origin = DraftOrigin.objects.filter(revision=revision).first()
    return Origin(origin.subject, origin.digest) if origin else None


def drafted_from(obj: Reviewable) -> Origin | None:
    """The signed copy that the draft of a translation was made from; None for a text that is edited on its own.

    A draft that was saved beside the translation tool came from what the tool saved last: nobody translated anew.
    """
    if enabled_translation(obj) is None:
        return None
    made = DraftOrigin.objects.filter(revision__in=Revision.objects.for_instance(obj)).order_by("-revision").first()
    return Origin(made.subject, made.digest) if made else None


def _holders(row: Reviewable, digest: str) -> Iterator[Reviewable]:
    """The row, and the latest revision that was saved with the text of a copy."""
    yield row
    revisions = Revision.objects.for_instance(row).filter(copy_digest__digest=digest)
    if revision := revisions.order_by("-created_at", "-pk").first():
        yield revision.as_object()


def _digest(instance: Reviewable) -> str | None:
    try:
        return digest_of(copy_of(instance))
    except Exception:
        # A row may hold half a block; then it is not what was signed.
        return None


def _serialised(instance: Reviewable) -> str:
    """As wagtail-localize serialises a source (``TranslationSource.update_from_db``)."""
    if isinstance(instance, Page):
        # A row remembers what its latest draft is called.
        instance.draft_title = instance.title
    if isinstance(instance, ClusterableModel):
        return instance.to_json()
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def take_what_is_signed(
    sender: type, instance: TranslationSource, raw: bool, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    """Whatever a source was about to hold, it holds the signed text. Raises NotSigned.

    A text that is not signed by itself is left as it is: it is signed in every page that shows it.
    """
    if raw or (update_fields is not None and CONTENT not in update_fields) or source_subject(instance) is None:
        return
    try:
        row = instance.get_source_instance()
    except ObjectDoesNotExist as gone:
        raise NotSigned(_("“%(title)s” is gone.") % {"title": instance.object_repr}) from gone
    taken = cleared(row)
    instance.content_json = _serialised(taken.instance)
    instance.object_repr = str(taken.instance)[:LONGEST_NAME]
    instance._taken = taken


def note_what_was_taken(sender: type, instance: TranslationSource, **kwargs: Any) -> None:
    """Write down which copy a source holds, in the transaction that saves it."""
    taken: Cleared | None = instance.__dict__.pop("_taken", None)
    if taken:
        held = {"subject": taken.subject, "digest": taken.digest, "taken_at": timezone.now()}
        ClearedSource.objects.update_or_create(source=instance, defaults=held)


def note_origin(sender: type, instance: TranslationLog, created: bool, **kwargs: Any) -> None:
    """Write down from which copy a draft was made; wagtail-localize logs every one it saves."""
    if not (created and instance.revision_id):
        return
    if held := ClearedSource.objects.filter(source=instance.source_id).first():
        origin = {"subject": held.subject, "digest": held.digest}
        DraftOrigin.objects.update_or_create(revision_id=instance.revision_id, defaults=origin)


def begin_without_the_draft(sender: type, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """A snippet in another language begins as what it was copied from.

    Wagtail would fill it from the latest draft, and translating overwrites only what the signed text has words for
    (wagtail/actions/copy_for_translation.py).
    """
    if isinstance(source_obj, Reviewable) and not isinstance(source_obj, Page):
        for translated in get_translatable_fields(type(source_obj)):
            field = translated.get_field(type(source_obj))
            setattr(target_obj, field.attname, getattr(source_obj, field.attname))


def connect() -> None:
    """Connect the receivers; called when the apps are ready."""
    pre_save.connect(take_what_is_signed, sender=TranslationSource)
    post_save.connect(note_what_was_taken, sender=TranslationSource)
    post_save.connect(note_origin, sender=TranslationLog)
    copy_for_translation_done.connect(begin_without_the_draft)
