"""Pages of recalls: the list of all, and one with its holders; their item in the library's menu."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from base.errors import permission_denied
from base.pagination import page_of
from media_library.models import Asset, AssetText, HolderNotice, Recall

PER_PAGE = 50


def _known_to(user: Any) -> QuerySet[Recall]:
    """Recalls of assets that `user` may know: those of the staff's assets are for editors of the library."""
    return Recall.objects.filter(asset__in=Asset.objects.choosable_by(user).values("pk"))


@require_safe
def recalls(request: HttpRequest) -> HttpResponse:
    """Every recall, newest first, with the number of holders and of confirmations. Needs view_downloadevent."""
    if not request.user.has_perm("media_library.view_downloadevent"):
        return permission_denied(request)
    texts = Prefetch("asset__texts", AssetText.objects.select_related("locale"))
    rows = (
        _known_to(request.user)
        .select_related("asset", "version", "created_by")
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
    queryset = _known_to(request.user).select_related("asset", "version", "replaced_by", "created_by")
    recall = get_object_or_404(queryset, pk=pk)
    holders = HolderNotice.objects.filter(recall=recall).select_related("organisation", "version", "acknowledged_by")
    holders = holders.order_by("acknowledged_at", "organisation__name")
    page = page_of(Paginator(holders, PER_PAGE), request)
    confirmed = recall.notices.filter(acknowledged_at__isnull=False).count()
    context = {"recall": recall, "page_obj": page, "confirmed": confirmed}
    return render(request, "media_library/admin/recall.html", context)


class RecallMenuItem(MenuItem):
    """Menu item for accounts that may see recalls."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("media_library.view_downloadevent"))


def recall_menu(order: int) -> MenuItem:
    """For the library's menu (wagtail_hooks.LibraryGroup)."""
    return RecallMenuItem(_("Thu hồi tài liệu"), reverse("recalls"), icon_name="undo", order=order)
