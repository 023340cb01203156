"""A copy at another outlet has the view restrictions of its original, also those that were added later."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage, ReadCount
from base.templatetags.vi import headline
from tests.articles.newsroom_forms import SAPO
from tests.factories import make_article, make_home, make_image, make_section
from tests.letters import delivered

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
TITLE = "Chỉ nhóm kín đọc"
LISTS = (
    "/vi/van-hoa/",
    "/vi/van-hoa/rss.xml",
    "/vi/co-quan/van-hoa/feed.json",
    "/vi/luu-tru/2026/11/?chuyen-muc=van-hoa",
)


@pytest.fixture
def copy(newsroom, client_for):
    make_article("Ai cũng đọc", section=newsroom["other"])
    story = make_article(TITLE, section=newsroom["section"], sapo=SAPO, lead_image=make_image())
    data = {"story": story.pk, "section": newsroom["other"].pk}
    assert client_for(newsroom["culture_secretary"]).post("/admin/toa-soan/lay-bai/", data).status_code == 302
    alias = ArticlePage.objects.get(alias_of=story.pk)
    ReadCount.objects.create(page=alias, hour=alias.published_at, reads=9)
    return alias


def close(page, kind="password"):
    lock = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    lock.groups.set(Group.objects.all()[:1] if kind == "groups" else ())
    return lock


@pytest.mark.slow
@pytest.mark.clock("2026-11-18 09:00")
@pytest.mark.parametrize("kind", ["password", "login", "groups"])
@pytest.mark.parametrize("place", ["section", "story"])
def test_a_copy_is_closed_and_opened_with_its_original(newsroom, client_for, copy, place, kind, settings):
    settings.PAGE_CACHE_SECONDS = 60
    reader, story = client_for(None), ArticlePage.objects.get(pk=copy.alias_of_id)
    own = [f"/vi/chia-se-zalo/{copy.pk}/", f"/api/v1/bai/{copy.pk}/"]

    def is_shown():
        page = reader.get(copy.address)
        assert "Ai cũng đọc" in reader.get("/vi/van-hoa/").text
        shown = headline(TITLE) in page.text and page.status_code == 200
        assert {headline(TITLE) in reader.get(path).text or TITLE in reader.get(path).text for path in LISTS} == {shown}
        assert {reader.get(path).status_code for path in own} == ({200} if shown else {404})
        return shown

    assert is_shown()
    lock = close(newsroom["section"] if place == "section" else story, kind)
    assert not is_shown()
    assert headline(TITLE) not in reader.get(newsroom["section"].address).text
    assert "public" not in reader.get(copy.address).get("Cache-Control", "")
    story.save_revision().publish(skip_permission_checks=True)
    assert not is_shown(), "a mend of the original opens no copy"
    lock.delete()
    assert is_shown()


def test_a_closed_original_is_seen_by_who_has_a_copy_to_give_it_back_and_is_not_taken_again(newsroom, client_for, copy):
    never = make_article("Chưa ai lấy", section=newsroom["section"])
    make_section("Giải trí", slug="giai-tri", outlet=newsroom["other"].outlet)
    close(newsroom["section"])
    taker, address = client_for(newsroom["culture_secretary"]), "/admin/toa-soan/lay-bai/"
    text = taker.get(address).text
    assert TITLE in text and never.title not in text and 'name="section"' not in text
    assert f'name="copy"\n                    value="{copy.pk}"' in text
    taker.post(address, {"copy": copy.pk})
    assert TITLE not in taker.get(address).text and not ArticlePage.objects.filter(pk=copy.pk).exists()


def test_the_taking_outlet_hears_once_that_its_copy_is_closed(newsroom, copy, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        close(newsroom["other"])  # its own doing
        lock = close(newsroom["section"])
        lock.save()
    (letter,) = delivered()
    assert letter.to == ["culture_secretary@thu.example"] and TITLE in letter.subject
    assert "mật khẩu" in letter.body and "Văn hóa" in letter.body and "khi bản gốc mở lại" in letter.body


def test_who_took_a_translation_hears_that_its_source_is_closed(newsroom, copy, django_capture_on_commit_callbacks):
    english = make_home("en").locale
    theirs, mine = (newsroom[name].copy_for_translation(english) for name in ("section", "other"))
    story = ArticlePage.objects.get(pk=copy.alias_of_id).copy_for_translation(english)
    story.title = "For a closed group"
    for page in (theirs, mine, story):
        page.save_revision().publish(skip_permission_checks=True)
    ArticlePage.objects.get(pk=story.pk).create_alias(parent=mine)
    with django_capture_on_commit_callbacks(execute=True):
        close(newsroom["section"])
    subjects = [letter.subject for letter in delivered()]
    assert len(subjects) == 2 and TITLE in " ".join(subjects) and story.title in " ".join(subjects)


def test_all_below_a_copy_and_copies_of_that_are_closed_with_the_original(newsroom, copy, client_for):
    section, home = newsroom["section"], newsroom["section"].get_parent()
    shelf = section.create_alias(parent=home, update_slug="ban-sao")
    below = make_article("Bài dưới bản sao", section=shelf)
    again = below.create_alias(parent=newsroom["other"])
    reader = client_for(None)
    for is_open in (True, False):
        visible = [headline(below.title) in reader.get(page.address).text for page in (below, again)]
        assert visible == [is_open, is_open]
        assert (headline(below.title) in reader.get("/vi/van-hoa/").text) is is_open
        if is_open:
            close(section)
