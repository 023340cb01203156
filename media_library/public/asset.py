"""Context of one asset's page: files, facts, availability, versions, packages, related assets."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.languages import language_codes, language_name
from files.models import StoredFile
from media_library.catalogue import labels
from media_library.catalogue.purposes import purpose_of
from media_library.derivatives import formats, share_images
from media_library.kits import contents
from media_library.licences import terms
from media_library.models import Asset, AssetFile, AssetVersion
from media_library.models.kit import Kit, KitItem
from media_library.models.name_zone import NameZone
from media_library.print import qr
from media_library.public.cards import AssetCard, fallback_text, kind_of_reader, reader, second_choice
from media_library.public.kit import kit_cards
from media_library.public.scale_drawing import scale_drawing
from media_library.public.sharing.share import share_context
from media_library.public.viewing.media import player_of
from media_library.public.viewing.pages import address_of, leaflets
from media_library.rights.availability import availability
from media_library.vocabulary import Access, FileRole, KitVariant, Place

RELATED = 5  # assets in “Hay dùng cùng”

Versions = dict[int, tuple[AssetVersion, list[AssetFile]]]


def asset_context(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Context of one asset's page. Raises Http404 unless it is released and the reader may see it.

    `?v=1.1` shows an old version with a banner.
    """
    visible = Asset.objects.visible_to(reader(request)).filter(slug=slug)
    asset = visible.with_texts().prefetch_related("leases", "topics").first()
    versions = _versions(asset) if asset else {}
    if asset is None or not versions:
        return _gone(request, slug)
    newest = asset.current_version_id
    current, _files = versions[newest] if newest in versions else next(iter(versions.values()))
    version, files = _asked(request, versions, current)
    labels.numbered(files)
    cards = _related(request, asset)
    kits = set(KitItem.objects.filter(asset=asset).values_list("kit", flat=True))
    best = labels.best_file(files) or files[0]
    picture = labels.preview_of(files)
    return {
        "asset": asset,
        "version": version,
        "newest": current,
        "is_old": version != current,
        "history": [(item, item == current, labels.best_file(its)) for item, its in versions.values()],
        "availability": availability(asset, version, is_unbarred=True),
        "terms": terms(asset.licence),
        "needs_school": asset.access == Access.SCHOOLS and kind_of_reader(request) in {"", "other"},
        "missing": _missing(asset),
        "places": Place.choices,
        "kits": [card for card in kit_cards(request) if card.kit.pk in kits],
        "related": cards,
        "shelf": labels.shelf_class(card.shape for card in cards),
        **_of_texts(asset, picture),
        **_of_picture(asset, picture),
        **_of_best(asset, best, files),
        **_of_files(files),
        **_of_viewing(asset, picture, files),
        **share_context(asset),
        "topics": asset.topics.all(),
    }


def _of_texts(asset: Asset, picture: StoredFile | None) -> dict[str, Any]:
    """Texts in the reader's language, whether they are in another, and the values of the page's head."""
    text = asset.text()
    about = text.summary if text else ""
    card = share_images.of_asset(asset, picture)
    return {
        "text": text,
        "foreign_words": bool(text and text.locale.language_code != (get_language() or "vi")),
        "words_language": text.locale.language_code if text else "vi",
        "head": share_images.head(share_images.ASSET, asset.slug, card, about, asset.get_absolute_url()),
    }


def _of_picture(asset: Asset, picture: StoredFile | None) -> dict[str, Any]:
    """The picture, the class of its frame, and the drawing that shows how large the sheet is."""
    return {
        "picture": picture,
        "stage": labels.stage_class(asset, picture),
        "scale": scale_drawing(asset, picture),
    }


def _of_best(asset: Asset, best: AssetFile, files: list[AssetFile]) -> dict[str, Any]:
    """The file that most readers want, a second one, and the QR code that fits its sheet."""
    return {
        "best": best,
        "best_line": labels.file_line(best),
        "offer": purpose_of(best),
        "second": (second := second_choice(files, best)),
        "second_offer": purpose_of(second) if second else None,
        **_of_forms([best, *files]),
        "fallback": fallback_text(best, get_language() or "vi"),
        "spec": labels.spec_rows(asset, best),
        "qr": qr.inline_svg(best.version.short_address),
        "qr_measure": qr.smallest(best.version, best.stored if best.stored.trim_width_mm else None),
    }


def _of_files(files: list[Any]) -> dict[str, Any]:
    """All files with their lines, those for print, those with a place for a name, packages and languages."""
    return {
        "files": [(file, labels.file_line(file), purpose_of(file)) for file in files],
        "packages": _packages(files),
        "sheets": [file for file in files if file.role in {FileRole.PRINT, FileRole.SCHOOL_PRINT}],
        "zones": [file for file in files if file.has_zone],
        "variants": _variants(files),
    }


