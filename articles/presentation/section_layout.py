"""Layout of a section's top: which story is large, which stand beside it, and no picture twice on a page."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

BESIDE = 2  # one card with a picture and one with text are about as tall as the large one
BESIDE_WORDS = 4  # the same, without any picture
NEAR = 3  # newest stories among which the large one is chosen by having a picture


def order_stories(stories: list[Any], pinned_count: int = 0) -> tuple[list[Any], list[Any], list[Any]]:
    """(the large one or none, those beside it, the rest) of a section's first page, newest first.

    The large one is the first of the NEAR newest with a picture, unless the first `held` are pinned: they keep their
    places. Beside a large one without a picture, stories are shown without pictures.
    """
    if not stories:
        return [], [], []
    near = stories[:1] if pinned_count else stories[:NEAR]
    lead = next((story for story in near if story.lead_image_id), stories[0])
    others = [story for story in stories if story is not lead]
    beside, rest = others[:BESIDE], others[BESIDE:]
    if lead.lead_image_id:
        pictured = [story for story in beside if has_other_picture(story, lead)]
        if pictured:  # the one with a picture first
            beside.sort(key=lambda story: story is not pictured[0])
        else:
            beside, rest = others[:BESIDE_WORDS], others[BESIDE_WORDS:]
    return [lead], beside, rest


def has_other_picture(story: Page, lead: Page) -> bool:
    """Whether `story` has a picture, and another one than `lead`."""
    return bool(story.lead_image_id) and story.lead_image_id != lead.lead_image_id


def spread_pictures(stories: list[Any], shown_ids: set[int | None], number: int) -> list[Any]:
    """`number` of `stories` in their order, preferring those whose picture is not on the page yet.

    `shown`: ids of the pictures already on the page. When there are not enough, the rest is shown without picture. Sets
    `shows_again` and `is_pictured` on each story.
    """
    fresh: list[Any] = []
    again: list[Any] = []
    for story in stories:
        story.shows_again = story.lead_image_id is not None and story.lead_image_id in shown_ids
        story.is_pictured = bool(story.lead_image_id) and not story.shows_again
        (again if story.shows_again else fresh).append(story)
        shown_ids = shown_ids | {story.lead_image_id}
    chosen = {story.pk for story in [*fresh, *again][:number]}
    return [story for story in stories if story.pk in chosen]
