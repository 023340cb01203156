"""No kind of publication bypasses a gate, or works for the writer, another outlet or an account without the right."""

import os
import pkgutil
from contextlib import suppress
from pathlib import Path

import pytest
import wagtail.actions
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from articles.models import ArticlePage
from tests.articles import publish_table, publish_ways
from tests.articles.publish_ways import CASES, make_case
from tests.factories import make_user
from users.roles import Role, grant

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
#: The column asked with every change, of whom only the gates stop; the rest every night.
EVERY_CHANGE = "Cửa chặn, quản trị viên"
BY_CASE = [pytest.param(column, marks=[] if column == EVERY_CHANGE else pytest.mark.slow) for column in CASES]
NO_PUBLICATION = "publishes nothing"
#: Wagtail's action classes → the row of the table in which it is used, or why there is none.
ACTIONS = {
    "base": NO_PUBLICATION,
    "convert_alias": "Tách bản theo gốc",
    "copy_for_translation": "API: copy_for_translation",
    "copy_page": "Sao chép, đăng cả bản sao",
    "create": "for snippets; ours have no drafts but the brief of a partner (ELSEWHERE)",
    "create_alias": "Sao chép thành bản theo gốc",
    "create_page": "Soạn bài mới, bấm Đăng",
    "delete": NO_PUBLICATION,
    "delete_page": "Xóa",
    "edit": "for snippets; ours have no drafts but the brief of a partner (ELSEWHERE)",
    "edit_page": "Sửa bài, bấm Đăng",
    "move_page": "Chuyển sang nơi khác",
    "publish_page_revision": "Lệnh: lớp PublishPageRevisionAction",
    "publish_revision": "for snippets; ours have no drafts but the brief of a partner (ELSEWHERE)",
    "registry": NO_PUBLICATION,
    "revert_to_page_revision": "API: revert_to_page_revision",
    "revert_to_revision": "for snippets; ours have no drafts but the brief of a partner (ELSEWHERE)",
    "unpublish": NO_PUBLICATION,
    "unpublish_page": "Gỡ",
}
#: Wagtail's views of pages → the row in which they are used.
VIEWS = {
    "add": "Soạn bài mới, bấm Đăng",
    "convert_alias": "Tách bản theo gốc",
    "copy": "Sao chép, đăng cả bản sao",
    "delete": "Xóa",
    "edit": "Sửa bài, bấm Đăng",
    "move_confirm": "Chuyển sang nơi khác",
    "revisions_revert": "Trở về bản cũ, bấm Đăng",
    "unpublish": "Gỡ",
    "workflow_action": "Duyệt ở bước cuối",
}
#: Views of pages that show, lock or ask.
SHOW = {
    "add_subpage", "choose_parent", "collect_workflow_action_data", "confirm_workflow_cancellation", "content_type_use",
    "content_type_use_results", "history", "history_results", "index", "index_results", "lock", "move",
    "preview_on_add", "preview_on_edit", "revisions_compare", "revisions_unschedule", "revisions_view", "search",
    "search_results", "set_page_position", "set_privacy", "unlock", "usage", "view_draft", "workflow_history",
    "workflow_history_detail", "workflow_preview",
}  # fmt: skip
#: Bulk actions of Wagtail that are about other things than pages and publish nothing.
OF_OTHERS = {
    "add_tags", "add_to_collection", "assign_role", "delete", "edit_many", "set_active_state",
}  # fmt: skip
#: What else is put before readers → the test that walks its ways.
ELSEWHERE = {
    "translations that are kept in step": "tests/translations/test_translation_gates.py",
    "assets": "tests/media_library/test_review.py",
    "kits": "tests/media_library/test_kits.py",
    "stories of partners": "tests/partners/test_story_gates.py",
    "a school's deeds": "tests/schools/test_isolation.py",
}


@pytest.fixture
def people(newsroom):
    """The newsroom, with a chief of another outlet and an administrator."""
    neighbour = make_user("neighbour@van-hoa.example")
    grant(neighbour, Role.CHIEF, "van-hoa")
    admin = make_user("quan-tri@thu.example", is_superuser=True, is_staff=True)
    return newsroom | {"neighbour": neighbour, "admin": admin}


@pytest.mark.parametrize("column", BY_CASE)
@pytest.mark.slow
def test_every_way_ends_as_the_table_says(people, client_for, column):
    case, results = make_case(people, client_for, column), {}
    for way, send in publish_ways.ways().items():
        cache.clear()
        with transaction.atomic():
            assert not publish_ways.is_out(case), way
            case = case._replace(page=ArticlePage.objects.get(pk=case.page.pk))  # not what an earlier way has left
            case.save_changes(way)
            response = None
            with suppress(PermissionDenied):  # a way that is no request
                response = send(case)
            assert response is None or response.status_code < 500, way
            results[way] = "x" if publish_ways.is_out(case) else ""
            transaction.set_rollback(True)
    if os.environ.get("WAYS_SEEN"):
        publish_table.take_over(CASES, column, results)
    assert results == {way: cells[column] for way, cells in publish_table.expected().items()}


def test_the_table_lets_out_what_is_in_order_and_nothing_else():
    table = publish_table.expected()
    out = {column: {way for way, cells in table.items() if cells[column]} for column in CASES}
    assert len(out.pop("Đủ điều kiện")) > 5, "the ways are real ones"
    assert not any(out.values()), out


def test_every_way_that_wagtail_has_is_in_the_table():
    """From Wagtail's registries: an action, a view or a bulk action of the next version fails here."""
    rows = publish_table.expected().keys()
    assert list(rows) == list(publish_ways.ways())
    assert {module.name for module in pkgutil.iter_modules(wagtail.actions.__path__)} == ACTIONS.keys()
    assert PageViewSet().views.keys() == VIEWS.keys() | SHOW
    assert {row for row in [*ACTIONS.values(), *VIEWS.values()] if row[0].isupper()} <= rows
    others = {
        action.action_type
        for model in apps.get_models()
        if model is not Page
        for action in bulk_action_registry.get_bulk_actions_for_model(model._meta.app_label, model._meta.model_name)
    }
    assert others <= OF_OTHERS, others - OF_OTHERS
    for path in ELSEWHERE.values():
        assert Path(settings.BASE_DIR, path).exists(), path
