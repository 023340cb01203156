"""The desk “Trang nhất” belongs to secretary and chief: slots, hours, four eyes, undo; readers see what was shown."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Revision

from articles.models import ArticlePage
from home.front_desk import acts
from home.models import FrontArrangement, HomePage
from tests.factories import make_article, make_section, story_row
from tests.newsroom_world import CULTURE, colleague, the_section
from tests.spoken import languages_of

pytestmark = [pytest.mark.django_db, pytest.mark.world("newsroom"), pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture
def front():
    cache.clear()
    return HomePage.objects.get(locale__language_code="vi")


@pytest.fixture
def stories():
    now = timezone.now()
    ArticlePage.objects.update(published_at=now - timedelta(days=30))  # those of the world are of today's real date
    return [
        story_row(f"Bài số {number}", section=the_section(), published_at=now - timedelta(hours=number + 1))
        for number in range(8)
    ]


class Hand:
    """One person at the desk, who always acts on the newest arrangement."""

    def __init__(self, client_for, front, name):
        self.client, self.address = client_for(colleague(name)), f"/admin/trang-nhat/{front.pk}/"
        self.front = front

    def does(self, act, **more):
        """The desk's answer; to an act that it took, that is where to go on."""
        head = acts.head_of(self.front)
        return self.client.post(self.address, {"do": act, "seen": head.pk if head else 0} | more)

    def reads(self, act, **more):
        """The desk as it stands after an act that it took."""
        response = self.does(act, **more)
        assert (response.status_code, response.url) == (302, self.address)
        desk = self.client.get(self.address)
        assert desk.context["seen"] == acts.head_of(self.front).pk, "the next act is sent with what is newest"
        return desk


def lead(client):
    cache.clear()
    return client.get("/vi/").context["lead"].title


def test_secretary_and_chief_arrange_and_readers_see_it_once_shown(client, client_for, front, stories):
    secretary, culture = Hand(client_for, front, "secretary"), Hand(client_for, front, "culture")
    assert lead(client) == "Bài số 0"
    assert "Đã xếp" in secretary.reads(f"place:chinh:{stories[4].pk}").text
    assert lead(client) == "Bài số 0", "a step of the draft is not shown"
    assert "Đã lên trang nhất lúc 09:00" in secretary.reads("show").text
    assert lead(client) == "Bài số 4"
    culture.reads("move:chinh:canh-1")  # the other outlet's secretary owns it too
    culture.does("show")
    context = client.get("/vi/").context
    assert context["seconds"][0].title == "Bài số 4"
    for name in ("reporter", "editor"):
        refused = client_for(colleague(name))
        assert refused.get(f"/admin/trang-nhat/{front.pk}/").status_code == 302
        assert refused.post(f"/admin/trang-nhat/{front.pk}/", {"do": "show"}).status_code == 302
        assert refused.get(f"/admin/trang-nhat/{front.pk}/xem/").status_code == 302
    assert FrontArrangement.objects.shown().count() == 3  # as it was before the desk, and two


def test_the_frame_of_the_desk_has_no_scripts_which_its_sandbox_would_refuse(client, client_for, front, stories):
    preview = client_for(colleague("secretary")).get(f"/admin/trang-nhat/{front.pk}/xem/")
    assert preview.status_code == 200 and "Bài số 0" in preview.text and preview["X-Frame-Options"] == "SAMEORIGIN"
    assert "<script" in client.get("/vi/").text and "<script" not in preview.text


def test_a_slot_holds_until_its_hour_and_a_scheduled_story_comes_at_its_own(client, client_for, front, stories, clock):
    hand = Hand(client_for, front, "secretary")
    hand.does(f"place:chinh:{stories[3].pk}", until="2026-11-18T12:00")
    hand.does(f"place:chinh:{stories[5].pk}", since="2026-11-18T11:00", until="2026-11-18T11:30")
    hand.does("show")
    assert lead(client) == "Bài số 3"
    page = client_for(colleague("chief")).get(hand.address).text
    assert "Bài số 5" in page and "11:00" in page
    clock.move_to("2026-11-18 11:10")
    assert lead(client) == "Bài số 5"
    clock.move_to("2026-11-18 11:40")
    assert lead(client) == "Bài số 3"
    clock.move_to("2026-11-18 12:01")
    assert lead(client) == "Bài số 0"
    assert "Giờ hết phải sau lúc này" in hand.does(f"place:chinh:{stories[1].pk}", until="2026-11-18T12:00").text
    assert "Bạn ghi năm từ 2000" in hand.does(f"place:chinh:{stories[1].pk}", until="9999-12-31T23:59").text


