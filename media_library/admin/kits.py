"""Page of a kit's versions with the button that publishes the next one; saving a released kit does it too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from base.errors import permission_denied
from media_library.admin.chooser import standing
from media_library.kits import publishing
from media_library.models import Asset, Kit


class PublishForm(forms.Form):
    """What is new in the version."""

    changelog = forms.CharField(label=gettext_lazy("Có gì mới"), max_length=300, required=False)


@require_http_methods(["GET", "POST"])
def kit_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Versions of a kit with their ZIP files, and which assets may go in today; POST publishes the next version.

    Needs change_kit.
    """
    if not request.user.has_perm("media_library.change_kit"):
        return permission_denied(request)
    kit = get_object_or_404(Kit.objects.prefetch_related("texts__locale"), pk=pk)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            version = publishing.publish(kit, by=request.user, changelog=form.cleaned_data["changelog"])
            if version is not None:
                kit.is_released = True
                kit.save(update_fields=["is_released", "updated_at"])
        if version is None:
            messages.info(request, _("Bộ không có gì thay đổi so với phiên bản đang có."))
        else:
            messages.success(request, _("Đang đóng gói v%(number)s, ít phút nữa có.") % {"number": version.number})
        return redirect("kit_versions", kit.pk)
    assets = Asset.objects.filter(kit_items__kit=kit).with_texts().prefetch_related("leases")
    context = {
        "kit": kit,
        "versions": kit.versions.prefetch_related("archives__stored"),
        "form": form,
        "pieces": [(asset, *standing(asset)) for asset in assets.order_by("kit_items__order")],
    }
    return render(request, "media_library/admin/kit_versions.html", context)


def publish_kit(request: HttpRequest, instance: Any) -> None:
    """A released kit that is saved gets a new version when its contents have changed."""
    if isinstance(instance, Kit) and instance.is_released:
        kit = Kit.objects.prefetch_related("texts__locale").get(pk=instance.pk)
        if publishing.publish(kit, by=request.user):
            messages.info(request, _("Đang đóng gói phiên bản mới của bộ, ít phút nữa có."))
