"""Differences between a source and its stored segments, and manual edits of translated pages."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from users.models import Account


@dataclass(frozen=True)
class Change:
    """A changed segment: `before` is empty for a new one, `after` for a removed one."""

    path: str
    before: str
    after: str


def source_of(page: Page) -> TranslationSource | None:
    """wagtail-localize's source of the page; None where it was never translated."""
    return TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).first()


def sentences(instance: Model) -> list[tuple[str, str]]:
    """(path, text) of every translatable segment of a page or snippet, in order."""
    segments = [item for item in extract_segments(instance) if isinstance(item, StringSegmentValue)]
    return [(item.path, item.string.data) for item in segments]


def changes(source: TranslationSource, latest: Model) -> list[Change]:
    """Segments that differ between the stored `source` and `latest`, paired by path."""
    old = list(source.stringsegment_set.order_by("order").values_list("context__path", "string__data"))
    new = sentences(latest)
    removed = [item for item in old if item not in set(new)]
    come = [item for item in new if item not in set(old)]
    results = []
    for path, text in come:
        before = next((item for item in removed if item[0] == path), None)
        if before:
            removed.remove(before)
        results.append(Change(path, before[1] if before else "", text))
    return results + [Change(path, text, "") for path, text in removed]


def untranslated(translation: Translation) -> list[str]:
    """Segments of the source without a translation, in order."""
    segments = translation.source.stringsegment_set.order_by("order").annotate_translation(translation.target_locale)
    return list(segments.filter(translation__isnull=True).values_list("string__data", flat=True))


def translated(translation: Translation) -> list[str]:
    """The existing translations of the source's segments, in order."""
    segments = translation.source.stringsegment_set.order_by("order").annotate_translation(translation.target_locale)
    return list(segments.filter(translation__isnull=False).values_list("translation", flat=True))


def take_over(page: Page) -> bool:
    """After a publication: update the stored source unless a text changed. Return whether one did.

    So a changed image or date does not mark translations as outdated; a changed text is listed until somebody takes it
    over. False for a page without an enabled translation.
    """
    source = source_of(page)
    if source is None or not source.translations.filter(enabled=True).exists():
        return False
    if changes(source, page):
        return True
    source.update_from_db()
    return False


@dataclass(frozen=True)
class ManualEdit:
    """A manual edit of a page whose sync is off: its value, and the value that the sync would write.

    `segment` is the source's text or image segment that can store it; None for what the sync cannot keep (a paragraph
    that the source does not have, a date, a list).
    """

    by_hand: str
    by_sync: str
    what: str = ""
    segment: StringSegment | OverridableSegment | None = None
    value: Any = None  # the manual choice, for an OverridableSegment

    @property
    def can_be_kept(self) -> bool:
        """Whether keep_manual_edits() can store it."""
        return self.segment is not None


def manual_edits(translation: Translation, page: Model) -> list[ManualEdit]:
    """The manual edits on `page` (pass its newest draft) that enabling the sync would overwrite."""
    source, locale = translation.source, translation.target_locale
    would_be = source.get_ephemeral_translated_instance(locale, fallback=True)
    return [*_sentences_by_hand(translation, page), *_choices_by_hand(source, page, would_be)]


def _sentences_by_hand(translation: Translation, page: Model) -> Iterator[ManualEdit]:
    """Manual edits of texts, compared by path; a path may have several segments (a text with paragraphs)."""
    texts_by_path: dict[str, list[str]] = defaultdict(list)
    for path, text in sentences(page):
        texts_by_path[path].append(text)
    segments = translation.source.stringsegment_set.select_related("string", "context").order_by("order")
    by_place: dict[str, list[StringSegment]] = defaultdict(list)
    for segment in segments.annotate_translation(translation.target_locale):
        by_place[segment.context.path].append(segment)
    for path, path_segments in by_place.items():
        by_hand, by_sync = texts_by_path.pop(path, []), [item.translation or item.string.data for item in path_segments]
        if len(by_hand) == len(by_sync):
            rows = zip(by_hand, by_sync, path_segments, strict=True)
            yield from (ManualEdit(now, then, segment=item) for now, then, item in rows if now != then)
        else:  # the number of paragraphs differs: they cannot be paired
            yield ManualEdit(" ".join(by_hand), " ".join(by_sync))
    yield from (ManualEdit(" ".join(texts), "") for texts in texts_by_path.values())


def _choices_by_hand(source: TranslationSource, page: Model, would_be: Model) -> Iterator[ManualEdit]:
    """Manual edits of fields that the sync copies, and of images and pages chosen within StreamFields."""
    segments = {item.context.path: item for item in source.overridablesegment_set.select_related("context")}
    now, then = _choices(page), _choices(would_be)
    for path in segments.keys() & now.keys() & then.keys():
        if now[path][0] != then[path][0] and "." in path:
            yield ManualEdit(now[path][1], then[path][1], segment=segments[path], value=now[path][0])
    for field in get_translatable_fields(type(page)):
        copied = field.is_synchronized(page) and not field.is_translated(page)  # a stream is both
        if not copied or field.field_name in _NOT_ASKED:
            continue
        ours, theirs = _told(page, field.field_name), _told(would_be, field.field_name)
        if ours != theirs:
            value = getattr(page, f"{field.field_name}_id", getattr(page, field.field_name))
            name = getattr(field.get_field(type(page)), "verbose_name", "") or field.field_name
            segment = segments.get(field.field_name) if value else None
            yield ManualEdit(ours, theirs, what=str(name), segment=segment, value=value)


#: Fields copied by the sync that are the same in all languages, so that no edit is lost.
_NOT_ASKED = {"show_in_menus", "published_at", "tags"}


def _choices(page: Model) -> dict[str, tuple[Any, str]]:
    """path → (value, name for people) of images, pages and addresses chosen within StreamFields."""
    segments = [segment for segment in extract_segments(page) if isinstance(segment, OverridableSegmentValue)]
    pictures = {segment.data for segment in segments if isinstance(segment.data, int)}
    names = dict(get_image_model().objects.filter(pk__in=pictures).values_list("pk", "title"))
    return {segment.path: (segment.data, names.get(segment.data, str(segment.data))) for segment in segments}


def _told(page: Model, name: str) -> str:
    value = getattr(page, name)
    if hasattr(value, "all"):
        return ", ".join(str(item) for item in value.all())
    return "" if value is None else str(value)


@transaction.atomic
def keep_manual_edits(translation: Translation, edits: list[ManualEdit], user: Account) -> None:
    """Store manual edits as translations and overrides, so that the sync keeps them."""
    mine = {"last_translated_by": user, "updated_at": timezone.now(), "has_error": False, "field_error": ""}
    for edit in edits:
        if isinstance(edit.segment, OverridableSegment) and edit.value is not None:
            SegmentOverride.objects.update_or_create(
                context=edit.segment.context,
                locale=translation.target_locale,
                defaults={"data_json": json.dumps(edit.value), **mine},
            )
        elif isinstance(edit.segment, StringSegment):
            StringTranslation.objects.update_or_create(
                translation_of=edit.segment.string,
                context=edit.segment.context,
                locale=translation.target_locale,
                defaults={
                    "data": edit.by_hand,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    **mine,
                },
            )
