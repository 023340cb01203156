"""Context of the list of kits and of one kit: its assets, its ZIP files with size and checksum; the kit teaser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
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
from django.db.models.functions import Coalesce, JSONObject, NullIf, RowNumber
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base import site_context
from base.compiled_once import ValuesOf, instances_of
from campaign import activities
from campaign.models import Audience
from files.models import StoredFile
from media_library.catalogue import labels
from media_library.derivatives import share_images
from media_library.models import Asset
from media_library.models.kit import Kit, KitActivity, KitArchive, KitItem, KitQuerySet, KitText, KitVersion
from media_library.models.querysets import edits_library, own_language_first
from media_library.public.cards import AssetCard, CardPicture, kept_cards, keys_for, of_today, reader
from media_library.public.sharing.share import share_context
from media_library.vocabulary import KitVariant

#: bytes per second of a normal 4G connection and of a weak one, to estimate the duration of a download
LINES = {"4g": 700_000, "weak": 60_000}
MOST = 200  # kits in a list
#: Placeholder for the slug of a kit in SQL that is compiled once.
_ANY_SLUG = "~"
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
    """Released kits in the editor's order; one query for any number. Those of editors of the library are not kept."""
    user = reader(request)
    if edits_library(user):
        return _kit_cards(user)
    found: list[KitCard] = site_context.of_library("kits", lambda: _kit_cards(AnonymousUser()))
    return found


def _kit_cards(user: Any) -> list[KitCard]:
    visible = Asset.objects.visible_to(user)
    name = _localised("audiences__name")
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


def _localised(field: str) -> Any:
    language = get_language() or "vi"
    return field if language == "vi" else Coalesce(NullIf(f"{field}_{language}", Value("")), field)


def kit_list_context(request: HttpRequest) -> dict[str, Any]:
    rows = kit_cards(request)
    drawn = _drawn(request, [row.kit.pk for row in rows])
    return {"kits": [replace(row, drawn=drawn.get(row.kit.pk, ())) for row in rows]}


def _drawn(request: HttpRequest, kits: Iterable[int]) -> dict[int, tuple[CardPicture, ...]]:
    """{kit: pictures of the first DRAWN assets the reader finds}, in three queries for any number of kits."""
    visible = Asset.objects.visible_to(reader(request))
    place = Window(RowNumber(), partition_by=F("kit"), order_by=[F("order"), F("pk")])
    items = KitItem.objects.filter(kit__in=kits, asset__in=visible).annotate(place=place).filter(place__lte=DRAWN)
    pieces = list(items.order_by("kit", "place").values_list("kit", "asset"))
    cards = {asset.pk: AssetCard.of(asset) for asset in visible.filter(pk__in={pk for _kit, pk in pieces}).with_cards()}
    found: dict[int, tuple[CardPicture, ...]] = {}
    for kit, asset in pieces:
        if picture := cards[asset].picture if asset in cards else None:
            found[kit] = (*found.get(kit, ()), picture)
    return found


def kit_context(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Context of one kit: its visible assets in the kit's order. Raises Http404 unless it is released."""
    for_editors = edits_library(reader(request))
    found: list[Any] = instances_of(
        f"kit {of_today(for_editors)}",
        Kit,
        partial(_any_kit, for_editors),
        {_ANY_SLUG: slug},
        beside=["current_version"],
        annotated=["activity_keys", "asset_keys"],
        documents=["text_rows", "archive_rows"],
    )
    if not found:
        raise Http404(_("Không có bộ tài liệu này."))
    (kit,) = found
    cards = kept_cards(request, kit.asset_keys, are_seen=True)
    text = kit.text()
    if kit.current_version:
        kit.current_version.kit = kit  # the names of ZIP files need it
    archives = _archives(kit.current_version, kit.archive_rows)
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
        "activities": activities.chosen(kit.activity_keys, get_language() or "vi"),
        **share_context(kit),
    }


