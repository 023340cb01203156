"""Registers the pages of this app, menus, dashboard item, report and log actions in the administration."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from partners.admin.briefs import BriefViewSet, ReportedLinkViewSet
from partners.admin.invitations import InvitationViewSet
from partners.admin.partners import PartnerViewSet
from partners.admin.permissions import needs
from partners.admin.submissions import SubmissionViewSet
from partners.admin.wrapup import WrapUpView
from partners.permissions import INVITE, REVIEW
from users.http import SignedInRequest

from .models import KolStoryPage, Submission


class PermissionMenuItem(MenuItem):
    """Menu item shown to holders of `permission`."""

    def __init__(self, label: Any, url: str, permission: str, **kwargs: Any) -> None:
        self.permission = permission
        super().__init__(label, url, **kwargs)

    def is_shown(self, request: SignedInRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    """Viewsets of submissions, invitations, partners and reported links."""
    return [
        SubmissionViewSet(),
        InvitationViewSet(),
        PartnerViewSet(add_to_admin_menu=True, menu_order=253),
        ReportedLinkViewSet(),
    ]


register_snippet(BriefViewSet)


@hooks.register("before_edit_page")
def say_that_the_piece_is_gone(request: SignedInRequest, page: Page) -> None:
    """Above the editor: why the story can be neither sent on nor published; the text itself is saved as ever."""
    if isinstance(page, KolStoryPage) and (reason := page.reason_against_publishing):
        messages.error(request, reason)


@hooks.register("register_admin_menu_item")
def partners_menu() -> MenuItem:
    return PermissionMenuItem(
        gettext_lazy("Bài của KOL"),
        reverse("kol_submissions:index"),
        REVIEW,
        name="kol-admin",
        icon_name="user",
        order=250,
    )


class WaitingPieces(SummaryItem):
    """Dashboard item: how many pieces wait, are late, or have a question."""

    order = 150
    template_name = "partners/admin/summary.html"

    def is_shown(self) -> bool:
        return self.request.user.has_perm(REVIEW)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Counts of waiting and late pieces and of open questions."""
        pieces = Submission.objects
        return {
            "waiting": pieces.waiting().count(),
            "late": pieces.late().count(),
            "asking": pieces.with_open_question().count(),
        }


@hooks.register("construct_homepage_summary_items")
def waiting_pieces(request: SignedInRequest, items: list[SummaryItem]) -> None:
    items.append(WaitingPieces(request))


@hooks.register("register_admin_menu_item")
def invitation_menu() -> MenuItem:
    return PermissionMenuItem(
        gettext_lazy("Lời mời KOL"),
        reverse("kol_invitations:index"),
        INVITE,
        name="kol-invitations",
        icon_name="mail",
        order=252,
    )


@hooks.register("register_admin_urls")
def wrap_up_url() -> list[URLPattern]:
    return [path("kol/tong-ket/", needs(REVIEW)(WrapUpView.as_view()), name="kol_wrap_up")]


@hooks.register("register_admin_menu_item")
def wrap_up_menu() -> MenuItem:
    """The wrap-up beside the desk's other pages: the reports menu is hidden from users who publish no pages."""
    return PermissionMenuItem(
        gettext_lazy("Tổng kết KOL"), reverse("kol_wrap_up"), REVIEW, name="kol-wrap-up", icon_name="group", order=255
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Register the log entries of LOGGED."""
    for action, label, sentence in LOGGED:
        actions.register_action(action)(_formatter(label, sentence))


LOGGED = (
    ("partners.view_original", gettext_lazy("Xem tệp gốc của đối tác"), gettext_lazy("Xem tệp gốc “%(file)s”")),
    ("partners.view_clear", gettext_lazy("Xem ảnh không làm mờ"), gettext_lazy("Xem rõ “%(file)s”")),
    ("partners.view_paper", gettext_lazy("Xem giấy đồng ý"), gettext_lazy("Xem giấy đồng ý của “%(file)s”")),
    (
        "partners.took_unscanned",
        gettext_lazy("Duyệt tệp chưa quét vi-rút"),
        gettext_lazy("Đã xem và nhận trách nhiệm về tệp chưa quét vi-rút “%(file)s”"),
    ),
    ("partners.claim", gettext_lazy("Nhận bài của đối tác"), gettext_lazy("Nhận xem bài này")),
    ("partners.suspend", gettext_lazy("Tạm ngưng đối tác"), gettext_lazy("Tạm ngưng: %(reason)s")),
    ("partners.resume", gettext_lazy("Mở lại đối tác"), gettext_lazy("Cộng tác lại")),
    ("partners.take_profile", gettext_lazy("Nhận đề nghị sửa hồ sơ"), gettext_lazy("Nhận đề nghị sửa hồ sơ")),
    ("partners.drop_profile", gettext_lazy("Bỏ đề nghị sửa hồ sơ"), gettext_lazy("Bỏ đề nghị sửa hồ sơ")),
)


def _formatter(words: Any, sentence: Any) -> type[LogFormatter]:
    """LogFormatter that puts the entry's data into `sentence`."""

    class Formatter(LogFormatter):
        label = words

        def format_message(self, log_entry: Any) -> str:
            return str(sentence) % ({"file": "", "reason": ""} | (log_entry.data or {}))

    return Formatter
