"""Further pages of the library's administration: recalls and their holders, kit versions, name zones, dashboard."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem

from base.errors import permission_denied
from base.pagination import page_of
from media_library.admin.chooser import standing
from media_library.kits import publishing
from media_library.models import Asset, AssetFile, AssetText, AssetVersion, HolderNotice, Kit, NameZone, Recall

PER_PAGE = 50
CONFIRMED = Q(notices__acknowledged_at__isnull=False)


@require_safe
def recalls(request: HttpRequest) -> HttpResponse:
    """Every recall, newest first, with the number of holders and of confirmations. Needs view_downloadevent."""
    if not request.user.has_perm("media_library.view_downloadevent"):
        return permission_denied(request)
    texts = Prefetch("asset__texts", AssetText.objects.select_related("locale"))
    rows = (
        Recall.objects.select_related("asset", "version", "created_by")
        .prefetch_related(texts)
        .annotate(
            holders=Count("notices"), confirmed=Count("notices", filter=Q(notices__acknowledged_at__isnull=False))
        )
        .order_by("-created_at")
    )
    page = page_of(Paginator(rows, PER_PAGE), request)
    return render(request, "media_library/admin/recalls.html", {"page_obj": page})


@require_safe
def recall_holders(request: HttpRequest, pk: int) -> HttpResponse:
    """Holders of a recalled asset: who has confirmed, who was written to. Needs view_downloadevent."""
    if not request.user.has_perm("media_library.view_downloadevent"):
        return permission_denied(request)
    made = get_object_or_404(Recall.objects.select_related("asset", "version", "replaced_by", "created_by"), pk=pk)
    holders = HolderNotice.objects.filter(recall=made).select_related("organisation", "version", "acknowledged_by")
    holders = holders.order_by("acknowledged_at", "organisation__name")
    page = page_of(Paginator(holders, PER_PAGE), request)
    confirmed = made.notices.filter(acknowledged_at__isnull=False).count()
    context = {"recall": made, "page_obj": page, "confirmed": confirmed}
    return render(request, "media_library/admin/recall.html", context)


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
        version = publishing.publish(kit, by=request.user, changelog=form.cleaned_data["changelog"])
        if version is None:
            messages.info(request, _("Bộ không có gì thay đổi so với phiên bản đang có."))
        else:
            Kit.objects.filter(pk=kit.pk).update(is_released=True)
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


class NameZoneForm(forms.ModelForm):
    """Place and style of a school's name."""

    class Meta:
        model = NameZone
        fields = ["x", "y", "width", "height", "ink", "align", "largest", "smallest", "takes_crest"]


@require_http_methods(["GET", "POST"])
def name_zone(request: HttpRequest, pk: int) -> HttpResponse:
    """The name zone of a PDF; “Bỏ ô” deletes it. Needs change_asset."""
    if not request.user.has_perm("media_library.change_asset"):
        return permission_denied(request)
    file = get_object_or_404(AssetFile.objects.select_related("version__asset", "stored", "zone"), pk=pk)
    zone = getattr(file, "zone", None)
    if request.method == "POST" and request.POST.get("action") == "remove" and zone:
        zone.delete()
        return redirect("asset_files", file.version.asset_id)
    form = NameZoneForm(request.POST or None, instance=zone or NameZone(file=file))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã lưu ô tên trường của “%(label)s”.") % {"label": file.label})
        return redirect("asset_files", file.version.asset_id)
    context = {"file": file, "asset": file.version.asset, "form": form, "has_zone": bool(zone)}
    status = 400 if request.method == "POST" else 200
    return render(request, "media_library/admin/name_zone.html", context, status=status)


@hooks.register("register_admin_urls")
def more_admin_urls() -> list[Any]:
    """URLs of these pages."""
    return [
        path("thu-hoi/", recalls, name="recalls"),
        path("thu-hoi/<int:pk>/", recall_holders, name="recall"),
        path("bo-tai-lieu/<int:pk>/", kit_versions, name="kit_versions"),
        path("o-ten-truong/<int:pk>/", name_zone, name="name_zone"),
    ]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def publish_kit(request: HttpRequest, instance: Any) -> None:
    """A released kit that is saved gets a new version when its contents have changed."""
    if isinstance(instance, Kit) and instance.is_released:
        kit = Kit.objects.prefetch_related("texts__locale").get(pk=instance.pk)
        if publishing.publish(kit, by=request.user):
            messages.info(request, _("Đang đóng gói phiên bản mới của bộ, ít phút nữa có."))


class RecallMenuItem(MenuItem):
    """Menu item for accounts that may see recalls."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Needs view_downloadevent."""
        return bool(request.user.has_perm("media_library.view_downloadevent"))


def recall_menu(order: int) -> MenuItem:
    """For the library's menu (wagtail_hooks.LibraryGroup)."""
    return RecallMenuItem(gettext_lazy("Thu hồi tài liệu"), reverse("recalls"), icon_name="undo", order=order)


class WaitingVersions(SummaryItem):
    """Dashboard panel: versions to approve, returned, and ready for release."""

    order = 170
    template_name = "media_library/admin/summary.html"

    def is_shown(self):
        """Needs change_asset."""
        return self.request.user.has_perm("media_library.change_asset")

    def get_context_data(self, parent_context):
        """Numbers of assets with such versions."""
        versions, may_release = AssetVersion.objects.all(), self.request.user.has_perm("media_library.release_asset")
        waiting = versions.in_review()
        if may_release:
            waiting = waiting.exclude(submitted_by=self.request.user)
        rows = {"waiting": waiting, "returned": versions.returned(), "approved": versions.approved()}
        numbers = {name: one.values("asset").distinct().count() for name, one in rows.items()}
        listing = reverse("wagtailsnippets_media_library_asset:list")
        return numbers | {"may_release": may_release, "listing": listing}


@hooks.register("construct_homepage_summary_items")
def waiting_versions(request, items):
    """Add the panel to the dashboard."""
    items.append(WaitingVersions(request))
