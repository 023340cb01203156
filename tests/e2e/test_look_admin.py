"""The administration under axe and without sideways scrolling: newsroom, guide, editor, the authority's board."""

import pytest

from tests.e2e.looking import DESK, PHONE, seen, wrong
from tests.factories import make_article
from tests.schools.register import make_member, make_reviewer, make_season, make_unit

pytestmark = [pytest.mark.night, pytest.mark.world("newsroom")]

NEWSROOM = ("/admin/", "/admin/toa-soan/", "/admin/toa-soan/lich/", "/admin/huong-dan/", "/admin/huong-dan/viet-bai/",
            "/admin/cuoc-thi/", "/admin/trang-nhat/")  # fmt: skip
BOARD = ("/admin/", "/admin/truong-hoc/", "/admin/truong-hoc/cho-xac-nhan/", "/admin/truong-hoc/don-vi/")
#: Whose head and menu are read on a phone as well.
ON_A_PHONE = ("/admin/", "/admin/toa-soan/", "/admin/truong-hoc/")


def looked_at(page, paths) -> list[str]:
    problems = []
    for path in paths:
        page.set_viewport_size(DESK)
        page.goto(path)
        problems += wrong(page) + [note for note in seen(page, path) if "cuộn ngang" in note]
        page.set_viewport_size(PHONE)
        problems += [note for note in seen(page, path) if "cuộn ngang" in note]
        problems += wrong(page) if path in ON_A_PHONE else []
    assert not page.problems
    return problems


@pytest.mark.night
def test_the_newsrooms_pages_and_the_editor(newsroom, person):
    story = make_article("Cúp máy trước", section=newsroom["section"], live=False, owner=newsroom["reporter"])
    problems = looked_at(person(newsroom["chief"]), (*NEWSROOM, f"/admin/pages/{story.pk}/edit/"))
    assert not problems, "\n".join(problems)


@pytest.mark.night
def test_the_authoritys_board(newsroom, person):
    make_season()
    make_member(make_unit())
    problems = looked_at(person(make_reviewer()), BOARD)
    assert not problems, "\n".join(problems)
