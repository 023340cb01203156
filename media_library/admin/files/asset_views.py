"""Files and versions of one asset in the administration: add, remove, review, release, withdraw."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from base.errors import WrongState, error_page, permission_denied
from files.cleaners.errors import Rejected
from files.intake.accept import UploadRejected
from files.intake.sandbox import ToolFailed
from media_library.admin.files import file_actions
from media_library.admin.files.asset_page import asset_page
from media_library.admin.files.forms import FileForm, VersionForm, WithdrawForm
from media_library.admin.missing_files import set_required_file
from media_library.catalogue.requirements import release_blockers
from media_library.models import Asset, AssetFile, AssetVersion
from media_library.recall.reach import reach
from media_library.recall.service import recall
from media_library.review import approval
from media_library.review.files import add_file, remove_file
from media_library.review.inheritance import start_version
from media_library.review.release import Seen, request_release
from users.http import SignedInRequest

TYPED = "so_don_vi"  # parameter: the number of holders, typed by who confirms a recall
STORAGE_AWAY = gettext_lazy("Kho lưu trữ chưa trả lời, chưa có gì được lưu. Bạn thử lại sau ít phút.")


@require_http_methods(["GET", "POST"])
def asset_files(request: SignedInRequest, pk: int) -> HttpResponse:
    """Versions × files of asset `pk`. Needs change_asset, and release_asset to release, withdraw, approve or return."""
    if not request.user.has_perm("media_library.change_asset"):
        return permission_denied(request)
    asset = get_object_or_404(Asset, pk=pk)
    if request.method == "GET":
        return asset_page(request, asset)
    actions = {
        "version": _add_version,
        "file": _add_file,
        "remove": _remove_file,
        "release": _release,
        "submit": _review,
        "approve": _review,
        "return": _review,
        "withdraw": _withdraw,
        "require": set_required_file,
    }
    action = request.POST.get("action", "")
    if action in file_actions.ACTIONS:
        return _on_file(request, asset, action)
    if action not in actions:
        return error_page(400, _("Yêu cầu chưa đúng"), _("Trang không biết việc này. Bạn tải lại trang rồi bấm lại."))
    if action in {"release", "withdraw", "approve", "return"} and not request.user.has_perm(
        "media_library.release_asset"
    ):
        return permission_denied(request)
    return actions[action](request, asset)


def _on_file(request: SignedInRequest, asset: Asset, action: str) -> HttpResponse:
    try:
        sentence = file_actions.perform(request, asset, action)
    except PermissionDenied:
        return permission_denied(request)
    except file_actions.ConsentRefused as refused:
        messages.error(request, " ".join(refused.messages))
        file = file_actions.key_of(request.POST.get("file", ""))
        return asset_page(request, asset, status=400, open_consent={"file": file, "form": refused.form})
    except WrongState as wrong:
        return _conflict(request, asset, wrong)
    except ValidationError as error:  # UploadRejected is one, with its own status
        messages.error(request, " ".join(error.messages))
        return asset_page(request, asset, status=getattr(error, "status", 400))
    except (BotoCoreError, ClientError, OSError, Rejected, ToolFailed):
        messages.error(request, STORAGE_AWAY)
        return asset_page(request, asset, status=503)
    return _done(request, asset, sentence)


def _conflict(request: SignedInRequest, asset: Asset, wrong: WrongState) -> HttpResponse:
    """409 with the page as it is now: somebody else was faster."""
    there = Asset.objects.filter(pk=asset.pk).first()
    if there is None:
        raise wrong
    messages.error(request, str(wrong))
    return asset_page(request, there, status=409)


def _done(request: SignedInRequest, asset: Asset, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("asset_files", asset.pk)


def _add_version(request: SignedInRequest, asset: Asset) -> HttpResponse:
    form = VersionForm(request.POST, instance=AssetVersion(asset=asset))
    if not form.is_valid():
        return asset_page(request, asset, status=400, version_form=form)
    try:
        with transaction.atomic():
            version = start_version(asset, form.cleaned_data["number"], form.cleaned_data["changelog"], by=request.user)
            data = {"version": version.number} | ({"based_on": version.based_on.number} if version.based_on else {})
            log(instance=asset, action="media_library.start_version", user=request.user, data=data)
    except IntegrityError:  # meanwhile somebody used this number or deleted the asset
        messages.error(request, _("Một người khác vừa tạo phiên bản này. Bạn tải lại trang."))
        return asset_page(request, asset, status=409)
    if version.based_on is None:
        return _done(request, asset, _("Đã tạo phiên bản %(number)s.") % {"number": version.number})
    sentence = _("Đã tạo phiên bản %(number)s. Các tệp của v%(old)s đang được chép sang: bạn chỉ thay tệp cần sửa.")
    return _done(request, asset, sentence % {"number": version.number, "old": version.based_on.number})


def _add_file(request: SignedInRequest, asset: Asset) -> HttpResponse:
    form = FileForm(request.POST, request.FILES, asset=asset)
    if not form.is_valid():
        return asset_page(request, asset, status=400, file_form=form)
    facts_of_form = {name: form.cleaned_data[name] for name in ("role", "language", "label", "shows_minor")}
    try:
        file = add_file(
            form.cleaned_data["version"],
            form.cleaned_data["file"],
            user=request.user,
            offer=not form.cleaned_data["again"],
            **facts_of_form,
        )
    except UploadRejected as refused:
        if refused.reason == "duplicate":
            form.offer_again()
        form.add_error("file", refused)
        return asset_page(request, asset, status=refused.status, file_form=form)
    except ValidationError as error:  # the version was released or deleted meanwhile
        messages.error(request, " ".join(error.messages))
        return asset_page(request, asset, status=400, file_form=form)
    except (BotoCoreError, ClientError, OSError):
        form.add_error("file", STORAGE_AWAY)
        return asset_page(request, asset, status=503, file_form=form)
    log(
        instance=asset,
        action="media_library.add_file",
        user=request.user,
        data=file_actions.of_file(file) | {"where": str(_("biểu mẫu của trang tài liệu"))},
    )
    return _done(request, asset, _("Đã thêm “%(label)s”. Hình xem trước hiện sau ít giây.") % {"label": file.label})


def _remove_file(request: SignedInRequest, asset: Asset) -> HttpResponse:
    """Remove a file from a version that is not released."""
    files = AssetFile.objects.filter(version__asset=asset, version__released_at__isnull=True)
    file = get_object_or_404(files, pk=file_actions.key_of(request.POST.get("file", "")))
    try:
        with transaction.atomic():
            remove_file(file, by=request.user)
            data = file_actions.of_file(file) | {"where": str(_("trang tài liệu"))}
            log(instance=asset, action="media_library.remove_file", user=request.user, data=data)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return asset_page(request, asset, status=409)
    return _done(request, asset, _("Đã bỏ “%(label)s” khỏi phiên bản.") % {"label": file.label})


def _release(request: SignedInRequest, asset: Asset) -> HttpResponse:
    version = get_object_or_404(asset.versions, pk=file_actions.key_of(request.POST.get("version", "")))
    seen = Seen(request.POST.get("was") or version.stage, asset.current_version_id)
    try:
        request_release(asset, version, by=request.user, seen=seen)
    except WrongState as wrong:
        return _conflict(request, asset, wrong)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return asset_page(request, asset, status=400)
    sentence = _("Đang phát hành phiên bản %(number)s: hệ thống chép tệp sang kho công khai, thường trong một phút.")
    return _done(request, asset, sentence % {"number": version.number})


def _review(request: SignedInRequest, asset: Asset) -> HttpResponse:
    """Submit, approve or return a version; logged in the asset's history."""
    version = get_object_or_404(asset.versions, pk=file_actions.key_of(request.POST.get("version", "")))
    action, data = request.POST["action"], {"version": version.number}
    was = request.POST.get("was") or version.stage
    try:
        with transaction.atomic():
            if action == "submit":
                approval.submit(version, by=request.user, was=was)
            elif action == "approve":
                approval.approve(version, by=request.user, was=was)
            else:
                data["reason"] = file_actions.reason_of(request)
                approval.send_back(version, by=request.user, why=data["reason"], was=was)
            log(instance=asset, action=f"media_library.{action}", user=request.user, data=data)
    except WrongState as wrong:
        return _conflict(request, asset, wrong)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return asset_page(request, asset, status=400)
    messages_by_action = {
        "submit": _("Đã gửi duyệt phiên bản %(number)s. Một người khác được phát hành sẽ xem."),
        "approve": _("Đã duyệt phiên bản %(number)s. Bấm Phát hành để mọi người tải được."),
        "return": _("Đã trả lại phiên bản %(number)s."),
    }
    files = version.files.select_related("stored", "version").prefetch_related("stored__consents")
    if action == "submit" and (rest := release_blockers(asset, files)):
        messages.warning(request, _("Người duyệt còn phải quyết: %(what)s") % {"what": " ".join(rest)})
    return _done(request, asset, messages_by_action[action] % {"number": version.number})


