"""The administration in the newsroom's words: what waits, what is refused and why, what only confuses is gone."""

from django.contrib import messages
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.permissions import page_permission_policy

from articles.four_eyes import reason_not_to_publish
from articles.models import FourEyesApprovalTask


@hooks.register("construct_main_menu")
def hide_what_confuses(request, menu_items):
    """Library files are assets, not Wagtail documents; reports are for those who publish."""
    hidden = {"documents"}
    if not page_permission_policy.user_has_permission(request.user, "publish"):
        hidden.add("reports")
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("before_edit_page")
def explain_four_eyes(request, page):
    """Say why a button is missing, or why the text was saved but neither approved nor published."""
    task = page.current_workflow_task
    reason = ""
    if isinstance(task, FourEyesApprovalTask) and task.user_can_access_editor(page, request.user):
        reason = task.reason_to_refuse(page, request.user)
    asks_approval = request.POST.get("workflow-action-name") == "approve"
    if request.method == "POST" and reason and asks_approval:
        messages.error(request, reason)
    elif (
        request.method == "POST"
        and "action-publish" in request.POST
        and not page.permissions_for_user(request.user).can_publish()
    ):
        messages.error(
            request,
            reason_not_to_publish(page, request.user)
            or _("Bài đã được lưu nháp. Bạn gửi duyệt để Tổng Biên tập cho đăng."),
        )
    elif request.method == "GET" and reason:
        messages.info(request, reason)


@hooks.register("construct_page_chooser_queryset")
def choose_only_what_one_may_see(pages, request):
    """A page chooser lists what readers see and what one works on: never another newsroom's drafts."""
    return pages.filter(live=True) | pages.filter(
        pk__in=page_permission_policy.explorable_instances(request.user).values("pk")
    )
