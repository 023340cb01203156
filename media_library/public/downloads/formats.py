"""The file one needs: a form chosen at the moment of download, made once by the worker and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from base.caching.headers import private
from base.errors import error_page
from base.text import whole_number
from files.storage.signed_urls import signed_download_url
from media_library.derivatives import formats
from media_library.models import AssetFile, Derivative
from media_library.public.downloads.views import for_schools, gone
from media_library.rights.permissions import downloadable_file
from media_library.statistics.tracking import place_of, record, starts_a_download
from media_library.vocabulary import Access, Way

FORM, PAGE, CROP, WATCH = "dang", "trang", "khung", "cho"  # parameters; WATCH: stay on the page of progress
REFRESH_SECONDS = 3


@dataclass(frozen=True)
class Wish:
    """What is asked for: a form of the file, its page from 1 (0 for what is no document), and the crop."""

    format: formats.Format
    page: int
    crop: str

    def address(self, file: AssetFile, **more: str) -> str:
        """Address of this form of `file`, in the active language."""
        language = get_language() or "vi"
        query = {
            PAGE: str(self.page) if self.page > 1 else "",
            CROP: self.crop,
            "tieng": language if language != "vi" else "",
        } | more
        query_string = urlencode({name: value for name, value in query.items() if value})
        path = reverse("media_library:format", args=[file.uuid, self.format.form])
        return f"{path}?{query_string}" if query_string else path


@csrf_exempt  # makes a file that is offered anyway, at most once; visitors have no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@private
def choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET: the forms of a file to choose from. POST: the chosen one, made if it is not there yet."""
    file = _file(request, uuid)
    if isinstance(file, HttpResponse):
        return file
    offered = formats.formats_of(file.stored)
    if not offered:
        raise Http404(_("Tệp này chỉ có một dạng, bạn tải từ trang tài liệu."))
    if request.method != "POST":
        return _choice(request, file, offered)
    wish = _wish(file, request.POST.get(FORM, ""), request.POST)
    if wish is None:
        return _choice(request, file, offered, problem=_wrong(file))
    try:
        formats.request(file.stored, form=wish.format.form, page=wish.page, crop=wish.crop)
    except formats.TooManyJobs:
        return _busy()
    # Not straight to storage: the policy of a page's forms (form-action) covers where a form is redirected to.
    return redirect(wish.address(file, **{WATCH: "1"}))


@require_safe
@private
def given(request: HttpRequest, uuid: UUID, form: str) -> HttpResponse:
    """The form of a file: a redirect to it once it is made, else how far it is. Asking alone makes nothing."""
    file = _file(request, uuid)
    if isinstance(file, HttpResponse):
        return file
    wish = _wish(file, form, request.GET)
    if wish is None:
        raise Http404(_wrong(file))
    derivatives = Derivative.objects.filter(stored=file.stored, form=wish.format.form, page=wish.page, crop=wish.crop)
    job = derivatives.first()
    if job and job.state == Derivative.State.DONE and WATCH not in request.GET:
        return _hand_out(request, file, job)
    return _progress(request, file, wish, job)


def _file(request: HttpRequest, uuid: UUID) -> AssetFile | HttpResponse:
    try:
        return downloadable_file(user=request.user, uuid=uuid)
    except PermissionDenied as refusal:
        return for_schools(request, str(refusal))
    except Http404:
        return gone(request, uuid)


def _wish(file: AssetFile, form: str, given: Any) -> Wish | None:
    """The wish in `given` (a QueryDict); None for values that are not offered."""
    file_format, pages = formats.known_format(file.stored, form), formats.pages_of(file.stored)
    page = whole_number(given.get(PAGE) or "1") if pages else 0
    crop = given.get(CROP, "")
    if file_format is None or page is None or (pages and not 1 <= page <= pages):
        return None
    if crop not in {"", *Derivative.Crop.values}:
        return None
    return Wish(file_format, page, crop if file_format.is_framed else "")


def _wrong(file: AssetFile) -> str:
    pages = formats.pages_of(file.stored)
    if pages > 1:
        return _("Bạn chọn một dạng trong danh sách, và số trang từ 1 đến %(pages)d.") % {"pages": pages}
    return _("Bạn chọn một dạng trong danh sách.")


def _choice(request: HttpRequest, file: AssetFile, offered: list[formats.Format], problem: str = "") -> HttpResponse:
    counted = AssetFile.objects.annotate(made_forms=formats.made_forms()).select_related("stored").get(pk=file.pk)
    pages = formats.pages_of(file.stored)
    context = {
        "file": file,
        "asset": file.version.asset,
        "rows": formats.offers(counted),
        "crops": Derivative.Crop.choices if any(file_format.is_framed for file_format in offered) else [],
        "pages": range(1, pages + 1) if pages > 1 else [],
        "asked": request.POST or request.GET,
        "problem": problem,
    }
    return render(request, "media_library/formats.html", context, status=422 if problem else 200)


def _hand_out(request: HttpRequest, file: AssetFile, job: Derivative) -> HttpResponse:
    if starts_a_download(request):
        record([file], whom=file, place=place_of(request), way=Way.FORMAT)
    is_open = file.version.asset.access == Access.OPEN
    name = formats.download_name(file, job)
    return HttpResponseRedirect(
        signed_download_url(job.key, filename=name, media_type=job.media_type, resumable=is_open)
    )


def _progress(request: HttpRequest, file: AssetFile, wish: Wish, job: Derivative | None) -> HttpResponse:
    """How far the job is; a page that waits asks again by itself, also without scripts."""
    context = {"file": file, "asset": file.version.asset, "wish": wish, "job": job, "address": wish.address(file)}
    context["fields"] = {FORM: wish.format.form, PAGE: wish.page or "", CROP: wish.crop}
    response = render(request, "media_library/format.html", context)
    if job and job.state == Derivative.State.DONE:
        response.headers["Refresh"] = f"0; url={wish.address(file)}"
    elif job and job.state != Derivative.State.FAILED:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


def _busy() -> HttpResponse:
    response = error_page(
        503,
        _("Đang có nhiều tệp chờ làm"),
        _("Bạn thử lại sau vài phút, hoặc tải tệp gốc: tệp gốc lúc nào cũng tải được."),
    )
    response.headers["Retry-After"] = "180"
    return response
