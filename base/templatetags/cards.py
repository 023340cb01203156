"""{% card_of %}: what a card of a story shows, of a page or a row of cards(). Built in: no {% load %} needed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django import template
from django.template import Context

from base.templatetags.site import address, picture

register = template.Library()


class StoryCard(NamedTuple):
    """Texts and picture of a card; `picture` is HTML, `kicker` empty where the card shows none."""

    title: str
    sapo: str
    address: str
    language: str
    shown_at: datetime
    genre: str
    has_warning: bool
    paid_by: str
    paid_label: str
    is_hot: bool
    kicker: str
    kicker_language: str
    accent: str
    picture: str
    is_whole: bool


@register.simple_tag(takes_context=True)
def card_of(
    context: Context, story: Any, size: str = "", shape: str = "", text: Any = False, no_kicker: Any = False
) -> StoryCard:
    """The card of `story`: one of `cards()`, or anything with the same attributes.

    `size` “lead” shows the picture large, whole where it is upright; `shape`: one of SHAPES, “card” by default; `text`:
    without picture; `no_kicker`: the kicker only where it says who paid.
    """
    image = None if text or getattr(story, "shows_again", False) else story.lead_image
    whole = bool(image and getattr(image, "is_upright", False))
    is_lead = size == "lead"
    picture_shape = ("hero" if whole else "lead") if is_lead else shape or "card"
    paid_by = getattr(story, "paid_by", "")
    with_kicker = not no_kicker or bool(paid_by)
    return StoryCard(
        title=story.title,
        sapo=story.sapo,
        address=story.address or address(context, story),  # only if unset: Wagtail reverses a URL for each card
        language=getattr(story, "language", ""),
        shown_at=story.shown_at,
        genre=story.genre,
        has_warning=bool(getattr(story, "content_warning", "")),
        paid_by=paid_by,
        paid_label=getattr(story, "paid_label", "") if paid_by else "",
        is_hot=bool(getattr(story, "is_hot", False)),
        kicker=story.shown_kicker if with_kicker else "",
        kicker_language=getattr(story, "kicker_language", "") if with_kicker else "",
        accent=getattr(getattr(story, "section", None), "accent", "") if with_kicker else "",
        picture=picture(context, image, picture_shape, eager=is_lead, alt="") if image else "",
        is_whole=whole,
    )
