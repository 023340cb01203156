"""Every page type and genre of the newsroom is written in its own form by a reporter, and read as what it is."""

import html

import pytest
from django.core.cache import cache
from django.db.models import ManyToManyField
from wagtail.models import Page, get_page_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from articles.genres import ARTICLE_GENRES, Genre
from articles.models import ArticlePage, HashtagIndexPage, SectionPage
from campaign.models import Audience, Outlet, SiteIdentity
from tests.articles.newsroom_forms import form, write
from tests.factories import make_article, make_home, make_user

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
STREAM = {"title": "Hai dấu tích xanh", "intro": "", "image": "", "caption": ""}
#: type of the form's address → (its name in the chooser, fields of its own, what readers must find)
STORIES = {
    "articlepage": ("Bài", {}, ["Đoạn văn."]),
    "longformpage": (
        "E-magazine",
        {
            "chapters": streamfield(
                [("chapter", STREAM | {"body": streamfield([("paragraph", rich_text("<p>Chuông reo.</p>"))])})]
            ),
            "byline_note": "Trình bày: Demo An",
        },
        ["Hai dấu tích xanh", "Chuông reo.", "Trình bày: Demo An", 'id="chuong-1"'],
    ),
    "tippage": (
        "Thẻ mẹo nhanh",
        {"do_this": "Cúp máy.", "not_this": "Nghe tiếp.", "number": "3", "tone": "song"},
        ["Cúp máy.", "Nghe tiếp.", ".jpg?tai"],
    ),
    "rounduppage": (
        "Điểm tin",
        {
            "items": streamfield(
                [
                    (
                        "item",
                        {
                            "title": "Tin ở nơi khác",
                            "source": "Báo Demo",
                            "url": "https://example.com/tin",
                            "published_on": "2026-11-24",
                            "summary": "Ba việc nên làm.",
                        },
                    )
                ]
            )
        },
        ["Tin ở nơi khác", "Báo Demo", 'href="https://example.com/tin"', "Ba việc nên làm."],
    ),
    "casestudypage": (
        "Cách làm hay",
        {
            "place": "Trường Demo",
            "ward": "",
            "level": "",
            "challenge": "Ít người.",
            "outcome": "Đủ.",
            "effort": "Một tiết",
        },
        ["Trường Demo", "Ít người.", "Đủ.", "Một tiết"],
    ),
}  # fmt: skip
GATHERINGS = {"specialpage": "Chuyên trang", "storylinepage": "Dòng sự kiện"}


def test_the_chooser_offers_them_all_in_the_newsrooms_words(newsroom, client_for):
    offered = client_for(newsroom["reporter"]).get(f"/admin/pages/{newsroom['section'].pk}/add_subpage/")
    text = html.unescape(offered.text).lower()
    for kind, name in [*((kind, facts[0]) for kind, facts in STORIES.items()), *GATHERINGS.items()]:
        assert f"/add/articles/{kind}/{newsroom['section'].pk}/" in text, kind
        assert name.lower() in text, kind
    neighbour = client_for(newsroom["culture"])
    assert neighbour.get(f"/admin/pages/{newsroom['section'].pk}/add_subpage/").status_code in {302, 403}
    front = client_for(make_user(is_superuser=True)).get(f"/admin/pages/{make_home().pk}/add_subpage/").text
    for kind in ("sectionpage", "topicindexpage", "hashtagindexpage", "authorindexpage", "correctionindexpage"):
        assert f"/add/articles/{kind}/" in front, kind


def test_several_choices_of_a_page_are_saved_by_its_editor(newsroom, client_for):
    """Wagtail's editor does not save a plain many-to-many field of a live page: the choice was gone, without a word."""
    pupils, parents = (Audience.objects.create(slug=slug, name=slug) for slug in ("hoc-sinh", "phu-huynh"))
    section, admin = newsroom["section"], client_for(make_user(is_superuser=True))
    sent = {"title": section.title, "slug": section.slug, "accent": "song", "outlet": section.outlet_id}
    sent = nested_form_data(sent | {"comments": inline_formset([])})
    for action, chosen, live in (("publish", pupils, pupils), ("save", parents, pupils), ("publish", parents, parents)):
        form = sent | {"audiences": [chosen.pk], f"action-{action}": "1"}
        assert admin.post(f"/admin/pages/{section.pk}/edit/", form).status_code == 302
        assert list(SectionPage.objects.get(pk=section.pk).audiences.all()) == [live], (action, chosen)
    fields = [field for model in get_page_models() for field in model._meta.local_many_to_many]
    assert not [item for item in fields if type(item) is ManyToManyField]


@pytest.mark.parametrize("kind", STORIES)
def test_a_reporter_writes_it_and_a_reader_finds_every_part(newsroom, client_for, kind):
    cache.clear()
    _name, fields, parts = STORIES[kind]
    address = f"/admin/pages/add/articles/{kind}/{newsroom['section'].pk}/"
    reporter = client_for(newsroom["reporter"])
    assert reporter.get(address).status_code == 200
    sent = form("Đừng vội nghe") | nested_form_data(fields)
    assert reporter.post(f"{address}preview/", sent).json()["is_valid"]
    assert "Đừng vội nghe" in reporter.get(f"{address}preview/").text, "before it is saved"
    response = reporter.post(address, sent)
    assert response.status_code == 302, response.context["form"].errors
    page = ArticlePage.objects.get().specific
    assert page._meta.model_name == kind and page.slug == "dung-voi-nghe"
    page.get_latest_revision().publish(skip_permission_checks=True)
    text = html.unescape(client_for(None).get(page.address).text)
    for part in parts:
        assert part in text, part
    assert client_for(newsroom["culture"]).post(address, form("Của nhà khác")).status_code in {302, 403}
    assert ArticlePage.objects.count() == 1


