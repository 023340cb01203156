"""A story that was taken down stays so on every way, in every language and at every outlet, until two people agree."""

from contextlib import suppress

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageLogEntry

from articles import publication
from articles.editorial.permissions import sync_newsrooms
from articles.models import ArticlePage, TakeDown
from base.publishing import REFUSED
from notifications.models import Letter
from tests.articles import publish_ways
from tests.articles.newsroom_forms import SAPO, form
from tests.factories import make_article, make_home, make_section, make_user
from tests.two_outlets_world import CULTURE
from users.roles import Role, grant

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
DESK, NOTE = "/admin/toa-soan", "Phụ huynh gọi lúc 9 giờ."
WHY_BACK = "Đã bỏ tên em và tên trường, gia đình đọc lại và đồng ý."
EVERY_CHANGE = TakeDown.Reason.CHILD
REASONS = [pytest.param(reason, marks=[] if reason == EVERY_CHANGE else pytest.mark.slow) for reason in TakeDown.Reason]


@pytest.fixture
def pages(newsroom, client_for):
    """A live story, its copy at another outlet, its live English and its ready Khmer draft; {name: page}."""
    outlet = newsroom["section"].outlet
    story = make_article(publish_ways.TITLE, section=newsroom["section"], sapo=SAPO, owner=newsroom["reporter"])
    client_for(newsroom["culture_secretary"]).post(
        f"{DESK}/lay-bai/", {"story": story.pk, "section": newsroom["other"].pk}
    )
    result = {"original": story, "copy": ArticlePage.objects.get(alias_of=story.pk)}
    for name, language in (("english", "en"), ("khmer", "km")):
        section = make_section(f"News {language}", home=make_home(language), slug=f"tin-{language}", outlet=outlet)
        page = make_article(f"{story.title} {language}", section=section, sapo=SAPO, live=name == "english")
        ArticlePage.objects.filter(pk=page.pk).update(translation_key=story.translation_key)
        page = ArticlePage.objects.get(pk=page.pk)
        page.owner = newsroom["editor"]
        revision = page.save_revision(user=newsroom["editor"], clean=False)
        if name == "english":
            revision.publish(skip_permission_checks=True)
        page.save(update_fields=["owner"])
        result[name] = page
    return {name: ArticlePage.objects.get(pk=page.pk) for name, page in result.items()}


def take_down(newsroom, client_for, page, reason=EVERY_CHANGE):
    if reason == TakeDown.Reason.PARTNER:  # no choice of the form: partners/workflow/removal.py
        publication.take_down(page, TakeDown(reason=reason, note=NOTE), newsroom["secretary"])
        return
    data = {"reason": str(reason), "note": NOTE, "answers_410": "on"}
    assert client_for(newsroom["secretary"]).post(f"{DESK}/bai/{page.pk}/go/", data).status_code == 302


def live(pages):
    return set(ArticlePage.objects.filter(pk__in=[page.pk for page in pages.values()], live=True).values_list("pk"))


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("name", ["original", "copy", "english", "khmer"])
@pytest.mark.slow
def test_no_way_brings_it_back(newsroom, client_for, pages, name, reason):
    """The matrix of reasons × ways × languages and outlets, tried by chiefs who wrote nothing, the taker's too."""
    take_down(newsroom, client_for, pages["original"], reason)
    assert not live(pages)
    admin = make_user("quan-tri@thu.example", is_superuser=True, is_staff=True)
    neighbour, back = make_user("chief@van-hoa.example"), []
    grant(neighbour, Role.CHIEF, CULTURE)
    for actor in (newsroom["chief2"], admin, neighbour):
        for way, send in publish_ways.ways().items():
            cache.clear()
            with transaction.atomic():
                case = publish_ways.Case(
                    client_for(actor), actor, newsroom["reporter"], SAPO, ArticlePage.objects.get(pk=pages[name].pk),
                    newsroom["section"], newsroom["other"], publish_ways.TAKEN_DOWN,
                )  # fmt: skip
                with suppress(PermissionDenied):  # a way that is no request
                    response = send(case)
                    assert response is None or response.status_code < 500, way
                if live(pages) or ArticlePage.objects.filter(alias_of__in=[p.pk for p in pages.values()], live=True):
                    back.append((way, str(actor)))
                transaction.set_rollback(True)
    assert not back


