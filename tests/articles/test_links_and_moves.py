"""Related stories chosen in one dialog; broken links named; a live story moved to its section with its address."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry

from articles.models import ArticlePage
from articles.rules import gates
from notifications.models import Letter
from tests.factories import make_article, make_section
from tests.newsroom_world import SAPO, colleague, the_section, the_story

pytestmark = [pytest.mark.django_db, pytest.mark.world("newsroom")]

CHOOSER = "/admin/toa-soan/chon-bai/"


def linking(target, title="Bài dẫn"):
    page = make_article(title, section=the_section(), sapo=SAPO)
    page.body = [*page.body.raw_data, {"type": "link", "value": {"story": target.pk}}]
    page.save_revision().publish(skip_permission_checks=True)
    return ArticlePage.objects.get(pk=page.pk)


@pytest.mark.indexed
def test_the_dialog_suggests_first_what_is_near_and_finds_without_marks(client_for):
    section = the_section()
    near = make_article("Cuộc gọi giả danh công an", section=section, published_at=timezone.now() - timedelta(days=9))
    for number in range(3):
        make_article(f"Ngày hội sân trường {number}", section=section)
    hidden = make_article("Nháp của cơ quan khác", section=make_section("Riêng", slug="rieng"), live=False)
    about = make_article("Giả danh công an qua cuộc gọi", section=section, live=False, owner=colleague("editor"))
    editor = client_for(colleague("editor"))
    from_editor = {"HTTP_REFERER": f"http://testserver/admin/pages/{about.pk}/edit/"}
    html = editor.get(CHOOSER, **from_editor).json()["html"]
    assert html.index(near.title) < html.index("Ngày hội sân trường 0") and about.title not in html
    results = editor.get(f"{CHOOSER}results/?q=cuoc goi", **from_editor).text
    assert near.title in results and "Ngày hội" not in results
    assert hidden.title not in editor.get(CHOOSER).json()["html"]
    assert editor.get(f"{CHOOSER}chosen/{hidden.pk}/").status_code == 404
    assert editor.get(f"{CHOOSER}chosen/{near.pk}/").json()["result"]["id"] == str(near.pk)


@pytest.mark.indexed
def test_a_link_to_what_readers_cannot_open_is_named_at_saving_in_the_report_and_once_a_week(client_for):
    target = make_article("Bài sẽ gỡ", section=the_section())
    page = linking(target)
    assert "broken-link" not in {finding.code for finding in gates.check(page)}
    target.unpublish()
    broken_link = next(finding for finding in gates.check(page) if finding.code == "broken-link")
    assert "Bài sẽ gỡ" in broken_link.problem and not broken_link.is_stop
    report = client_for(colleague("editor")).get("/admin/toa-soan/lien-ket-hong/").text
    assert "Bài dẫn" in report and "Bài sẽ gỡ" in report
    assert "Bài dẫn" not in client_for(colleague("culture")).get("/admin/toa-soan/lien-ket-hong/").text
    for _ in range(2):
        call_command("report_broken_links")
    letters = Letter.objects.filter(purpose="broken-links")
    assert {letter.recipient for letter in letters} == {colleague(name).email for name in ("secretary", "chief")}
    assert letters.count() == 2 and "Bài sẽ gỡ" in letters[0].text


def test_a_live_story_moves_with_its_address_its_feeds_and_its_lists(client, client_for):
    story, section = the_story(), the_section()
    right = make_section("Trường học", slug="truong-hoc", outlet=section.outlet)
    before, place = story.url, f"/admin/toa-soan/bai/{story.pk}/chuyen-muc/"
    for name in ("reporter", "editor", "culture"):
        assert client_for(colleague(name)).post(place, {"section": right.pk}).status_code in (302, 403)
    secretary = client_for(colleague("secretary"))
    assert secretary.post(place, {"section": make_section("Của ai", slug="cua-ai").pk}).status_code == 422
    assert ArticlePage.objects.get(pk=story.pk).url == before
    response = secretary.post(place, {"section": right.pk}, follow=True)
    assert "Địa chỉ cũ dẫn về địa chỉ mới" in response.text
    moved = ArticlePage.objects.get(pk=story.pk)
    assert PageLogEntry.objects.get(page_id=story.pk, action="wagtail.move").user == colleague("secretary")
    response = client.get(before)
    assert moved.url == f"/vi/truong-hoc/{story.slug}/" and response.status_code == 301 and response.url == moved.url
    assert story.title in client.get("/vi/truong-hoc/rss.xml").text
    assert story.title not in client.get(f"/vi/{section.slug}/rss.xml").text
    assert moved.live and moved.listed_in == right.pk
    story.refresh_from_db()
    twin = make_article(story.title, section=section, slug=story.slug)
    refused = secretary.post(f"/admin/toa-soan/bai/{twin.pk}/chuyen-muc/", {"section": right.pk})
    assert refused.status_code == 422 and "địa chỉ này" in refused.text
