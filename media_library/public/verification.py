"""/t/<code>/, the address printed on paper: shows that a sheet is official and which version is current."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from base.errors import error_page
from media_library.catalogue import labels
from media_library.models import Asset, AssetFile, Kit, Recall
from media_library.print import qr
from media_library.public.cards import reader
from media_library.rights.availability import availability
from media_library.vocabulary import Access, FileRole, Language

MAX_SHOWN = 40  # characters of an unknown code that are shown


@require_safe
def printed(request: HttpRequest, code: str, variant: str = "") -> HttpResponse:
    """Verification page for the printed `code`, in the language of the paper.

    `variant`, printed after it, is a language (“km”), a role (“print”), both (“print-km”) or a version (“v1.1”).
    """
    with override(language_of(variant.lower())):
        asset = _asset(code)
        if asset is None:
            return _other_code(request, code)
        if asset.status == Asset.Status.WITHDRAWN:
            return _tombstone(request, asset)
        if not Asset.objects.visible_to(reader(request)).filter(pk=asset.pk).exists():
            if asset.access == Access.STAFF or availability(asset).is_available:
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
    gone = asset.versions.filter(withdrawn_at__isnull=False, number=variant.removeprefix("v")).first()
    if gone is not None:
        return _tombstone(request, asset, gone)
    chosen = choose(files, asset, variant)
    if chosen is None:
        taken_back = AssetFile.objects.filter(version__asset=asset, version__withdrawn_at__isnull=False)
        was = choose(
            list(taken_back.select_related("version").order_by("-version__released_at", "order")), asset, variant
        )
        return _tombstone(request, asset, was.version) if was else _unknown(request, f"{asset.code}/{variant}")
    version = chosen.version
    for shown in {version.pk, asset.current_version_id}:
        labels.numbered([file for file in files if file.version_id == shown])
    context: dict[str, Any] = {
        "asset": asset,
        "text": asset.text(),
        "file": chosen,
        "line": labels.file_line(chosen),
        "version": version,
        "is_newest": version.pk == asset.current_version_id,
        "variant": variant,
        "availability": availability(asset, version),
        "is_cut": labels.is_cut(asset),
        "picture": chosen.stored if chosen.stored.preview_url else labels.preview_of(files),
        "others": [file for file in files if file.version_id == asset.current_version_id][:12],
        "sum": [chosen.stored.sha256[at : at + 8] for at in range(0, 64, 8)],
    }
    return _uncached(render(request, "media_library/printed.html", context))


def language_of(variant: str) -> str:
    """The language in `variant` (“km”, “print-km”); Vietnamese without one."""
    language = variant.rpartition("-")[2]
    return language if language in dict(settings.LANGUAGES) else "vi"


def choose(files: list[AssetFile], asset: Asset, variant: str) -> AssetFile | None:
    """The file that `variant` names among `files` (newest versions first); None when there is none.

    For a language or role that the current version no longer has: the latest version with it, as its sheets may
    still hang.
    """
    newest = [file for file in files if file.version_id == asset.current_version_id]
    if not variant:
        return labels.best_file(newest, "vi")
    if variant.startswith("v") and variant[1:2].isdigit():
        return labels.best_file([file for file in files if file.version.number == variant[1:]], "vi")
    role, _dash, language = variant.rpartition("-") if variant[-3:-2] == "-" else (variant, "", "")
    if variant in Language.values:
        role, language = "", variant
    if (role and role not in FileRole.values) or (language and language not in Language.values):
        return None
    fitting = [file for file in [*newest, *files] if role in {"", file.role} and language in {"", file.language}]
    return labels.best_file([file for file in fitting if file.version_id == fitting[0].version_id], language or "vi")


def _tombstone(request: HttpRequest, asset: Asset, version: Any = None) -> HttpResponse:
    return _uncached(tombstone(request, asset, version))


def tombstone(request: HttpRequest, asset: Asset, version: Any = None) -> HttpResponse:
    """410 with the reason and what to use instead: the replacement, else the current version, else the library."""
    recall = Recall.objects.filter(asset=asset, version=version).first() or asset.recalls.first()
    context = {"asset": asset, "version": version, "recall": recall}
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
def qr_code(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The QR code of a printed address as a file, “svg” or “png”, in its smallest printed size."""
    asset = _asset(code)
    if asset is None or not Asset.objects.visible_to(reader(request)).filter(pk=asset.pk).exists():
        raise Http404
    address = qr.address_of(asset)
    files = AssetFile.objects.released().filter(version=asset.current_version_id).order_by("order", "pk")
    sheet = next((file.stored for file in files if file.stored.trim_width_mm), None)
    width = qr.smallest(asset, sheet).width
    if ending == "svg":
        title = _("%(address)s, in từ %(width)s mm") % {"address": address, "width": width}
        response = HttpResponse(qr.svg(address, width, title), content_type="image/svg+xml")
    else:
        response = HttpResponse(qr.png(address, width), content_type="image/png")
    response.headers["Content-Disposition"] = f'attachment; filename="qr-{asset.slug}-tu-{width}mm.{ending}"'
    return _uncached(response)
