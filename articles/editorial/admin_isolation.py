"""Middleware that hides in the administration what an account has no right to see.

Wagtail refuses actions on an object without rights, but explorer, bulk actions, page choosers and the move dialogue
show its title before they check, and the chooser of workflow tasks checks nothing. This middleware answers 403, without
the title. What an account sees is decided in one place per kind: Wagtail's page permissions for pages to work on,
choosable_pages() for pages to refer to, the model's permission policy for all else (base/admin/chooser.py).

ReadOnlyPages replaces Wagtail's own API of pages by one for reading: that API's actions (publish, copy, move, revert,
delete …) call Wagtail's action classes, without `publish()` and `delete()` of our page classes and without the editor's
hooks, so they would bypass the publish gates. Nothing in the administration uses them.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from taggit.models import Tag, TaggedItem
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.images import get_image_model
from wagtail.models import CollectionMember, Page, Task
from wagtail.permissions import page_permission_policy, policy_registry

from articles.editorial.permissions import choosable_pages, worked_on
from articles.models.bylines import ArticleTag
from base.admin.chooser import CHOOSE
from base.errors import bad_request, error_page, permission_denied
from base.text import whole_number

PAGES = "wagtailadmin_pages"
EXPLORER = {"wagtailadmin_explore", "wagtailadmin_explore_results"}
#: Page choosers that show the titles of the pages in the address.
CHOOSERS = {"wagtailadmin_choose_page_child", "wagtailadmin_choose_page_chosen_multiple"}
#: Choosers of workflow tasks, which Wagtail leaves open to every account.
TASK_CHOOSERS = {"task_chooser", "task_chooser_results", "task_chooser_create", "task_chosen"}
#: Address → field without which Wagtail's view breaks.
NEEDED_FIELDS = {
    "wagtailadmin_choose_page_external_link": "external-link-chooser-url",
    "wagtailredirects:process_import": "import_file_name",
}
#: Names of arguments that are a page's key.
PAGE_KEYS = ("page_id", "page_to_move_id", "pk", "parent_page_id")
BULK = "wagtail_bulk_action"
MOST_TAGS = 10  # offered at once
WORKING = ["add", "change", "delete"]
#: Reports that name the newest page of every type, of any outlet.
WHOLE_SITE = "page_types_usage"
#: History of the whole site: only for accounts that may publish. The history of one page stays open to its editors.
SITE_HISTORY = "site_history"


class ReadOnlyPages(PagesAdminAPIViewSet):
    """Wagtail's API of pages without its actions."""

    actions = {}


class NewsroomWallMiddleware:
    """403 for addresses of /admin/ that name something which the account has no right to see."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Check what the address names; None lets the request pass. Raises Http404 for keys that are no numbers."""
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return None
        return None if _sees(request, kwargs) else permission_denied(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """409 for the deletion of what other rows need, 400 for a form without its field: Wagtail expects neither."""
        if not request.path_info.startswith("/admin/") or isinstance(exception, (Http404, PermissionDenied)):
            return None
        field = NEEDED_FIELDS.get(request.resolver_match.view_name)
        if field and request.method == "POST" and field not in request.POST:
            return bad_request(request)
        if not isinstance(exception, ProtectedError):
            return None
        words = _("Nơi khác còn dùng mục này nên chưa xóa được. Bạn gỡ hoặc đổi ở những nơi ấy trước rồi xóa lại.")
        return error_page(409, _("Chưa xóa được"), words)


def _sees(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """Whether the account of `request` has the right to see everything that the address names."""
    match, user = request.resolver_match, request.user
    name = match.url_name or ""
    if name == BULK:
        return _all_within(*_of_bulk_action(request, kwargs["app_label"], kwargs["model_name"]))
    if name in CHOOSERS:
        keys = _numbers([kwargs["parent_page_id"]] if kwargs else request.GET.getlist("id"))
        return _all_within(Page.objects.filter(pk__in=keys), choosable_pages(Page.objects.all(), user))
    if user.is_superuser:
        return True
    if name in TASK_CHOOSERS:
        return policy_registry.get_by_type(Task).user_has_any_permission(user, WORKING)
    if SITE_HISTORY in name:
        return page_permission_policy.user_has_permission(user, "publish")
    if PAGES in match.namespaces or name in EXPLORER:
        named = {whole_number(kwargs.get(key)) for key in PAGE_KEYS} - {None}
        return not named or _all_within(Page.objects.filter(pk__in=named), worked_on(user))
    return WHOLE_SITE not in name


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


def _all_within(rows: QuerySet, seen: QuerySet) -> bool:
    return not rows.exclude(pk__in=seen.values("pk")).exists()


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
