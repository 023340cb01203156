"""Editors with cached parts show the same as Wagtail's own, and each account its own choices and panels."""

import json
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from wagtail.admin.panels import TabbedInterface

from base.admin import kept_panels
from campaign.models import Topic
from tests.articles.newsroom_forms import form, write
from tests.factories import make_asset, make_user

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
DATA = re.compile(r'<script id="w-edit-handler-data" type="application/json">(.*?)</script>', re.DOTALL)
#: Differs from one opening to the next.
FRESH = re.compile(
    r"csrfmiddlewaretoken\W+value\W+\w+|CSRF_TOKEN\W+\w+|nonce=\S+|key\W+(?:quot\W+)*\w{5}\b|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|editing-sessions/\S+"
)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def opened(client, address):
    """(HTML of the editor without the packed panels, the packed panels)."""
    text = client.get(address).text
    found = DATA.search(text)
    return FRESH.sub("", text.replace(found[0], "")), json.loads(found[1])


def test_editors_show_what_wagtail_shows(newsroom, client_for, monkeypatch):
    reporter, chief = client_for(newsroom["reporter"]), client_for(newsroom["chief"])
    drafts = [write(reporter, newsroom["section"], title=title) for title in ("Một bài", "Một bài khác")]
    pages = [(client, f"/admin/pages/{draft.pk}/edit/") for draft in drafts for client in (reporter, chief)]
    kept = [opened(*page) for page in pages * 3][4:]  # the first round tells the others who else is there
    assert kept[:4] == kept[4:]
    assert kept[0][0] != kept[1][0], "each account sees its own panels"
    tabs = kept_panels.KeptTabs
    monkeypatch.setattr(tabs.BoundPanel, "render_html", TabbedInterface.BoundPanel.render_html)
    monkeypatch.setattr(tabs, "get_form_class", TabbedInterface.get_form_class)
    monkeypatch.setattr(kept_panels.BlockWidget, "kept", {})
    assert [html for html, _packed in kept[:4]] == [opened(*page)[0] for page in pages]
    monkeypatch.setattr(tabs.BoundPanel, "telepath_pack", TabbedInterface.BoundPanel.telepath_pack)
    stock = opened(*pages[0])[1]
    assert names(stock) == names(kept[0][1])


def names(packed):
    """The fields that packed panels speak of, in their order."""
    return re.findall(r'"fieldName": "(\w+)"', json.dumps(packed))


def test_a_new_choice_is_offered_at_once_and_is_not_packed(newsroom, client_for):
    keeper = make_user(full_name="Thủ kho")
    keeper.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_asset"]))
    client, asset = client_for(keeper), make_asset()
    address = f"/admin/snippets/media_library/asset/edit/{asset.pk}/"
    opened(client, address)
    Topic.objects.create(name="Chủ đề vừa thêm", slug="chu-de-vua-them")
    html, packed = opened(client, address)
    assert "Chủ đề vừa thêm" in html
    assert "Chủ đề vừa thêm" not in json.dumps(packed, ensure_ascii=False)


def test_a_mistake_stands_at_its_field(newsroom, client_for):
    reporter = client_for(newsroom["reporter"])
    draft = write(reporter, newsroom["section"])
    address = f"/admin/pages/{draft.pk}/edit/"
    opened(reporter, address)
    refused = reporter.post(address, form("x" * 200)).text
    assert 'class="error-message"' in refused
    assert 'class="error-message"' not in opened(reporter, address)[0]
