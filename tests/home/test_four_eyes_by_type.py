"""Four eyes belong to the text that goes live, on every page type."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupPagePermission, Page

from articles.models import ArticlePage, SectionPage
from base import publishing
from home.models import HomePage
from tests.factories import make_home, make_user
from tests.home.page_types import TYPES, make

pytestmark = [pytest.mark.world("languages"), pytest.mark.django_db]


@pytest.fixture
def two_publishers():
    """Two accounts with every right of pages, neither an administrator."""
    group = Group.objects.create(name="publishers")
    for codename in ("change_page", "publish_page"):
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=right)
    users = [make_user(f"publisher{number}@thu.example", is_staff=True) for number in (1, 2)]
    for user in users:
        user.groups.add(group)
    return users


@pytest.mark.parametrize("model", [HomePage, *TYPES], ids=lambda model: model.__name__)
def test_who_changed_the_text_does_not_publish_it(two_publishers, model):
    writer, other = two_publishers
    page = make_home() if model is HomePage else make(model, SectionPage.objects.get())
    page = model.objects.get(pk=page.pk)
    page.title = "Chữ đã đổi"
    revision = page.save_revision(user=writer, clean=False)
    with pytest.raises(PermissionDenied):
        revision.publish(user=writer)
    with pytest.raises(PermissionDenied):
        PublishPageRevisionAction(revision, user=writer).execute(skip_permission_checks=True)
    assert Page.objects.get(pk=page.pk).live_revision_id != revision.pk
    own, others = (set(publishing.check(page, revision, user, publishing.Way.MODEL)) for user in (writer, other))
    assert any("Bạn vừa sửa bản này" in reason for reason in own - others)
    if not issubclass(model, ArticlePage):  # gates of stories: tests/articles/test_publish_ways.py
        model.objects.get(pk=page.pk).get_latest_revision().publish(user=other)
        assert Page.objects.get(pk=page.pk).live_revision_id == revision.pk
