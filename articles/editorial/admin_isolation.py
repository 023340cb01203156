"""An account sees in the administration only what it has a permission for, also in views that Wagtail leaves open.

Wagtail refuses actions on an object without permission, but some of its views show a title before they check, or do not
check. What an account sees is decided in one place per kind: Wagtail's page permissions for pages to work on,
choosable_pages() for pages to refer to, the model's permission policy for all else (base/admin/chooser.py). These rules
are applied where Wagtail has a hook for it:

- NewsroomPages, the viewset of all pages: explorer, editor, move, history, workflow, every view of a page;
- choosable_below(), the hook of the page chooser; the viewsets of snippets (base/admin/snippets.py);
- ReadOnlyPages, the API of pages. Its actions (publish, copy, move, revert, delete …) call Wagtail's action classes,
  without `publish()` of our page classes, so they would bypass the gates. Nothing there uses them.

Views that no viewset, policy or hook covers are listed in UNCHECKED and checked by NewsroomWallMiddleware, by their URL
name: docs/upgrade.md lists them, tests/articles/test_admin_isolation.py fails when Wagtail adds or renames one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError, Q, QuerySet
from django.forms.formsets import ORDERING_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import resolve
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from taggit.models import Tag, TaggedItem
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.auth import require_admin_access
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.images import get_image_model
from wagtail.models import CollectionMember, Page, Task
from wagtail.permissions import page_permission_policy, policy_registry

from articles.editorial.people_filters import PageFilters
from articles.editorial.permissions import choosable_pages, worked_on
from articles.models.bylines import ArticleTag
from base.admin import working_titles
from base.admin.chooser import CHOOSE
from base.admin.working_titles import EXPLORED
from base.errors import bad_request, error_page, permission_denied
from base.text import whole_number

if TYPE_CHECKING:  # Wagtail's view has no types
    _TypeUse = Any
else:
    _TypeUse = PageViewSet.content_type_use_view_class

#: Names of arguments of the views of pages that are a page's key.
PAGE_KEYS = ("page_id", "page_to_move_id", "parent_page_id", "destination_id", "pk")
BULK = "wagtail_bulk_action"
CHOSEN_PAGES = "wagtailadmin_choose_page_chosen_multiple"
#: Address → field without which Wagtail's view breaks.
NEEDED_FIELDS = {
    "wagtailadmin_choose_page_external_link": "external-link-chooser-url",
    "wagtailredirects:process_import": "import_file_name",
}
MOST_TAGS = 10  # offered at once
WORKING = ["add", "change", "delete"]


def _arranges_tasks(user: Any) -> bool:
    return policy_registry.get_by_type(Task).user_has_any_permission(user, WORKING)


def _may_publish(user: Any) -> bool:
    return page_permission_policy.user_has_permission(user, "publish")


def _administers(user: Any) -> bool:
    return user.is_superuser


#: View that Wagtail or wagtail-localize leaves open to every account or every editor → who may open it.
UNCHECKED: dict[str, Callable[[Any], bool]] = {
    "wagtailadmin_workflows:task_chooser": _arranges_tasks,
    "wagtailadmin_workflows:task_chooser_results": _arranges_tasks,
    "wagtailadmin_workflows:task_chooser_create": _arranges_tasks,
    "wagtailadmin_workflows:task_chosen": _arranges_tasks,
    # The history of the whole site; that of one page stays open to its editors.
    "wagtailadmin_reports:site_history": _may_publish,
    "wagtailadmin_reports:site_history_results": _may_publish,
    # These name the newest page of every type, and every translation, of any outlet.
    "wagtailadmin_reports:page_types_usage": _administers,
    "wagtailadmin_reports:page_types_usage_results": _administers,
    "wagtail_localize:translations_report": _administers,
    "wagtail_localize:translations_report_results": _administers,
    # Makes a translation a live copy of its original for whoever may edit it, past gates and the right to publish.
    "wagtail_localize:convert_to_alias": _administers,
}


#: The same of our views that stand before those of Wagtail.
OURS = {name: UNCHECKED[f"wagtailadmin_reports:{name}"] for name in ("site_history", "site_history_results")}


def may_open(name: str, user: Any) -> bool:
    """Whether UNCHECKED or OURS lets `user` open the view of this name."""
    rule = (UNCHECKED | OURS).get(name)
    return rule is None or user.is_superuser or rule(user)


def leads_on(address: str, user: Any) -> bool:
    """Whether UNCHECKED lets `user` open this address of the administration; for links of menus and breadcrumbs."""
    path = urlsplit(str(address)).path
    return not path or may_open(resolve(path).view_name, user)


class ReadOnlyPages(PagesAdminAPIViewSet):
    """Wagtail's API of pages without its actions."""

    actions: dict[str, Any] = {}


