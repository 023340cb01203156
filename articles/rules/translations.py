"""Stories that wagtail-localize keeps in step with an original: who translated them, and from which text.

Gates check each language version by itself (rules/gates.py). For a synchronised version two things differ: its
revisions are saved by whoever updates it, so the authors are those of the segments; and the child-safety check was
made on the original.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Length
from wagtail.models import Page

from base.pages import sources_first
from users.models import User


def translation_of(page: Page) -> Any:
    """wagtail-localize's Translation that maintains `page`; None for an original or a version edited by hand."""
    from wagtail_localize.models import Translation  # needs all apps

    translations = Translation.objects.select_related("source").filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    return translations.first()


def kept_translations(page: Page) -> list[Page]:
    """Live translations that wagtail-localize keeps in step with `page`."""
    from wagtail_localize.models import Translation  # needs all apps

    translations = Translation.objects.filter(
        source__object_id=page.translation_key, source__locale=page.locale_id, enabled=True
    )
    return list(page.get_translations().live().filter(locale__in=translations.values("target_locale")))


def translators_of(page: Page) -> set[int]:
    """Accounts that translated a segment of `page`; empty when it is not synchronised."""
    from wagtail_localize.models import SegmentOverride, StringTranslation  # needs all apps

    if translation_of(page) is None:
        return set()
    account_ids: set[int] = set()
    for model in (StringTranslation, SegmentOverride):
        rows = model.objects.filter(context__object_id=page.translation_key, locale_id=page.locale_id)
        account_ids |= set(rows.exclude(last_translated_by=None).values_list("last_translated_by", flat=True))
    return account_ids or {0}  # {0}: synchronised, translators unknown


def originals_of(stories: Iterable[Page]) -> dict[int, Any]:
    """Key of each of `stories` that is a translation → its original, of its own class.

    Two queries and one for each class. The original is what wagtail-localize never made, for a story may be written in
    Khmer first; without its records the Vietnamese page, else the oldest. None where the original was deleted.
    """
    from wagtail_localize.models import Translation  # needs all apps

    keys = {story.translation_key for story in stories}
    made = set(Translation.objects.filter(source__object_id__in=keys).values_list("source__object_id", "target_locale"))
    originals: dict[Any, Page] = {}
    pages: Any = sources_first(Page.objects.filter(translation_key__in=keys).select_related("locale"))
    for page in pages.specific():
        if (page.translation_key, page.locale_id) not in made:
            originals.setdefault(page.translation_key, page)
    found = {story.pk: originals.get(story.translation_key) for story in stories}
    return {key: page for key, page in found.items() if page is None or page.pk != key}


def segments_by_translator(stories: Iterable[Page]) -> dict[tuple[Any, int], list[tuple[User, int]]]:
    """(translation key, locale) → (account, characters of the source that it translated), the greatest part first.

    What a machine translated is left out until somebody changes it. One query.
    """
    from wagtail_localize.models import StringTranslation  # needs all apps

    keys = {story.translation_key for story in stories}
    by_hand = StringTranslation.objects.filter(context__object_id__in=keys, last_translated_by__isnull=False)
    by_hand = by_hand.exclude(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE).exclude(context__path="slug")
    sizes = by_hand.values_list("context__object_id", "locale", "last_translated_by").annotate(
        characters=Sum(Length("translation_of__data"))
    )
    rows = list(sizes.order_by("-characters", "last_translated_by"))
    accounts = User.objects.select_related("person").in_bulk({account for _key, _locale, account, _size in rows})
    translators: dict[tuple[Any, int], list[tuple[User, int]]] = {}
    for key, locale, account, characters in rows:
        translators.setdefault((key, locale), []).append((accounts[account], characters))
    return translators


def untranslated_segments(page: Page) -> int:
    """Number of segments that a synchronised `page` would show in the language of its original; else 0."""
    translation = translation_of(page)
    if translation is None:
        return 0
    segments = translation.source.stringsegment_set.annotate_translation(translation.target_locale)
    return segments.filter(translation__isnull=True).count()


def original_of(story: Page) -> tuple[Any, Any]:
    """(original page, its text that `story` was made from); (None, None) when `story` is older than that text."""
    translation = translation_of(story)
    made_at = story.latest_revision_created_at
    if translation is None or made_at is None or made_at < translation.source.last_updated_at:
        return None, None
    return translation.source.get_source_instance(), translation.source.as_instance()
