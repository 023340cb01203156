"""Activities are items: kits and checklist items point to them, the front page, search and sitemap lead to them."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.utils import timezone

from activities.models import WHOLE, ContestText, PledgeCount, QuizPage
from base import site_context
from campaign.activities import chosen
from files.storage.backends import storage_for
from media_library.kits import builder, publishing
from media_library.models.kit import KitActivity
from search.index import rebuild
from tests.activities.contest_hands import form_of
from tests.activities.contest_rows import make_contest, make_entry
from tests.activities.quizzes import make_quiz
from tests.activities.scenarios import make_scenario
from tests.factories import make_asset, make_home, make_locale, make_user
from tests.media_library.prints import make_kit
from tests.media_library.small_library import make_library
from tests.spoken import languages_of

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def test_a_kit_leads_to_what_is_there_and_not_to_what_was_taken_off(client_for):
    make_library()
    story, kit, client = make_scenario(), make_kit([]), client_for()
    for order, key in enumerate(("buc-tuong", str(story.translation_key), "mat-roi")):
        KitActivity.objects.create(kit=kit, activity=key, order=order)
    page = client.get("/vi/bo-tai-lieu/kit-thcs/").text
    assert "Chơi, ký, dự với bộ này" in page and story.address in page and "/vi/buc-tuong/ky/" in page
    assert [item.address for item in chosen([str(story.translation_key)], "km")] == [story.address], "not translated"
    story.live = False
    story.save()
    cache.clear()
    assert story.address not in client.get("/vi/bo-tai-lieu/kit-thcs/").text


def test_only_what_is_pointed_to_is_looked_up(django_assert_num_queries):
    story, contest = make_scenario(), make_contest()
    key = f"ct-{contest.uuid.hex}"
    site_context.data("vi")  # read once by every page
    for keys, queries in (((), 0), (("buc-tuong", "mat-roi"), 0), ((str(story.translation_key),), 1), ((key,), 1)):
        with django_assert_num_queries(queries):
            assert {item.key for item in chosen(keys, "vi")} == set(keys) - {"mat-roi"}
    with django_assert_num_queries(4):
        assert [item.key for item in chosen([key, "ct-x", "buc-tuong", str(story.translation_key)], "km")][:2] == [
            key,
            "buc-tuong",
        ]


def test_a_kit_s_zip_has_what_is_played_and_printed_without_a_network(client_for, django_capture_on_commit_callbacks):
    """Page and sheets of quiz and scenario, the wall's signing sheet; a new version when a page leaves the site."""
    make_library()
    quiz, story, kit = (
        make_quiz(),
        make_scenario(),
        make_kit([make_asset("A-01", name="Ảnh", files=[{"role": "social"}])]),
    )
    keys = ["buc-tuong", str(quiz.translation_key), str(story.translation_key), "khung-anh", "mat-roi"]
    for order, key in enumerate(keys):
        KitActivity.objects.create(kit=kit, activity=key, order=order)
    box = zip_of(publishing.publish(kit))
    names = [name for name in box.namelist() if name.startswith("7-hoat-dong/")]
    assert [name.partition("/")[2] for name in names] == [
        "to-ky-a4.pdf",
        f"{quiz.slug}_vi.html",
        f"{quiz.slug}_de-in_vi.pdf",
        *(f"{story.slug}_{tail}" for tail in ("vi.html", "the_vi.pdf", "thay-co_vi.pdf", "dong-vai_vi.pdf")),
    ]
    assert all(box.read(name).startswith(b"%PDF" if name.endswith("pdf") else b"<!doctype html>") for name in names)
    guide, sums = box.read("BAT-DAU.html").decode(), box.read("SHA256.txt").decode()
    assert all(f'href="{name}"' in guide and name in sums for name in names) and "/vi/khung-anh/" in guide
    assert publishing.publish(kit) is None, "nothing has changed"

    with django_capture_on_commit_callbacks(execute=False) as later:
        QuizPage.objects.get(pk=quiz.pk).unpublish()
    for callback in later:
        if "kit" in repr(callback):
            callback()
    version = kit.versions.first()
    assert version.number == "1.1" and quiz.title in version.changelog
    assert not [name for name in zip_of(version).namelist() if quiz.slug in name]


def zip_of(version):
    """The full ZIP of a version, built."""
    assert builder.build(version.pk) == "ready"
    stored = version.archives.get(variant="full").stored
    with storage_for(stored.zone).open(stored.key) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


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


