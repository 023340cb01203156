"""Who may choose which rows: one rule per model, asked by all that shows or takes over a reference.

Wagtail's choosers of snippets list every row to every account of the administration, its forms take the key of any row.
Here the permission policy of a snippet model also answers the action "choose", as Wagtail's policy of images does. The
rule stands at the model's viewset (snippets.py); pages have one of their own, which `articles` registers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import BaseForm, ModelChoiceField, ModelForm
from rest_framework.filters import BaseFilterBackend
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page
from wagtail.permission_policies import BasePermissionPolicy, ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionPermissionLookupMixin
from wagtail.permissions import policy_registry

from base.text import whole_number

CHOOSE = "choose"
#: (rows, account of the administration) → the rows that it may choose; Any: the rows are of the model's own QuerySet
Rule = Callable[[Any, Any], QuerySet]
#: {Page: rule}: what a page may refer to. Without one every page.
_of_pages: dict[type[Page], Rule] = {}


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
        """Whether `user` may do `action` with some row; for CHOOSE: whether there is a row to choose."""
        if action == CHOOSE:
            return self.choosable(user).exists()
        return super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        if action == CHOOSE:
            return self.choosable(user).filter(pk=instance.pk).exists()
        return super().user_has_permission_for_instance(user, action, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        """All rows for who may do one of `actions` with the model, else those that `user` may choose."""
        others = set(actions) - {CHOOSE}
        if self.user_has_any_permission(user, others):
            return self.model._default_manager.all()
        return self.choosable(user) if CHOOSE in actions else self.model._default_manager.none()


def choosable_rows(model: type[Model], user: Any) -> QuerySet:
    """Rows of a snippet model that `user` may choose, by its registered policy."""
    return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, [CHOOSE])


class ChoosableRows(BaseFilterBackend):
    """Default of REST_FRAMEWORK: an API that names no filter of its own shows the rows that the account may choose.

    Wagtail's API names its own filters; wagtail-localize's API of snippets has neither filter nor permission.
    """

    def filter_queryset(self, request: Any, queryset: QuerySet, view: Any) -> QuerySet:
        """Those of `queryset` that the account of `request` may choose: of a list, and of a single row (else 404)."""
        return queryset.filter(pk__in=choosable_rows(queryset.model, request.user).values("pk"))


def rows_of(form: BaseForm, name: str) -> ModelChoiceField[Any]:
    """The field `name` of `form`, which offers rows: set its `queryset`. Raises TypeError for any other field."""
    field = form.fields[name]
    if not isinstance(field, ModelChoiceField):
        raise TypeError(f"{name} offers no rows")
    return field


def register_page_rule(rule: Rule) -> None:
    """Register which pages a page may refer to; called from AppConfig.ready()."""
    _of_pages[Page] = rule


def refuse_hidden_references(form: ModelForm, user: Any) -> None:
    """Raise PermissionDenied where `form` newly refers to a row that `user` may not choose.

    A chooser offers no such row, so its key was made up; the form would show the row's name. What the saved object
    refers to already is not asked, so that a text stays editable when the right to something in it ends.
    """
    keys = defaultdict(set)
    for model, key in _references_of(form):
        keys[model].add(key)
    for model, named in keys.items():
        rows = model._default_manager.filter(pk__in=named)
        if rows.exclude(pk__in=_referable(model, user).values("pk")).exists():
            raise PermissionDenied


class ReferringForm(WagtailAdminModelForm):
    """Form of a snippet that refers to nothing that the account may not choose: `base_form_class` of the model."""

    def clean(self) -> dict[str, Any]:
        """Raises PermissionDenied for a reference that no chooser offers to the account."""
        if self.for_user is not None and not self.for_user.is_superuser:
            refuse_hidden_references(self, self.for_user)
            for formset in self.formsets.values():
                for row in formset.forms:
                    refuse_hidden_references(row, self.for_user)
        cleaned: dict[str, Any] = super().clean()
        return cleaned


def _references_of(form: ModelForm) -> set[tuple[type[Model], int]]:
    """(model, key) of what the sent form refers to and its saved object does not, also in fields that are not valid."""
    references: set[tuple[type[Model], str]] = set()
    for name in form.fields:
        try:
            field = form._meta.model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if hasattr(field, "extract_references"):  # rich text and StreamField
            cleaned = getattr(form, "cleaned_data", {})  # a body is not read from the form once more
            sent, saved = cleaned[name] if name in cleaned else form[name].data, getattr(form.instance, name) or ""
            old = {reference[:2] for reference in field.extract_references(saved)}
            references |= {reference[:2] for reference in field.extract_references(sent or "")} - old
        elif field.many_to_one and (key := str(form[name].data)) != str(getattr(form.instance, field.attname)):
            references.add((field.related_model, key))
    return {(model, number) for model, key in references if (number := whole_number(key)) is not None}


def _referable(model: type[Model], user: Any) -> QuerySet:
    rows = model._default_manager.all()
    if issubclass(model, Page):
        return _of_pages[Page](Page.objects.all(), user) if _of_pages else rows
    policy: BasePermissionPolicy | None = policy_registry.get_by_type(model, fallback=False)
    if isinstance(policy, (ChoosingPolicy, CollectionPermissionLookupMixin)):
        return policy.instances_user_has_any_permission_for(user, [CHOOSE])
    return rows