def _any_kit(for_editors: bool) -> KitQuerySet:
    """Query for a kit with everything that its page shows; `asset_keys`: assets that such a reader may see."""
    keys = KitActivity.objects.filter(kit=OuterRef("pk")).order_by("order", "pk").values("activity")
    items = KitItem.objects.filter(kit=OuterRef("pk"), asset__in=keys_for(for_editors))
    assets = items.order_by("order", "pk").values("asset")
    archives = ValuesOf("archives of kits", _archive_rows, "current_version_id")
    kits: KitQuerySet = Kit.objects.released().filter(slug=_ANY_SLUG).with_texts()
    return kits.annotate(activity_keys=ArraySubquery(keys), asset_keys=ArraySubquery(assets), archive_rows=archives)


def _archive_rows() -> models.QuerySet:
    files: models.QuerySet = (
        KitArchive.files.through.objects.filter(kitarchive=OuterRef("pk")).order_by().values("kitarchive")
    )
    members = Coalesce(Subquery(files.annotate(number=Count("pk")).values("number")), 0)
    row = JSONObject(uuid="uuid", variant="variant", size="stored__size", sum="stored__sha256", members=members)
    return KitArchive.objects.ready().values_list("version_id", row)


def _archives(version: KitVersion | None, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """{variant: archive, size, sum, number of files, duration}, in the order full, light, print."""
    if version is None:
        return {}
    there = {
        row["variant"]: row
        | {
            "archive": KitArchive(uuid=row["uuid"], variant=row["variant"], version=version),
            "minutes": _minutes(row["size"]),
        }
        for row in rows
    }
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
    """The first released kit that is for one of `audiences` (slugs), else the first one."""
    kits: list[tuple[KitTeaser, list[str]]] = site_context.of_library("kit-teasers", _teasers, by_process=True)
    wanted = set(audiences)
    fitting = (kit for kit, own in kits if not wanted.isdisjoint(own))
    return next(fitting, kits[0][0] if kits else None)


def _teasers() -> list[tuple[KitTeaser, list[str]]]:
    """All released kits that have texts, in the editor's order, with the slugs of their audiences; one query."""
    open_assets = Asset.objects.visible_to(AnonymousUser())
    words = KitText.objects.filter(kit=OuterRef("pk")).order_by(own_language_first(), "pk")
    # Start at the kit's items: a query that starts at the files would read the whole library.
    stored = "asset__current_version__files__stored__"
    pieces = KitItem.objects.filter(
        Exists(open_assets.filter(pk=OuterRef("asset"))),
        **{"kit": OuterRef("pk"), f"{stored}zone": StoredFile.Zone.RELEASED, f"{stored}preview_key__gt": ""},
    )
    in_own = models.When(asset__current_version__files__language=get_language() or "vi", then=Value(0))
    pieces = pieces.order_by("order", models.Case(in_own, default=Value(1)), f"{stored}pk")
    columns = ("zone", "preview_key", "preview_width", "preview_height")
    picture = JSONObject(**{name: f"{stored}{name}" for name in columns})
    archives = KitArchive.objects.ready().filter(version=OuterRef("current_version"), variant=KitVariant.FULL)
    kits = (
        Kit.objects.released()
        .annotate(
            words=Subquery(words.values(json=JSONObject(name="name", intro="intro"))[:1]),
            pieces=_number_of(open_assets),
            weight=Subquery(archives.values("stored__size")),
            piece=Subquery(pieces.values(json=picture)[:1]),
            audience_slugs=ArraySubquery(Audience.objects.filter(kit=OuterRef("pk")).values("slug")),
        )
        .filter(words__isnull=False)
        .order_by("order", "pk")[:MOST]
    )
    return [(_teaser(kit), kit.audience_slugs) for kit in kits]


def _teaser(kit: Any) -> KitTeaser:
    piece = StoredFile(**kit.piece) if kit.piece else None
    return KitTeaser(kit.words["name"], kit.words["intro"], kit.get_absolute_url(), kit.pieces, kit.weight, piece)
