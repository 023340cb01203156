"""Buttons beside the points of the safety check lead to their place in the draft beside them."""

import pytest
from playwright.sync_api import expect

from articles.models import ArticlePage
from tests.articles.newsroom_forms import SAPO, act
from tests.e2e.newsroom_hands import PHONE, keep
from tests.factories import make_article

pytestmark = [pytest.mark.world("newsroom"), pytest.mark.slow]


def test_a_point_leads_to_its_words_and_blocks_in_the_draft(newsroom, person, client_for):
    story = make_article(
        "Em Trần Văn An gọi 111", section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"]
    )
    story.has_minor, story.has_victim = True, False
    story.body = [{"type": "paragraph", "value": "<p>Có 37% học sinh gặp.</p>"}, {"type": "help", "value": None}]
    story.save()
    story.save_revision(user=newsroom["reporter"])
    story = ArticlePage.objects.get(pk=story.pk)
    story.get_workflow().start(story, newsroom["reporter"])
    act(client_for(newsroom["editor"]), story)
    page = person(newsroom["secretary"], **PHONE)
    page.goto(f"/admin/toa-soan/bai/{story.pk}/an-toan/")
    draft = page.frame_locator("[data-jump-frame]")
    for label, place in (("“37%”", "text=37%"), ("Hộp trợ giúp", ".helpcard >> nth=0"), ("“Em Trần Văn An”", "h1")):
        page.get_by_role("button", name=label).first.click()
        expect(draft.locator(place).first).to_have_css("outline-style", "solid")
        expect(draft.locator(place).first).to_be_in_viewport()
    keep(page, "safety-places")
    for button in page.locator("[data-jumps] button").all():
        assert button.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
    assert not page.problems, page.problems
