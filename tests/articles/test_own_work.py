"""The home page's list of a person's own work holds what the board marks as the person's, for each role."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.admin.board.cards import DRAFTS, RETURNED, SCHEDULED
from articles.admin.board.columns import columns
from articles.admin.board.own import own_work
from articles.editorial.access import outlets_of, sections_of
from articles.models import PlannedStory
from tests.articles.newsroom_forms import SAPO, act, edit, write
from tests.factories import make_article, make_user

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def on_the_board(user):
    """{list: titles} of the cards that the board marks as the person's own."""
    board = {column["key"]: column["items"] for column in columns(sections_of(outlets_of(user)), user)}
    mine = {key: [card for card in cards if card.is_mine] for key, cards in board.items()}
    steps = [card for key, cards in mine.items() if key not in (DRAFTS, RETURNED, SCHEDULED) for card in cards]
    return {
        "returned": [card.title for card in mine[RETURNED]],
        "to_approve": sorted(card.title for card in steps),
        "assigned": [card.title for card in mine[DRAFTS] if card.is_plan],
        "drafts": [card.title for card in mine[DRAFTS] if not card.is_plan],
    }


def on_the_home_page(user):
    work = own_work(user)
    titles = {name: [card.title for card in getattr(work, name)] for name in on_the_board(user)}
    return titles | {"to_approve": sorted(titles["to_approve"])}


def test_own_work_is_what_the_board_says_for_each_role(newsroom, client_for):
    section, reporter, editor = newsroom["section"], client_for(newsroom["reporter"]), client_for(newsroom["editor"])
    write(reporter, section, "Chờ biên tập", **{"action-submit": "1"})
    write(editor, section, "Bài của biên tập", **{"action-submit": "1"})
    at_secretary = write(reporter, section, "Chờ thư ký", **{"action-submit": "1"})
    act(editor, at_secretary)
    mended = write(reporter, section, "Biên tập đã sửa", **{"action-submit": "1"})
    edit(editor, mended, title="Biên tập đã sửa", kicker="Mới")
    sent_back = write(reporter, section, "Bị trả", **{"action-submit": "1"})
    act(editor, sent_back, "reject", comment="Thiếu nguồn")
    for number in range(3):
        make_article(f"Nháp {number}", section=section, live=False, owner=newsroom["reporter"], sapo=SAPO)
    make_article("Nháp ở cơ quan khác", section=newsroom["other"], live=False, owner=newsroom["reporter"])
    for name, person in (("Đề tài của phóng viên", "reporter"), ("Đề tài của biên tập", "editor")):
        later = timezone.now() + timedelta(days=2)
        PlannedStory.objects.create(section=section, title=name, writer=newsroom[person], planned_for=later)
    people = [user for user in newsroom.values() if hasattr(user, "email")]
    people.append(make_user("quan-tri@demo.example", is_superuser=True))
    work_by_email = {person.email: on_the_home_page(person) for person in people}
    assert work_by_email == {person.email: on_the_board(person) for person in people}
    of_reporter, of_editor = work_by_email[newsroom["reporter"].email], work_by_email[newsroom["editor"].email]
    assert of_reporter["returned"] == ["Bị trả"] and len(of_reporter["drafts"]) == 3
    assert of_reporter["assigned"] == ["Đề tài của phóng viên"] and "Chờ biên tập" in of_editor["to_approve"]
