"""Authentication by allauth; one query finds who has signed in, the account's organisation, profile and rights."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, TextField, Value
from django.db.models.functions import Concat

from users.models import User


class AccountBackend(AuthenticationBackend):
    """Authenticates by e-mail address and password, and returns an account's permissions."""

    def get_user(self, user_id: Any) -> User | None:
        """The account with this key, with `rights` set; None if there is none or it may not sign in."""
        accounts = User.objects.select_related("organisation", "wagtail_userprofile").annotate(
            rights_of_groups=_names(group__user=OuterRef("pk")),
            own_rights=_names(user=OuterRef("pk")),
        )
        user = accounts.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.rights = {*user.rights_of_groups, *user.own_rights}
        return user

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Django's permissions; no query for an account that get_user() returned."""
        rights: set[str] | None = user_obj.rights if isinstance(user_obj, User) else None
        if rights is None or obj is not None or user_obj.is_superuser:
            return set(super().get_all_permissions(user_obj, obj))
        return rights


def _names(**holder: OuterRef) -> ArraySubquery:
    """“app.codename” of the permissions that belong to `holder`."""
    name = Concat("content_type__app_label", Value("."), "codename", output_field=TextField())
    return ArraySubquery(Permission.objects.filter(**holder).order_by().values(full_name=name))


#: Name of the backend for login(), for sign-ins without a password: by an invitation, in a test.
LOGIN_BACKEND = f"{AccountBackend.__module__}.{AccountBackend.__qualname__}"