def _withdraw(request: SignedInRequest, asset: Asset) -> HttpResponse:
    """Recall: the first time the page shows the reach; who has typed the number of its holders recalls."""
    form = WithdrawForm(request.POST, asset=asset)
    if not form.is_valid():
        return asset_page(request, asset, status=400, withdraw_form=form)
    version, typed = form.cleaned_data["version"], request.POST.get(TYPED)
    affected = reach(asset, version)
    if typed is None or file_actions.whole_number(typed) != affected.holders:
        context = {"asset": asset, "form": form, "version": version, "reach": affected, "wrong": typed is not None}
        return render(request, "media_library/admin/recall_confirm.html", context, status=400 if typed else 200)
    try:
        with transaction.atomic():
            created = recall(asset, by=request.user, **form.cleaned_data)
            data = {"reason": created.reason, "version": version.number if version else "", "holders": affected.holders}
            log(instance=asset, action="media_library.withdraw", user=request.user, data=data)
    except WrongState as wrong:
        return _conflict(request, asset, wrong)
    except ValidationError as error:
        form.add_error(None, error)
        return asset_page(request, asset, status=400, withdraw_form=form)
    messages.success(request, _("Đã thu hồi. Bản này không tải được nữa, các đơn vị đang giữ được báo ngay."))
    return redirect("recall", created.pk)
