"""The check that somebody has read what a machine wrote where a wrong word may harm."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment
from wagtail_localize.strings import StringValue

from review.checks import Found, Level, Text, check
from review.passages import of_block
from translations.beside import Beside
from translations.machine.provenance import unread
from translations.quantities import quantities
from translations.segments import items_of, place_of


@check
def unread_machine_text(text: Text) -> Iterator[Found]:
    """What a machine wrote about safety, contraindications or doses is not submitted before a person has read it.

    Models and blocks say where that is (review.subjects); besides, it is wherever the source names a dose. Saving the
    words in the editor, changed or not, says that they were read.

    Source: Khoong and others, *Assessing the Use of Google Translate for Spanish and Chinese Translations of Emergency
    Department Discharge Instructions*, JAMA Internal Medicine 179 (2019), 580-582: 2 % of the Spanish sentences and 8 %
    of the Chinese could have done harm.
    """
    if text.is_given or (translation := text.shared(Beside).translation) is None:
        return
    segments = StringSegment.objects.filter(source=translation.source_id).select_related("context", "string")
    by_id = {segment.pk: segment for segment in segments.order_by("order")}
    items = items_of(translation.source)
    language = translation.source.locale.language_code.split("-")[0]
    for pk, words in unread(translation, by_id.values()).items():
        place = place_of(by_id[pk].context.path, items)
        if _is_critical(text, place) or _names_dose(by_id[pk], language):
            message = _("A machine wrote this. Compare it with the source, and save it, corrected or as it is.")
            yield Found(Level.BLOCKS, place, StringValue(words).render_text(), message)


def _is_critical(text: Text, place: str) -> bool:
    name = place.partition("/")[0]
    if name in text.obj.critical_fields:
        return True
    innermost = of_block(place)
    if innermost not in text.blocks:
        return False
    known = type(text.obj)._meta.get_field(name).stream_block
    for end in range(2, innermost.count("/") + 2):
        known = known.child_blocks[text.blocks["/".join(place.split("/")[:end])]["type"]]
    return hasattr(known, "is_critical") and known.is_critical(text.blocks[innermost]["value"])


def _names_dose(segment: StringSegment, language: str) -> bool:
    words = StringValue(segment.string.data).render_text()
    return any(quantity.is_dose for quantity in quantities(words, language))
