"""Activities are items: kits and checklist items point to them, the front page, search and sitemap lead to them."""

import pytest
from django.core.cache import cache

from activities.models import WHOLE, PledgeCount
from base import site_context
from campaign.activities import chosen
from media_library.models.kit import KitActivity
from search.index import rebuild
from tests.activities.contest_rows import make_contest
from tests.activities.quizzes import make_quiz
from tests.activities.scenarios import make_scenario
from tests.factories import make_user
from tests.media_library.prints import make_kit
from tests.media_library.small_library import make_library

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def test_a_kit_leads_to_what_is_there_and_not_to_what_was_taken_off(client_for):
    make_library()
    story, kit, client = make_scenario(), make_kit([]), client_for()
    for order, key in enumerate(("buc-tuong", str(story.translation_key), "mat-roi")):
        KitActivity.objects.create(kit=kit, activity=key, order=order)
    page = client.get("/vi/bo-tai-lieu/kit-thcs/").text
    assert "Chơi, ký, dự với bộ này" in page and story.address in page and "/vi/buc-tuong/ky/" in page
    assert [one.address for one in chosen([str(story.translation_key)], "km")] == [story.address], "not translated"
    story.live = False
    story.save()
    cache.clear()
    assert story.address not in client.get("/vi/bo-tai-lieu/kit-thcs/").text


def test_only_what_is_pointed_to_is_looked_up(django_assert_num_queries):
    story, contest = make_scenario(), make_contest()
    key = f"ct-{contest.uuid.hex}"
    for keys, queries in (((), 0), (("buc-tuong", "mat-roi"), 0), ((str(story.translation_key),), 2), ((key,), 1)):
        with django_assert_num_queries(queries):
            assert {one.key for one in chosen(keys, "vi")} == set(keys) - {"mat-roi"}
    with django_assert_num_queries(6):
        assert [one.key for one in chosen([key, "ct-x", "buc-tuong", str(story.translation_key)], "km")][:2] == [
            key,
            "buc-tuong",
        ]


def test_editors_choose_an_activity_for_a_checklist_item(client_for):
    story = make_scenario()
    page = client_for(make_user(is_superuser=True, is_staff=True)).get("/admin/truong-hoc/viec/new/")
    assert (
        page.status_code == 200 and f'value="{story.translation_key}"' in page.text and 'value="buc-tuong"' in page.text
    )


def test_the_front_page_has_the_first_question_a_scenario_and_the_number_of_signs(client_for):
    make_quiz("Đố vui hôm nay")
    story, client = make_scenario(), client_for()
    PledgeCount.objects.create(organisation=None, commitment=WHOLE, shard=0, number=4)
    site_context.invalidate()
    cache.clear()
    page = client.get("/vi/").text
    assert "Có người dọa đăng ảnh?" in page and "Hoặc nhập vai:" in page and story.address in page
    assert "người đã ký" not in page, "fewer than five"
    PledgeCount.objects.update(number=1234)
    site_context.invalidate()
    cache.clear()
    page = client.get("/vi/").text
    assert "1.234" in page and "người đã ký" in page


def test_what_is_no_page_is_in_sitemap_and_search(client_for):
    contest, client = make_contest(), client_for()
    assert "/sitemap/hoat-dong.xml" in client.get("/sitemap.xml").text
    found = client.get("/sitemap/hoat-dong.xml").text
    assert all(f"/{code}/buc-tuong/ky/" in found and f"/{code}/khung-anh/" in found for code in ("vi", "en", "km"))
    assert f"/vi/cuoc-thi/{contest.slug}/" in found
    rebuild()
    assert f"/vi/cuoc-thi/{contest.slug}/" in client.get("/vi/tim-kiem/", {"q": contest.title}).text
    assert "/vi/buc-tuong/ky/" in client.get("/vi/tim-kiem/", {"q": "bức tường an toàn số"}).text
