"""A section with many pages below is taken down by the worker, in parts, and is not deleted with them."""

import pytest
from wagtail.models import Locale, Page
from wagtail.signals import page_unpublished

from articles.admin import large_sections
from articles.models import ArticlePage
from tests.factories import make_article, make_home, make_section
from tests.worker import run_waiting_tasks

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
BULK = "/admin/bulk/wagtailcore/page/{}/?id={}&next=/admin/"


@pytest.fixture
def section(newsroom, monkeypatch):
    """A section with five live stories and a draft; the request and each run of the task take two."""
    monkeypatch.setattr(large_sections, "AT_ONCE", 2)
    monkeypatch.setattr(large_sections, "MOST_DELETED", 4)
    section = make_section("Tập huấn", slug="tap-huan", outlet=newsroom["section"].outlet)
    for number in range(5):
        make_article(f"Bài {number}", section=section)
    make_article("Bài nháp", section=section, live=False)
    return section


@pytest.fixture
def admin(newsroom, client_for):
    newsroom["chief"].is_superuser = True
    newsroom["chief"].save()
    return client_for(newsroom["chief"])


def live():
    return ArticlePage.objects.live().count()


def test_a_section_goes_at_once_and_what_is_below_in_parts(section, admin):
    path = f"/admin/pages/{section.pk}/unpublish/"
    response = admin.post(path, {"include_descendants": "on"}, follow=True)
    assert "5 trang bên dưới đang được gỡ lần lượt" in response.text
    assert not Page.objects.get(pk=section.pk).live and live() == 5
    assert large_sections.unpublish_below.call(section.pk, section.pk) == 0, "nobody is that user"
    run_waiting_tasks()
    assert live() == 0


def test_few_pages_go_with_the_section_and_none_where_that_is_not_asked(section, admin):
    path = f"/admin/pages/{section.pk}/unpublish/"
    admin.post(path)
    run_waiting_tasks()
    assert not Page.objects.get(pk=section.pk).live and live() == 5
    for page in ArticlePage.objects.live()[2:]:
        page.unpublish()
    section.save_revision().publish(skip_permission_checks=True)
    admin.post(path, {"include_descendants": "on"})
    assert live() == 0


def test_the_worker_stops_where_the_section_is_back_or_its_user_may_not(section, admin, newsroom):
    admin.post(f"/admin/pages/{section.pk}/unpublish/", {"include_descendants": "on"})
    assert large_sections.unpublish_below.call(section.pk, newsroom["culture"].pk) == 2 and live() == 5
    section.save_revision().publish(skip_permission_checks=True)
    run_waiting_tasks()
    assert live() == 5


def test_a_page_whose_unpublishing_stops_in_the_middle_is_met_again(section, admin, newsroom):
    stopped = section.get_children().live().order_by("path").first()

    def stop(instance, **kwargs):
        if instance.pk == stopped.pk:
            raise OSError("the database is away")

    Page.objects.filter(pk=section.pk).update(live=False)
    page_unpublished.connect(stop)
    try:
        with pytest.raises(OSError):
            large_sections.unpublish_below.call(section.pk, newsroom["chief"].pk)
    finally:
        page_unpublished.disconnect(stop)
    assert Page.objects.get(pk=stopped.pk).live, "what is live is tried again"


def test_a_section_with_many_pages_is_not_deleted_and_one_with_few_is(section, admin):
    for path in (f"/admin/pages/{section.pk}/delete/", BULK.format("delete", section.pk)):
        response = admin.post(path, follow=True)
        assert "còn 6 trang bên dưới, nên chưa xóa được (nhiều nhất 4)" in response.text
        assert Page.objects.filter(pk=section.pk).exists()
    for page in ArticlePage.objects.child_of(section)[4:]:
        page.delete()
    assert admin.post(f"/admin/pages/{section.pk}/delete/").status_code == 302
    assert not Page.objects.filter(pk=section.pk).exists()


def test_several_pages_at_once_are_not_taken_down_with_many_below(section, admin):
    other = make_section("Khác", slug="khac", outlet=section.outlet)
    path = BULK.format("unpublish", f"{section.pk}&id={other.pk}")
    response = admin.post(path, {"include_descendants": "on"}, follow=True)
    assert "Bạn gỡ riêng trang này" in response.text
    assert Page.objects.get(pk=section.pk).live and Page.objects.get(pk=other.pk).live and live() == 5
    assert admin.post(path).status_code == 302
    assert not Page.objects.get(pk=section.pk).live and live() == 5


@pytest.mark.parametrize("bulk", [False, True])
def test_who_takes_a_page_down_reads_in_which_languages_it_is_still_public(section, admin, bulk):
    make_home("km")
    twin = section.copy_for_translation(Locale.objects.get(language_code="km"))
    path = BULK.format("unpublish", section.pk) if bulk else f"/admin/pages/{section.pk}/unpublish/"
    for live_there in (True, False):
        Page.objects.filter(pk=section.pk).update(live=True)
        Page.objects.filter(pk=twin.pk).update(live=live_there)
        text = admin.post(path, follow=True).text
        assert not Page.objects.get(pk=section.pk).live
        assert ("vẫn đang đăng bằng: " in text) is live_there
        assert Page.objects.get(pk=twin.pk).live is live_there
