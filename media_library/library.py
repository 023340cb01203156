"""What the library's pages show. Rights are decided in querysets.py and access.py, words in facts.py.

Budgets (performance.md P3): the list asks 7 queries (3 of them for the kits below it), an asset 5, a kit 4,
whatever the number of rows; what else a page costs is the tree above it and the shell around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Prefetch, Q, Value, When, prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from base.paging import page_of
from media_library import facts, filters
from media_library.models.asset import Asset, AssetFile, AssetText, AssetVersion
from media_library.models.file import StoredFile
from media_library.models.kit import Kit, KitText
from media_library.scale import scale_drawing
from media_library.vocabulary import Access, Language, Licence, Moment

PER_PAGE = 12
RELATED = 5  # assets in “Hay dùng cùng”
SHORT = 20  # characters of a file's name on a card's button

LICENCE_WORDS = {
    Licence.CAMPAIGN: gettext_lazy(
        "Dùng miễn phí cho hoạt động hưởng ứng chiến dịch, không bán, không gắn quảng cáo, "
        "giữ nguyên thông điệp và đầu mối trợ giúp."
    ),
    Licence.CREDIT: gettext_lazy(
        "Dùng miễn phí khi ghi nguồn “Chiến dịch Không một mình, Cần Thơ”, không bán, "
        "giữ nguyên thông điệp và đầu mối trợ giúp."
    ),
    Licence.SCHOOL_ONLY: gettext_lazy(
        "Chỉ dùng trong trường: in, chiếu và phát cho học sinh, sinh viên của trường; không đăng lên mạng."
    ),
}


def reader(request: HttpRequest) -> Any:
    """Who looks: a visitor without a session cookie is nobody, and the page then does not vary on cookies."""
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else AnonymousUser()


@dataclass(frozen=True)
class Card:
    """One asset in a list: words, picture, spec line and the file most readers want."""

    asset: Asset
    text: AssetText | None
    file: AssetFile | None
    other: AssetFile | None
    picture: StoredFile | None
    spec: str
    size: str
    shape: str

    @classmethod
    def of(cls, asset: Asset) -> Card:
        """From an asset of `.with_cards()`; asks no query."""
        version = asset.current_version
        files = list(version.files.all()) if version else []
        file = facts.best_file(files)
        picture = facts.preview_of(files)
        return cls(
            asset=asset,
            text=asset.text(),
            file=file,
            other=_other(files, file),
            picture=picture,
            spec=facts.spec_line(asset, file, version.number if version else ""),
            size=facts.dimensions(file.stored) if file else "",
            shape=facts.object_class(asset, picture),
        )

    @property
    def action(self) -> str:
        """The button's words: the file's own name where it is short, else what the file is for."""
        return _short(self.file)

    @property
    def other_action(self) -> str:
        return _short(self.other)

    @property
    def for_schools(self) -> bool:
        return self.asset.access == Access.SCHOOLS


def _other(files: list[AssetFile], file: AssetFile | None) -> AssetFile | None:
    """A second choice that is really another: the same language, another role; not the second of six designs."""
    return next((one for one in files if file and one.language == file.language and one.role != file.role), None)


def _short(file: AssetFile | None) -> str:
    return "" if file is None else file.label if len(file.label) <= SHORT else file.get_role_display()


@dataclass(frozen=True)
class Chip:
    """A chosen filter that one click takes off again."""

    label: str
    query: str


def list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the list: facets with counts, chips, one page of cards; raises Http404 for a `?trang=` that is none.

    With unknown facet values `unknown` is not empty: the caller answers 404 and the page shows the valid rest.
    """
    asked = filters.Filters.of(request.GET)
    assets = Asset.objects.visible_to(reader(request))
    found = filters.count(assets, asked)
    chosen = found.filters
    paginator = Paginator(chosen.apply(assets).with_cards(), PER_PAGE)
    paginator.count = found.total  # already counted with the facets
    page = page_of(paginator, request) if not chosen.unknown else paginator.page(1)
    page.object_list = [Card.of(asset) for asset in page.object_list]
    return {
        "page_obj": page,
        "found": found,
        "filters": chosen,
        "chips": _chips(found),
        "moments": _moments(chosen),
        "unknown": chosen.unknown[:3],
        "valid_query": chosen.query(),
        "kits": _kits(request),
    }


def _chips(found: filters.Found) -> list[Chip]:
    chips = [
        Chip(choice.label, found.filters.query(drop=(facet.parameter, choice.value)))
        for facet in found.facets
        for choice in facet.choices
        if choice.checked
    ]
    if found.filters.words:
        without = filters.Filters(chosen=found.filters.chosen)
        chips.append(Chip(f"“{found.filters.words}”", without.query()))
    return chips


def _moments(chosen: filters.Filters) -> list[dict[str, Any]]:
    """The row of moments above the list: exactly one is current."""
    active = chosen.chosen.get("dip", ())
    rows = [{"label": _("Mọi dịp"), "query": chosen.query(dip=""), "current": not active, "icon": "kho"}]
    icons = {
        "chao-co": "truong",
        "lop-hoc": "meo",
        "cong-truong": "anh",
        "thu-vien": "kho",
        "phong-may": "ban",
        "mang-xa-hoi": "chiase",
        "in-tai-truong": "in",
    }
    for moment in Moment:
        rows.append(
            {
                "label": moment.label,
                "query": chosen.query(dip=moment.value),
                "current": active == (moment.value,),
                "icon": icons[moment],
            }
        )
    return rows


