"""The way of a text to the reader: Biên tập, then Tổng Biên tập duyệt (domain.md B.4, “Tin nhanh”)."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.utils.translation import gettext_noop as _
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from articles.models import FourEyesApprovalTask, SectionPage
from campaign.models import Outlet
from users.models import RoleGroup
from users.roles import Role

NAME = _("Tin nhanh")
#: (name of the step, role that approves it, whether the last editor is refused)
STEPS = [
    (_("Biên tập"), (Role.EDITOR, Role.SECRETARY), False),
    (_("Tổng Biên tập duyệt"), (Role.CHIEF,), True),
]


def sync_workflows() -> None:
    """One workflow with its two steps per outlet, assigned to exactly its sections; safe to repeat.

    A step is found again by its group, so that a renamed outlet keeps its workflow and what waits in it.
    """
    for slug, name in Outlet.objects.values_list("slug", "short_name"):
        groups = {Role(item.role): item.group for item in RoleGroup.objects.filter(scope=slug).select_related("group")}
        if groups:
            _sync_outlet(slug, name, groups)


def _sync_outlet(slug: str, name: str, groups: dict[Role, Group]) -> None:
    tasks = [_step(f"{step} ({name})", [groups[role] for role in roles], refuse) for step, roles, refuse in STEPS]
    workflow = Workflow.objects.filter(workflow_tasks__task=tasks[-1], active=True).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=f"{NAME} ({name})")
    for order, task in enumerate(tasks):
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    sections = list(SectionPage.objects.filter(outlet__slug=slug).values_list("pk", flat=True))
    WorkflowPage.objects.filter(workflow=workflow).exclude(page__in=sections).delete()
    for section in sections:
        WorkflowPage.objects.update_or_create(page_id=section, defaults={"workflow": workflow})


def _step(name: str, groups: list[Group], refuse_last_editor: bool) -> FourEyesApprovalTask:
    task = FourEyesApprovalTask.objects.filter(
        groups=groups[0], refuse_last_editor=refuse_last_editor, active=True
    ).first()
    if task is None:
        task = FourEyesApprovalTask.objects.create(name=name, refuse_last_editor=refuse_last_editor)
    task.groups.set(groups)
    return task
