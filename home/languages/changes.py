"""What changed in a source since its sentences were last taken over, and what was edited by hand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


@dataclass(frozen=True)
class Change:
    """One sentence: `before` is empty for a new one, `after` for one that is gone."""

    path: str
    before: str
    after: str


def source_of(page: Page) -> TranslationSource | None:
    return TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).first()


def sentences(instance) -> list[tuple[str, str]]:
    """(path, text) of every translatable sentence of a page or snippet, in its order."""
    found = [item for item in extract_segments(instance) if isinstance(item, StringSegmentValue)]
    return [(item.path, item.string.data) for item in found]


def changes(source: TranslationSource, latest) -> list[Change]:
    """Sentences that differ between `source` as last taken over and `latest`, paired by their place."""
    old = list(source.stringsegment_set.order_by("order").values_list("context__path", "string__data"))
    new = sentences(latest)
    gone = [item for item in old if item not in set(new)]
    come = [item for item in new if item not in set(old)]
    found = []
    for path, text in come:
        before = next((item for item in gone if item[0] == path), None)
        if before:
            gone.remove(before)
        found.append(Change(path, before[1] if before else "", text))
    return found + [Change(path, text, "") for path, text in gone]


def untranslated(translation: Translation) -> list[str]:
    """Sentences of the source that have no translation yet, in their order."""
    segments = translation.source.stringsegment_set.order_by("order").annotate_translation(translation.target_locale)
    return list(segments.filter(translation__isnull=True).values_list("string__data", flat=True))


def take_over(page: Page) -> bool:
    """After publication: take the new sentences over at once when no sentence changed. Returns whether one did.

    A picture or a date that changed then never marks a translation as behind; a changed sentence stays visible
    on the desk until somebody has looked at it.
    """
    source = source_of(page)
    if source is None or not source.translations.filter(enabled=True).exists():
        return False
    if changes(source, page):
        return True
    source.update_from_db()
    return False


@dataclass(frozen=True)
class HandEdit:
    """A sentence of a page that is no longer kept in step: what stands there, what the sync would put there."""

    segment: StringSegment
    by_hand: str
    by_sync: str


def hand_edits(translation: Translation, page) -> list[HandEdit]:
    """What re-enabling the sync would overwrite on `page` (pass its newest draft)."""
    shown = dict(sentences(page))
    segments = translation.source.stringsegment_set.select_related("string", "context").order_by("order")
    found = []
    for segment in segments.annotate_translation(translation.target_locale):
        by_sync = segment.translation or segment.string.data
        by_hand = shown.get(segment.context.path, "")
        if by_hand and by_hand != by_sync:
            found.append(HandEdit(segment, by_hand, by_sync))
    return found


@transaction.atomic
def keep_hand_edits(translation: Translation, edits: list[HandEdit], user) -> None:
    """Make the hand-made sentences the translation, so that the sync keeps them."""
    for edit in edits:
        StringTranslation.objects.update_or_create(
            translation_of=edit.segment.string,
            context=edit.segment.context,
            locale=translation.target_locale,
            defaults={
                "data": edit.by_hand,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "last_translated_by": user,
                "updated_at": timezone.now(),
                "has_error": False,
                "field_error": "",
            },
        )
