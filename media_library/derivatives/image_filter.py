"""Image filter `weblight-43` for Wagtail's filter specs: WebP in the best quality that fits into 43 kB.

The limit is the largest picture of a phone's first view; it and the widths that keep to it are in
base/images/image_specs.py. Runs in the worker; most pictures fit at once and are encoded twice, here and by Wagtail.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from wagtail import hooks
from wagtail.images.image_operations import FilterOperation

#: (WebP quality, scale), tried in this order. A scale below 1 shrinks the picture and enlarges it again: blur disturbs
#: less than the artefacts of a low quality. Only noise needs the last ones.
TRIED = (
    (70, 1),
    (55, 1),
    (40, 1),
    (46, 0.7),
    (38, 0.7),
    (38, 0.5),
    (30, 0.35),
    (20, 0.25),
    (10, 0.2),
)


class WebLight(FilterOperation):
    """Sets the quality that Wagtail then encodes WebP with; keeps the pixel size. `kilobytes` are 1000 bytes each."""

    def construct(self, kilobytes: str) -> None:
        self.bytes = int(kilobytes) * 1000

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:
        """The picture, blurred if needed; sets env["webp-quality"]."""
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
    """Register the filter under its name in specs."""
    return [("weblight", WebLight)]
