"""What the memory knows."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from translations.models import Provenance
from translations.segments import ADDRESS


def known_to(translation: Translation) -> QuerySet[StringTranslation]:
    """What people have translated between the two languages of a translation, each with its ``origin``.

    That is the title of the page or snippet in whose source the words stand. What a machine wrote is known once a
    person has edited or confirmed it; addresses and translations with an error never are.
    """
    source = TranslationSource.objects.filter(
        object_id=OuterRef("context__object_id"), locale_id=translation.source.locale_id
    )
    unread = Provenance.objects.unread().filter(translation=OuterRef("pk"))
    rows = StringTranslation.objects.filter(
        translation_of__locale_id=translation.source.locale_id,
        locale_id=translation.target_locale_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        has_error=False,
    )
    rows = rows.exclude(context=None).exclude(context__path=ADDRESS)
    return rows.filter(~Exists(unread)).annotate(origin=Subquery(source.values("object_repr")[:1]))
