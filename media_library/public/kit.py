"""Context of the list of kits and of one kit: its assets, its ZIP files with size and checksum; the kit teaser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    StringAgg,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Coalesce, NullIf, RowNumber
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaign import activities
from campaign.models import Audience
from files.models import StoredFile
from media_library.catalogue import labels
from media_library.derivatives import share_images
from media_library.models import Asset
from media_library.models.kit import Kit, KitActivity, KitArchive, KitItem, KitText, KitVersion
from media_library.models.querysets import AssetQuerySet
from media_library.public.cards import AssetCard, CardPicture, reader
from media_library.public.sharing.share import share_context
from media_library.vocabulary import KitVariant

#: bytes per second of a normal 4G connection and of a weak one, to estimate the duration of a download
LINES = {"4g": 700_000, "weak": 60_000}
MOST = 200  # kits in a list
DRAWN = 4  # assets of a kit whose pictures are shown in the list of kits


@dataclass(frozen=True)
class KitCard:
    """A kit in a list: texts, number of assets the reader finds, bytes of the full and the light ZIP."""

    kit: Kit
    text: KitText | None
    pieces: int
    audiences: str
    weight: int | None
    light: int | None
    drawn: tuple[CardPicture, ...] = ()


def kit_cards(request: HttpRequest) -> list[KitCard]:
    """Released kits in the editor's order; two queries for any number."""
    visible = Asset.objects.visible_to(reader(request))
    name = _audience_name()
    archives = KitArchive.objects.ready().filter(version=OuterRef("current_version"))
    kits = (
        Kit.objects.released()
        .annotate(
            pieces=_number_of(visible),
            audience_names=StringAgg(name, Value(", "), distinct=True),
            weight=Subquery(archives.filter(variant=KitVariant.FULL).values("stored__size")),
            light=Subquery(archives.filter(variant=KitVariant.LIGHT).values("stored__size")),
        )
        .with_texts()
        .order_by("order", "pk")[:MOST]  # Meta.ordering does not apply to a grouped query
    )
    return [KitCard(kit, kit.text(), kit.pieces, kit.audience_names or "", kit.weight, kit.light) for kit in kits]


def _number_of(assets: Any) -> Coalesce:
    """How many of `assets` a kit has; counted from its own items, so that the library's size does not matter."""
    own = assets.filter(kit_items__kit=OuterRef("pk")).order_by().values("kit_items__kit")
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)


def _audience_name() -> Any:
    """The audience's name in the active language, or the Vietnamese one; not every language has a column."""
    column = f"name_{get_language()}"
    if not hasattr(Audience, column):
        return "audiences__name"
    return Coalesce(NullIf(f"audiences__{column}", Value("")), "audiences__name")


def kit_list_context(request: HttpRequest) -> dict[str, Any]:
    rows = kit_cards(request)
    pictures_by_kit = _drawn(request, [row.kit.pk for row in rows])
    return {"kits": [replace(row, drawn=pictures_by_kit.get(row.kit.pk, ())) for row in rows]}


def _drawn(request: HttpRequest, kits: Iterable[int]) -> dict[int, tuple[CardPicture, ...]]:
    """{kit: pictures of the first DRAWN assets the reader finds}, in three queries for any number of kits."""
    visible = Asset.objects.visible_to(reader(request))
    place = Window(RowNumber(), partition_by=F("kit"), order_by=[F("order"), F("pk")])
    items = KitItem.objects.filter(kit__in=kits, asset__in=visible).annotate(place=place).filter(place__lte=DRAWN)
    pieces = list(items.order_by("kit", "place").values_list("kit", "asset"))
    cards = {asset.pk: AssetCard.of(asset) for asset in visible.filter(pk__in={pk for _kit, pk in pieces}).with_cards()}
    pictures_by_kit: dict[int, tuple[CardPicture, ...]] = {}
    for kit, asset in pieces:
        if picture := cards[asset].picture if asset in cards else None:
            pictures_by_kit[kit] = (*pictures_by_kit.get(kit, ()), picture)
    return pictures_by_kit


