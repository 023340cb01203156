"""404, 403, 410, 500 and 503 while database and cache are both away: our look, the numbers, the right language."""

import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client

from home.models import GoneAddress
from tests.factories import make_article, make_help_line, make_home, make_section, make_user

pytestmark = pytest.mark.django_db
NOWHERE = {"default": {"BACKEND": "base.caching.backends.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
NUMBERS = ("tel:113", "tel:111")
#: What the way home and the first number are called.
WORDS = {
    "vi": ("Về trang chủ", "Nguy hiểm ngay trước mắt"),
    "km": ("ទៅទំព័រដើម", "គ្រោះថ្នាក់នៅចំពោះមុខ"),
    "en": ("To the front page", "Immediate danger"),
}


@pytest.fixture
def all_away(monkeypatch, settings):
    """No database and no cache, as in the minute in which a machine starts."""

    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    settings.CACHES = NOWHERE
    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(connection, "ensure_connection", away)


def looks_like_us(response, status: int, language: str) -> None:
    """Plain, whole, ours: the mark, one heading, the way home, both numbers, nothing but our own small stylesheet."""
    text = response.text
    assert response.status_code == status
    assert f'<html lang="{language}">' in text and response["Content-Language"] == language
    assert text.count("<h1>") == 1 and f'href="/{language}/"' in text
    assert all(number in text for number in NUMBERS), "whoever is in danger has a number to call"
    assert all(words in text for words in WORDS[language])
    assert language == "vi" or not re.search("Trang|Bạn|Lỗi", text), "a sentence was left in Vietnamese"
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
    assert [Path(sheet).name.split(".")[0] for sheet in sheets] == ["help"]
    assert "<script" not in text and "<img" not in text and len(response.content) < 5_000
    assert response["Cache-Control"] == "no-store" and not response.cookies
    assert "{%" not in text and "OperationalError" not in text


@pytest.mark.parametrize("language", ["vi", "km", "en"])
def test_every_page_is_503_and_comes_back_by_itself(all_away, language):
    client = Client(raise_request_exception=False)
    for path in (f"/{language}/", f"/{language}/nhan-dien/bai/", f"/{language}/luu-tru/"):
        response = client.get(path)
        looks_like_us(response, 503, language)
        assert response["Retry-After"] == "30"


@pytest.mark.parametrize("language", ["vi", "km", "en"])
def test_our_own_fault_is_500_with_the_numbers_and_a_code_that_the_log_has(all_away, monkeypatch, caplog, language):
    monkeypatch.setattr("home.archive.site_context.data", lambda *args: 1 / 0)
    monkeypatch.setattr("home.archive._stories", lambda request: 1 / 0)
    responses = [Client(raise_request_exception=False).get(f"/{language}/luu-tru/?q=rieng-tu") for _time in range(2)]
    looks_like_us(responses[0], 500, language)
    codes = [re.search(r"\b[0-9a-f]{8}\b", response.text)[0] for response in responses]
    assert codes[0] != codes[1] and "rieng-tu" not in caplog.text
    for code in codes:
        assert f"error {code}: GET /{language}/luu-tru/" in caplog.text


@pytest.mark.parametrize("language", ["vi", "km", "en"])
def test_403_needs_nothing_either(all_away, monkeypatch, language):
    def refuse(request):
        raise PermissionDenied

    monkeypatch.setattr("home.archive._stories", refuse)
    looks_like_us(Client().get(f"/{language}/luu-tru/"), 403, language)


@pytest.mark.parametrize("language", ["vi", "km", "en"])
def test_404_falls_back_to_the_plain_page(monkeypatch, language):
    """While the shell cannot be drawn; without a database nobody knows what is missing: that is a 503."""
    make_home()
    cache.clear()
    monkeypatch.setattr("home.views.render", lambda *args, **kwargs: 1 / 0)
    looks_like_us(Client().get(f"/{language}/luu-tru/2031/13/"), 404, language)


@pytest.mark.parametrize("language", ["vi", "km", "en"])
def test_400_speaks_the_addresses_language_whoever_asked_before(language):
    make_home()
    client = Client()
    for before in ("/vi/can-giup-do/", "/en/can-giup-do/", "/km/can-giup-do/"):
        client.get(before)
        response = client.get(f"/{language}/%00/")
        assert response.status_code == 400 and f'<html lang="{language}">' in response.text, before


def test_410_stands_without_the_cache(settings):
    make_home()
    make_help_line("111")
    GoneAddress.objects.create(path="/vi/nhan-dien/da-go/")
    cache.clear()
    settings.CACHES = NOWHERE
    response = Client().get("/vi/nhan-dien/da-go/")
    assert response.status_code == 410 and "đã được gỡ" in response.text and "tel:111" in response.text


def test_the_plain_page_is_written_without_a_template_tag_that_asks_for_anything():
    """A later change to the shell must not reach it."""
    source = (Path(project.BASE_DIR) / "base/templates/base/error_plain.html").read_text()
    assert "site_context" not in source and "{% include" not in source and "{% extends" not in source


@pytest.mark.slow
def test_every_kind_of_page_stands_without_the_cache(client, client_for, settings):
    """A reader, somebody who signs in, and an editor: all three go on while Valkey restarts."""
    section = make_section()
    story = make_article("Cúp máy", section=section)
    make_help_line("111")
    settings.CACHES = NOWHERE
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    for path in ("/vi/", section.address, story.address, "/vi/tim-kiem/?q=cup may", "/vi/luu-tru/", "/vi/can-giup-do/"):
        assert client.get(path).status_code == 200, path
    assert client_for(make_user(is_superuser=True)).get("/admin/").status_code == 200
    assert client.get("/readyz").status_code == 503
