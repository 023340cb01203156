"""Authentication by allauth; one query finds who has signed in, the account's organisation, profile and rights.

Django would query the organisation once and the permissions twice, three more queries on each page of the library, and
Wagtail its profile on each page of the administration.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Group
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Concat

from base.compiled_once import ValuesOf, instances_of, stand_ins
from users.models import User

(_ANY_KEY,) = stand_ins(1)


class AccountBackend(AuthenticationBackend):
    """Authenticates by e-mail address and password, and returns an account's permissions."""

    def get_user(self, user_id: Any) -> User | None:
        """The account with this key, with `rights` set; None if there is none or it may not sign in."""
        found = instances_of(
            "account with its rights",
            User,
            _any_account,
            {_ANY_KEY: user_id},
            beside=("organisation", "wagtail_userprofile"),
            documents=("of_groups", "own"),
        )
        user: Any = next(iter(found), None)
        if user is None or not self.user_can_authenticate(user):
            return None
        user.rights = {*user.of_groups, *user.own}
        account: User = user
        return account

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Django's permissions; no query for an account that get_user() returned."""
        rights: set[str] | None = user_obj.rights if isinstance(user_obj, User) else None
        if rights is None or obj is not None or user_obj.is_superuser:
            return set(super().get_all_permissions(user_obj, obj))
        return rights


def _any_account() -> QuerySet[User]:
    found = User.objects.annotate(
        of_groups=ValuesOf("rights of groups", _rights_of_groups, "pk"),
        own=ValuesOf("own rights", _own_rights, "pk"),
    )
    return found.filter(pk=_ANY_KEY).order_by()


def _rights_of_groups() -> QuerySet:
    return Group.permissions.through.objects.order_by().values_list("group__user", _name())


def _own_rights() -> QuerySet:
    return User.user_permissions.through.objects.order_by().values_list("user", _name())


def _name() -> Concat:
    """“app.codename” of a row's permission."""
    app = F("permission__content_type__app_label")
    return Concat(app, Value("."), "permission__codename", output_field=TextField())


#: Name of the backend for login(), for sign-ins without a password: by an invitation, in a test.
LOGIN_BACKEND = f"{AccountBackend.__module__}.{AccountBackend.__qualname__}"
