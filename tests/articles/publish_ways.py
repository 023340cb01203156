"""Every way in which a story gets published, as rows; whose story and whose hand, as columns (docs/permissions.md).

publish_table.py has the cells. A cell is "x" where a text is live afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page, Revision, WorkflowState

from articles import publication
from articles.editorial import small_mends
from articles.models import ArticlePage, TakeDown
from articles.rules.content_hash import words_hash
from tests.articles.newsroom_forms import SAPO, act, form, step_of
from tests.factories import make_article

TITLE, SHORT = "Cúp máy trước", "Ngắn quá."
NEW = f"{TITLE} mới"
PAGES, OFFICE = "/admin/pages", "/admin/toa-soan"

#: States of a story before somebody tries to publish it.
DRAFT, CHANGED, RETURNED, TAKEN_DOWN = "draft", "changed", "returned", "taken down"
#: Column → (who tries, who wrote the story, its sapo: a short one is stopped by a gate, its state).
CASES = {
    "Đủ điều kiện": ("chief", "reporter", SAPO, DRAFT),
    "Cửa chặn": ("chief", "reporter", SHORT, DRAFT),
    "Cửa chặn, quản trị viên": ("admin", "reporter", SHORT, DRAFT),
    "Bài của chính mình": ("chief", "chief", SAPO, DRAFT),
    "Đổi chữ khi đăng": ("chief", "reporter", SAPO, CHANGED),
    "Bài đã trả": ("chief", "reporter", SAPO, RETURNED),
    "Bài đã trả, quản trị viên": ("admin", "reporter", SAPO, RETURNED),
    "Bài đã gỡ": ("chief", "reporter", SAPO, TAKEN_DOWN),
    "Bài đã gỡ, quản trị viên": ("admin", "reporter", SAPO, TAKEN_DOWN),
    "Cơ quan khác": ("neighbour", "reporter", SAPO, DRAFT),
    "Không có quyền đăng": ("editor", "reporter", SAPO, DRAFT),
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
    state: str

    def save_changes(self, way: str) -> None:
        """In the state CHANGED who tries has saved other words, where the way does not send them itself."""
        if self.state == CHANGED and way not in WITH_WORDS:
            self.page.title = f"{TITLE} đã"
            self.page.save_revision(user=self.user, clean=False)
            self.page.refresh_from_db()

    def edit(self, **extra: Any) -> Any:
        """Send the editor's form of the story."""
        title = f"{TITLE} đã" if self.state == CHANGED else TITLE
        return self.client.post(f"{PAGES}/{self.page.pk}/edit/", form(title, sapo=self.sapo, **extra))


def make_case(newsroom: dict[str, Any], client_for: Callable[..., Client], column: str) -> Case:
    """The story of `column`, a draft in the paper's section."""
    actor, author, sapo, state = CASES[column]
    section, writer = newsroom["section"], newsroom[author]
    page = make_article(TITLE, section=section, live=False, sapo=sapo, owner=writer)
    client_for(writer).post(f"{PAGES}/{page.pk}/edit/", form(TITLE, sapo=sapo))  # the text that the ways send again
    page = ArticlePage.objects.get(pk=page.pk)
    if state == RETURNED:
        _at_last_step(page, writer).current_task_state.specific.reject(user=writer)
    elif state == TAKEN_DOWN:
        page.get_latest_revision().publish(skip_permission_checks=True)
        page = ArticlePage.objects.get(pk=page.pk)
        publication.take_down(page, TakeDown(reason=TakeDown.Reason.CHILD, note="Gia đình gọi."), newsroom["secretary"])
    page = ArticlePage.objects.get(pk=page.pk)
    return Case(client_for(newsroom[actor]), newsroom[actor], writer, sapo, page, section, newsroom["other"], state)


def is_out(case: Case) -> bool:
    """Whether a text of the case is live: the story, a copy or an alias of it, or a new one.

    Where the state of the story is the question, a new story of an administrator is not it.
    """
    condition = Q(title__startswith=TITLE) | Q(alias_of__isnull=False)
    stories = ArticlePage.objects.filter(condition, live=True)
    return (stories.exclude(title=NEW) if case.state in {RETURNED, TAKEN_DOWN} else stories).exists()


