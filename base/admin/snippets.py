"""Who may choose which snippets: one rule per model, asked by every view that shows names of its rows.

Wagtail's snippet choosers list every row to every account of the administration. Here the permission policy of a
snippet model also answers the action "choose", as Wagtail's policy of images does, and the chooser's four views ask it.
The rule stands at the model's viewset (`choosable`); without one only those who may view, add or change rows of the
model may choose them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from base.text import whole_number

CHOOSE = "choose"
#: (rows, account of the administration) → the rows that it may choose
Rule = Callable[[QuerySet, Any], QuerySet]


def for_everybody(rows: QuerySet, user: Any) -> QuerySet:
    """Rule for names that stand on public pages: every account of the administration may choose all of them."""
    return rows


def for_its_viewers(rows: QuerySet, user: Any) -> QuerySet:
    """Rule for everything else: accounts that may view, add or change rows of the model, and nobody besides."""
    name = rows.model._meta.model_name
    held = any(user.has_perm(f"{rows.model._meta.app_label}.{action}_{name}") for action in ("view", "add", "change"))
    return rows if held else rows.none()


class ChoosingPolicy(ModelPermissionPolicy):
    """Django's permissions of a model, and the action "choose" by `rule`. Administrators may choose every row."""

    def __init__(self, model: type[Model], rule: Rule) -> None:
        super().__init__(model)
        self.rule = rule

    def choosable(self, user: Any) -> QuerySet:
        """The rows that `user` may choose; none for accounts that may not enter the administration."""
        rows = self.model._default_manager.all()
        if not user.has_perm("wagtailadmin.access_admin"):
            return rows.none()
        return rows if user.is_superuser else self.rule(rows, user)

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == CHOOSE:
            return self.choosable(user).exists()
        return super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        if action == CHOOSE:
            return self.choosable(user).filter(pk=instance.pk).exists()
        return super().user_has_permission_for_instance(user, action, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        others = set(actions) - {CHOOSE}
        if self.user_has_any_permission(user, others):
            return self.model._default_manager.all()
        return self.choosable(user) if CHOOSE in actions else self.model._default_manager.none()


def choosable_rows(model: type[Model], user: Any) -> QuerySet:
    """Rows of a snippet model that `user` may choose, by its registered policy."""
    return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, [CHOOSE])


class _Listed:
    def get_object_list(self) -> QuerySet:
        return choosable_rows(self.model_class, self.request.user)


class PermittedChooseView(_Listed, ChooseView):
    """The chooser's window with the rows that the account may choose."""


class PermittedChooseResultsView(_Listed, ChooseResultsView):
    """Search results of the chooser's window."""


class PermittedChosenView(SnippetChosenView):
    """What the form gets of one chosen row; 404 for a row that the account may not choose, and for no number."""

    def get_object(self, pk: str) -> Model:
        found = choosable_rows(self.model_class, self.request.user).filter(pk=whole_number(pk)).first()
        if found is None:
            raise Http404
        return found


class PermittedChosenMultipleView(SnippetChosenMultipleView):
    """What the form gets of several chosen rows; those that the account may not choose are left out."""

    def get_objects(self, pks: Iterable[str]) -> QuerySet:
        numbers = [number for pk in pks if (number := whole_number(pk)) is not None]
        return choosable_rows(self.model_class, self.request.user).filter(pk__in=numbers)


class PermittedChooserViewSet(SnippetChooserViewSet):
    """Chooser whose views show the rows that the account may choose."""

    choose_view_class = PermittedChooseView
    choose_results_view_class = PermittedChooseResultsView
    chosen_view_class = PermittedChosenView
    chosen_multiple_view_class = PermittedChosenMultipleView


class PermittedSnippetViewSet(SnippetViewSet):
    """Base of all snippets' viewsets: registers the model's policy with the rule `choosable`."""

    chooser_viewset_class = PermittedChooserViewSet
    choosable: Rule = staticmethod(for_its_viewers)

    def on_register(self) -> None:
        register_permission_policy(self.model, ChoosingPolicy(self.model, self.choosable), exact_class=True)
        super().on_register()
