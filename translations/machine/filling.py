"""Machine translation of what nobody has translated yet."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from public.query import private_types
from review.subjects import FOR_PRACTITIONERS
from translations.machine.engines import Refused, ask, batches
from translations.memory.filling import fill
from translations.storing import Filled, pending, store


def translate(translation: Translation, engine: Any, user: Any) -> int:
    """Fill in what is left of a translation with the words of an engine; how many strings got some.

    What the memory knows is taken from there; what is for practitioners alone is left to people. Raises Refused with
    the reason when the text is not to be sent away, or the engine fails; what it had translated by then is kept.
    """
    locales = translation.source.locale, translation.target_locale
    if not engine.can_translate(*locales):
        names = {"engine": engine.display_name, "source": locales[0], "target": locales[1]}
        raise Refused(_("%(engine)s does not translate from %(source)s into %(target)s.") % names)
    source = translation.source.get_source_instance()
    if is_private(source) and not settings.MACHINE_TRANSLATES_PRIVATE:
        raise Refused(
            _("This text is not for everybody, so it is not sent to %(engine)s. Translate it by hand.")
            % {"engine": engine.display_name}
        )
    fill(translation)
    kept = 0
    kept_here = () if settings.MACHINE_TRANSLATES_PRIVATE else tuple(_private_paths(source))
    sent = (segment for segment in pending(translation) if not segment.context.path.startswith(kept_here))
    strings = list(dict.fromkeys(segment.string.as_value() for segment in sent))
    for batch in batches(strings):
        try:
            answer = ask(engine, translation, batch)
        except Refused as refusal:
            raise Refused(" ".join(filter(None, [_kept_before(kept), str(refusal)]))) from refusal
        kept += _keep(translation, answer, engine, user)
    return kept


def is_private(source: Any) -> bool:
    """Whether a page is of a private type or behind a view restriction, its own or that of a page above it."""
    if not isinstance(source, Page):
        return False
    return source._meta.label in private_types() or source.get_view_restrictions().exists()


def _private_paths(source: Any) -> Iterator[str]:
    """What the paths of segments begin with that are for practitioners alone."""
    for field in source._meta.fields:
        if isinstance(field, StreamField):
            parts = (block for block in getattr(source, field.name) if block.block_type == FOR_PRACTITIONERS)
            yield from (f"{field.name}.{part.id}." for part in parts)


def _keep(translation: Translation, answer: dict[StringValue, StringValue], engine: Any, user: Any) -> int:
    filled = (
        Filled(segment, answer[string].data, user.pk)
        for segment in pending(translation)
        if (string := segment.string.as_value()) in answer and answer[string].data
    )
    return store(translation, filled, StringTranslation.TRANSLATION_TYPE_MACHINE, str(engine.display_name))


def _kept_before(kept: int) -> str:
    if not kept:
        return ""
    words = ngettext("%(count)d passage was translated.", "%(count)d passages were translated.", kept)
    return words % {"count": kept}