def kit_context(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Context of one kit: its visible assets in the kit's order. Raises Http404 unless it is released."""
    kit = Kit.objects.released().filter(slug=slug).with_texts().select_related("current_version").first()
    if kit is None:
        raise Http404(_("Không có bộ tài liệu này."))
    assets = Asset.objects.visible_to(reader(request)).filter(kit_items__kit=kit)
    cards = [AssetCard.of(asset) for asset in assets.order_by("kit_items__order", "kit_items__pk").with_cards()]
    text = kit.text()
    if kit.current_version:
        kit.current_version.kit = kit  # the names of ZIP files need it
    archives = _archives(kit.current_version)
    activity_keys = KitActivity.objects.filter(kit=kit).order_by("order", "pk").values_list("activity", flat=True)
    return {
        "kit": kit,
        "text": text,
        "foreign_words": bool(text and text.locale.language_code != (get_language() or "vi")),
        "head": share_images.head(
            share_images.KIT, kit.slug, share_images.of_kit(kit), text.intro if text else "", request.path
        ),
        "cards": cards,
        "prints": [card for card in cards if card.is_sheet],
        "shelf": labels.shelf_class(card.shape for card in cards),
        "version": kit.current_version if archives else None,
        "archives": archives,
        "full": archives.get(KitVariant.FULL),
        "weight": sum(card.file.weight for card in cards if card.file),
        "folders": _folders(cards),
        "codes": [card.code for card in cards],
        "activities": activities.chosen(list(activity_keys), get_language() or "vi"),
        **share_context(kit),
    }


def _archives(version: KitVersion | None) -> dict[str, dict[str, Any]]:
    """{variant: archive, size, sum, number of files, duration}, in the order full, light, print; one query."""
    if version is None:
        return {}
    rows = KitArchive.objects.ready().filter(version=version)
    archives = {
        archive.variant: archive
        for archive in rows.annotate(members=Count("files"), size=F("stored__size"), sum=F("stored__sha256"))
    }
    for archive in archives.values():
        archive.version = version
    return {variant: _archive(archives[variant]) for variant in KitVariant.values if variant in archives}


def _archive(archive: Any) -> dict[str, Any]:
    """What the page shows of an archive with `size`, `sum` and `members`."""
    return {
        "archive": archive,
        "variant": archive.variant,
        "size": archive.size,
        "sum": archive.sum,
        "members": archive.members,
        "minutes": _minutes(archive.size),
    }


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


def _folders(cards: list[AssetCard]) -> list[tuple[str, str]]:
    """(folder of the ZIP, what is in it), for folders that are not empty."""
    words = {
        "1-in-tai-truong": _("in bằng máy photocopy của trường"),
        "2-gui-nha-in": _("tệp cho nhà in, kèm phiếu in"),
        "3-chieu": _("slide, clip, hình để chiếu"),
        "4-dang-mang": _("hình và bài để đăng"),
        "5-nghe-doc": _("bản nghe, bản chữ, phụ đề"),
        "6-sua-duoc": _("tệp sửa được"),
    }
    there = {folder for card in cards for folder in card.folders}
    return [(folder, text) for folder, text in words.items() if folder in there]


@dataclass(frozen=True)
class KitTeaser:
    """One kit beside a section's stories: texts, number of assets, bytes of the full ZIP, picture of an asset."""

    name: str
    intro: str
    address: str
    pieces: int
    weight: int | None
    piece: StoredFile | None


def teaser_for(audiences: Iterable[str]) -> KitTeaser | None:
    """The first released kit that is for one of `audiences` (slugs), else the first one; three queries."""
    open_assets = Asset.objects.visible_to(AnonymousUser())
    archives = KitArchive.objects.ready().filter(version=OuterRef("current_version"), variant=KitVariant.FULL)
    kits = Kit.objects.released().filter(Exists(KitText.objects.filter(kit=OuterRef("pk")))).with_texts()
    kit = (
        kits.annotate(
            is_fitting=Exists(Audience.objects.filter(kit=OuterRef("pk"), slug__in=list(audiences))),
            pieces=_number_of(open_assets),
            weight=Subquery(archives.values("stored__size")),
        )
        .order_by("-is_fitting", "order", "pk")
        .first()
    )
    if kit is None:
        return None
    text = kit.text()
    return KitTeaser(
        text.name, text.intro, kit.get_absolute_url(), kit.pieces, kit.weight, _picture_of(kit, open_assets)
    )


def _picture_of(kit: Kit, assets: AssetQuerySet) -> StoredFile | None:
    """The first file with a preview among those of the kit's `assets`, rather one in the active language."""
    in_own = models.When(asset__current_version__files__language=get_language() or "vi", then=Value(0))
    stored = "asset__current_version__files__stored"
    items = KitItem.objects.filter(
        kit=kit, asset__in=assets, **{f"{stored}__zone": StoredFile.Zone.RELEASED, f"{stored}__preview_key__gt": ""}
    )
    keys = items.order_by("order", models.Case(in_own, default=Value(1)), stored).values_list(stored, flat=True)
    return StoredFile.objects.filter(pk__in=keys[:1]).first()
