"""publish_types.csv: who gets changed words out, in which way, on each page type; "x" = they are live afterwards.

The stories' gates and the calendar are asked in tests/articles/test_publish_ways.py; the gates answer yes here. Ways
without any "x" are closed to everybody. `TYPES_SEEN=1` writes what was seen into the table: read the difference.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from activities.models import QuizPage
from articles.models import ArticlePage, SectionPage, SpecialPage
from home.models import HomePage, SituationPage
from partners.models import KolStoryPage
from tests.articles.publish_ways import _now_due as now_due
from tests.factories import make_home, make_user
from tests.home.page_forms import read_form
from tests.home.page_types import TYPES, make

pytestmark = [pytest.mark.world("languages"), pytest.mark.django_db]
TABLE = Path(__file__).with_name("publish_types.csv")
MODELS = [HomePage, *TYPES]
#: Asked with every change; the others, which inherit from them or have as few rules, every night.
ALWAYS = {HomePage, ArticlePage, KolStoryPage, QuizPage, SectionPage, SituationPage, SpecialPage}
BY_MODEL = [
    pytest.param(model, marks=pytest.mark.slow if model in ALWAYS else pytest.mark.night, id=model.__name__)
    for model in MODELS
]
WORDS, OTHER_WORDS = "Chữ đã đổi", "Chữ đổi lần nữa"
NO_COMMENT = {"comment": ""}
WRITER, SECOND, CHANGES, ADMIN, NO_RIGHT = (
    "Người viết", "Người thứ hai", "Người thứ hai, đổi chữ", "Quản trị viên", "Không có quyền đăng",
)  # fmt: skip


class Case(NamedTuple):
    """A live page with newer words of the writer; who tries to get them out, perhaps with other words."""

    client: Client
    user: Any
    page: Any
    changes: bool

    def send(self, **extra: str) -> None:
        """Send the form of the editor as it was read, with other words where the case has them."""
        data = read_form(self.client, self.page)
        data["title"] = OTHER_WORDS if self.changes else WORDS
        data.update(extra)
        self.client.post(f"/admin/pages/{self.page.pk}/edit/", data)

    def newest(self) -> Any:
        """The version to publish; where the case has other words, they are saved as a new one."""
        page = self.page.get_latest_revision_as_object()
        if self.changes:
            page.title = OTHER_WORDS
            page.save_revision(user=self.user, clean=False)
        return type(page).objects.get(pk=page.pk).get_latest_revision()


def _start_workflow(case: Case) -> Any:
    """Put the page at the last step of a workflow, which every publisher may take."""
    task = GroupApprovalTask.objects.create(name="Duyệt")
    task.groups.set(Group.objects.filter(name__in=["publishers", "writers"]))
    workflow = Workflow.objects.create(name="Một bước")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=case.page, defaults={"workflow": workflow})
    return workflow.start(case.page, None).current_task_state


def _later() -> str:
    return f"{timezone.localtime() + timedelta(days=2):%Y-%m-%d %H:%M}"


def _schedule(case: Case) -> None:
    case.send(go_live_at=_later(), **{"action-publish": "1"})
    now_due()


def _approve(case: Case) -> None:
    case.newest()
    step = [case.page.pk, "approve", _start_workflow(case).pk]
    case.client.post(reverse("wagtailadmin_pages:workflow_action", args=step), NO_COMMENT)


def _approve_in_editor(case: Case) -> None:
    _start_workflow(case)
    case.send(**{"action-workflow-action": "1", "workflow-action-name": "approve"})


def _bulk(case: Case) -> None:
    case.newest()
    case.client.post(f"/admin/bulk/wagtailcore/page/publish/?id={case.page.pk}&next=/admin/", {})


def _api(action: str) -> Callable[[Case], None]:
    def send(case: Case) -> None:
        sent = {"revision_id": case.newest().pk}
        address = f"/admin/api/main/pages/{case.page.pk}/action/{action}/"
        case.client.post(address, sent, content_type="application/json")

    return send


def _with_translations(case: Case) -> None:
    case.newest()
    case.client.post(f"/admin/ngon-ngu/{case.page.pk}/xuat-ban/")


def _save_as_live(case: Case) -> None:
    revision = case.newest()
    page = revision.as_object()
    page.live, page.live_revision = True, revision
    page.save()


WAYS: dict[str, Callable[[Case], Any]] = {
    "Sửa trang, bấm Đăng": lambda case: case.send(**{"action-publish": "1"}),
    "Trở về bản cũ, bấm Đăng": lambda case: case.send(
        revision=str(case.page.latest_revision_id), **{"action-publish": "1"}
    ),
    "Hẹn giờ trong trang, tới giờ": _schedule,
    "Duyệt ở bước cuối": _approve,
    "Duyệt ở bước cuối, trong trang sửa": _approve_in_editor,
    "Hàng loạt: publish": _bulk,
    "API: publish": _api("publish"),
    "API: revert_to_page_revision": _api("revert_to_page_revision"),
    "Bàn dịch: xuất bản cùng các bản dịch": _with_translations,
    "Lệnh: revision.publish(user=…)": lambda case: case.newest().publish(user=case.user),
    "Lệnh: page.save_revision().publish()": lambda case: (
        case.newest().as_object().save_revision(user=case.user).publish()
    ),
    "Lệnh: lớp PublishPageRevisionAction": lambda case: PublishPageRevisionAction(
        case.newest(), user=case.user
    ).execute(),
    "Lệnh: page.live = True; page.save()": _save_as_live,
}


@pytest.fixture
def people():
    """{who: account}: accounts with every right of pages, one that only edits, and an administrator."""
    right = Permission.objects.filter(content_type__app_label="wagtailcore")
    found = {}
    for group, codenames in {"publishers": ("change_page", "publish_page"), "writers": ("change_page",)}.items():
        made = Group.objects.create(name=group)
        made.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in codenames:
            GroupPagePermission.objects.create(
                group=made, page=Page.get_first_root_node(), permission=right.get(codename=codename)
            )
    for who, group in {WRITER: "publishers", SECOND: "publishers", NO_RIGHT: "writers"}.items():
        found[who] = make_user(f"nguoi-{len(found)}@thu.example", is_staff=True)
        found[who].groups.add(Group.objects.get(name=group))
    admin = make_user("quan-tri@thu.example", is_superuser=True, is_staff=True)
    return found | {CHANGES: found[SECOND], ADMIN: admin}


def expected() -> dict[tuple[str, str], dict[str, str]]:
    """The reviewed table: {(way, who): {page type: cell}}."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row.pop("way"), row.pop("who")): row for row in csv.DictReader(file)}


