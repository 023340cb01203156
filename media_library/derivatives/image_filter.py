"""`weblight-60` in a picture's rules: WebP as good as 60 kB allow, so that a photograph stays as light as a drawing.

The budget is docs/performance.md's P7: the largest picture of a phone's first view. Which widths keep to it stands in
base/images/image_specs.py. Runs in the worker; a picture that fits at once, as most do, is packed twice.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from wagtail import hooks
from wagtail.images.image_operations import FilterOperation

#: Quality of WebP and part of the detail, tried from the best down. A part below 1 makes the picture smaller and large
#: again: softness disturbs less than the steps of a low quality. The last ones only meet noise.
TRIED = (
    (70, 1),
    (62, 1),
    (54, 1),
    (46, 1),
    (38, 1),
    (46, 0.7),
    (38, 0.7),
    (38, 0.5),
    (30, 0.35),
    (20, 0.25),
    (10, 0.2),
)


class WebLight(FilterOperation):
    """Sets the quality with which Wagtail then packs the WebP; keeps the pixels. `kilobytes` are 1000 bytes each."""

    def construct(self, kilobytes: str) -> None:
        self.bytes = int(kilobytes) * 1000

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:
        width, height = willow.get_size()
        for quality, part in TRIED:
            small = (max(1, round(width * part)), max(1, round(height * part)))
            picture = willow if part == 1 else willow.resize(small).resize((width, height))
            packed = BytesIO()
            picture.save_as_webp(packed, quality=quality)
            if packed.tell() <= self.bytes:
                break
        env["webp-quality"] = quality
        return picture


@hooks.register("register_image_operations")
def operations() -> list[tuple[str, type[FilterOperation]]]:
    """For Wagtail: the name in a rule and what it means."""
    return [("weblight", WebLight)]
