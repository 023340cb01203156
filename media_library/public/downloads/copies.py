"""Views of what is made from a file on request: the sheet for the print shop, the copy with a school's name."""

from __future__ import annotations

import tempfile
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from base.caching.headers import private
from base.errors import error_page
from files.intake.accept import accept_upload
from files.storage.signed_urls import content_disposition
from media_library.derivatives.previews import MEDIA_TYPE, make_preview
from media_library.models import AssetFile
from media_library.print.imprint import MAX_NAME, clean_crest, clean_name, imprinted_copy
from media_library.print.sheet import print_sheet, sheet_name
from media_library.print.typst import Busy
from media_library.rights.permissions import downloadable_file
from media_library.statistics.tracking import place_of, record, starts_a_download
from media_library.vocabulary import Way
from users.signin.throttling import limited

PDF = "application/pdf"
NAME = "ten"  # parameter: the school's name


@require_safe
@private
@limited("paper")
def print_sheet_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The print sheet “Gửi cho nhà in” of the file, shown in the browser; not counted as a download."""
    file = _file(request, uuid)
    if isinstance(file, HttpResponse):
        return file
    if not file.stored.trim_width_mm:
        raise Http404(_("Tệp này không phải tệp in nên không có phiếu in."))
    try:
        sheet = print_sheet(file)
    except Busy:
        return _busy()
    except (BotoCoreError, ClientError, OSError):
        return _storage_away()
    return HttpResponse(
        sheet, content_type=PDF, headers={"Content-Disposition": _inline(sheet_name(file)), "Cache-Control": "no-cache"}
    )


@csrf_exempt  # changes nothing but the count, and visitors have no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("paper", "POST")
def imprint(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET: the form, with a preview for a valid name in the query. POST: the PDF, or the form with the reason."""
    file = _file(request, uuid)
    if isinstance(file, HttpResponse):
        return file
    _need_zone(file)
    raw_name = request.POST.get(NAME, request.GET.get(NAME, ""))
    if not raw_name and request.method != "POST":
        return _form(request, file, "")
    try:
        name = clean_name(raw_name)
        if request.method != "POST":
            return _form(request, file, name)
        crest = _crest(request) if file.zone.takes_crest else None
        copy = imprinted_copy(file, name, crest)
    except ValidationError as error:
        return _form(request, file, raw_name[:MAX_NAME], problem=" ".join(error.messages))
    except Busy:
        return _busy()
    except (BotoCoreError, ClientError, OSError):
        return _storage_away()
    if starts_a_download(request):
        record([file], whom=file, place=place_of(request), way=Way.IMPRINT)
    stem = file.download_name.rpartition(".")[0]
    return HttpResponse(
        copy, content_type=PDF, headers={"Content-Disposition": content_disposition(f"{stem}_ten-truong.pdf")}
    )


@require_safe
@private
@limited("paper")
def imprint_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The first page of the copy with the name, as a picture."""
    file = _file(request, uuid)
    if isinstance(file, HttpResponse):
        return file
    _need_zone(file)
    try:
        copy = imprinted_copy(file, clean_name(request.GET.get(NAME, "")))
    except ValidationError as error:
        raise Http404(" ".join(error.messages)) from error
    except Busy:
        return _busy()
    except (BotoCoreError, ClientError, OSError):
        return _storage_away()
    with tempfile.NamedTemporaryFile(prefix="imprint-", suffix=".pdf") as target:
        target.write(copy)
        target.flush()
        preview = make_preview(target.name, PDF)
    if preview is None:
        raise Http404(_("Không vẽ được hình xem trước của tệp này."))
    return HttpResponse(preview[0], content_type=MEDIA_TYPE)


def _file(request: HttpRequest, uuid: UUID) -> AssetFile | HttpResponse:
    try:
        return downloadable_file(user=request.user, uuid=uuid)
    except PermissionDenied as refusal:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return error_page(403, _("Tệp dành cho trường"), str(refusal))


def _need_zone(file: AssetFile) -> None:
    if not hasattr(file, "zone"):
        raise Http404(_("Tệp này không có chỗ để thêm tên trường."))


def _form(request: HttpRequest, file: AssetFile, name: str, *, problem: str = "") -> HttpResponse:
    context = {"file": file, "asset": file.version.asset, "name": name, "problem": problem, "limit": MAX_NAME}
    return render(request, "media_library/imprint.html", context, status=422 if problem else 200)


def _crest(request: HttpRequest) -> bytes | None:
    """The school's crest through the upload gate; None when none was sent. Raises UploadRejected."""
    upload = request.FILES.get("huy_hieu")
    if upload is None:
        return None
    with accept_upload("image", upload, name=upload.name) as accepted:
        return clean_crest(accepted.file)


def _inline(name: str) -> str:
    return content_disposition(name).replace("attachment", "inline", 1)


def _busy() -> HttpResponse:
    return error_page(503, _("Máy đang dàn trang cho người khác"), _("Bạn thử lại sau nửa phút nhé."))


def _storage_away() -> HttpResponse:
    return error_page(503, _("Chưa lấy được tệp"), _("Kho lưu trữ đang bận. Bạn thử lại sau ít phút."))
