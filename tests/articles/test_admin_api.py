"""The administration's API of pages: accounts read what they may see; its actions (publish, …) are refused."""

import pytest
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page

from tests.articles.newsroom_forms import SAPO
from tests.factories import make_article, make_user

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]


def test_pages_are_read_and_no_action_passes_the_gates(newsroom, client_for):
    section = newsroom["section"]
    story = make_article("Cúp máy trước", section=section, live=False, sapo=SAPO, owner=newsroom["reporter"])
    story.has_minor = None  # a gate forbids it
    story.save_revision(user=newsroom["reporter"], clean=False)
    before = list(Page.objects.order_by("path").values())
    data = {
        "destination_page_id": newsroom["other"].pk,
        "destination_parent_id": newsroom["other"].pk,
        "locale": "en",
        "recursive": False,
        "revision_id": story.latest_revision_id,
    }
    for account in (newsroom["chief"], make_user(is_superuser=True, is_staff=True)):
        client, place = client_for(account), f"/admin/api/main/pages/{story.pk}/"
        assert client.get(place).json()["title"] == story.title
        assert story.pk in [
            row["id"] for row in client.get(f"/admin/api/main/pages/?child_of={section.pk}").json()["items"]
        ]
        assert len(PagesAdminAPIViewSet.actions) > 8
        for action in PagesAdminAPIViewSet.actions:
            response = client.post(f"{place}action/{action}/", data, content_type="application/json")
            assert response.status_code == 404, action
    assert list(Page.objects.order_by("path").values()) == before
