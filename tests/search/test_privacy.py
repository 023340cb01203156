"""Nothing of a search is kept (docs/security.md, rule 49), and its results are right at once whatever changes."""

import pytest
from django.core.cache import cache

from media_library.models import LibraryIndexPage
from tests.factories import make_article, make_asset, make_help_line, make_home, make_user
from tests.search.shown import titles

pytestmark = [pytest.mark.indexed, pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
SEARCH = "/vi/tim-kiem/"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def search(client, query, **more):
    response = client.get(SEARCH, {"q": query, **more})
    assert response.status_code == 200
    return titles(response)


def test_what_is_published_withdrawn_or_renamed_is_right_at_once(client):
    home = make_home()
    library = LibraryIndexPage(title="Kho tài liệu", slug="kho-tai-lieu", locale=home.locale)
    home.add_child(instance=library)
    library.save_revision().publish(skip_permission_checks=True)
    story, asset = make_article("Bài về tờ rơi"), make_asset(name="Tờ rơi một")
    assert set(search(client, "tờ rơi")) == {story.title, asset.name}
    other = make_article("Tờ rơi mới in", section=story.get_parent().specific)
    assert set(search(client, "tờ rơi")) == {story.title, asset.name, other.title}
    other.title = "Tờ rơi in lại"
    other.save_revision().publish(skip_permission_checks=True)
    assert set(search(client, "tờ rơi")) == {story.title, asset.name, "Tờ rơi in lại"}
    asset.withdraw()
    assert set(search(client, "tờ rơi")) == {story.title, "Tờ rơi in lại"}
    story.unpublish()
    assert search(client, "tờ rơi") == ["Tờ rơi in lại"]


def test_who_asks_makes_no_difference_and_leaves_nothing_for_others(client, client_for):
    make_article("Tờ rơi cho mọi người")
    make_asset(name="Tờ rơi của riêng ban", access="staff")
    chief = client_for(make_user(is_superuser=True, full_name="Trần Tổng Biên Tập"))
    for reader in (chief, client, chief, client):
        response = reader.get(SEARCH, {"q": "tờ rơi"})
        assert titles(response) == ["Tờ rơi cho mọi người"]
        assert "Trần Tổng Biên Tập" not in response.text
        assert "private" in response["Cache-Control"] and "no-store" in response["Cache-Control"]


def test_no_cache_takes_a_typed_word(client, monkeypatch):
    make_home()
    make_help_line()
    make_article("Nhận ra lừa đảo", paragraphs=["Chuyện của một bạn ở Ninh Kiều."])
    calls = []
    for name in ("set", "set_many", "add", "get_or_set"):
        real = getattr(cache, name)
        monkeypatch.setattr(cache, name, lambda *a, _real=real, **k: (calls.append(repr(a)), _real(*a, **k))[1])
    for query in ("ninh kieu", "NINH kiều", "nihn kieeuf", "zwxquat lừa đảo", "ninh cứu em"):
        for more in ({}, {"bai": "1"}, {"cho": "zwxquat"}):
            client.get(SEARCH, {"q": query, **more})
    assert calls
    assert not [text for text in calls if "ninh" in text.lower() or "zwxquat" in text or "nihn" in text]