def test_four_eyes_ask_another_person_and_tell_the_chief(client, client_for, front, stories, mailoutbox):
    HomePage.objects.filter(pk=front.pk).update(four_eyes=True)
    secretary, chief = Hand(client_for, front, "secretary"), Hand(client_for, front, "chief")
    secretary.does(f"place:chinh:{stories[2].pk}")
    assert secretary.does("show").status_code == 403
    assert "Đã gửi lúc 09:00" in secretary.reads("ask").text
    assert secretary.does("show").status_code == 403 and lead(client) == "Bài số 0"
    assert "trả lại" in chief.reads("return", note="Bài này để chiều.").text
    assert "Bài này để chiều." in secretary.client.get(secretary.address).text
    secretary.does("ask")
    assert "Xác nhận, đưa lên" in chief.client.get(chief.address).text
    chief.does("show")
    assert lead(client) == "Bài số 2"
    chief.does("undo")  # what stood before needs nobody's eyes
    assert lead(client) == "Bài số 0"
    secretary.does(f"place:chinh:{stories[3].pk}")
    chief.does(f"place:canh-1:{stories[4].pk}")
    chief.does("ask")
    assert secretary.does("show").status_code == 403, "the newest step is not theirs, an earlier one is"
    assert lead(client) == "Bài số 0"
    Hand(client_for, front, "culture").does("show")
    assert lead(client) == "Bài số 3"


def test_undo_goes_back_step_by_step_and_history_brings_an_older_page(client, client_for, front, stories):
    hand = Hand(client_for, front, "chief")
    hand.does(f"place:chinh:{stories[1].pk}")
    hand.does("show")
    hand.does(f"place:chinh:{stories[2].pk}")
    hand.does(f"place:canh-1:{stories[3].pk}")
    hand.does("undo")
    hand.does("show")
    assert lead(client) == "Bài số 2" and client.get("/vi/").context["seconds"][0].title != "Bài số 3"
    page = hand.client.get(hand.address)
    assert [str(step.made_by) for step, _changes in page.context["history"]] == ["Phạm Hữu Tâm"] * 3
    first = FrontArrangement.objects.shown().last()
    hand.does(f"back:{first.pk}")
    hand.does("show")
    assert lead(client) == "Bài số 0"


def test_who_acts_on_an_older_page_is_told_who_was_faster(client_for, front, stories):
    chief = client_for(colleague("chief"))
    Hand(client_for, front, "secretary").does(f"place:chinh:{stories[2].pk}")
    late = chief.post(f"/admin/trang-nhat/{front.pk}/", {"do": f"place:chinh:{stories[3].pk}", "seen": "0"})
    assert late.status_code == 409 and "Lê Thu Ngàn vừa đổi trang nhất" in late.text
    assert FrontArrangement.objects.exclude(made_by=None).count() == 1


@pytest.mark.parametrize(
    "act", ["", "place:chinh", "place:chinh:0", "place:noi-khac:1", "until:chinh:muoi-gio", "move:chinh:x", "__init__"]
)
def test_a_wrong_act_is_refused_in_words_and_changes_nothing(client_for, front, act):
    response = Hand(client_for, front, "secretary").does(act)
    assert response.status_code == 422 and ("Bạn" in response.text)
    assert not FrontArrangement.objects.exists()


