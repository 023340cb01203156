"""Workflows of the newsroom (docs/domain.md B.4), two for each outlet.

*Tin nhanh*: Biên tập → Tổng Biên tập. *Bài có trẻ em hoặc vụ việc*: Biên tập → Kiểm tra an toàn trẻ em → Thư ký
tòa soạn → Tổng Biên tập. They share their first and last step, so a text can move between them without a restart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_noop as _
from wagtail.models import Task, TaskState, Workflow, WorkflowPage, WorkflowTask

from articles.editorial.small_mends import mend_of
from articles.models import ArticlePage, ChildSafetyTask, FourEyesApprovalTask, NewsroomWorkflow, SectionPage
from articles.rules.content_hash import story_hash
from campaign.models import Outlet
from users.models import RoleGroup, User
from users.roles import Role

Way = NewsroomWorkflow.Way
NAMES = {Way.QUICK: _("Tin nhanh"), Way.SAFE: _("Bài có trẻ em hoặc vụ việc")}
EDITING, SAFETY, SECRETARY, CHIEF = "editing", "safety", "secretary", "chief"
#: step → (type of task, name, roles that approve it, whether the last editor is refused)
STEPS = {
    EDITING: (FourEyesApprovalTask, _("Biên tập"), (Role.EDITOR, Role.SECRETARY), False),
    SAFETY: (ChildSafetyTask, _("Kiểm tra an toàn trẻ em"), (Role.EDITOR, Role.SECRETARY), True),
    SECRETARY: (FourEyesApprovalTask, _("Thư ký tòa soạn"), (Role.SECRETARY,), False),
    CHIEF: (FourEyesApprovalTask, _("Tổng Biên tập duyệt"), (Role.CHIEF,), True),
}
WAYS = {Way.QUICK: (EDITING, CHIEF), Way.SAFE: (EDITING, SAFETY, SECRETARY, CHIEF)}


def sync_workflows(outlets: Iterable[Outlet]) -> None:
    """Create or correct two workflows per outlet, and assign the quick one to its sections; safe to repeat.

    ArticlePage.get_workflow() chooses between them. A workflow is found by its NewsroomWorkflow row, not by its name,
    so that a renamed outlet keeps its waiting texts.
    """
    for outlet in outlets:
        groups = {
            Role(item.role): item.group for item in RoleGroup.objects.filter(scope=outlet.slug).select_related("group")
        }
        if groups:
            _sync_outlet(outlet, groups)


def assign_workflow(section: SectionPage) -> None:
    """Assign the quick workflow of its outlet to `section`, or none where the outlet has none."""
    quick = NewsroomWorkflow.objects.filter(outlet__sections=section.pk, way=Way.QUICK).first()
    if quick is None:
        WorkflowPage.objects.filter(page=section.pk, workflow__newsroom_way__isnull=False).delete()
    else:
        WorkflowPage.objects.update_or_create(page_id=section.pk, defaults={"workflow_id": quick.workflow_id})


def _sync_outlet(outlet: Outlet, groups: dict[Role, Group]) -> None:
    ways = {row.way: row.workflow for row in NewsroomWorkflow.objects.filter(outlet=outlet).select_related("workflow")}
    known_tasks = {
        task.specific.step: task.specific
        for workflow in ways.values()
        for task in workflow.tasks
        if getattr(task.specific, "step", "")
    }
    tasks = {step: _task(step, outlet.short_name, groups, known_tasks.get(step)) for step in STEPS}
    for way, steps in WAYS.items():
        workflow = ways.get(way)
        if workflow is None:
            workflow = Workflow.objects.create(name=f"{NAMES[way]} ({outlet.short_name})")
            NewsroomWorkflow.objects.create(outlet=outlet, way=way, workflow=workflow)
        for order, step in enumerate(steps):
            WorkflowTask.objects.update_or_create(workflow=workflow, task=tasks[step], defaults={"sort_order": order})
        _rename(workflow, NAMES[way], outlet.short_name)
        ways[way] = workflow
    sections = list(SectionPage.objects.filter(outlet=outlet).values_list("pk", flat=True))
    WorkflowPage.objects.filter(workflow__in=ways.values()).exclude(page__in=sections).delete()
    for section in sections:
        WorkflowPage.objects.update_or_create(page_id=section, defaults={"workflow": ways[Way.QUICK]})


def _task(step: str, outlet: str, groups: dict[Role, Group], task: Any) -> FourEyesApprovalTask:
    model, name, roles, refuse_last_editor = STEPS[step]
    if task is None:
        task = model.objects.create(name=f"{name} ({outlet})", step=step, refuse_last_editor=refuse_last_editor)
    task.groups.set([groups[role] for role in roles])
    _rename(task, name, outlet)
    return task


def _rename(row: Workflow | Task, name: str, outlet: str) -> None:
    """Give `row` the name of its outlet, unless an administrator has named it otherwise."""
    if row.name.startswith(f"{name} (") and row.name != f"{name} ({outlet})":
        row.name = f"{name} ({outlet})"
        row.save(update_fields=["name"])


def is_small_mend(page: ArticlePage) -> bool:
    """Whether the chief changed so little that a second person may confirm it, and nobody has declined it."""
    mend = mend_of(page)
    return mend is not None and not mend.is_declined


def reroute(page: ArticlePage, user: User) -> str:
    """Move a waiting text to the workflow it needs now; returns a message for its editor, empty when nothing changed.

    Called after every save in the editor: an answer “there is a child” adds the safety check, and a text that changed
    after that check returns to it (docs/security.md, rule 24).
    """
    state = page.current_workflow_state
    if state is None or state.status != state.STATUS_IN_PROGRESS:
        return ""
    workflow = page.get_workflow()
    moved = workflow is not None and workflow.pk != state.workflow_id
    if moved:
        state.workflow = workflow
        state.save(update_fields=["workflow"])
    if not page.needs_safety_check:
        return ""
    steps = [link.task.specific for link in state.workflow.workflow_tasks.select_related("task").order_by("sort_order")]
    order = [task.pk for task in steps]
    safety = next((task for task in steps if isinstance(task, ChildSafetyTask)), None)
    current = state.current_task_state
    if safety is None or current is None or current.task_id not in order:
        return ""
    if order.index(current.task_id) < order.index(safety.pk):
        return translate("Bài có trẻ em hoặc vụ việc: sau bước này bài qua “Kiểm tra an toàn trẻ em”.") if moved else ""
    done = page.approved_safety()
    if is_small_mend(page):
        return ""  # at the last step, by the chief: a second person confirms it, or sends it back to the check
    if current.task_id == safety.pk or (done and done.text_hash == story_hash(page.get_latest_revision_as_object())):
        return ""
    current.status, current.finished_at, current.finished_by = TaskState.STATUS_CANCELLED, timezone.now(), user
    current.save()
    state.update(user=user, next_task=safety)
    return translate("Chữ, ảnh đã đổi hoặc bài nay có trẻ em: bài quay lại bước “Kiểm tra an toàn trẻ em”.")
