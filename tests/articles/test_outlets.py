"""A newspaper and a state portal on one site: byline, footer and structured data are those of the right house."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from wagtail.models import Site

from articles.models import ArticlePage, AuthorIndexPage, Person
from campaign.models import Outlet, SiteIdentity
from campaign.models.outlet import Imprint
from tests.articles.newsroom_forms import SAPO
from tests.articles.test_after_publication import correct
from tests.factories import make_article, make_home, make_section

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
LEGAL = Path(__file__).parents[2] / "base/templates/components/legal.html"
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def houses(newsroom):
    """The two newsrooms of `newsroom` with what the law asks of each; returns {"press", "office"}."""
    cache.clear()
    press, office = newsroom["section"].outlet, newsroom["other"].outlet
    for outlet, facts in (
        (press, {"masthead": "Báo Sông Hậu", "governing_body": "Thành ủy", "licence_number": "12/GP-BVHTTDL",
                 "licence_date": date(2026, 7, 1), "licence_body": "Bộ VHTTDL", "head": "Phạm Hữu Tâm",
                 "website": "https://bao.example/", "facebook_url": "https://facebook.com/bao.example"}),
        (office, {"footer_profile": Outlet.FooterProfile.PORTAL, "governing_body": "UBND thành phố",
                  "head": "Võ Thị Sen", "phone": "0292 000 0000"}),
    ):  # fmt: skip
        for name, value in facts.items():
            setattr(outlet, name, value)
        outlet.save()
    return {"press": press, "office": office}


def legal(client, address) -> str:
    return " ".join(client.get(address).text.split('<div class="legal">', 1)[1].split("</footer>", 1)[0].split())


def things(client, address) -> dict[str, dict]:
    nodes = [thing for text in SCRIPT.findall(client.get(address).text) for thing in json.loads(text)["@graph"]]
    return {thing["@type"]: thing for thing in nodes}


def byline(client, address) -> str:
    return client.get(address).text.split('<div class="byline">', 1)[1].split("</div>", 1)[0]


def test_press_and_portal_have_the_footer_their_law_asks_for(houses, newsroom, client_for):
    reader = client_for(None)
    ours, theirs = (make_article(section=newsroom[name], sapo=SAPO) for name in ("section", "other"))
    for address in (ours.address, newsroom["section"].address):
        foot = legal(reader, address)
        for words in ("12/GP-BVHTTDL", "01-07-2026, Bộ VHTTDL", "Tổng Biên tập: Phạm Hữu Tâm", "Thành ủy"):
            assert words in foot, (address, words)
        assert 'href="https://facebook.com/bao.example"' in foot and "Cổng thông tin" not in foot
    for address in (theirs.address, newsroom["other"].address):
        foot = legal(reader, address)
        assert "Cổng thông tin" in foot and "Chịu trách nhiệm: Võ Thị Sen" in foot and "0292 000 0000" in foot
        assert "Giấy phép" not in foot and "Tổng Biên tập" not in foot and "facebook" not in foot


def test_the_footer_has_all_that_its_template_names_and_follows_a_change(houses, newsroom, client_for):
    names = set(re.findall(r"outlet\.(\w+)", LEGAL.read_text(encoding="utf-8")))
    assert names == {*Imprint._fields, "own_name"}
    reader, address = client_for(None), make_article(section=newsroom["section"], sapo=SAPO).address
    assert "Phạm Hữu Tâm" in legal(reader, address)
    for name, value in (
        ("head", "Lý Thu Hà"),
        ("licence_date", date(2027, 1, 2)),
        ("tiktok_url", "https://t.example/"),
    ):
        setattr(houses["press"], name, value)
    houses["press"].save()
    foot = legal(reader, address)
    assert "Lý Thu Hà" in foot and "02-01-2027" in foot and "https://t.example/" in foot and "Hữu Tâm" not in foot


def test_structured_data_and_byline_follow_the_house(houses, newsroom, client_for):
    home, reader = make_home(), client_for(None)
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    ours, theirs = (make_article(section=newsroom[name], sapo=SAPO) for name in ("section", "other"))
    news = things(reader, ours.address)["NewsArticle"]
    assert news["publisher"]["@type"] == "NewsMediaOrganization" and news["publisher"]["name"] == "Báo Sông Hậu"
    assert news["publisher"]["sameAs"] == ["https://facebook.com/bao.example"]
    assert news["publisher"]["url"] == "https://bao.example/" and news["author"] == [news["publisher"]]
    news = things(reader, theirs.address)["NewsArticle"]
    assert news["publisher"]["@type"] == "GovernmentOrganization", "an office does not pass for press"
    assert news["publisher"]["name"] == houses["office"].name
    assert "Báo Sông Hậu" in byline(reader, ours.address), "unsigned: the house signs"
    assert houses["office"].name in byline(reader, theirs.address)
    theirs.bylines.create(person=Person.objects.create(full_name="Trần Thị Hạnh", outlet=houses["office"]))
    theirs.save_revision().publish(skip_permission_checks=True)
    text = byline(reader, theirs.address)
    assert "Trần Thị Hạnh" in text and houses["office"].name not in text
    person = things(reader, "/vi/tac-gia/tran-thi-hanh/")["ProfilePage"]["mainEntity"]
    assert person["worksFor"]["@type"] == "GovernmentOrganization"


def test_a_taken_story_keeps_its_makers_name_under_the_takers_footer(houses, newsroom, client_for):
    story = make_article("Cuộc thi", section=newsroom["section"], sapo=SAPO, paragraphs=["Cuộc thi có 40 trường."])
    story = ArticlePage.objects.get(pk=story.pk)
    taker, reader = client_for(newsroom["culture_secretary"]), client_for(None)
    statuses = [taker.get("/admin/toa-soan/lay-bai/", {"trang": page}).status_code for page in ("1", "99", "hai")]
    assert statuses == [200, 404, 404]
    taker.post("/admin/toa-soan/lay-bai/", {"story": story.pk, "section": newsroom["other"].pk})
    copy = ArticlePage.objects.get(alias_of=story.pk)
    for _time in ("as taken", "as corrected"):
        html = reader.get(copy.address).text
        assert f'<link rel="canonical" href="{things(reader, story.address)["NewsArticle"]["url"]}"' in html
        assert "Bài của Báo Sông Hậu." in html and f'href="{story.address}"' in html
        news = things(reader, copy.address)["NewsArticle"]
        assert news["url"] == things(reader, story.address)["NewsArticle"]["url"] != copy.address
        assert news["publisher"]["name"] == "Báo Sông Hậu" and news["articleSection"] == newsroom["other"].title
        assert "Báo Sông Hậu" in byline(reader, copy.address)
        foot = legal(reader, copy.address)
        assert "Chịu trách nhiệm: Võ Thị Sen" in foot and "12/GP-BVHTTDL" not in foot
        assert "Bài của Báo Sông Hậu." not in reader.get(story.address).text
        if _time == "as taken":
            correct(newsroom, client_for, story)
    html = reader.get(copy.address).text
    assert "Cuộc thi có 14 trường." in html and "không phải 40" in html
    listed = reader.get("/sitemap/trang-1.xml").text
    assert story.address in listed and copy.address not in listed


def test_stories_to_take_are_chosen_by_outlet_and_language(newsroom, client_for):
    third = Outlet.objects.create(slug="dai", name="Đài Thử", short_name="Đài Thử")
    khmer = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin-km", outlet=newsroom["section"].outlet)
    make_article("Bài của báo", section=newsroom["section"])
    make_article("ដំណឹង", section=khmer)
    make_article("Bài của đài", section=make_section("Tin đài", outlet=third))
    taker = client_for(newsroom["culture_secretary"])

    def titles(**asked):
        return {row["story"].title for row in taker.get("/admin/toa-soan/lay-bai/", asked).context["rows"]}

    everything = {"Bài của báo", "ដំណឹង", "Bài của đài"}
    assert titles() == titles(nn="xx") == titles(**{"co-quan": "van-hoa"}) == everything
    assert titles(nn="km") == {"ដំណឹង"}
    assert titles(**{"co-quan": "dai"}) == {"Bài của đài"}
    assert titles(**{"co-quan": "bao-thu", "nn": "vi"}) == {"Bài của báo"}
    assert titles(**{"co-quan": "dai", "nn": "km"}) == set()
    page = taker.get("/admin/toa-soan/lay-bai/", {"nn": "km"}).text
    assert "Đài Thử</option>" in page and '<option value="km" selected>' in page and "Báo Thử:" in page


def test_the_sites_own_house_stands_on_every_other_page_with_its_date(houses, client_for):
    home = make_home()
    SiteIdentity.objects.create(site=Site.objects.get(root_page=home), outlet=houses["press"])
    cache.clear()
    page = client_for(None).get("/vi/")
    assert page.status_code == 200 and "01-07-2026, Bộ VHTTDL" in page.text
    assert "Báo Sông Hậu" in page.text.split("<main", 1)[0], "the masthead carries the masthead's name"
    assert 'href="https://facebook.com/bao.example"' in page.text
