"""The list of kits and one kit: what is inside, drawn; the ZIP files with their weight and checksum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from media_library import facts, packs
from media_library.library import Card, reader
from media_library.models.asset import Asset
from media_library.models.kit import Kit, KitArchive, KitText, KitVersion
from media_library.vocabulary import KitVariant

#: bytes a second of an ordinary 4G line and of a weak one, to say how long a download takes
LINES = {"4g": 700_000, "weak": 60_000}


@dataclass(frozen=True)
class KitCard:
    """A kit in a list: words, number of pieces a reader finds, weight of the full ZIP."""

    kit: Kit
    text: KitText | None
    pieces: int
    audiences: str
    weight: int | None
    light: int | None


def kit_cards(request: HttpRequest, most: int = 200) -> list[KitCard]:
    """Released kits in the desk's order: two queries whatever their number."""
    visible = Asset.objects.visible_to(reader(request)).values("pk")
    name = _localised("audiences__name")
    archives = KitArchive.objects.filter(version=OuterRef("current_version"), stored__isnull=False)
    kits = (
        Kit.objects.released()
        .annotate(
            pieces=Count("items", filter=Q(items__asset__in=visible), distinct=True),
            audience_names=StringAgg(name, Value(", "), distinct=True),
            weight=Subquery(archives.filter(variant=KitVariant.FULL).values("stored__size")),
            light=Subquery(archives.filter(variant=KitVariant.LIGHT).values("stored__size")),
        )
        .order_by("order", "pk")  # a grouped query forgets the model's ordering
        .prefetch_related(Prefetch("texts", KitText.objects.select_related("locale")))[:most]
    )
    return [KitCard(kit, kit.text(), kit.pieces, kit.audience_names or "", kit.weight, kit.light) for kit in kits]


def _localised(field: str) -> Any:
    language = get_language() or "vi"
    return field if language == "vi" else Coalesce(NullIf(f"{field}_{language}", Value("")), field)


def kit_list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the list of kits."""
    return {"kits": kit_cards(request)}


def kit_context(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Context of one kit: its visible assets in the kit's order; raises Http404 unless it is released."""
    kit = Kit.objects.released().select_related("current_version").filter(slug=slug).first()
    if kit is None:
        raise Http404(_("Không có bộ tài liệu này."))
    assets = (
        Asset.objects.visible_to(reader(request)).filter(kit_items__kit=kit).order_by("kit_items__order").with_cards()
    )
    cards = [Card.of(asset) for asset in assets]
    prefetch_related_objects([kit], "texts__locale")
    text = kit.text()
    if kit.current_version:
        kit.current_version.kit = kit  # names of ZIP files are made of the kit's
    archives = _archives(kit.current_version)
    return {
        "kit": kit,
        "text": text,
        "foreign_words": bool(text and text.locale.language_code != (get_language() or "vi")),
        "cards": cards,
        "shelf": facts.shelf_class(card.shape for card in cards),
        "version": kit.current_version if archives else None,
        "archives": archives,
        "full": archives.get(KitVariant.FULL),
        "weight": sum(card.file.stored.size for card in cards if card.file),
        "folders": _folders(cards),
        "codes": [card.asset.code for card in cards],
    }


def _archives(version: KitVersion | None) -> dict[str, dict[str, Any]]:
    """{variant: archive, its size, number of files, how long it takes}, in the order full, light, print."""
    if version is None or version.state != KitVersion.State.READY:
        return {}
    rows = version.archives.filter(stored__isnull=False).select_related("stored").annotate(members=Count("files"))
    there = {
        row.variant: {
            "archive": row,
            "size": row.stored.size,
            "members": row.members,
            "minutes": _minutes(row.stored.size),
            "sum": row.stored.sha256,
        }
        for row in rows
    }
    for row in rows:
        row.version = version
    return {variant: there[variant] for variant in KitVariant.values if variant in there}


def _minutes(size: int) -> str:
    """“khoảng 40 giây với mạng 4G thường, 8 phút với mạng yếu”."""
    return _("khoảng %(fast)s với mạng 4G thường, %(slow)s với mạng yếu") % {
        "fast": _lasting(size / LINES["4g"]),
        "slow": _lasting(size / LINES["weak"]),
    }


def _lasting(seconds: float) -> str:
    if seconds < 90:
        return _("%(n)d giây") % {"n": max(5, round(seconds / 5) * 5)}
    return _("%(n)d phút") % {"n": round(seconds / 60)}


def _folders(cards: list[Card]) -> list[tuple[str, str]]:
    """(folder, what lies there) of the ZIP, only those that have something."""
    words = {
        "1-in-tai-truong": _("in bằng máy photocopy của trường"),
        "2-gui-nha-in": _("tệp cho nhà in, kèm phiếu in"),
        "3-chieu": _("slide, clip, hình để chiếu"),
        "4-dang-mang": _("hình và bài để đăng"),
        "5-nghe-doc": _("bản nghe, bản chữ, phụ đề"),
        "6-sua-duoc": _("tệp sửa được"),
    }
    there = {
        packs.FOLDERS.get(file.role)
        for card in cards
        if card.asset.current_version
        for file in packs.pick(card.asset.current_version.files.all(), KitVariant.FULL)
    }
    return [(folder, text) for folder, text in words.items() if folder in there]