def take_over(name: str, results: dict[tuple[str, str], str]) -> None:
    """Put the column of a page type that was seen into the table."""
    old = expected() if TABLE.exists() else {}
    names = [model.__name__ for model in MODELS]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ["way", "who", *names], lineterminator="\n")
        rows.writeheader()
        for (way, who), cell in results.items():
            cells = {column: old.get((way, who), {}).get(column, "") for column in names}
            rows.writerow({"way": way, "who": who} | cells | {name: cell})


@pytest.mark.parametrize("model", BY_MODEL)
def test_every_way_ends_as_the_table_says(people, client_for, monkeypatch, model):
    monkeypatch.setattr("articles.rules.publishing.reasons_against", lambda story: [])
    made = make_home() if model is HomePage else make(model, SectionPage.objects.get())
    page = model.objects.get(pk=made.pk)
    Case(client_for(people[WRITER]), people[WRITER], page, changes=False).send()
    results = {}
    for way, send in WAYS.items():
        for who, user in people.items():
            cache.clear()
            with transaction.atomic():
                case = Case(client_for(user), user, model.objects.get(pk=page.pk), who == CHANGES)
                with suppress(PermissionDenied):
                    send(case)
                is_out = Page.objects.get(pk=page.pk).title in {WORDS, OTHER_WORDS}
                results[way, who] = "x" if is_out else ""
                transaction.set_rollback(True)
    if os.environ.get("TYPES_SEEN"):
        take_over(model.__name__, results)
    assert results == {key: cells[model.__name__] for key, cells in expected().items()}


def test_the_table_has_every_type_and_lets_out_what_a_second_person_or_an_administrator_does():
    table = expected()
    assert {(way, who) for way in WAYS for who in (WRITER, SECOND, NO_RIGHT, CHANGES, ADMIN)} == table.keys()
    for (way, who), cells in table.items():
        assert list(cells) == [model.__name__ for model in MODELS]
        assert who in {SECOND, ADMIN} or not any(cells.values()), (way, who)
    for name in (model.__name__ for model in MODELS):
        assert sum(bool(cells[name]) for (_way, who), cells in table.items() if who == SECOND) >= 5, name
