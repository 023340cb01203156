"""Every way in which a story gets published, as rows; whose story and whose hand, as columns (docs/permissions.md).

publish_table.py has the cells. A cell is "x" where a text is live afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page, Revision

from articles.models import ArticlePage
from tests.articles.newsroom_forms import SAPO, act, form, step_of
from tests.factories import make_article

TITLE, SHORT = "Cúp máy trước", "Ngắn quá."
PAGES, OFFICE = "/admin/pages", "/admin/toa-soan"

#: Column → (who tries, who wrote the story, its sapo: a short one is stopped by a gate).
CASES = {
    "Đủ điều kiện": ("chief", "reporter", SAPO),
    "Cửa chặn": ("chief", "reporter", SHORT),
    "Cửa chặn, quản trị viên": ("admin", "reporter", SHORT),
    "Bài của chính mình": ("chief", "chief", SAPO),
    "Cơ quan khác": ("neighbour", "reporter", SAPO),
    "Không có quyền đăng": ("editor", "reporter", SAPO),
}


class Case(NamedTuple):
    """One column: the client of who tries, and the story."""

    client: Client
    user: Any
    author: Any
    sapo: str
    page: ArticlePage
    section: Page
    other: Page

    def edit(self, **extra: Any) -> Any:
        """Send the editor's form of the story."""
        return self.client.post(f"{PAGES}/{self.page.pk}/edit/", form(TITLE, sapo=self.sapo, **extra))


def make_case(newsroom: dict[str, Any], client_for: Callable[..., Client], column: str) -> Case:
    """The story of `column`, a draft in the paper's section."""
    actor, author, sapo = CASES[column]
    section, writer = newsroom["section"], newsroom[author]
    page = make_article(TITLE, section=section, live=False, sapo=sapo, owner=writer)
    page.save_revision(user=writer, clean=False)
    page = ArticlePage.objects.get(pk=page.pk)
    return Case(client_for(newsroom[actor]), newsroom[actor], writer, sapo, page, section, newsroom["other"])


def is_out() -> bool:
    """Whether a text of the case is live: the story, a copy or an alias of it, or a new one."""
    condition = Q(title__startswith=TITLE) | Q(alias_of__isnull=False)
    return ArticlePage.objects.filter(condition, live=True).exists()


def _now_due() -> None:
    """Let the hour of every schedule come, and the scheduler run."""
    now = timezone.now()
    ArticlePage.objects.exclude(go_live_at=None).update(go_live_at=now)
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        revision.content["go_live_at"], revision.approved_go_live_at = now.isoformat(), now
        revision.save(update_fields=["content", "approved_go_live_at"])
    call_command("publish_scheduled")


def _at_last_step(case: Case) -> None:
    """Send the story through its workflow to the last step, by others."""
    state = case.page.get_workflow().start(case.page, case.author)
    while step_of(case.page) != "chief":
        state.refresh_from_db()
        state.current_task_state.specific.approve(user=case.author)


def _add(case: Case) -> Any:
    place = f"{PAGES}/add/articles/articlepage/{case.section.pk}/"
    return case.client.post(place, form(f"{TITLE} mới", sapo=case.sapo, **{"action-publish": "1"}))


def _schedule(case: Case) -> Any:
    later = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%d %H:%M}"
    response = case.edit(go_live_at=later, **{"action-publish": "1"})
    _now_due()
    return response


def _calendar(case: Case) -> Any:
    later = f"{timezone.localdate() + timedelta(days=3):%Y-%m-%d}"
    response = case.client.post(f"{OFFICE}/lich/story/{case.page.pk}/keo/", {"day": later})
    _now_due()
    return response


def _approve(case: Case) -> Any:
    _at_last_step(case)
    return act(case.client, case.page, "approve")


def _approve_in_editor(case: Case) -> Any:
    _at_last_step(case)
    return case.edit(**{"action-workflow-action": "1", "workflow-action-name": "approve"})


