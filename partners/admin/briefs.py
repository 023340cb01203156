"""Viewsets of briefs, in Wagtail's editor with its versions, and of the links that partners reported."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView

from base.admin.folded_search import FoldedSearch
from base.admin.snippets import PermittedSnippetViewSet
from partners.admin.listing import ForPhones
from partners.admin.permissions import outlet_of
from partners.models import Brief, ReportedLink


class BriefIndex(FoldedSearch, ForPhones, SnippetIndexView):
    """List of briefs."""

    pass


class ReportedLinkIndex(ForPhones, IndexView):
    """List of reported links."""

    pass


class BriefViewSet(PermittedSnippetViewSet):
    """Briefs as snippets with drafts and versions; only the KOL desk may choose them."""

    model = Brief
    index_view_class = BriefIndex
    icon = "clipboard-list"
    menu_label = _("Đề bài KOL")
    menu_name = "kol-briefs"
    menu_order = 251
    add_to_admin_menu = True
    list_display = [
        "title",
        Column("outlet", label=_("Cơ quan"), accessor=outlet_of),
        Column("deadline", label=_("Hạn gửi"), accessor="deadline", sort_key="deadline"),
        Column("version", label=_("Bản"), accessor="version"),
        Column("live", label=_("Trạng thái"), accessor=lambda brief: _("đang mở") if brief.is_open else _("chưa mở")),
    ]
    list_filter = ["outlet", "topic"]
    search_fields = ["title", "wanted"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Brief]:
        return Brief.objects.select_related("outlet")


class ReportedLinkViewSet(ModelViewSet):
    """Posts that partners reported; they count in the wrap-up."""

    model = ReportedLink
    index_view_class = ReportedLinkIndex
    name = "kol_links"
    url_prefix = "kol/lien-ket"
    icon = "link"
    menu_label = _("Liên kết đã báo")
    menu_order = 254
    add_to_admin_menu = True
    inspect_view_enabled = True
    inspect_view_fields = ["url", "platform", "submission", "posted_on", "reported_at"]  # an account may be gone
    copy_view_enabled = False
    panels = [FieldPanel("url"), FieldPanel("posted_on")]
    list_display = [
        "url",
        "platform",
        Column("submission", label=_("Bài"), accessor="submission"),
        "posted_on",
    ]
    list_filter = ["platform", "posted_on"]
    list_export = ["platform", "url", "posted_on", "submission", "reported_at"]