def test_contests_have_a_feed_of_what_opened_and_of_results_without_works(client_for):
    make_contest("Chưa mở", days=(3, 30))
    make_contest("Nháp", state="draft")
    opened = make_contest("Truyện tranh mùa thu")
    entry = make_entry(opened, state="shortlisted")
    feed = client_for().get("/vi/cuoc-thi/rss.xml")
    assert feed["Content-Type"].startswith("application/rss+xml") and "max-age" in feed["Cache-Control"]
    items = ElementTree.fromstring(feed.content).findall(".//item")
    assert [item.findtext("title") for item in items] == ["Truyện tranh mùa thu"]
    opened.state, opened.results_at = "results", timezone.now()
    opened.save()
    cache.clear()
    again = client_for().get("/km/cuoc-thi/rss.xml").text
    assert f"/km/cuoc-thi/{opened.slug}/phong-tranh/" in again and entry.title not in again
    assert "/vi/cuoc-thi/rss.xml" in client_for().get("/vi/cuoc-thi/").text


def test_what_is_no_page_is_in_sitemap_and_search(client_for):
    contest, client, draft = make_contest(), client_for(), make_contest("Karimata chưa công bố", state="draft")
    assert "/sitemap/hoat-dong.xml" in client.get("/sitemap.xml").text
    sitemap = client.get("/sitemap/hoat-dong.xml").text
    assert all(f"/{code}/buc-tuong/ky/" in sitemap and f"/{code}/khung-anh/" in sitemap for code in ("vi", "en", "km"))
    assert f"/vi/cuoc-thi/{contest.slug}/" in sitemap and draft.slug not in sitemap
    rebuild()
    assert f"/vi/cuoc-thi/{contest.slug}/" in client.get("/vi/tim-kiem/", {"q": contest.title}).text
    assert draft.slug not in client.get("/vi/tim-kiem/", {"q": "karimata"}).text
    assert not list(chosen([f"ct-{draft.uuid.hex}"], "vi")), "no kit leads there"
    assert "/vi/buc-tuong/ky/" in client.get("/vi/tim-kiem/", {"q": "bức tường an toàn số"}).text


def test_a_contest_is_found_by_its_translation_as_soon_as_that_is_saved(client_for, desk):
    """The texts are saved after the contest, whose row still had the Vietnamese title."""
    make_home("en")
    contest, reader = make_contest("Vẽ ở trường"), client_for()
    fields = {"texts-TOTAL_FORMS": 1, "texts-0-locale": make_locale("en").pk, "texts-0-title": "Karimata at school"}
    response = desk().post(f"/admin/cuoc-thi/edit/{contest.pk}/", form_of(contest, **fields))
    assert response.status_code == 302, response.context["form"].errors
    text = reader.get("/en/tim-kiem/", {"q": "karimata"}).text
    assert f'href="/en/cuoc-thi/{contest.slug}/"' in text and "Vẽ ở trường" not in text
    contest.texts.all().delete()
    cache.clear()
    assert f"/en/cuoc-thi/{contest.slug}/" not in reader.get("/en/tim-kiem/", {"q": "karimata"}).text


@pytest.mark.parametrize("language", ["en", "km"])
def test_what_has_no_translation_is_named_as_vietnamese_on_other_pages(client_for, language):
    """A contest in the results of the search and on a kit's page."""
    make_library()
    make_library(language)
    title = "Karimata không đi một mình"
    contest, kit, client = make_contest(title), make_kit([]), client_for()
    KitActivity.objects.create(kit=kit, activity=f"ct-{contest.uuid.hex}")

    def spoken():
        rebuild()
        cache.clear()
        pages = (f"/{language}/tim-kiem/?q=karimata&loai=page", f"/{language}/bo-tai-lieu/{kit.slug}/")
        texts = [re.sub("(?s)<h2 class=.variant.*?</ul>", "", client.get(path).text) for path in pages]
        assert all(f"/{language}/cuoc-thi/{contest.slug}/" in text for text in texts)
        return [languages_of(text, "không đi một mình") for text in texts]

    assert spoken() == [{"vi"}, {"vi"}]
    ContestText.objects.create(contest=contest, locale=make_locale(language), title=title)
    assert spoken() == [{language}, {language}]
