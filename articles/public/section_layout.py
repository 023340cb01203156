"""Who stands where at the top of a section, and how a row shows no picture that its page shows already."""

from __future__ import annotations

from typing import Any

BESIDE = 2  # a card with a picture and a line of text are about as tall as the large one
BESIDE_WORDS = 4  # without any picture it takes so many
NEAR = 3  # the newest stories among which the large one may be chosen for its picture


def arranged(stories: list[Any], held: int = 0) -> tuple[list[Any], list[Any], list[Any]]:
    """(the large one or none, those beside it, the rest) of a section's first page, newest first.

    The large one has a picture where one of the NEAR newest has, unless the first `held` were pinned by the desk:
    those keep their places. Beside a large one without a picture stand words alone.
    """
    if not stories:
        return [], [], []
    near = stories[:1] if held else stories[:NEAR]
    lead = next((story for story in near if story.lead_image_id), stories[0])
    others = [story for story in stories if story is not lead]
    beside, rest = others[:BESIDE], others[BESIDE:]
    if lead.lead_image_id:
        pictured = [story for story in beside if has_other_picture(story, lead)]
        if pictured:  # the picture on top, words below
            beside.sort(key=lambda story: story is not pictured[0])
        else:
            beside, rest = others[:BESIDE_WORDS], others[BESIDE_WORDS:]
    return [lead], beside, rest


def has_other_picture(story: Any, lead: Any) -> bool:
    """Whether `story` can show a picture beside `lead`: one file twice on a page looks like a mistake."""
    return bool(story.lead_image_id) and story.lead_image_id != lead.lead_image_id


def apart(stories: list, shown: set, number: int) -> list:
    """`number` of `stories` in their order, those first whose picture stands nowhere else on the page.

    `shown`: ids of the pictures that the page has already. Where there are not enough, the rest stand as words
    (`shows_again`); `is_pictured` says what is drawn.
    """
    fresh, again = [], []
    for story in stories:
        story.shows_again = story.lead_image_id is not None and story.lead_image_id in shown
        story.is_pictured = bool(story.lead_image_id) and not story.shows_again
        (again if story.shows_again else fresh).append(story)
        shown = shown | {story.lead_image_id}
    chosen = {story.pk for story in [*fresh, *again][:number]}
    return [story for story in stories if story.pk in chosen]
