"""/t/<code>/v1.2/, the address printed on paper: whether this sheet is official, and whether it is still right.

/t/<code>/ without a version cannot know which sheet is held: it speaks of the newest, and lists every version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from base.errors import error_page
from base.languages import language_codes
from media_library.catalogue import labels
from media_library.catalogue.purposes import purpose_of
from media_library.models import Asset, AssetFile, AssetVersion, Kit, Recall
from media_library.models.querysets import edits_library
from media_library.print import qr
from media_library.public.cards import reader
from media_library.rights.availability import availability
from media_library.vocabulary import Access, FileRole

MAX_SHOWN = 40  # characters of an unknown code that are shown
_VERSION = re.compile(r"v(\d{1,3}(?:\.\d{1,3}){0,2})(?:-(.+))?")  # “v1.2”, “v1.2-km”, “v1.2-print-km”


@dataclass(frozen=True)
class Printed:
    """What stands after the code on the paper: the version's `number`, and language or role or both; "" without."""

    number: str
    part: str

    @classmethod
    def read(cls, variant: str) -> Printed:
        """Split the lower-case `variant` of an address."""
        match = _VERSION.fullmatch(variant)
        return cls(match[1], match[2] or "") if match else cls("", variant)


@require_safe
def printed(request: HttpRequest, code: str, variant: str = "") -> HttpResponse:
    """Verification page for the printed `code`, in the language of the paper.

    `variant`, printed after it, is a version (“v1.1”), a language (“km”), a role (“print”) or more (“v1.1-print-km”).
    """
    user = reader(request)
    is_editor = edits_library(user)  # asked first: with an unknown code, too, the answer varies on cookies
    with override(language_of(variant.lower())):
        asset = _asset(code)
        if asset is None:
            return _other_code(request, code)
        if asset.access == Access.STAFF and not is_editor:
            return _unknown(request, code)
        if asset.status == Asset.Status.WITHDRAWN:
            number = Printed.read(variant.lower()).number
            version = asset.versions.filter(number=number, released_at__isnull=False).first() if number else None
            return _tombstone(request, asset, version)
        if not Asset.objects.visible_to(user).filter(pk=asset.pk).exists():
            if availability(asset).is_available:
                return _unknown(request, code)
            return _uncached(closed(request, asset))
        return _proof(request, asset, variant.lower())


def _asset(code: str) -> Asset | None:
    return (
        Asset.objects.select_related("replaced_by", "season", "current_version")
        .prefetch_related("texts__locale", "leases")
        .filter(code=code.upper())
        .exclude(status=Asset.Status.DRAFT)
        .first()
    )


def _proof(request: HttpRequest, asset: Asset, variant: str) -> HttpResponse:
    files = list(AssetFile.objects.released().filter(version__asset=asset).order_by("-version__released_at", "order"))
    paper = Printed.read(variant)
    withdrawn_version = asset.versions.filter(withdrawn_at__isnull=False, number=paper.number).first()
    if withdrawn_version is not None:
        return _tombstone(request, asset, withdrawn_version)
    chosen_file = choose(files, asset, paper)
    if chosen_file is None:
        taken_back = AssetFile.objects.filter(version__asset=asset, version__withdrawn_at__isnull=False)
        former = choose(
            list(taken_back.select_related("version").order_by("-version__released_at", "order")), asset, paper
        )
        return _tombstone(request, asset, former.version) if former else _unknown(request, f"{asset.code}/{variant}")
    version = chosen_file.version
    if asset.current_version:
        asset.current_version.asset = asset
    for version_id in {version.pk, asset.current_version_id}:
        labels.numbered([file for file in files if file.version_id == version_id])
    context: dict[str, Any] = {
        "asset": asset,
        "text": asset.text(),
        "file": chosen_file,
        "line": labels.file_line(chosen_file),
        "offer": purpose_of(chosen_file),
        "version": version,
        "state": _state(paper, version, asset),
        "paper": paper,
        "versions": _all_versions(asset),
        "availability": availability(asset, version),
        "is_cut": labels.is_cut(asset),
        "picture": chosen_file.stored if chosen_file.stored.preview_url else labels.preview_of(files),
        "others": [file for file in files if file.version_id == asset.current_version_id][:12],
        "sum": [chosen_file.stored.sha256[at : at + 8] for at in range(0, 64, 8)],
    }
    return _uncached(render(request, "media_library/printed.html", context))


def _state(paper: Printed, version: AssetVersion, asset: Asset) -> str:
    """“older”, “newest”, or “any”: the newest, but the address does not say of which version the sheet is."""
    if version.pk != asset.current_version_id:
        return "older"
    return "newest" if paper.number else "any"


