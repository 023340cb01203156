"""`manage.py sync_site`: writes rows that the code defines, corrects changed ones, and can be repeated."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import Collection, Page

from users.models import RoleGroup
from users.roles import ROLES, Role

pytestmark = [pytest.mark.django_db, pytest.mark.world("empty")]


def stand():
    """What the command writes, as comparable values."""
    return (
        Page.objects.get(depth=1).title,
        Collection.objects.get(depth=1).name,
        sorted(Permission.objects.values_list("codename", "name")),
        sorted(RoleGroup.objects.values_list("role", "scope", "group__name")),
        sorted(Group.permissions.through.objects.values_list("group__name", "permission__codename")),
    )


def test_roles_and_names_are_written_mended_and_kept():
    first = stand()
    assert first[:2] == ("Mọi trang", "Mọi bộ sưu tập")
    assert Permission.objects.get(codename="change_unit").name.startswith("Được sửa ")
    assert {role for role, _scope, _name in first[3]} == {str(role) for role in Role if not ROLES[role].per_outlet}

    Page.objects.filter(depth=1).update(title="Root", draft_title="Root")
    Permission.objects.filter(codename="change_unit").update(name="Can change unit")
    desk = RoleGroup.objects.get(role=Role.KOL_DESK).group
    desk.permissions.set(Permission.objects.filter(codename="change_user"))
    call_command("sync_site", verbosity=0)
    assert stand() == first
    call_command("sync_site", verbosity=0)
    assert stand() == first


def test_a_name_that_a_person_gave_stays():
    Page.objects.filter(depth=1).update(title="Cây trang của tỉnh")
    call_command("sync_site", verbosity=0)
    assert Page.objects.get(depth=1).title == "Cây trang của tỉnh"