class TypeUseView(_TypeUse):
    """Wagtail's list of the pages of one type, without breadcrumbs to reports that the account may not open."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [item for item in super().get_breadcrumbs_items() if leads_on(item["url"], self.request.user)]


class NewsroomPages(PageViewSet):
    """Wagtail's views of pages; each first checks that the explorer shows the account the pages of its address."""

    filterset_class = PageFilters
    content_type_use_view_class = TypeUseView

    def construct_view(self, view_class: Any, **kwargs: Any) -> Callable[..., HttpResponse]:
        """The view of `view_class`. PermissionDenied for pages that the explorer hides, Http404 for version 0."""
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def of_own_pages(request: HttpRequest, *args: Any, **names: Any) -> HttpResponse:
            named = {whole_number(names.get(key)) for key in PAGE_KEYS} - {None}
            if named and not request.user.is_superuser and not is_worked_on(named, request.user):
                raise PermissionDenied
            if names.get("revision_id") == 0:
                raise Http404  # Wagtail's editor reads it as “no version”, and then fails without one
            return view(request, *args, **names)

        return of_own_pages


def choosable_below(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Those of `pages` that a page chooser shows. Raises PermissionDenied where its address names a hidden parent."""
    choosable, match = choosable_pages(Page.objects.all(), request.user), request.resolver_match
    parent = whole_number(match.kwargs.get("parent_page_id")) if match else None
    if parent is not None and not _all_within(Page.objects.filter(pk=parent), choosable):
        raise PermissionDenied
    return choosable_pages(pages, request.user)


class NewsroomWallMiddleware:
    """403 for the views of /admin/ that Wagtail leaves open (UNCHECKED), and for hidden rows of bulk actions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass every request on; process_view() decides."""
        if not request.path_info.startswith("/admin/"):
            return self.get_response(request)
        with working_titles.shown_to(request):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Iterable[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Check what the address names; None lets the request pass. Raises Http404 for keys that are no numbers."""
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return None
        return None if _sees(request, kwargs) else require_admin_access(permission_denied)(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """409 for deleting an object that other rows need, 400 for a form that lacks a field or has a bad key.

        Wagtail handles none of these errors.
        """
        if not request.path_info.startswith("/admin/") or isinstance(exception, (Http404, PermissionDenied)):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        field = NEEDED_FIELDS.get(name)
        left_out = field is not None and request.method == "POST" and not request.POST.get(field)
        # A row of a formset whose key (`…-0-id`) is no number: Wagtail asks the field for it outside of validation.
        bad_key = isinstance(exception, ValidationError) and getattr(exception, "code", "") == "invalid"
        bad_row = request.method == "POST" and bad_key
        # A row that is announced, and not sent: Wagtail sorts it by a place that it does not have.
        no_place = isinstance(exception, KeyError) and exception.args == (ORDERING_FIELD_NAME,)
        if left_out or bad_row or no_place or isinstance(exception, MultiValueDictKeyError):
            return bad_request(request)
        if not isinstance(exception, ProtectedError):
            return None
        words = _("Nơi khác còn dùng mục này nên chưa xóa được. Bạn gỡ hoặc đổi ở những nơi ấy trước rồi xóa lại.")
        return error_page(409, _("Chưa xóa được"), words)


def _sees(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """Whether the account of `request` has the right to see everything that the address names."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name == BULK:
        return _all_within(*_of_bulk_action(request, kwargs["app_label"], kwargs["model_name"]))
    if name == CHOSEN_PAGES:
        keys = _numbers(request.GET.getlist("id"))
        if Page.objects.filter(pk__in=keys, depth=1).exists():
            raise Http404  # the root has no page above it, which Wagtail's answer names
        return _all_within(Page.objects.filter(pk__in=keys), choosable_pages(Page.objects.all(), request.user))
    return may_open(name, request.user)


def _of_bulk_action(request: HttpRequest, app_label: str, model_name: str) -> tuple[QuerySet, QuerySet]:
    """(rows that a bulk action names, rows of the model that the account sees).

    Raises Http404 where there is no such model, no such parent, or a key is no number: Wagtail's views would break.
    """
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    rows = _rows_named(request, model._default_manager.all())
    if issubclass(model, Page):
        return rows, worked_on(request.user)
    policy = policy_registry.get_by_type(model, fallback=False)
    if policy is None:
        raise Http404
    return rows, policy.instances_user_has_any_permission_for(request.user, [CHOOSE, "view", "change", "delete"])


def _rows_named(request: HttpRequest, rows: QuerySet) -> QuerySet:
    """Those of `rows` that a bulk action is about: by key, or all of a listing."""
    parents = _numbers(request.GET.getlist("childOf"))
    keys = request.GET.getlist("id")
    if "all" not in keys:
        return rows.filter(pk__in=_numbers(keys))
    if issubclass(rows.model, CollectionMember):
        return rows.none()  # Wagtail takes only those that the account may change
    if issubclass(rows.model, Page) and parents:
        parent = get_object_or_404(rows, pk=parents.pop())
        return parent.get_descendants() if request.GET.get("q") else parent.get_children()
    return rows


def is_worked_on(keys: Iterable[int | None], user: Any) -> bool:
    """Whether the explorer shows `user` the pages with these keys.

    Each page is checked separately first: the query for all pages of a newsroom has hundreds of conditions (50 ms).
    """
    pages = Page.objects.filter(pk__in=keys).only("path", "depth", "owner")
    may = page_permission_policy.user_has_any_permission_for_instance
    return all(may(user, EXPLORED, page) for page in pages) or _all_within(pages, worked_on(user))


def _all_within(rows: QuerySet, visible: QuerySet) -> bool:
    return not rows.exclude(pk__in=visible.values("pk")).exists()


def _numbers(values: list[Any]) -> set[int]:
    """`values` as primary keys. Raises Http404 where one is none."""
    numbers = {number for value in values if (number := whole_number(value)) is not None}
    if len(numbers) < len(set(values)):
        raise Http404
    return numbers


def tag_names(request: HttpRequest, app_name: str = "taggit", model_name: str = "tag") -> JsonResponse:
    """Keywords that begin with `?term=`, for the editor's fields: of pages that the account may refer to, of pictures.

    Wagtail's view at this address also names the keywords of other newsrooms' drafts. Raises Http404 for other models.
    """
    if (app_name, model_name) != ("taggit", "tag"):
        raise Http404
    if not (term := request.GET.get("term", "").strip()):
        return JsonResponse([], safe=False)
    pages = choosable_pages(Page.objects.all(), request.user)
    pictures = TaggedItem.objects.filter(content_type=ContentType.objects.get_for_model(get_image_model()))
    used = Q(pk__in=ArticleTag.objects.filter(content_object__in=pages.values("pk")).values("tag"))
    tags = Tag.objects.filter(used | Q(pk__in=pictures.values("tag")), name__istartswith=term)
    return JsonResponse(list(tags.order_by("name").values_list("name", flat=True)[:MOST_TAGS]), safe=False)
