"""Hooks of the administration: publish gates on every way, messages about refusals, fewer menu items."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, PageLockedMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import get_editable_models

from articles import admin_menu, closing
from articles.admin import large_sections
from articles.admin.approval.answers import APPROVE, action_of, answer_form
from articles.admin.approval.overrides import DECIDED
from articles.admin.approval.views import ApprovalPages
from articles.admin.takedowns import hooks as takedown_hooks
from articles.editorial import gate_panels, workflow
from articles.editorial.admin_isolation import NewsroomPages, ReadOnlyPages, choosable_below, leads_on
from articles.models import ArticlePage, FourEyesApprovalTask, Person, SectionPage
from articles.models.mixins.editorial import LOWERED, SHOWN_AGAIN
from articles.page_editor.session import remember_tab
from articles.rules import gates
from articles.rules.four_eyes import reason_not_to_publish
from articles.rules.publish_gates.pages import keep_as_draft
from articles.rules.publishing import OVERRIDDEN
from articles.syndication.deletion import delete_copies
from base import publishing
from base.pages import BasePage
from users.http import SignedInRequest

__all__ = ["admin_menu", "large_sections", "takedown_hooks"]  # imported for their hooks
#: Names of buttons, the first of them is the one that is seen.
NEXT_STEPS = ("approve", "action-submit")
SHOWN_REASONS = 8  # in one message; the panel in the editor lists all


class WithdrawMenuItem(ActionMenuItem):
    """Leads to the question of articles.admin.approval."""

    label = gettext_lazy("Rút khỏi duyệt")
    name = "newsroom-withdraw"
    icon_name = "rotate"

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("newsroom:withdraw", args=[context["page"].pk])


class EditorRequest(SignedInRequest):
    """Request of a page's editor; `newsroom_step` is the step of the workflow at which the text was before it."""

    newsroom_step: Any


@hooks.register("construct_main_menu")
def hide_menu_items(request: SignedInRequest, menu_items: list[Any]) -> None:
    """Hide Wagtail's documents (files are assets), and reports from accounts that cannot publish.

    Where the snippets are authors alone, the menu says so.
    """
    hidden = {"documents"}
    if not page_permission_policy.user_has_permission(request.user, "publish"):
        hidden.add("reports")
    if get_editable_models(request.user) == [Person]:
        hidden.add("snippets")
        if any(item.name == "snippets" for item in menu_items):
            address = reverse("wagtailsnippets_articles_person:list")
            menu_items.append(MenuItem(_("Tác giả"), address, icon_name="user", name="authors", order=500))
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("construct_reports_menu")
def hide_reports(request: SignedInRequest, menu_items: list[MenuItem]) -> None:
    """Hide the reports that the newsroom's wall does not let the account open."""
    menu_items[:] = [item for item in menu_items if leads_on(item.url, request.user)]


@hooks.register("register_log_actions")
def newsroom_log_actions(actions: Any) -> None:
    actions.register_action(publishing.REFUSED, gettext_lazy("Không cho đăng"), gettext_lazy("Không cho đăng"))
    labels = {
        DECIDED: gettext_lazy("Quyết định nêu thông tin riêng"),
        OVERRIDDEN: gettext_lazy("Đăng dù có thông tin riêng"),
        LOWERED: gettext_lazy("Đổi câu trả lời an toàn từ Có sang Không"),
        SHOWN_AGAIN: gettext_lazy("Bỏ khỏi danh sách “Không bao giờ in”"),
    }
    takedown_hooks.register_with_reason(actions, labels)


@hooks.register("before_edit_page")
def explain_four_eyes(request: EditorRequest, page: Page) -> None:
    """Say why a button is missing, or why the text was saved but not approved or published."""
    task = request.newsroom_step = page.current_workflow_task
    reason = ""
    if isinstance(task, FourEyesApprovalTask) and task.user_can_access_editor(page, request.user):
        reason = task.reason_to_refuse(page, request.user)
        if not reason and request.method == "GET":
            show_gate_reasons(request, task.gates_that_stop(page))
            show_to_approver(request, page)
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
def show_return_comment(request: SignedInRequest, page: Page) -> None:
    """Show the comment of a returned text in its editor."""
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


def show_to_approver(request: SignedInRequest, page: Page) -> None:
    """Show the findings that whoever approves must have read."""
    if isinstance(page, ArticlePage):
        for finding in gates.for_approvers(page.get_latest_revision_as_object()):
            messages.warning(request, f"{finding.problem} {finding.mend}")


