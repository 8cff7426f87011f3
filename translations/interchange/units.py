"""The passages of a text that files carry, with their translations."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from translations.interchange import markup
from translations.interchange.markup import Inline
from translations.interchange.places import Place, place_of


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that stand at a place of the source, once or more often, and are translated there once.

    ``path`` is where wagtail-localize says they stand; all passages of one rich text share it. ``kept`` is the row of
    the translation, None as long as there is none.
    """

    path: str
    string_id: int
    context_id: int
    place: Place
    source: Inline
    kept: StringTranslation | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", identifier(self.path, self.source))

    @property
    def target(self) -> Inline:
        """The words of the translation; empty when there is none."""
        return markup.parse_kept(self.kept.data) if self.kept else ()

    @property
    def is_translated(self) -> bool:
        """Whether the translation will be used; one that wagtail-localize finds wrong is not."""
        return self.kept is not None and not self.kept.has_error


def identifier(path: str, source: Inline) -> str:
    """What names a passage in files, as long as it stands where it does and reads as it does.

    An XML ``NMTOKEN``, which XLIFF 2.0 asks for.
    """
    return f"{path}:{hashlib.sha256(markup.render(source).encode()).hexdigest()[:16]}"


def path_of(identifier: str) -> str:
    """The path that an identifier begins with."""
    return identifier.rpartition(":")[0]


def units_of(translation: Translation) -> Iterator[Unit]:
    """The passages of the source in reading order, each once. Two queries, however many there are."""
    source = translation.source
    kind = ContentType.objects.get_for_id(source.specific_content_type_id)
    model = apps.get_model(kind.app_label, kind.model)
    kept = {(row.translation_of_id, row.context_id): row for row in kept_of(translation)}
    segments = StringSegment.objects.filter(source=source).select_related("context", "string").order_by("order")
    seen = set()
    for segment in segments:
        key = (segment.string_id, segment.context_id)
        if key not in seen:
            seen.add(key)
            place = place_of(model, segment.context.field_path)
            words = markup.parse_kept(segment.string.data)
            yield Unit(segment.context.path, *key, place, words, kept.get(key))


def kept_of(translation: Translation) -> QuerySet[StringTranslation]:
    """The rows of what is translated of a text, that of passages which are gone included."""
    return StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id
    )
