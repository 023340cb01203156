"""Synonyms of the editors, suggestions, facets, other languages and bad input, asked through the address."""

import pytest
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from search.models import DistressPhrase, SearchEntry, SynonymGroup
from tests.factories import make_article, make_help_line, make_home, make_section, make_user
from tests.search.shown import titles

pytestmark = [pytest.mark.indexed, pytest.mark.django_db]
HELP = 'id="giup-truoc"'
SEARCH, SUGGEST = "/vi/tim-kiem/", "/vi/tim-kiem/goi-y/"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def test_synonyms_of_an_editor_work_at_once(client, client_for):
    make_article("Tờ gấp dán ở lớp", section=make_section())
    assert titles(client.get(SEARCH, {"q": "leaflet"})) == []
    editor = client_for(make_user(is_superuser=True))
    response = editor.post(
        "/admin/snippets/search/synonymgroup/add/", {"language": "vi", "phrases": "tờ gấp\nleaflet\ntờ rơi"}
    )
    assert response.status_code == 302
    assert titles(client.get(SEARCH, {"q": "leaflet"})) == ["Tờ gấp dán ở lớp"]
    assert titles(client.get(SEARCH, {"q": "to roi"})) == ["Tờ gấp dán ở lớp"]
    refused = editor.post("/admin/snippets/search/synonymgroup/add/", {"language": "vi", "phrases": "một mình"})
    assert "cần từ 2 đến" in refused.content.decode()
    assert SynonymGroup.objects.count() == 1


def test_distress_phrases_of_an_editor_join_the_built_in_ones(client):
    make_home()
    make_help_line()
    assert HELP not in client.get(SEARCH, {"q": "nhớ nhà quá"}).text
    DistressPhrase.objects.create(phrase="nhớ nhà quá")
    for typed in ("nhớ nhà quá", "nho nha qua", "em nhớ nhà quá trời", "tuwj tuwr", "tự tử"):
        response = client.get(SEARCH, {"q": typed})
        assert HELP in response.text, typed
        assert f"<title>Tìm “{typed}”" not in response.content.decode(), "nothing of it in the browser's history title"
    assert HELP not in client.get(SEARCH, {"q": "từ từ"}).text


def test_a_distress_phrase_is_long_enough_not_to_catch_every_query(client_for):
    editor, address = client_for(make_user(is_superuser=True)), "/admin/snippets/search/distressphrase/add/"
    for phrase in ("a", "ba", "???"):
        assert "ít nhất ba chữ cái" in editor.post(address, {"language": "vi", "phrase": phrase}).text, phrase
    assert editor.post(address, {"language": "vi", "phrase": "nhớ  nhà"}).status_code == 302
    assert DistressPhrase.objects.get().phrase == "nhớ nhà"


def test_suggestions_for_a_beginning_and_help_for_one_in_trouble(client):
    make_article("Nhận ra lừa đảo qua điện thoại", section=make_section())
    response = client.get(SUGGEST, {"q": "lừa đ"})
    assert response.json()["pages"][0]["title"] == "Nhận ra lừa đảo qua điện thoại"
    assert "no-store" in response["Cache-Control"] and response["Referrer-Policy"] == "no-referrer"
    assert [page["address"] for page in client.get(SUGGEST, {"q": "tự tử"}).json()["pages"]] == ["/vi/can-giup-do/"]
    assert client.get(SUGGEST, {"q": ""}).json() == {"phrases": [], "pages": []}
    assert client.get(SUGGEST, {"q": "x" * 101}).status_code == 400


def test_no_closed_section_is_suggested(client):
    section = make_section("Tập huấn giáo viên", slug="tap-huan")
    PageViewRestriction.objects.create(page=section, restriction_type="password", password="x")
    for names in ([], [section.title]):
        assert client.get(SUGGEST, {"q": "tập h"}).json()["phrases"] == names
        PageViewRestriction.objects.all().delete()


@pytest.mark.slow
def test_a_mistyped_query_is_answered_and_said(client):
    make_article("Nhận ra lừa đảo qua điện thoại", section=make_section())
    response = client.get(SEARCH, {"q": "luwaf ddaor"})
    assert titles(response) == ["Nhận ra lừa đảo qua điện thoại"]
    assert "Đây là kết quả của" in response.content.decode()


def test_other_languages_are_shown_as_such(client):
    section = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin")
    make_article("កុំលាក់ការសម្ងាត់ពីគ្រួសារ", section=section, slug="bi-mat")
    response = client.get(SEARCH, {"q": "គ្រួសារ"})
    assert titles(response) == []
    html = response.content.decode()
    assert "Có trong ngôn ngữ khác" in html and 'lang="km"' in html


def test_facets_narrow_and_strange_ones_are_ignored(client):
    from campaign.models import Topic

    section = make_section()
    page = make_article("An toàn một", section=section)
    page.topics.add(Topic.objects.create(slug="lua-dao", name="Lừa đảo"))
    page.save_revision().publish(skip_permission_checks=True)
    make_article("An toàn hai", section=section)
    assert titles(client.get(SEARCH, {"q": "an toàn", "chu-de": "lua-dao"})) == ["An toàn một"]
    assert len(titles(client.get(SEARCH, {"q": "an toàn", "khi": "7", "xep": "moi"}))) == 2
    for bad in ({"chu-de": "'; drop"}, {"cho": "("}, {"dang": "%"}, {"khi": "x"}, {"loai": "y"}):
        assert client.get(SEARCH, {"q": "an toàn", **bad}).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("   ", 200), ("x" * 18_000, 400), ("\"'`", 200), ("a & b | !c <-> d:*", 200), ("100%", 200),
        (".*[a-z]+(?=x)", 200),
        ("a\0b", 400), ("\u0301\u0323", 200), ("\u202e\u2066abc\u200f", 200), ("và là của cho", 200),
        ("t:lua b:x", 200),
        ("l:vi", 200), ("\\", 200), ("\u200b\u200b", 200), ("្", 200), ("𝓵𝓾𝓪", 200), ("a" * 100, 200), ("ﬁ ½ ẞ", 200),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", [SEARCH, SUGGEST])
def test_any_input_gets_an_answer(client, address, query, status):
    make_home()
    assert client.get(address, {"q": query}).status_code == status


def test_every_kind_has_a_name():
    assert all(str(label) for _value, label in SearchEntry.Kind.choices)