def show_gate_reasons(request: SignedInRequest, reasons: list[str]) -> None:
    """Show the reasons against publishing as one message."""
    if reasons:
        more = len(reasons) - SHOWN_REASONS
        tail = [_("… và %(number)d điều nữa.") % {"number": more}] if more > 0 else []
        messages.error(
            request, _("Chưa đăng được: %(reasons)s") % {"reasons": " ".join(reasons[:SHOWN_REASONS] + tail)}
        )


@hooks.register("construct_page_action_menu")
def ask_before_withdrawing(menu_items: list[Any], request: SignedInRequest, context: dict[str, Any]) -> None:
    """Put “Rút khỏi duyệt” last and behind a question; it is never the button that is seen first."""
    if not isinstance(context.get("page"), ArticlePage):
        return
    remaining = [item for item in menu_items if item.name != "action-cancel-workflow"]
    if len(remaining) < len(menu_items):
        menu_items[:] = [*(remaining or [PageLockedMenuItem()]), WithdrawMenuItem()]


@hooks.register("construct_page_action_menu", order=10)
def put_next_step_first(menu_items: list[Any], request: SignedInRequest, context: dict[str, Any]) -> None:
    """The button that is seen is the story's next step: autosave has saved it, so “save draft” is in the menu."""
    parent = context.get("parent_page")
    is_story = isinstance(context.get("page"), ArticlePage) or isinstance(parent, SectionPage)
    if is_story and autosaves():
        menu_items.sort(key=lambda item: NEXT_STEPS.index(item.name) if item.name in NEXT_STEPS else len(NEXT_STEPS))


def autosaves() -> bool:
    return getattr(settings, "WAGTAIL_AUTOSAVE_INTERVAL", 500) > 0


