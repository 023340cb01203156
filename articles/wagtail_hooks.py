"""The administration in the newsroom's words: what waits, what is refused and why, what only confuses is gone."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.permissions import page_permission_policy

from articles import admin_menu
from articles.editorial import gate_panels, publishing, workflow
from articles.editorial.admin_isolation import ReadOnlyPages
from articles.editorial.four_eyes import reason_not_to_publish
from articles.models import ArticlePage, FourEyesApprovalTask
from articles.models.workflow_tasks import gate_reasons

__all__ = ["admin_menu"]  # read for its hooks
SHOWN_REASONS = 8  # in one message; the panel in the editor lists all


@hooks.register("construct_main_menu")
def hide_what_confuses(request, menu_items):
    """Library files are assets, not Wagtail documents; reports are for those who publish."""
    hidden = {"documents"}
    if not page_permission_policy.user_has_permission(request.user, "publish"):
        hidden.add("reports")
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("register_log_actions")
def newsroom_log_actions(actions):
    actions.register_action(publishing.REFUSED, gettext_lazy("Không cho đăng"), gettext_lazy("Không cho đăng"))
    actions.register_action(
        publishing.OVERRIDDEN, gettext_lazy("Đăng dù có thông tin riêng"), gettext_lazy("Đăng dù có thông tin riêng")
    )


@hooks.register("before_edit_page")
def explain_four_eyes(request, page):
    """Say why a button is missing, or why the text was saved but neither approved nor published."""
    task = request.newsroom_step = page.current_workflow_task
    reason = ""
    if isinstance(task, FourEyesApprovalTask) and task.user_can_access_editor(page, request.user):
        reason = task.reason_to_refuse(page, request.user)
        if not reason and request.method == "GET" and task.is_last:
            say_gates(request, gate_reasons(page))
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


@hooks.register("before_edit_page")
def say_why_it_came_back(request, page):
    """The desk's words stand where the writer mends the text, not only on the board and in a letter."""
    state = page.current_workflow_state if request.method == "GET" and isinstance(page, ArticlePage) else None
    if state is None or state.status != state.STATUS_NEEDS_CHANGES or state.current_task_state is None:
        return
    returned = state.current_task_state
    words = {"person": returned.finished_by or _("Tòa soạn"), "words": returned.comment}
    messages.warning(
        request,
        _("%(person)s trả bài: “%(words)s”") % words
        if returned.comment
        else _("%(person)s trả bài để bạn sửa.") % words,
    )


def say_gates(request, reasons: list[str]) -> None:
    """What must be mended before this story may be published, as one message."""
    if reasons:
        more = len(reasons) - SHOWN_REASONS
        tail = [_("… và %(number)d điều nữa.") % {"number": more}] if more > 0 else []
        messages.error(
            request, _("Chưa đăng được: %(reasons)s") % {"reasons": " ".join(reasons[:SHOWN_REASONS] + tail)}
        )


@hooks.register("before_publish_page")
def ask_the_gates(request, page):
    """The editor's own “Publish” passes Page.publish() by: here it meets the same gates. The draft is saved."""
    if not isinstance(page, ArticlePage):
        return None
    reasons = publishing.refuse(page, page.get_latest_revision(), request.user, has_right=True)
    if not reasons:
        return None
    say_gates(request, reasons)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def follow_the_text(request, page):
    """After each save: the way the text takes now, what kept it from being published, whose version it replaced."""
    if not isinstance(page, ArticlePage):
        return None
    said = workflow.reroute(page, request.user)
    if said:
        messages.warning(request, said)
    task = page.current_workflow_task
    gate_panels.warn_of_other_editor(request, page)
    if (
        request.POST.get("workflow-action-name") == "approve"
        and isinstance(task, FourEyesApprovalTask)
        and task.is_last
        and task == getattr(request, "newsroom_step", None)  # not reached only now, by the step before it
    ):
        return stay_in_the_editor(request, page, task)
    return None


def stay_in_the_editor(request, page, task):
    """The last approval did nothing: back to the text, where the reasons stand; None when the step is not to blame.

    Whoever mends and approves in one press has saved the newest version, and another person lets it out.
    """
    if reason := task.reason_to_refuse(page, request.user):
        messages.error(request, reason)
    elif reasons := gate_reasons(page):
        say_gates(request, reasons)
    else:
        return None
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def bulk_action_meets_the_gates(request, action_type, objects, action_class_instance):
    """One shut gate stops the whole action, before anything has happened, and says which story and why."""
    if action_type != "publish":
        return None
    shut = {}
    for page in objects:
        story = getattr(page, "specific", page)
        if isinstance(story, ArticlePage):
            reasons = publishing.refuse(story, story.get_latest_revision(), request.user)
            if reasons:
                shut[story.title] = reasons
    for title, reasons in shut.items():
        say_gates(request, [f"“{title}”: {reasons[0]}", *reasons[1:]])
    return redirect(action_class_instance.next_url) if shut else None


@hooks.register("construct_admin_api", order=10)
def pages_are_only_read(router):
    """Over Wagtail's own endpoint, which is registered before this one."""
    router.register_endpoint("pages", ReadOnlyPages)


@hooks.register("construct_page_chooser_queryset")
def choose_only_what_one_may_see(pages, request):
    """A page chooser lists what readers see and what one works on: never another newsroom's drafts."""
    return pages.filter(live=True) | pages.filter(
        pk__in=page_permission_policy.explorable_instances(request.user).values("pk")
    )


class NewsroomChecker(ContentCheckerItem):
    """Wagtail's content checks, plus ours: the preview carries them, the panel “Kiểm tra” counts and names them."""

    def get_axe_run_only(self, request):
        return [*super().get_axe_run_only(request), *gate_panels.AXE_RULES]

    def get_axe_custom_rules(self, request):
        return [*super().get_axe_custom_rules(request), *gate_panels.axe_rules()]

    def get_axe_custom_checks(self, request):
        return [*super().get_axe_custom_checks(request), gate_panels.AXE_CHECK]

    def get_axe_messages(self, request):
        return super().get_axe_messages(request) | gate_panels.axe_messages()


@hooks.register("construct_wagtail_userbar")
def add_newsroom_checks(request, items, page):
    items[:] = [
        NewsroomChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]
