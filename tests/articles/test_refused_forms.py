"""A refused form of the newsroom answers 422, with its reason, and changes nothing."""

import pytest

from articles.models import Correction, NamedVersion, PlannedStory, PreviewLink
from tests.factories import make_article

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.mark.parametrize(
    ("address", "wrong", "right"),
    [
        ("lich/them/", {"title": ""}, None),
        ("lich/bai/{}/", {"moment": "mai"}, None),
        ("lich/dien-thoai/", {"name": ""}, None),
        ("bai/{}/dinh-chinh/", {"text": ""}, None),
        ("bai/{}/go/", {"reason": ""}, None),
        ("bai/{}/xem-truoc/", {"reader": ""}, None),
        ("bai/{}/ban/", {"name": ""}, {"name": "Bản gửi luật sư"}),
    ],
)
def test_a_refused_form_is_no_success(newsroom, client_for, address, wrong, right):
    story = make_article("Cúp máy trước", section=newsroom["section"])
    story.save_revision()
    client, path = client_for(newsroom["chief"]), f"/admin/toa-soan/{address.format(story.pk)}"
    assert client.get(path).status_code == 200
    refused = client.post(path, wrong)
    assert refused.status_code == 422 and refused["Content-Type"].startswith("text/html")
    for model in (Correction, NamedVersion, PlannedStory, PreviewLink):
        assert not model.objects.exists()
    story.refresh_from_db()
    assert story.live
    if right:
        assert client.post(path, right).status_code == 302
