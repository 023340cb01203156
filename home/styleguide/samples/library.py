"""Samples of the library: cards, filters, an asset on stage, packages of a kit."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.templatetags.static import static

from files.models import StoredFile
from media_library.models import AssetFile
from media_library.public.cards import AssetCard, CardFile, CardPicture

from .sample import KHMER, LONG, Sample

#: Shapes of a shelf as wide as it gets (shelf.css), with one of each size.
SHELF = ("o-s80", "o-s60", "o-a1 hung", "o-a2 hung", "o-a3 hung", "o-a4 hung", "o-bn hung")


def samples() -> tuple[Sample, ...]:
    return (*_finding(), *_stages(), *_kits())


def _finding() -> tuple[Sample, ...]:
    facets = [
        _facet("Loại", ("Poster", 42, True), ("Standee", 12, False), (LONG, 3, False)),
        _facet("Ngôn ngữ", ("Tiếng Việt", 88, False), ("ភាសាខ្មែរ", 21, False)),
    ]
    return (
        Sample("media_library/parts/card.html", "Tài liệu trong danh sách", _cards(), "ul", "assets"),
        Sample(
            "media_library/parts/object.html",
            "Vật trên kệ, đúng tỉ lệ",
            tuple(
                {"card": _card(name, shape=shape), "note": "5,0 MB"}
                for name, shape in (("Standee", "o-s60"), ("Poster A1", "o-a1"), (KHMER, "o-a3"))
            ),
            "ul",
            "shelf few",
        ),
        Sample(
            "media_library/parts/object.html",
            "Kệ đầy: trên màn hình hẹp thì cuộn ngang trong kệ",
            tuple({"card": _card(f"Tài liệu {shape}", shape=shape), "note": "5,0 MB"} for shape in SHELF),
            "ul",
            "shelf",
        ),
        Sample(
            "media_library/parts/facets.html",
            "Bộ lọc (tờ trên điện thoại)",
            (
                {
                    "found": {"facets": facets, "can_be_narrowed": True, "total": 40},
                    "filters": {},
                    "chips": [1],
                    "page": {"url": "#"},
                },
            ),
        ),
    )


def _stages() -> tuple[Sample, ...]:
    """What stands large on an asset's page."""
    file = AssetFile(label="Tệp in A3")
    file.stored = StoredFile(size=5_000_000)
    return (
        Sample(
            "media_library/parts/stage.html",
            "Sân khấu của một tài liệu",
            (
                {"stage": "paper", "picture": _picture(), "text": {"name": "Poster A3", "alt": ""}},
                {"stage": "note", "picture": None, "text": {"copy_text": LONG, "summary": ""}},
                {"stage": "", "picture": None, "best": file, "best_line": "Tệp âm thanh, 2 phút"},
            ),
        ),
    )


def _kits() -> tuple[Sample, ...]:
    full = SimpleNamespace(size=182_000_000, members=24, minutes="khoảng 3 phút qua Wi-Fi của trường")
    packages = {
        "full": SimpleNamespace(size=182_000_000, archive=SimpleNamespace(get_absolute_url="#tai")),
        "light": SimpleNamespace(size=24_000_000, archive=SimpleNamespace(get_absolute_url="#tai")),
    }
    return (
        Sample(
            "media_library/parts/kit_archives.html",
            "Cân nặng và gói của một bộ; gói đang đóng lại",
            (
                {"full": full, "archives": packages, "cards": range(9)},
                {"full": None, "archives": {}, "cards": range(9), "codes": ["P-A3-03"]},
            ),
            wrap="kitpage",
        ),
        Sample("home/styleguide/uploads.html", "Tải tệp lên: trống, đang gửi, đứt, bị từ chối, xong", ({},)),
    )


def _picture() -> StoredFile:
    """A static drawing with the attributes that the library's templates use."""
    address = static("base/art/nguoi-160.svg")
    return SimpleNamespace(  # type: ignore[return-value]
        preview_url=address, srcset="", preview_width=46, preview_height=160, posture="tall"
    )


def _card(name: str, **changes: Any) -> AssetCard:
    address = static("base/art/nguoi-160.svg")
    card = AssetCard(
        code="P-A3-03", name=name, language="vi", alt="", placement="Bảng tin lớp, ngang tầm mắt.", address="#",
        kind="Poster", is_cut=False, shape="o-a3", picture=CardPicture(address, "", 46, 160),
        spec="A3 · PDF in · 5,0 MB · VI, KM · v1.2", size="A3", is_sheet=True, folders=(), fallback="", is_taken=False,
        for_schools=False, file=CardFile("#tai", "PDF để in", "A3, 5,0 MB", "PDF", 5_000_000), other=None,
    )  # fmt: skip
    return card._replace(**changes)


def _cards() -> tuple[dict[str, Any], ...]:
    card = _card("Cúp máy trước, nghĩ sau")
    cards = (
        card,
        card._replace(name="Đã lấy rồi", is_taken=True),
        card._replace(name=LONG, fallback="Chưa có bản tiếng Khmer, đây là bản tiếng Việt."),
        card._replace(name=KHMER, language="km"),
        card._replace(name="Tệp chỉ dành cho trường", for_schools=True),
        card._replace(name="Chưa có hình xem trước", picture=None, file=None),
    )
    return tuple({"card": card} for card in cards)


def _facet(legend: str, *choices: tuple[str, int, bool]) -> SimpleNamespace:
    rows = [SimpleNamespace(value=label, label=label, count=count, checked=on) for label, count, on in choices]
    parameter = legend.lower()
    return SimpleNamespace(
        legend=legend, choices=rows, checked=sum(row.checked for row in rows), single=False, parameter=parameter
    )
