"""Sizes of images that the site needs: one table for the templates and for the worker that renders them in advance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

#: shape: (operation with {}, ratio, widths of the WebP files in px, `sizes` attribute); the JPEG has the middle width
SHAPES = {
    "lead": ("fill-{w}x{h}", (16, 9), (480, 800, 1280), "(width >= 67.5rem) 45rem, 100vw"),
    "wide": ("fill-{w}x{h}", (16, 9), (480, 960), "(width >= 67.5rem) 30rem, 100vw"),
    "card": ("fill-{w}x{h}", (3, 2), (240, 480, 800), "(width >= 67.5rem) 24rem, 100vw"),
    "thumb": ("fill-{w}x{h}", (3, 2), (160, 320, 480), "(width >= 48rem) 15rem, 7.5rem"),
    "portrait": ("fill-{w}x{h}", (4, 5), (240, 480, 800), "(width >= 67.5rem) 25rem, 100vw"),
    "face": ("fill-{w}x{h}", (4, 5), (200, 400, 600), "(width >= 67.5rem) 18rem, 46vw"),
    "square": ("fill-{w}x{h}", (1, 1), (96, 192), "6rem"),
    "body": ("width-{w}", None, (480, 800, 1280), "(width >= 48rem) 42.5rem, 100vw"),
    "hero": ("width-{w}", None, (480, 800, 1280), "(width >= 67.5rem) 54rem, 100vw"),
    "plate": ("width-{w}", None, (800, 1280, 1920), "100vw"),
}
#: A phone of 390 CSS px at 2x takes the first file of at least PHONE_PIXELS px, which may weigh PHONE_KB kilobytes:
#: what a new connection carries in its first two round trips (10 and 20 segments of 1,460 bytes, RFC 6928) less the
#: header. One more round trip is 150 ms on a slow phone (docs/performance.md P7, P8).
PHONE_PIXELS, PHONE_KB = 780, 43
#: Shapes of an article's lead image: on its page, the front page, sections, lists and rows of clips.
TEASER_SHAPES = ("lead", "card", "thumb", "wide")
#: Further shapes on the article's own page: uncropped, because an image may contain text.
STORY_SHAPES = ("hero",)

#: Key of request.META with which our own programs (the demo seed) make a page render all its images. A client cannot
#: set it: its headers get the prefix HTTP_.
MAKE_ALL = "pictures.make_all"


def specs(shape: str) -> tuple[list[str], str]:
    """(WebP filter specs from small to large, JPEG filter spec) of `shape`. Raises KeyError for an unknown one."""
    operation, ratio, widths, _sizes = SHAPES[shape]
    rules = [operation.format(w=width, h=round(width * ratio[1] / ratio[0]) if ratio else 0) for width in widths]
    phones = next((width for width in widths if width >= PHONE_PIXELS), widths[-1])
    # weblight: media_library/derivatives/image_filter.py
    packed = [f"weblight-{PHONE_KB}" if width <= phones else "webpquality-70" for width in widths]
    webp = [f"{rule}|format-webp|{how}" for rule, how in zip(rules, packed, strict=True)]
    return webp, f"{rules[len(rules) // 2]}|format-jpeg|jpegquality-78"


def made_renditions(image: Any) -> Iterable[Any]:
    """Prefetched renditions of `image`, else those in the database; () for None and for a withdrawn one."""
    if image is None or getattr(image, "is_withdrawn", False):
        return ()
    brought = getattr(image, "prefetched_renditions", None)
    return image.renditions.all() if brought is None else brought