@pytest.mark.parametrize("kind", GATHERINGS)
def test_a_gathering_is_written_and_read(newsroom, client_for, kind):
    cache.clear()
    address = f"/admin/pages/add/articles/{kind}/{newsroom['section'].pk}/"
    fields = {"title": "Tuần lễ an toàn", "slug": "", "kicker": "", "intro": "Bảy ngày, bảy việc.", "accent": "song"}
    fields |= {"body": streamfield([("paragraph", rich_text("<p>Việc thứ nhất.</p>"))])}
    fields |= {"comments": inline_formset([]), "seo_title": "", "search_description": ""}
    reporter = client_for(newsroom["reporter"])
    assert reporter.post(f"{address}preview/", nested_form_data(fields)).json()["is_valid"]
    assert "Bảy ngày, bảy việc." in reporter.get(f"{address}preview/").text, "before it is saved"
    response = reporter.post(address, nested_form_data(fields))
    assert response.status_code == 302, response.context["form"].errors
    page = Page.objects.child_of(newsroom["section"]).get().specific
    page.get_latest_revision().publish(skip_permission_checks=True)
    text = client_for(None).get(page.get_url()).text
    assert "Bảy ngày, bảy việc." in text
    assert ("Việc thứ nhất." in text) is (kind == "specialpage"), "built from blocks"


@pytest.mark.slow
def test_an_article_has_the_nine_genres_and_keeps_the_chosen_one(newsroom, client_for):
    words = ["Tin", "Bài", "Phóng sự", "Phỏng vấn", "Hỏi – đáp", "Infographic", "Chùm ảnh", "Video", "Podcast"]
    assert [genre.label for genre in ARTICLE_GENRES] == words
    reporter = client_for(newsroom["reporter"])
    offered = reporter.get(f"/admin/pages/add/articles/articlepage/{newsroom['section'].pk}/").context["form"]
    assert [str(label) for value, label in offered.fields["genre"].choices] == words
    for genre in ARTICLE_GENRES:
        page = write(reporter, newsroom["section"], f"Bài {genre.label}", genre=genre.value)
        page.get_latest_revision().publish(skip_permission_checks=True)
        live = ArticlePage.objects.get(pk=page.pk)
        assert live.genre == genre and client_for(None).get(live.address).status_code == 200
    address = f"/admin/pages/add/articles/articlepage/{newsroom['section'].pk}/"
    assert reporter.post(address, form("Lạ", genre=Genre.KOL.value)).status_code == 200, "no genre of another form"
    assert not ArticlePage.objects.filter(title="Lạ").exists()


def test_each_of_the_three_campaign_hashtags_has_a_page_of_its_stories(newsroom, client_for):
    home, reader = make_home(), client_for(None)
    site = home.get_site()
    words = "#khongmotminh #cungnhauantoan #dunghoibao"
    SiteIdentity.objects.update_or_create(site=site, defaults={"hashtags": words, "outlet": Outlet.objects.first()})
    home.add_child(instance=HashtagIndexPage(title="Hashtag", slug="hashtag", locale=home.locale))
    cache.clear()
    for word in words.split():
        story = make_article(f"Bài của {word}", section=newsroom["section"])
        story.tags.add(word.removeprefix("#"))
        story.save_revision().publish(skip_permission_checks=True)
    index = reader.get("/vi/hashtag/").text
    for word in words.split():
        response = reader.get(f"/vi/hashtag/{word.removeprefix('#')}/")
        assert response.status_code == 200 and word in index
        for other in words.split():
            assert (f"Bài của {other}" in html.unescape(response.text)) is (other == word)
    assert reader.get("/vi/hashtag/khac/").status_code == 404


@pytest.mark.slow
def test_a_story_is_begun_from_the_menu_in_two_presses_and_only_in_the_own_house(newsroom, client_for):
    ours, theirs = newsroom["section"].pk, newsroom["other"].pk
    reporter, address = client_for(newsroom["reporter"]), "/admin/toa-soan/viet/"
    assert f'href="{address}"' in reporter.get("/admin/toa-soan/").text
    offered = reporter.get(address)
    assert f'value="{ours}"' in offered.text and f'value="{theirs}"' not in offered.text
    for kind in [*STORIES, *GATHERINGS]:
        response = reporter.get(address, {"chuyen-muc": ours, "loai": kind})
        assert response.url == f"/admin/pages/add/articles/{kind}/{ours}/", kind
        assert reporter.get(response.url).status_code == 200
    for kind in ("quizpage", "scenariopage", "challengepage"):
        response = reporter.get(address, {"chuyen-muc": ours, "loai": kind}, follow=True)
        assert response.redirect_chain == [(f"/admin/pages/add/activities/{kind}/{ours}/", 302)]
        assert response.status_code == 200
    for section, kind in (
        (theirs, "articlepage"),
        (ours, "sectionpage"),
        (ours, "homepage"),
        ("x", "articlepage"),
        (ours, "kolstorypage"),
    ):
        assert reporter.get(address, {"chuyen-muc": section, "loai": kind}).status_code == 200, "asked again"
    assert client_for(make_user()).get(address).status_code in {302, 403}
