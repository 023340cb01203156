"""What a reader gets at the address of an article."""

import pytest
from django.core.cache import cache
from django.template import Context, Template
from django.utils import timezone

from articles.models import ArticlePage
from base.images.image_specs import MAKE_ALL
from media_library.models import Lease
from tests.factories import (
    asset_row,
    make_article,
    make_asset,
    make_home,
    make_image,
    make_locale,
    make_section,
    story_row,
)

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def address_of(page):
    return f"/vi/{page.get_parent().slug}/{page.slug}/"


def test_draft_is_unknown_and_published_story_is_everywhere_at_once(client):
    section = make_section()
    draft = make_article("Bài còn là nháp", section=section, live=False)
    assert client.get(address_of(draft)).status_code == 404
    assert "Bài còn là nháp" not in client.get("/vi/nhan-dien-chieu-tro/").content.decode()

    draft.get_latest_revision().publish(skip_permission_checks=True)
    for address in (address_of(draft), "/vi/nhan-dien-chieu-tro/", "/vi/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "Bài còn là nháp" in response.content.decode(), address

    draft.refresh_from_db()
    draft.unpublish()
    assert client.get(address_of(draft)).status_code == 410
    assert "Bài còn là nháp" not in client.get("/vi/nhan-dien-chieu-tro/").content.decode()


def test_warning_stands_before_picture_and_byline(client):
    page = make_article(
        content_warning="Bài kể lại lời đe dọa.", lead_image=make_image(credit="Hải Đăng"), author="Minh Thư"
    )
    html = client.get(address_of(page)).content.decode()
    assert html.index("Bài kể lại lời đe dọa.") < html.index("<figure") < html.index("Minh Thư</b>")
    assert "Ảnh: Hải Đăng" in html
    assert "data-exit" in html  # quick exit on a sensitive page


@pytest.mark.indexed
def test_editors_text_never_becomes_code(client):
    probe = "<script>alert(1)</script>"
    page = make_article(
        f"Tít {probe}",
        sapo=f"Sapo {probe} </script><b>",
        lead_image=make_image(description=f'"{probe}'),
        lead_caption=f"Chú thích {probe}",
        lead_credit=probe,
        kicker=probe,
        source_name=probe,
        content_warning=probe,
        author=probe,
    )
    page.tags.add(probe)
    page.save_revision().publish(skip_permission_checks=True)
    for address in (address_of(page), "/vi/nhan-dien-chieu-tro/", "/vi/tim-kiem/?q=sapo"):
        html = client.get(address).content.decode()
        assert "alert(1)" in html
        assert probe not in html, address
        assert "</script><b>" not in html, address


def test_asset_card_offers_the_file_and_leaves_when_withdrawn(client):
    asset = make_asset(name="Poster “Gọi ai khi cần?”")
    page = make_article()
    page.body = [*page.body.get_prep_value(), {"type": "asset", "value": asset.pk}]
    page.save_revision().publish(skip_permission_checks=True)
    html = client.get(address_of(page)).content.decode()
    assert f"/tai/{asset.current_version.files.get().uuid}/" in html
    asset.withdraw()
    html = client.get(address_of(page)).content.decode()
    assert "/tai/" not in html and "Gọi ai khi cần" not in html


def test_blocks_are_drawn_as_wagtail_draws_each(rf):
    """Also where a text is dangerous, and where a link is looked up."""
    page = make_article(lead_image=make_image(**SMALL))
    link = f'<p>Xem <a linktype="page" id="{page.pk}">bài này</a> &amp; <b>nhớ</b></p>'
    page.body = [
        *page.body.get_prep_value(),
        {"type": "heading", "value": "<i>Một</i>"},
        {"type": "paragraph", "value": link},
        {"type": "heading", "value": "Hai"},
        {"type": "quote", "value": {"text": "<b>Cúp máy</b>", "who": "An"}},
        {"type": "figure", "value": {"image": page.lead_image_id, "caption": "Chú <i>thích</i>", "credit": ""}},
        {"type": "asset", "value": asset_row().pk},
    ]
    page.save()
    body = ArticlePage.objects.get(pk=page.pk).body
    loop = "{% for number, block in body|numbered %}{% include_block block with number=number %}{% endfor %}"
    ours, theirs = (
        Template("{% load articles wagtailcore_tags %}" + source).render(
            Context({"body": body, "request": rf.get("/"), "page": page})
        )
        for source in ("{% blocks body|numbered %}", loop)
    )
    assert ours == theirs and "&lt;b&gt;Cúp máy" in ours and page.address in ours and '">2</span>' in ours


@pytest.mark.clock("2026-11-18 09:00")
def test_an_asset_leaves_a_story_on_the_day_after_its_last_one(client, clock):
    asset = asset_row(name="Poster thuê đến tối nay")
    Lease.objects.create(asset=asset, effect="allow", ends_on=timezone.localdate(), note="Nhạc nền")
    page = make_article()
    page.body = [*page.body.get_prep_value(), {"type": "asset", "value": asset.pk}]
    page.save_revision().publish(skip_permission_checks=True)
    assert "Poster thuê đến tối nay" in client.get(address_of(page)).text
    clock.move_to("2026-11-19 00:05")
    cache.clear()
    html = client.get(address_of(page)).text
    assert page.title in html and "Poster thuê" not in html


def test_related_are_four_others_by_shared_tags_then_section(client):
    section, elsewhere = make_section(), make_section("Mẹo nhanh")
    for number in range(5):
        story_row(f"Cùng mục {number}", section=section)
    tagged = make_article("Cùng từ khóa", section=elsewhere)
    page = make_article("Bài chính", section=section)
    for story in (tagged, page):
        story.tags.add("giả danh")
        story.save_revision().publish(skip_permission_checks=True)
    first, second = (client.get(address_of(page)).context["related"] for _ in range(2))
    assert [story.pk for story in first] == [story.pk for story in second]
    assert first[0].pk == tagged.pk
    assert len(first) == 4 and page.pk not in {story.pk for story in first}
    assert all(story.title.startswith("Cùng mục") for story in first[1:])


def test_share_row_has_no_third_party_request_and_meta_are_complete(client):
    page = make_article("Cúp máy trước", author="Minh Thư", lead_image=make_image())
    html = client.get(address_of(page)).content.decode()
    for snippet in (
        'rel="canonical"',
        'property="article:published_time"',
        'property="og:image"',
        '"@type": "NewsArticle"',
        '"@type": "BreadcrumbList"',
    ):
        assert snippet in html
    assert 'src="http' not in html and "<iframe" not in html
    assert "facebook.com/sharer" in html


@pytest.mark.parametrize("path", ["/vi/khong-co/", "/vi/nhan-dien-chieu-tro/khong-co/", "/vi/" + "a/" * 30])
def test_unknown_address_is_404(client, path):
    make_section()
    assert client.get(path).status_code == 404


def test_restricted_page_asks_for_the_password(client):
    from wagtail.models import PageViewRestriction

    page = make_article()
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="password", password="x")
    assert "Đoạn văn thử." not in client.get(address_of(page)).content.decode()


