"""Permissions have Vietnamese names; those that nobody has translated keep Django's."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from articles.models import ArticlePage
from users import permission_labels

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("codename", "is_renamed"),
    [("add_thing", True), ("access_admin", True), ("fly_thing", False)],
)
def test_known_actions_alone_are_renamed(codename, is_renamed):
    content_type = ContentType.objects.get_for_model(ArticlePage)
    Permission.objects.filter(codename=codename).delete()
    permission = Permission.objects.create(codename=codename, content_type=content_type, name="Can do it")
    permission_labels.rename()
    permission.refresh_from_db()
    assert permission.name.startswith("Được ") is is_renamed
    assert (permission.name == "Can do it") is not is_renamed


def test_a_permission_of_a_model_that_is_gone_keeps_its_name():
    content_type = ContentType.objects.create(app_label="gone", model="gone")
    permission = Permission.objects.create(codename="add_gone", content_type=content_type, name="Can add gone")
    permission_labels.rename()
    permission.refresh_from_db()
    assert permission.name == "Can add gone"