def _of_forms(files: list[AssetFile]) -> dict[str, Any]:
    """Forms of the first file that has several: (format, what is made of it or None); keys of all files that do."""
    many = [file for file in files if formats.formats_of(file.stored)]
    first = many[0] if many else None
    return {
        "formed": first,
        "forms": formats.offers(first) if first else [],
        "many_forms": {file.pk for file in many},
    }


def _of_viewing(asset: Asset, picture: StoredFile | None, files: list[AssetFile]) -> dict[str, Any]:
    """What can be looked at before a download: player, documents of several pages, the picture at full size."""
    viewed_file = next((file for file in files if picture is not None and file.stored_id == picture.pk), None)
    return {
        "player": player_of(asset, files),
        "leaflets": leaflets(asset, files),
        "look": address_of(asset, viewed_file) if viewed_file else "",
    }


def _versions(asset: Asset) -> Versions:
    """{key: (version, files)} of the released versions, the newest first; one query."""
    rows = (
        AssetFile.objects.with_stage_pictures()
        .filter(
            version__asset=asset,
            version__released_at__isnull=False,
            version__withdrawn_at__isnull=True,
            stored__zone=StoredFile.Zone.RELEASED,
        )
        .select_related("version")
        .annotate(has_zone=Exists(NameZone.objects.filter(file=OuterRef("pk"))), made_forms=formats.made_forms())
        .order_by("-version__released_at", "order", "pk")
    )
    versions: Versions = {}
    for file in rows:
        version, files = versions.setdefault(file.version_id, (file.version, []))
        version.asset = asset
        file.version = version
        files.append(file)
    return versions


def _gone(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Context of a page that was public: `gone` is the template, with the reasons.

    Raises Http404 otherwise, also for assets of the staff.
    """
    assets = Asset.objects.select_related("replaced_by").filter(slug=slug, released_at__isnull=False)
    asset = assets.exclude(access=Access.STAFF).exclude(status=Asset.Status.DRAFT).first()
    state = availability(asset) if asset else None
    if asset is None or state is None or state.is_available:
        raise Http404(_("Không có tài liệu này trong kho."))
    if asset.status == Asset.Status.WITHDRAWN:
        return {"asset": asset, "gone": "media_library/withdrawn.html", "recall": asset.recalls.first()}
    return {"asset": asset, "gone": "media_library/closed.html", "availability": state}


def _asked(request: HttpRequest, versions: Versions, current: AssetVersion) -> tuple[AssetVersion, list[AssetFile]]:
    number = request.GET.get("v", "")
    if not number:
        return versions[current.pk]
    for version, files in versions.values():
        if version.number == number:
            return version, files
    raise Http404(
        _("Tài liệu này không có phiên bản %(number)s. Bản mới nhất là %(current)s.")
        % {"number": number[:12], "current": current.number}
    )


def _packages(files: list[AssetFile]) -> list[dict[str, Any]]:
    """Light and print package of this asset, if each has more than one file."""
    rows = []
    for variant in (KitVariant.LIGHT, KitVariant.PRINT):
        members = contents.pick(files, variant)
        if len(members) > 1 and len(files) > 1:
            size = sum(file.stored.size for file in members)
            rows.append({"variant": variant, "label": variant.label, "members": len(members), "size": size})
    return rows


def _missing(asset: Asset) -> list[str]:
    """Languages without any file, named on the page."""
    return [language_name(code) for code in language_codes() if code not in asset.languages]


def _related(request: HttpRequest, asset: Asset) -> list[AssetCard]:
    """RELATED assets that share most kits, then the newest of the same moments."""
    others = Asset.objects.visible_to(reader(request)).exclude(pk=asset.pk)
    beside = others.filter(kit_items__kit__in=Kit.objects.released().filter(items__asset=asset))
    near = list(
        beside.annotate(shared=Count("kit_items")).order_by("-shared", "-released_at", "pk").with_cards()[:RELATED]
    )
    if len(near) < RELATED:
        moments = others.filter(moments__overlap=asset.moments).exclude(pk__in=[other.pk for other in near])
        near += moments.order_by("-released_at", "pk").with_cards()[: RELATED - len(near)]
    return [AssetCard.of(other) for other in near]


def _variants(files: list[AssetFile]) -> list[dict[str, Any]]:
    """One entry per language that has files, in the order of the vocabulary; [] when there is only one."""
    languages = contents.languages_of(files)
    if len(languages) < 2:
        return []
    rows = []
    for code in languages:
        own = [file for file in files if file.language == code]
        rows.append(
            {
                "language": code,
                "label": language_name(code),
                "file": labels.best_file(own, code),
                "picture": labels.preview_of(own, code),
            }
        )
    return rows