def asset_context(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Context of one asset's page; raises Http404 unless it is released and `request.user` may see it.

    The files of all released versions come first and bring version and asset along: one query for the three.
    """
    files = list(
        AssetFile.objects.released()
        .filter(version__asset__slug=slug, version__asset__in=Asset.objects.visible_to(reader(request)))
        .order_by("-version__released_at", "order", "pk")
    )
    if not files:
        raise Http404(_("Không có tài liệu này trong kho, hoặc tài liệu đã được thu hồi."))
    asset = files[0].version.asset
    versions: dict[int, tuple[AssetVersion, list[AssetFile]]] = {}
    for file in files:
        versions.setdefault(file.version_id, (file.version, []))[1].append(file)
    current, now = versions.get(asset.current_version_id, next(iter(versions.values())))
    related = _related(request, asset)
    prefetch_related_objects([asset, *related], Prefetch("texts", AssetText.objects.select_related("locale")))
    text = asset.text()
    best = facts.best_file(now) or now[0]
    return {
        "asset": asset,
        "text": text,
        "foreign_words": bool(text and text.locale.language_code != (get_language() or "vi")),
        "words_language": text.locale.language_code if text else "vi",
        "version": current,
        "best": best,
        "best_line": facts.file_line(best),
        "second": _other(now, best),
        "picture": (picture := facts.preview_of(now)),
        "stage": facts.stage_class(asset, picture),
        "scale": scale_drawing(asset, picture),
        "files": [(file, facts.file_line(file)) for file in now],
        "variants": _variants(now),
        "spec": facts.spec_rows(asset, best),
        "history": [(item, item == current, facts.best_file(its)) for item, its in versions.values()],
        "licence": LICENCE_WORDS[Licence(asset.licence)],
        "needs_school": asset.access == Access.SCHOOLS and not reader(request).is_authenticated,
        "qr": qr(asset.short_address),
        "kits": KitText.objects.filter(
            kit__items__asset=asset, kit__is_released=True, locale__language_code="vi"
        ).select_related("kit"),
        "related": (cards := [Card.of(other) for other in related]),
        "shelf": facts.shelf_class(card.shape for card in cards),
    }


def _related(request: HttpRequest, asset: Asset) -> list[Asset]:
    """Assets of the same kits first, then of the same moments; newest first."""
    together = Kit.objects.released().filter(items__asset=asset).values("pk")
    shared = Case(When(kit_items__kit__in=together, then=Value(1)), default=Value(0), output_field=IntegerField())
    return list(
        Asset.objects.visible_to(reader(request))
        .exclude(pk=asset.pk)
        .filter(Q(moments__overlap=asset.moments) | Q(kit_items__kit__in=together))
        .annotate(shared=Count(shared, filter=Q(kit_items__kit__in=together)))
        .select_related("current_version")
        .prefetch_related(Prefetch("current_version__files", AssetFile.objects.select_related("stored")))
        .order_by("-shared", "-released_at", "pk")[:RELATED]
    )


def _variants(files: list[AssetFile]) -> list[dict[str, Any]]:
    """One entry per language that has files, in the order of the vocabulary; empty when there is only one."""
    languages = [code for code in Language.values if any(file.language == code for file in files)]
    if len(languages) < 2:
        return []
    rows = []
    for code in languages:
        own = [file for file in files if file.language == code]
        rows.append(
            {
                "language": code,
                "label": Language(code).label,
                "file": facts.best_file(own, code),
                "picture": facts.preview_of(own, code),
            }
        )
    return rows


def qr(address: str) -> SafeString:
    """A QR code of the absolute address as inline SVG, level M, dark modules in the current colour's black."""
    code = segno.make(f"{settings.SITE_URL}{address}", error="m", micro=False)
    return mark_safe(code.svg_inline(scale=4, border=4, svgclass="qrcode", lineclass=None))  # noqa: S308  made of digits and path commands


def kit_list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the list of kits."""
    return {"kits": _kits(request)}


def _kits(request: HttpRequest) -> list[tuple[Kit, KitText | None]]:
    """Each released kit, in the desk's order, with its words and the number of assets a reader finds in it."""
    visible = Asset.objects.visible_to(reader(request)).values("pk")
    kits = (
        Kit.objects.released()
        .annotate(pieces=Count("items", filter=Q(items__asset__in=visible)))
        .order_by("order", "pk")  # a grouped query forgets the model's ordering
        .prefetch_related(Prefetch("texts", KitText.objects.select_related("locale")), "audiences")
    )
    return [(kit, kit.text()) for kit in kits]


def kit_context(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Context of one kit: its visible assets in the kit's order; raises Http404 unless it is released."""
    kit = Kit.objects.released().filter(slug=slug).first()
    if kit is None:
        raise Http404(_("Không có bộ tài liệu này."))
    assets = (
        Asset.objects.visible_to(reader(request)).filter(kit_items__kit=kit).order_by("kit_items__order").with_cards()
    )
    cards = [Card.of(asset) for asset in assets]
    prefetch_related_objects([kit], "texts__locale")
    text = kit.text()
    return {
        "kit": kit,
        "text": text,
        "foreign_words": bool(text and text.locale.language_code != (get_language() or "vi")),
        "cards": cards,
        "shelf": facts.shelf_class(card.shape for card in cards),
        "weight": sum(card.file.stored.size for card in cards if card.file),
    }
