"""Sample of a component, and what samples have in common: a long text, a Khmer text, a story."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

LONG = (
    "Vì sao người thông minh vẫn có thể bị lừa, và điều gì ở một câu hỏi rất ngắn "
    "của người bạn cùng phòng đã kéo một cô gái trẻ trở về sau sáu giờ"
)
KHMER = "សូមដាក់ទូរស័ព្ទចុះ ហើយសួរមនុស្សដែលអ្នកទុកចិត្ត។"


@dataclass(frozen=True)
class Sample:
    """Sample of a component.

    `template`: path below a templates folder; `contexts`: one per state; `tag` and `wrap`: element and class of the box
    around it.
    """

    template: str
    title: str
    contexts: tuple[dict[str, Any], ...]
    tag: str = "div"
    wrap: str = ""


def story(title: str, accent: str = "song", *, image: Any = None, **fields: Any) -> SimpleNamespace:
    """What a story card shows, without a page behind it."""
    kicker = "Nhận diện chiêu trò"
    defaults = {
        "title": title,
        "sapo": "Dọa cho sợ, dỗ cho tin, rồi tách bạn khỏi người thân.",
        "section": SimpleNamespace(accent=accent),
        "accent": accent,
        "kicker": kicker,
        "shown_kicker": kicker,
        "shown_at": timezone.now(),
        "is_hot": False,
        "lead_image": image,
        "genre": "tin",
        "content_warning": "",
        "address": "/styleguide/",
    }
    return SimpleNamespace(**defaults | fields)


def components(*rows: tuple[str, str, list[dict[str, Any]]]) -> tuple[Sample, ...]:
    """Samples of base/templates/components from rows of (component, title, contexts)."""
    return tuple(
        Sample(f"components/{name}.html", title, tuple(contexts), wrap="buttons" if name in {"button", "chip"} else "")
        for name, title, contexts in rows
    )
