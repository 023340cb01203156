"""Every text field and block of every page type with other probes: addresses, JSON, templates, hidden letters."""

import pytest

from tests.articles import test_hostile_text
from tests.articles.test_hostile_text import hostile  # noqa: F401  (a fixture)
from tests.base.probes import TITLE, has_run
from tests.factories import make_user

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
PROBE = TITLE.format(100)


@pytest.fixture
def other_probe(monkeypatch):
    """`hostile` fills its pages with this one."""
    monkeypatch.setattr(test_hostile_text, "PROBE", PROBE)
    monkeypatch.setattr(test_hostile_text, "ADDRESS", 'https://a.example/"onmouseover=__hit=100//')


def test_the_probe_fits_into_a_headline_and_is_found():
    assert len(PROBE) <= 110
    assert has_run(f"<h1>{PROBE}</h1>") and has_run(f'<a href="{PROBE}">x</a>')


@pytest.mark.slow
@pytest.mark.usefixtures("other_probe", "newsroom")
def test_no_probe_runs_live_in_feeds_in_the_editor_or_in_compare(client_for, request):
    pages = request.getfixturevalue("hostile")  # after the probe has been exchanged
    editor, reader = client_for(make_user(is_superuser=True)), client_for(None)
    for page in pages:
        live = reader.get(getattr(page, "address", "") or page.url)
        assert live.status_code == 200 and "__hit=100" in live.text, page
        assert not has_run(live.text), (page, has_run(live.text)[:3])
        first, last = page.revisions.order_by("pk").first(), page.revisions.order_by("pk").last()
        own = ("edit/", "view_draft/", "history/", f"revisions/{last.pk}/view/")
        for place in (*own, f"revisions/compare/{first.pk}...{last.pk}/"):
            response = editor.get(f"/admin/pages/{page.pk}/{place}")
            assert response.status_code == 200, (page, place)
            assert not has_run(response.text), (page, place, has_run(response.text)[:3])
    section = pages[0].get_parent().specific
    for item in reader.get(f"{section.address}feed.json").json()["items"]:
        assert "__hit=100" in item["content_html"] and not has_run(item["content_html"])
    for place in (section.address, "/vi/", "/vi/tim-kiem/?q=onload", "/admin/toa-soan/", "/admin/pages/"):
        response = (editor if place.startswith("/admin/") else reader).get(place)
        assert response.status_code == 200 and not has_run(response.text), place
