"""Links with which people without an account look at a version that is not released: make, list, revoke, log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from base.errors import error_page, permission_denied
from base.text import whole_number
from media_library.models import Asset, DraftLink
from users.http import SignedInRequest

DAYS = [("1", gettext_lazy("1 ngày")), ("3", gettext_lazy("3 ngày")), ("7", gettext_lazy("7 ngày")),
        ("30", gettext_lazy("30 ngày"))]  # fmt: skip


class DraftLinkForm(forms.ModelForm):
    """Who gets the link, and for how many days."""

    days = forms.ChoiceField(label=gettext_lazy("Xem được trong"), choices=DAYS, initial="7")

    class Meta:
        model = DraftLink
        fields = ["reader"]


@require_http_methods(["GET", "POST"])
def draft_links(request: SignedInRequest, pk: int) -> HttpResponse:
    """The links of the asset `pk`; POST makes one for its open version, or revokes `revoke`. Needs change_asset."""
    if not request.user.has_perm("media_library.change_asset"):
        return permission_denied(request)
    asset = get_object_or_404(Asset, pk=pk)
    form = DraftLinkForm()
    if request.method == "POST" and "revoke" in request.POST:
        return _revoke(request, asset)
    if request.method == "POST":
        form = DraftLinkForm(request.POST)
        version = asset.versions.filter(released_at=None).first()
        if version is None:
            return error_page(
                409, _("Không còn bản nháp"), _("Phiên bản này đã phát hành, ai cũng xem được ở trang tài liệu.")
            )
        if form.is_valid():
            days = int(form.cleaned_data["days"])
            form.instance.version, form.instance.created_by = version, request.user
            form.instance.expires_at = timezone.now() + timedelta(days=days)
            with transaction.atomic():
                form.save()
                log(instance=asset, action="media_library.share_draft", user=request.user, data=_facts(form.instance))
            messages.success(request, _("Đã tạo liên kết. Bạn chép rồi gửi cho người nhận."))
            return redirect(request.path)
    links = DraftLink.objects.filter(version__asset=asset).select_related("version", "created_by")
    rows = [(link, request.build_absolute_uri(reverse("media_library:draft", args=[link.token]))) for link in links]
    context = {"asset": asset, "form": form, "rows": rows}
    return render(request, "media_library/admin/draft_links.html", context, status=400 if form.errors else 200)


def _revoke(request: SignedInRequest, asset: Asset) -> HttpResponse:
    link = get_object_or_404(DraftLink, pk=whole_number(request.POST["revoke"]), version__asset=asset)
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        with transaction.atomic():
            link.save(update_fields=["revoked_at"])
            log(instance=asset, action="media_library.revoke_draft", user=request.user, data=_facts(link))
    messages.success(request, _("Đã thu hồi liên kết của “%(reader)s”.") % {"reader": link.reader})
    return redirect(request.path)


def _facts(link: DraftLink) -> dict[str, Any]:
    """What the log keeps: never the token."""
    return {"reader": link.reader, "version": link.version.number, "until": f"{link.expires_at:%Y-%m-%d}"}
