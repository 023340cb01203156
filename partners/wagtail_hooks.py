"""What the partner door adds to the Wagtail admin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.log_actions import LogFormatter

from .desk.invitations import InvitationViewSet, PartnerViewSet
from .desk.permissions import INVITE, REVIEW
from .desk.submissions import SubmissionViewSet
from .models import KolStoryPage, Submission


class PermissionMenuItem(MenuItem):
    """Shown to accounts that hold `permission`."""

    def __init__(self, label, url, permission, **kwargs):
        self.permission = permission
        super().__init__(label, url, **kwargs)

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_viewset")
def viewsets():
    return [SubmissionViewSet(), InvitationViewSet(), PartnerViewSet(add_to_admin_menu=True, menu_order=253)]


@hooks.register("register_admin_menu_item")
def desk_menu():
    return PermissionMenuItem(
        gettext_lazy("Bài của KOL"),
        reverse("kol_submissions:index"),
        REVIEW,
        name="kol-desk",
        icon_name="user",
        order=250,
    )


class WaitingPieces(SummaryItem):
    """On the dashboard: pieces that wait for the desk, as a way to them."""

    order = 150
    template_name = "partners/desk/summary.html"

    def is_shown(self):
        return self.request.user.has_perm(REVIEW)

    def get_context_data(self, parent_context):
        return {"waiting": Submission.objects.waiting().count()}


@hooks.register("construct_homepage_summary_items")
def waiting_pieces(request, items):
    items.append(WaitingPieces(request))


@hooks.register("register_admin_menu_item")
def invitation_menu():
    return PermissionMenuItem(
        gettext_lazy("Lời mời KOL"),
        reverse("kol_invitations:index"),
        INVITE,
        name="kol-invitations",
        icon_name="mail",
        order=252,
    )


@hooks.register("before_publish_page")
def only_accepted(request, page):
    """Say it in the editor; the model's publish() is what really keeps a withdrawn piece off the site."""
    story = page.specific
    if isinstance(story, KolStoryPage) and not story.may_be_published:
        messages.error(request, _("Đối tác đã rút bài, hoặc bài chưa được duyệt: không đăng được."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("register_log_actions")
def log_actions(actions):
    @actions.register_action("partners.view_original")
    class ViewOriginal(LogFormatter):
        label = gettext_lazy("Xem tệp gốc của đối tác")

        def format_message(self, log_entry):
            return _("Xem tệp gốc “%(file)s”") % {"file": log_entry.data.get("file", "")}