#: Pictures of all sizes are made of it.
SMALL = {"width": 640, "height": 360}


def _full_article(section):
    page = make_article(section=section, lead_image=make_image(**SMALL), author="Minh Thư", source_name="Kế hoạch 120")
    asset, picture = make_asset(), make_image(**SMALL)
    page.body = [
        *page.body.get_prep_value(),
        {"type": "heading", "value": "Dọa cho sợ"},
        {"type": "figure", "value": {"image": picture.pk, "caption": "Một", "credit": ""}},
        {"type": "figure", "value": {"image": make_image(**SMALL).pk, "caption": "Hai", "credit": "Minh họa: H"}},
        {"type": "asset", "value": asset.pk},
    ]
    page.tags.add("giả danh", "cuộc gọi")
    page.save_revision().publish(skip_permission_checks=True)
    return page


@pytest.mark.slow
def test_article_needs_the_same_queries_however_many_stories(client, django_assert_max_num_queries):
    make_home()
    section = make_section()
    page = _full_article(section)
    for number in range(12):
        story_row(f"Bài {number}", section=section, lead_image=make_image(**SMALL))
    client.get(address_of(page), **{MAKE_ALL: True})  # pictures are made once in their life, by the worker
    with django_assert_max_num_queries(25) as counted:
        assert client.get(address_of(page)).status_code == 200
    few = len(counted)
    for number in range(30):
        story_row(f"Thêm {number}", section=section)
    client.get(address_of(page))
    with django_assert_max_num_queries(few):
        client.get(address_of(page))


def test_an_untranslated_sections_name_says_it_is_vietnamese(client):
    """wagtail-localize puts a copy of the section over the first translated story; it is translated later."""
    section = make_section("Nhận diện chiêu trò")
    theirs = section.copy_for_translation(make_locale("km"), copy_parents=True, alias=True)
    page = make_article("ព័ត៌មាន", section=theirs)
    marked = f'<a href="{theirs.address}" lang="vi">Nhận diện chiêu trò</a>'
    assert marked in " ".join(client.get(page.address).text.split())
    theirs.alias_of, theirs.title = None, "ស្គាល់ល្បិច"
    theirs.save_revision().publish(skip_permission_checks=True)
    cache.clear()
    html = client.get(page.address).content.decode()
    assert marked not in html and f'<a href="{theirs.address}">ស្គាល់ល្បិច</a>' in html
