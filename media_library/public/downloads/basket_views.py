"""Views of baskets and of notices; their answers are private to the reader or the organisation."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.caching.headers import private
from base.errors import error_page
from base.templatetags.vi import filesize_vi
from base.text import one_line
from files.storage.signed_urls import content_disposition
from media_library import notices
from media_library.kits.contents import package_name
from media_library.models import Asset, Basket, HolderNotice
from media_library.models.querysets import active_organisation
from media_library.public.downloads.basket import (
    MAX_BYTES,
    VARIANT,
    Package,
    address,
    basket_assets,
    codes_of,
    downloadable_files,
    packages_of,
)
from media_library.public.downloads.basket_zip import BasketZip, TooManyStreams
from media_library.statistics.tracking import place_of, record, starts_a_download
from media_library.vocabulary import KitVariant, Way
from users.models import Organisation

PAGE = "/vi/kho-tai-lieu/gio/"
MAX_SAVED = 20  # baskets of one organisation
DELETED = "media_library.deleted-basket"  # salt of the tokens that bring a basket back
UNDO_SECONDS = 3600


@require_safe
@private
def basket_zip(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Stream the basket's ZIP; permissions are those of each file, every member is counted before the first byte."""
    codes, too_many = codes_of(request.GET)
    variant = request.GET.get(VARIANT, KitVariant.FULL)
    if too_many or not codes or variant not in KitVariant.values:
        return redirect(PAGE + address(codes))
    assets = basket_assets(codes, request.user)
    files = downloadable_files(assets, request.user)
    package = next((item for item in packages_of(files) if item.variant == variant), None)
    package = package or next(iter(packages_of(files)), None)
    if package is None:
        raise Http404(
            _("Trong giỏ không có tệp nào bạn tải được. Bạn xem lại giỏ hoặc đăng nhập bằng tài khoản của trường.")
        )
    if not package.fits:
        return _too_heavy(package)
    return _stream(request, package, assets)


def _stream(request: HttpRequest, package: Package, assets: list[Asset]) -> HttpResponse | StreamingHttpResponse:
    name = package_name("tai-lieu-khong-mot-minh", f"{len(package.files)}-tep", package.variant)
    headers = {"Content-Disposition": content_disposition(name), "Accept-Ranges": "none", "X-Accel-Buffering": "no"}
    try:
        where = settings.SITE_URL + PAGE + address([asset.code for asset in assets])
        archive = BasketZip(package.files, assets, variant=package.variant, address=where)
    except TooManyStreams:
        return error_page(
            503,
            _("Đang có nhiều người tải giỏ"),
            _("Bạn thử lại sau nửa phút, hoặc tải từng tệp, hoặc lấy bộ có sẵn: bộ có sẵn tải lúc nào cũng được."),
        )
    headers["Content-Length"] = str(archive.size)
    if request.method == "HEAD":
        archive.close()
        return HttpResponse(headers=headers, content_type="application/zip")
    if starts_a_download(request):
        record(package.files, whom=package.files[0], place=place_of(request), way=Way.BASKET)
    return StreamingHttpResponse(archive, headers=headers, content_type="application/zip")


def _too_heavy(package: Package) -> HttpResponse:
    sentence = _("Giỏ nặng %(size)s, một lần tải tối đa %(limit)s. Bạn chọn gói nhẹ hoặc chia giỏ làm hai.")
    words = {"size": filesize_vi(package.size), "limit": filesize_vi(MAX_BYTES)}
    return error_page(413, _("Giỏ quá nặng"), sentence % words)


@require_POST
@private
@login_required
def save_basket(request: HttpRequest) -> HttpResponse:
    """Save a basket for the organisation under a name, or bring one back that was deleted (`tra-lai`).

    Beyond MAX_SAVED the oldest is deleted.
    """
    organisation = active_organisation(request.user).first()
    codes, _too_many = codes_of(request.POST)
    name = one_line(request.POST.get("ten", ""), 80)
    if organisation is None:
        return error_page(
            403, _("Chưa lưu được giỏ"), _("Giỏ chỉ lưu được bằng tài khoản của một đơn vị đang hoạt động.")
        )
    if token := request.POST.get("tra-lai"):
        return _bring_back(request, organisation, token)
    if not name or not codes:
        messages.error(request, _("Bạn đặt tên giỏ và chọn ít nhất một tài liệu rồi lưu."))
        return redirect(PAGE + address(codes))
    visible_codes = [asset.code for asset in basket_assets(codes, request.user)]
    basket = Basket.objects.create(organisation=organisation, name=name, codes=visible_codes)
    _delete_oldest(organisation)
    return redirect(f"{PAGE}{basket.uuid}/")


def _bring_back(request: HttpRequest, organisation: Organisation, token: str) -> HttpResponse:
    """Make a deleted basket anew, at its old address; the token of delete_basket() says what was in it."""
    try:
        deleted = signing.loads(token, salt=DELETED, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        deleted = {}
    if deleted.get("organisation") != organisation.pk:
        messages.error(request, _("Giỏ xóa đã hơn một giờ nên không hoàn tác được nữa. Bạn chọn lại rồi lưu giỏ mới."))
        return redirect(PAGE)
    facts = {"organisation": organisation, "name": deleted["name"], "codes": deleted["codes"]}
    Basket.objects.get_or_create(uuid=deleted["uuid"], defaults=facts)
    _delete_oldest(organisation)
    messages.success(request, _("Giỏ “%(name)s” đã trở lại.") % deleted)
    return redirect(f"{PAGE}{deleted['uuid']}/")


def _delete_oldest(organisation: Organisation) -> None:
    stale = Basket.objects.filter(organisation=organisation).values("pk")[MAX_SAVED:]
    Basket.objects.filter(pk__in=list(stale.values_list("pk", flat=True))).delete()


@require_POST
@private
@login_required
def delete_basket(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete a saved basket of the organisation, and offer to bring it back; 404 for another's."""
    basket = get_object_or_404(Basket, uuid=uuid, organisation__in=active_organisation(request.user))
    facts = {"uuid": str(uuid), "organisation": basket.organisation_id, "name": basket.name, "codes": basket.codes}
    basket.delete()
    undo = format_html(
        '{} <button form="hoan-tac" name="tra-lai" value="{}" class="button bare">{}</button>',
        _("Đã xóa giỏ “%(name)s”.") % facts,
        signing.dumps(facts, salt=DELETED, compress=True),
        _("Hoàn tác"),
    )
    messages.success(request, undo)
    return redirect(PAGE)


@require_safe
@private
@login_required
def notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One notice with its button; the letter links here."""
    brought = ("asset", "version", "newer", "recall__replaced_by", "organisation", "kit_version__kit")
    queryset = HolderNotice.objects.select_related(*brought)
    organisations = active_organisation(request.user)
    context = {"notices": [get_object_or_404(queryset, uuid=uuid, organisation__in=organisations)]}
    return render(request, "media_library/notice.html", context)


@require_POST
@private
@login_required
def acknowledge_notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Confirm a notice and go back to the page it came from, on this host only."""
    try:
        done = notices.acknowledge(user=request.user, uuid=uuid, posts=request.POST.get("posts", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("media_library:notice", uuid)
    messages.success(request, _("Đã ghi nhận: %(headline)s.") % {"headline": done.headline})
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return HttpResponseRedirect(target)  # redirect() takes a word without “/” for the name of a view
    return redirect("media_library:notice", done.uuid)
