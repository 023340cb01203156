"""The account of a request has its unit, profile and permissions loaded: the same as Django's, and current."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from wagtail.users.models import UserProfile

from tests.factories import make_user
from tests.users.accounts import ACCOUNTS, VISITOR, account_of
from users.models import Organisation, User
from users.signin.backend import AccountBackend

pytestmark = [pytest.mark.world("permissions"), pytest.mark.django_db]
LIST = "/admin/snippets/media_library/asset/"


def vars_of(row):
    return row and {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_who_has_signed_in_has_the_rights_that_django_finds(django_assert_num_queries):
    for column in ACCOUNTS:
        if column == VISITOR:
            continue
        account = account_of(column)
        account.user_permissions.add(*Permission.objects.filter(codename="view_redirect"))
        if account.is_superuser:
            UserProfile.objects.create(user=account, preferred_language="km", dismissibles={"tham-quan": True})
        alone = User.objects.get(pk=account.pk)
        with django_assert_num_queries(3 if account.is_superuser else 1):  # who may do all is not asked
            user = AccountBackend().get_user(account.pk)
            permissions = user.get_all_permissions()
            unit, profile = user.organisation, getattr(user, "wagtail_userprofile", None)
        assert (permissions, unit) == (ModelBackend().get_all_permissions(alone), alone.organisation), column
        assert vars_of(profile) == vars_of(getattr(alone, "wagtail_userprofile", None)), column
        assert user.has_perms(permissions) and user.get_all_permissions(user) == set(), column
    account.is_active = False
    account.save()
    assert AccountBackend().get_user(account.pk) is AccountBackend().get_user(0) is None


def test_a_right_holds_from_the_next_request_on(client_for):
    names = Permission.objects.filter(codename__in=["access_admin", "change_asset"])
    user = make_user(organisation=Organisation.objects.create(name="Đơn vị thử", kind="agency"))
    client = client_for(user)
    responses = []
    for change in (lambda: None, lambda: user.user_permissions.set(names), user.user_permissions.clear):
        change()
        responses.append(client.get(LIST).status_code)
    User.objects.filter(pk=user.pk).update(is_active=False)
    responses.append(client.get(LIST).status_code)
    assert responses == [403, 200, 403, 302]