def _all_versions(asset: Asset) -> list[dict[str, Any]]:
    """Every released version, newest first, with its recall if it was taken back; two queries."""
    recalls = {row.version_id: row for row in Recall.objects.filter(asset=asset, version__isnull=False)}
    released = asset.versions.filter(released_at__isnull=False).order_by("-released_at", "-pk")
    rows = []
    for version in released:
        version.asset = asset
        rows.append(
            {
                "version": version,
                "is_newest": version.pk == asset.current_version_id,
                "recall": recalls.get(version.pk) if version.withdrawn_at else None,
                "is_recalled": version.withdrawn_at is not None,
            }
        )
    return rows


def language_of(variant: str) -> str:
    """The language in `variant` (“km”, “print-km”); Vietnamese without one."""
    language = variant.rpartition("-")[2]
    return language if language in dict(settings.LANGUAGES) else "vi"


def choose(files: list[AssetFile], asset: Asset, paper: Printed) -> AssetFile | None:
    """The file that `paper` names among `files` (newest versions first); None when there is none.

    For a language or role that the current version no longer has: the latest version with it, as its sheets may
    still hang.
    """
    newest = [file for file in files if file.version_id == asset.current_version_id]
    if paper.number:
        newest = files = [file for file in files if file.version.number == paper.number]
    variant = paper.part
    if not variant:
        return labels.best_file(newest, "vi")
    role, _dash, language = variant.rpartition("-")
    if language not in language_codes():
        role, language = variant, ""
    if role and role not in FileRole.values:
        return None
    fitting = [file for file in [*newest, *files] if role in {"", file.role} and language in {"", file.language}]
    return labels.best_file([file for file in fitting if file.version_id == fitting[0].version_id], language or "vi")


def _tombstone(request: HttpRequest, asset: Asset, version: Any = None) -> HttpResponse:
    return _uncached(tombstone(request, asset, version))


def tombstone(request: HttpRequest, asset: Asset, version: Any = None) -> HttpResponse:
    """410 with the reason and what to use instead: the replacement, else the current version, else the library."""
    recall = Recall.objects.filter(asset=asset, version=version).first() or asset.recalls.first()
    is_left = asset.status == Asset.Status.RELEASED  # another version of it is in use
    context = {"asset": asset, "version": version, "recall": recall, "is_left": is_left}
    return render(request, "media_library/withdrawn.html", context, status=410)


def closed(request: HttpRequest, asset: Asset) -> HttpResponse:
    """410 with the reasons (rights/availability.py) for an asset that may not be used today."""
    context = {"asset": asset, "availability": availability(asset)}
    return render(request, "media_library/closed.html", context, status=410)


def _other_code(request: HttpRequest, code: str) -> HttpResponse:
    kit = Kit.objects.filter(code=code.upper()).first()
    if kit and kit.is_released:
        return _uncached(redirect(kit))
    if kit and kit.versions.filter(ready_at__isnull=False).exists():
        title = _("Bộ tài liệu %(code)s không còn phát hành") % {"code": kit.code}
        return _uncached(error_page(410, title, _("Các tài liệu còn dùng được đều có trong kho tài liệu.")))
    return _unknown(request, code)


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    return _uncached(render(request, "media_library/short_unknown.html", {"code": code[:MAX_SHOWN]}, status=404))


def _uncached(response: HttpResponse) -> HttpResponse:
    """No caching, so that the next visitor sees a withdrawal."""
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def qr_code(request: HttpRequest, code: str, ending: str, number: str = "") -> HttpResponse:
    """The QR code of a version's printed address as a file, “svg” or “png”, in its smallest printed size.

    Without `number` of the newest version. Editors of the library get that of a version before its release too,
    because the code stands on the sheet that is released.
    """
    version = _version_for_code(request, code, number)
    address = qr.address_of(version)
    files = AssetFile.objects.filter(version=version).select_related("stored").order_by("order", "pk")
    sheet = next((file.stored for file in files if file.stored.trim_width_mm), None)
    width = qr.smallest(version, sheet).width
    if ending == "svg":
        title = _("%(address)s, in từ %(width)s mm") % {"address": address, "width": width}
        response = HttpResponse(qr.svg(address, width, title), content_type="image/svg+xml")
    else:
        response = HttpResponse(qr.png(address, width), content_type="image/png")
    name = f"qr-{version.asset.slug}-v{version.number}-tu-{width}mm.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _uncached(response)


def _version_for_code(request: HttpRequest, code: str, number: str) -> AssetVersion:
    versions = AssetVersion.objects.select_related("asset").filter(asset__code=code.upper())
    if request.user.has_perm("media_library.change_asset") and number:
        version = versions.filter(number=number, withdrawn_at=None).first()
    else:
        versions = versions.filter(
            asset__in=Asset.objects.visible_to(reader(request)), released_at__isnull=False, withdrawn_at=None
        )
        version = versions.filter(number=number).first() if number else versions.order_by("-released_at").first()
    if version is None:
        raise Http404
    return version