@pytest.mark.slow
def test_it_comes_back_by_a_reason_and_two_people_and_each_copy_by_its_outlet(newsroom, client_for, pages):
    story, copy, khmer = pages["original"], pages["copy"], pages["khmer"]
    take_down(newsroom, client_for, story)
    assert set(TakeDown.objects.open().values_list("page", flat=True)) == {page.pk for page in pages.values()}
    letters = {letter.recipient for letter in Letter.objects.filter(purpose="story-taken-down")}
    assert letters == {newsroom["reporter"].email, newsroom["editor"].email}
    takers = {letter.recipient for letter in Letter.objects.filter(purpose="story-syndicated")}
    assert takers == {newsroom["culture_secretary"].email}
    address = f"{DESK}/bai/{story.pk}/dang-lai/"
    secretary, chief, second = (client_for(newsroom[name]) for name in ("secretary", "chief", "chief2"))
    for page in pages.values():  # the banner, in every language and at the taker
        person = newsroom["culture_secretary" if page is copy else "chief"]
        text = client_for(person).get(f"/admin/pages/{page.pk}/edit/").text
        assert str(newsroom["secretary"]) in text and "Lộ danh tính trẻ em" in text, page
    ask = {"viec": "xin", "return_reason": WHY_BACK}
    assert client_for(newsroom["reporter"]).post(address, ask).status_code in {302, 403}
    assert chief.post(address, ask | {"return_reason": "a a a a a a a a a a a a a a"}).status_code == 422
    assert chief.post(address, {"viec": "duyet"}).status_code == 403, "nobody has asked"
    assert secretary.post(f"{DESK}/bai/{khmer.pk}/dang-lai/", ask).status_code == 403, "the source comes first"
    assert not TakeDown.objects.exclude(return_asked_at=None).exists()
    assert chief.post(address, ask).status_code == 302
    assert {newsroom["chief2"].email} == set(
        Letter.objects.filter(purpose="story-taken-down", subject__startswith="Xin").values_list("recipient", flat=True)
    )
    for client in (chief, secretary):
        assert client.post(address, {"viec": "duyet"}).status_code == 403
    assert not live(pages)
    assert second.post(address, {"viec": "duyet"}).status_code == 302
    entry = TakeDown.objects.get(page=story.pk)
    assert (entry.return_asked_by, entry.lifted_by) == (newsroom["chief"], newsroom["chief2"])
    assert live(pages) == {(story.pk,)}, "neither the copy nor a translation comes with it"
    history = client_for(newsroom["chief"]).get(f"/admin/pages/{story.pk}/history/").text
    assert NOTE in history and "Lộ danh tính trẻ em" in history and WHY_BACK in history
    story.refresh_from_db()
    story.save_revision(user=newsroom["reporter"]).publish(user=newsroom["chief2"])
    assert live(pages) == {(story.pk,)}, "nor with its next publication"
    for page in (khmer, pages["english"]):
        with pytest.raises(PermissionDenied):
            page.get_latest_revision().publish(user=newsroom["chief2"])
    taker, place = client_for(newsroom["culture_secretary"]), f"{DESK}/bai/{copy.pk}/dang-lai/"
    back = Letter.objects.filter(subject__contains="chờ bạn quyết định").get()
    assert back.recipient == newsroom["culture_secretary"].email and place in back.text
    assert secretary.post(place, {"viec": "lay-lai"}).status_code in {302, 403}
    assert live(pages) == {(story.pk,)}
    assert taker.post(place, {"viec": "lay-lai"}).status_code == 302
    assert live(pages) == {(story.pk,), (copy.pk,)}