def test_only_what_readers_may_read_stands_and_other_newsrooms_drafts_keep_their_names(client_for, front, stories):
    hand, culture = Hand(client_for, front, "secretary"), Hand(client_for, front, "culture")
    draft = make_article("Nháp của báo", section=the_section(), live=False)
    assert hand.does(f"place:chinh:{draft.pk}").status_code == 422
    late = make_article("Hẹn giờ của báo", section=the_section(), live=False)
    late.go_live_at = timezone.now() + timedelta(hours=5)
    late.save_revision().publish(skip_permission_checks=True)
    assert culture.does(f"place:chinh:{late.pk}").status_code == 422, CULTURE
    assert "Hẹn đăng" in hand.reads(f"place:chinh:{late.pk}").text
    page_text = culture.client.get(culture.address).text
    assert "Hẹn giờ của báo" not in page_text and "Bài hẹn giờ của cơ quan khác" in page_text
    assert "Hẹn giờ của báo" in hand.client.get(f"{hand.address}xem/").text
    assert "Hẹn giờ của báo" not in culture.client.get(f"{culture.address}xem/").text


def test_a_saved_version_of_the_page_never_brings_old_slots_back(client, client_for, front, stories):
    front.intro = "Câu giới thiệu mới"
    older = front.save_revision()
    hand = Hand(client_for, front, "secretary")
    hand.does(f"place:chinh:{stories[6].pk}")
    hand.does("show")
    Revision.objects.get(pk=older.pk).publish(skip_permission_checks=True)
    assert lead(client) == "Bài số 6"


def test_a_preview_is_never_the_page_that_is_kept_for_readers(client, client_for, front, stories, settings):
    settings.PAGE_CACHE_SECONDS = 60
    hand = Hand(client_for, front, "secretary")
    hand.does(f"place:chinh:{stories[5].pk}")
    page_text = client.get("/vi/", headers={"host": "localhost"}).text  # the host that Wagtail's preview asks for
    assert page_text.index("Bài số 0") < page_text.index("Bài số 5")
    preview = hand.client.get(f"{hand.address}xem/")
    assert preview.text.index("Bài số 5") < preview.text.index("Bài số 0")
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_desk_of_another_language_reads_titles_in_it(client_for, front):
    khmer = HomePage.objects.get(locale__language_code="km")
    section = make_section("ព័ត៌មានថ្មី", home=khmer, slug="tin-moi")
    first, second = (make_article(f"កុំលាក់ {number}", section=section) for number in (1, 2))
    hand = Hand(client_for, khmer, "chief")
    hand.reads(f"place:chinh:{first.pk}")
    markup = hand.reads(f"place:chinh:{second.pk}").text
    assert languages_of(markup, "កុំលាក់") == languages_of(markup, section.title) == {"km"}
    assert languages_of(markup, "Các ô") == {"vi"}


def test_a_sentence_in_place_of_a_title_is_in_the_language_of_the_desk(client_for):
    """Of another newsroom's draft, in its slot and in the history; its own newsroom reads the title."""
    khmer = HomePage.objects.get(locale__language_code="km")
    section = make_section("ព័ត៌មានថ្មី", home=khmer, slug="tin-moi", outlet=the_section().outlet)
    late = make_article("កុំលាក់ស្អែក", section=section, live=False)
    late.go_live_at = timezone.now() + timedelta(hours=5)
    late.save_revision().publish(skip_permission_checks=True)
    hand, culture = Hand(client_for, khmer, "secretary"), Hand(client_for, khmer, "culture")
    assert languages_of(hand.reads(f"place:chinh:{late.pk}").text, "កុំលាក់ស្អែក") == {"km"}
    hand.does("show")
    page_text = culture.client.get(culture.address).text
    assert "កុំលាក់ស្អែក" not in page_text and page_text.count("Bài hẹn giờ của cơ quan khác") > 3
    assert languages_of(page_text, "Bài hẹn giờ của cơ quan khác") == {"vi"}


def test_the_desk_costs_the_same_with_many_stories(client_for, front, django_assert_max_num_queries):
    from tests.articles.many_stories import multiply

    first = story_row("Bài gốc", section=the_section())
    hand = client_for(colleague("secretary"))
    hand.get(f"/admin/trang-nhat/{front.pk}/")
    with django_assert_max_num_queries(60) as few:
        hand.get(f"/admin/trang-nhat/{front.pk}/")
    number = len(few)
    multiply(first, the_section(), 100)
    with django_assert_max_num_queries(number):
        hand.get(f"/admin/trang-nhat/{front.pk}/")