@hooks.register("before_publish_page")
def check_gates_before_publishing(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """Check the gates for the editor's “Publish”, which does not call Page.publish(). The draft is saved."""
    reasons = publishing.check(page, page.get_latest_revision(), request.user, publishing.Way.EDITOR)
    if not reasons:
        return None
    keep_as_draft(page, **({"listed_in": None} if isinstance(page, ArticlePage) else {}))
    show_gate_reasons(request, reasons)
    return redirect("wagtailadmin_pages:edit", page.pk)


hooks.register("after_create_page", remember_tab)
hooks.register("after_edit_page", remember_tab)


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def after_saving(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """After each save: reroute the workflow, warn of another's version, explain an approval without effect."""
    if not isinstance(page, ArticlePage):
        return None
    message = workflow.reroute(page, request.user)
    if message:
        messages.warning(request, message)
    task = page.current_workflow_task
    gate_panels.warn_of_other_editor(request, page)
    step, action = getattr(request, "newsroom_step", None), action_of(request)
    if action == APPROVE and isinstance(task, FourEyesApprovalTask) and task == step:
        return redirect_to_editor(request, page, task)  # the approval had no effect
    return answer_form(request, page, step) if action else None


def redirect_to_editor(request: SignedInRequest, page: Page, task: FourEyesApprovalTask) -> HttpResponse | None:
    """Redirect to the editor with the reasons when an approval had no effect; else None.

    Who edits and approves in one request has saved the newest version, so another person must publish it.
    """
    if reason := task.reason_to_refuse(page, request.user):
        messages.error(request, reason)
    elif reasons := task.gates_that_stop(page):
        show_gate_reasons(request, reasons)
    else:
        return None
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_copy_page")
def keep_copies_drafts(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish copies with the copying: Wagtail asks neither the gates nor a second person.

    An alias shows the text that is live, so the checks are asked about that text. What is taken down is not copied.
    """
    if request.method != "POST":
        return None
    pages = Page.objects.filter(pk=page.pk)
    if "copy_subpages" in request.POST:
        pages = Page.objects.descendant_of(page, inclusive=True)
    stories = ArticlePage.objects.filter(pk__in=pages.values("pk"))
    reasons = [story.reason_of_take_down for story in stories if story.reason_of_take_down]
    if "alias" in request.POST:
        way = publishing.Way.COPY
        for story in stories.live().specific():
            reasons += _reasons_of(story, story.live_revision, request, way)
    elif "publish_copies" in request.POST:
        reasons += [_("Bản sao luôn là bản nháp. Bạn bỏ chọn đăng bản sao, sao chép rồi gửi duyệt.")]
    show_gate_reasons(request, reasons)
    return redirect("wagtailadmin_pages:copy", page.pk) if reasons else None


def _reasons_of(page: Any, revision: Revision | None, request: SignedInRequest, way: publishing.Way) -> list[str]:
    """Reasons against publishing `revision`, or the newest one of a page whose live text has none."""
    revision = revision or page.get_latest_revision()
    if revision is None:
        return [_("Trang chưa có bản nào lưu trong trình soạn. Bạn mở trang, lưu rồi gửi duyệt.")]
    return publishing.check(page, revision, request.user, way)


@hooks.register("before_bulk_action")
def check_gates_of_bulk_action(
    request: SignedInRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    """Refuse bulk publishing as a whole when a gate stops one of the pages, with the reasons."""
    if action_type != "publish":
        return None
    shut = {}
    for page in objects:
        page = getattr(page, "specific", page)
        if not isinstance(page, BasePage):
            continue
        if reasons := _reasons_of(page, page.get_latest_revision(), request, publishing.Way.BULK):
            shut[page.title] = reasons
    for title, reasons in shut.items():
        show_gate_reasons(request, [f"“{title}”: {reasons[0]}", *reasons[1:]])
    return redirect(action_class_instance.next_url) if shut else None


@hooks.register("before_bulk_action")
def delete_copies_in_bulk(
    request: SignedInRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> None:
    """Delete copies at other outlets before a bulk deletion, which would stumble over one that was chosen too."""
    if action_type != "delete" or not issubclass(action_class_instance.model, Page):
        return
    for page in objects:
        delete_copies(page, request.user)
    there = set(Page.objects.filter(pk__in=[page.pk for page in objects]).values_list("pk", flat=True))
    objects[:] = [page for page in objects if page.pk in there]  # a chosen copy is gone already


@hooks.register("construct_admin_api", order=10)
def register_read_only_pages(router: Any) -> None:
    """Register the read-only API of pages, after Wagtail's own endpoint, which it replaces."""
    router.register_endpoint("pages", ReadOnlyPages)


@hooks.register("construct_page_chooser_queryset")
def limit_page_chooser(pages: QuerySet[Page], request: SignedInRequest) -> QuerySet[Page]:
    """Page choosers list no drafts of other newsrooms."""
    return choosable_below(pages, request)


@hooks.register("register_admin_viewset")
def register_page_views() -> NewsroomPages:
    """Register the views of pages, after Wagtail's own viewset (order -1), which they replace."""
    return ApprovalPages()


class NewsroomChecker(ContentCheckerItem):
    """Wagtail's content checks with the publish gates, which the preview contains."""

    def get_axe_run_only(self, request: SignedInRequest) -> list[str]:
        return [*super().get_axe_run_only(request), *gate_panels.AXE_RULES]

    def get_axe_custom_rules(self, request: SignedInRequest) -> list[dict[str, Any]]:
        return [*super().get_axe_custom_rules(request), *gate_panels.axe_rules()]

    def get_axe_custom_checks(self, request: SignedInRequest) -> list[dict[str, Any]]:
        return [*super().get_axe_custom_checks(request), gate_panels.AXE_CHECK]

    def get_axe_messages(self, request: SignedInRequest) -> dict[str, Any]:
        return super().get_axe_messages(request) | gate_panels.axe_messages()


@hooks.register("construct_wagtail_userbar")
def add_newsroom_checks(request: SignedInRequest, items: list[Any], page: Page) -> None:
    items[:] = [
        NewsroomChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]


@hooks.register("after_unpublish_page")
@hooks.register("after_delete_page")
def say_what_stays(request: SignedInRequest, page: Page) -> None:
    """Name pictures of an unpublished or deleted page that something else still shows, and its live translations."""
    closing.say_translations(request, page)
    closing.say_shared(request, closing.named(closing.shown_elsewhere(closing.pictures_of(page), without=[page.pk])))


@hooks.register("after_bulk_action")
def say_what_stays_of_many(
    request: SignedInRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> None:
    """The same after several pages were unpublished at once."""
    if action_type == "unpublish":
        for page in objects:
            if isinstance(page, Page):
                closing.say_translations(request, page)
        ids = {key for page in objects if isinstance(page, Page) for key in closing.pictures_of(page)}
        closing.say_shared(request, closing.named(closing.shown_elsewhere(ids)))