def _restart(case: Case) -> Any:
    _at_last_step(case)
    ArticlePage.objects.get(pk=case.page.pk).current_workflow_task_state.specific.reject(user=case.author)
    return case.edit(**{"action-restart-workflow": "1"})


def _copy(alias: bool) -> Callable[[Case], Any]:
    def send(case: Case) -> Any:
        case.page.get_latest_revision().publish(skip_permission_checks=True)  # Wagtail publishes copies of what is live
        ArticlePage.objects.filter(pk=case.page.pk).update(title="Nguồn", draft_title="Nguồn")
        sent = {"new_title": f"{TITLE} sao", "new_slug": "sao", "new_parent_page": case.section.pk}
        sent |= {"alias": "on"} if alias else {"publish_copies": "on"}
        return case.client.post(f"{PAGES}/{case.page.pk}/copy/", sent)

    return send


def _move(case: Case) -> Any:
    return case.client.post(f"{PAGES}/{case.page.pk}/move/{case.section.get_parent().pk}/confirm/")


def _of_page(name: str) -> Callable[[Case], Any]:
    return lambda case: case.client.post(f"{PAGES}/{case.page.pk}/{name}/")


def _take(case: Case) -> Any:
    return case.client.post(f"{OFFICE}/lay-bai/", {"story": case.page.pk, "section": case.other.pk})


def _shell(case: Case) -> None:
    with suppress(PermissionDenied):
        case.page.get_latest_revision().publish(user=case.user)


def _bulk(action: str) -> Callable[[Case], Any]:
    def send(case: Case) -> Any:
        place = f"/admin/bulk/wagtailcore/page/{action}/?id={case.page.pk}&next=/admin/"
        return case.client.post(place, {"chooser": case.section.get_parent().pk})

    return send


def _api(action: str) -> Callable[[Case], Any]:
    def send(case: Case) -> Any:
        data = {
            "destination_page_id": case.section.pk, "destination_parent_id": case.section.pk, "locale": "vi",
            "recursive": False, "revision_id": case.page.latest_revision_id, "keep_live": True,
        }  # fmt: skip
        place = f"/admin/api/main/pages/{case.page.pk}/action/{action}/"
        return case.client.post(place, data, content_type="application/json")

    return send


def bulk_actions() -> list[str]:
    """Names of the bulk actions of pages, from Wagtail's registry."""
    return sorted(item.action_type for item in bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page"))


#: Row → what is sent.
OURS: dict[str, Callable[[Case], Any]] = {
    "Soạn bài mới, bấm Đăng": _add,
    "Sửa bài, bấm Đăng": lambda case: case.edit(**{"action-publish": "1"}),
    "Trở về bản cũ, bấm Đăng": lambda case: case.edit(
        revision=str(case.page.latest_revision_id), **{"action-publish": "1"}
    ),
    "Hẹn giờ trong bài, tới giờ": _schedule,
    "Hẹn giờ trong lịch tòa soạn, tới giờ": _calendar,
    "Duyệt ở bước cuối": _approve,
    "Duyệt ở bước cuối, trong trang sửa": _approve_in_editor,
    "Mở lại quy trình đã trả": _restart,
    "Sao chép, đăng cả bản sao": _copy(alias=False),
    "Sao chép thành bản theo gốc": _copy(alias=True),
    "Tách bản theo gốc": _of_page("convert_alias"),
    "Chuyển sang nơi khác": _move,
    "Gỡ": _of_page("unpublish"),
    "Xóa": _of_page("delete"),
    "Lấy bài của cơ quan khác": _take,
    "Bàn dịch: xuất bản cùng các bản dịch": lambda case: case.client.post(f"/admin/ngon-ngu/{case.page.pk}/xuat-ban/"),
    "Lệnh, không qua trang": _shell,
}


def ways() -> dict[str, Callable[[Case], Any]]:
    """Every row: ours, and one for each bulk action and each action of the API that Wagtail has."""
    bulk = {f"Hàng loạt: {action}": _bulk(action) for action in bulk_actions()}
    return OURS | bulk | {f"API: {action}": _api(action) for action in sorted(PagesAdminAPIViewSet.actions)}