def test_the_board_counts_and_the_report_lists_them_for_the_own_outlet(newsroom, client_for, pages):
    take_down(newsroom, client_for, pages["original"])
    for name, page, own in (("chief", pages["original"], NOTE), ("culture_secretary", pages["copy"], NOTE)):
        client = client_for(newsroom[name])
        board, report = client.get(f"{DESK}/").text, client.get(f"{DESK}/bai-da-go/").text
        assert f"{DESK}/bai-da-go/" in board and own in report
        assert f"/admin/pages/{page.pk}/edit/" in report
    assert f"/admin/pages/{pages['original'].pk}/edit/" not in report, "not the outlet's"


def test_a_gate_stops_the_return_and_a_refusal_is_logged(newsroom, client_for, pages):
    story = pages["original"]
    take_down(newsroom, client_for, story)
    client_for(newsroom["reporter"]).post(f"/admin/pages/{story.pk}/edit/", form(story.title, sapo="Ngắn quá."))
    address = f"{DESK}/bai/{story.pk}/dang-lai/"
    client_for(newsroom["secretary"]).post(address, {"viec": "xin", "return_reason": WHY_BACK})
    assert client_for(newsroom["chief"]).post(address, {"viec": "duyet"}).status_code == 422
    assert not live(pages) and TakeDown.objects.get(page=story.pk).lifted_at is None
    assert PageLogEntry.objects.filter(page_id=story.pk, action=REFUSED, user=newsroom["chief"]).exists()


def test_it_is_not_copied_and_its_translations_are_locked(newsroom, client_for, pages):
    take_down(newsroom, client_for, pages["original"])
    chief, number = client_for(newsroom["chief"]), ArticlePage.objects.count()
    for name in ("original", "khmer"):
        sent = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": newsroom["section"].pk}
        chief.post(f"/admin/pages/{pages[name].pk}/copy/", sent)
    assert ArticlePage.objects.count() == number
    for name, is_saved in (("original", True), ("khmer", False), ("english", False)):
        page = pages[name]
        client_for(newsroom["chief"]).post(f"/admin/pages/{page.pk}/edit/", form("Tít đã sửa"))
        assert (ArticlePage.objects.get(pk=page.pk).draft_title == "Tít đã sửa") is is_saved, name


def test_the_translator_reads_it_at_the_translations_desk_where_nobody_publishes(newsroom, client_for, pages):
    address, button = f"/admin/ngon-ngu/{pages['original'].pk}/km/", "/xuat-ban/"
    translator = make_user("dich-km@thu.example")
    sync_newsrooms()
    grant(translator, "translator_km")
    chief = client_for(newsroom["chief2"])
    assert button in chief.get(address).text
    take_down(newsroom, client_for, pages["original"])
    for client in (client_for(translator), chief):
        response = client.get(address)
        assert response.status_code == 200 and "data-taken-down" in response.text
        assert "Lộ danh tính trẻ em" in response.text and button not in response.text


def test_who_wrote_or_translated_reads_it_on_the_first_page_until_it_is_back(newsroom, client_for, pages):
    """The reporter of the original, the owner of its translations; not the outlet that took a copy."""
    today = "/admin/trang-chu/toa-soan/"
    row = f"{publish_ways.TITLE}: {EVERY_CHANGE.label}"

    def listed(name):
        return client_for(newsroom[name]).get(today).text.count(str(row))

    assert not any(map(listed, ("reporter", "editor", "culture_secretary", "secretary")))
    take_down(newsroom, client_for, pages["original"])
    assert [listed(name) for name in ("reporter", "culture_secretary", "secretary")] == [1, 0, 0]
    editor = client_for(newsroom["editor"]).get(today).text
    assert f"/admin/pages/{pages['khmer'].pk}/edit/" in editor and row not in editor
    TakeDown.objects.filter(page=pages["original"].pk).update(lifted_at=timezone.now())
    assert not listed("reporter")