def _now_due() -> None:
    """Let the hour of every schedule come, and the scheduler run."""
    now = timezone.now()
    ArticlePage.objects.exclude(go_live_at=None).update(go_live_at=now)
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        revision.content["go_live_at"], revision.approved_go_live_at = now.isoformat(), now
        revision.save(update_fields=["content", "approved_go_live_at"])
    call_command("publish_scheduled")


def _at_last_step(page: ArticlePage, author: Any) -> WorkflowState:
    """Send the story through its workflow to the last step, by others; one that was returned stays so.

    Raises PermissionDenied for a copy, which has no version that a workflow could take.
    """
    if page.alias_of_id:
        raise PermissionDenied
    state = page.current_workflow_state or page.get_workflow().start(page, author)
    while state.status == state.STATUS_IN_PROGRESS and step_of(page) != "chief":
        state.refresh_from_db()
        state.current_task_state.specific.approve(user=author)
    state.refresh_from_db()
    return state


def _add(case: Case) -> Any:
    place = f"{PAGES}/add/articles/articlepage/{case.section.pk}/"
    return case.client.post(place, form(NEW, sapo=case.sapo, **{"action-publish": "1"}))


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
    _at_last_step(case.page, case.author)
    return act(case.client, case.page, "approve")


def _approve_in_editor(case: Case) -> Any:
    _at_last_step(case.page, case.author)
    return case.edit(**{"action-workflow-action": "1", "workflow-action-name": "approve"})


def _restart(case: Case) -> Any:
    state = _at_last_step(case.page, case.author)
    if state.status == state.STATUS_IN_PROGRESS:
        state.current_task_state.specific.reject(user=case.author)
    return case.edit(**{"action-restart-workflow": "1"})


def _copy(alias: bool) -> Callable[[Case], Any]:
    def send(case: Case) -> Any:
        if case.state not in {RETURNED, TAKEN_DOWN}:  # Wagtail publishes copies of what is live
            case.page.get_latest_revision().publish(skip_permission_checks=True)
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


def _newest(page: ArticlePage) -> Revision:
    """The newest version. Raises PermissionDenied for a copy, which has none."""
    revision = page.get_latest_revision()
    if revision is None:
        raise PermissionDenied
    return revision


def _shell(case: Case) -> None:
    _newest(case.page).publish(user=case.user)


def _shell_new_version(case: Case) -> None:
    _newest(case.page)
    case.page.save_revision().publish()


def _action_class(case: Case) -> None:
    PublishPageRevisionAction(_newest(case.page), user=case.user).execute()


def _saved_as_live(case: Case) -> None:
    case.page.live = True
    case.page.save()


def _confirm_small_mend(case: Case) -> None:
    """The chief changes a word of the approved text, and confirms it himself."""
    _newest(case.page)
    case.page.title = f"{TITLE} đã"
    case.page.save_revision(user=case.user, clean=False)
    page = ArticlePage.objects.get(pk=case.page.pk)
    with suppress(ValidationError):
        small_mends.ask(page, case.user)
        small_mends.confirm(page, words_hash(page.get_latest_revision().content), case.user)


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
    "Lệnh: revision.publish(user=…)": _shell,
    "Lệnh: page.save_revision().publish()": _shell_new_version,
    "Lệnh: lớp PublishPageRevisionAction": _action_class,
    "Lệnh: page.live = True; page.save()": _saved_as_live,
    "Sửa nhỏ, tự xác nhận": _confirm_small_mend,
}
#: Ways that send the words themselves.
WITH_WORDS = {
    "Soạn bài mới, bấm Đăng", "Sửa bài, bấm Đăng", "Trở về bản cũ, bấm Đăng", "Hẹn giờ trong bài, tới giờ",
    "Duyệt ở bước cuối, trong trang sửa", "Mở lại quy trình đã trả", "Sửa nhỏ, tự xác nhận",
}  # fmt: skip


def ways() -> dict[str, Callable[[Case], Any]]:
    """Every row: ours, and one for each bulk action and each action of the API that Wagtail has."""
    bulk = {f"Hàng loạt: {action}": _bulk(action) for action in bulk_actions()}
    return OURS | bulk | {f"API: {action}": _api(action) for action in sorted(PagesAdminAPIViewSet.actions)}
