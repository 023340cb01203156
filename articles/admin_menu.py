"""Menu “Tòa soạn”, buttons of a story, log actions and restrictions in the administration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet

from articles.admin.breaking.rules import STARTED, STOPPED
from articles.admin.mends.views import offer
from articles.admin.moving.views import may_move
from articles.admin.scheduling import MOVED
from articles.blocks.story_chooser import StoryChooserViewSet, story_chooser
from articles.editorial import small_mends
from articles.editorial.access import NEWSROOM, outlets_of, works_as
from articles.editorial.permissions import open_newsroom
from articles.models import ArticlePage, Person
from articles.syndication.copies import is_syndicated
from base.admin.snippets import FoldedIndexView, PermittedSnippetViewSet
from campaign.models import Outlet
from users.http import SignedInRequest
from users.models import User
from users.roles import ARRANGERS


class NewsroomMenuItem(MenuItem):
    """Menu item shown to accounts that hold one of `roles` in an outlet."""

    def __init__(self, *args: Any, roles: Iterable[str] = NEWSROOM, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles

    def is_shown(self, request: SignedInRequest) -> bool:
        """Whether the account holds one of the roles in any outlet."""
        return works_as(request.user, self.roles)


@hooks.register("register_admin_urls")
def newsroom_urls() -> list[Any]:
    return [path("toa-soan/", include("articles.admin.urls"))]


@hooks.register("register_admin_menu_item")
def newsroom_menu() -> MenuItem:
    """Submenu “Tòa soạn”."""
    items = [
        NewsroomMenuItem(_("Viết nhanh"), reverse("newsroom:quick"), icon_name="edit", order=40),
        NewsroomMenuItem(_("Viết bài"), reverse("newsroom:start_story"), icon_name="edit", order=50),
        NewsroomMenuItem(_("Bàn tòa soạn"), reverse("newsroom:board"), icon_name="tasks", order=100),
        NewsroomMenuItem(_("Lịch tòa soạn"), reverse("newsroom:calendar"), icon_name="date", order=200),
        NewsroomMenuItem(_("Lấy bài"), reverse("newsroom:syndicate"), icon_name="copy", order=300, roles=ARRANGERS),
        NewsroomMenuItem(
            _("Nhuận bút"), reverse("newsroom:byline_sheet"), icon_name="table", order=400, roles=ARRANGERS
        ),
    ]
    items.append(NewsroomMenuItem(_("Liên kết hỏng"), reverse("newsroom:broken_links"), icon_name="link", order=500))
    reports = ((_("Bài đã gỡ"), "takedowns", "no-view"), (_("Nêu thông tin riêng"), "overrides", "warning"))
    for order, (label, name, icon) in enumerate(reports, start=600):
        address = reverse(f"newsroom:{name}")
        items.append(NewsroomMenuItem(label, address, icon_name=icon, order=order, roles=ARRANGERS))
    # the hook takes items of the apps above
    menu = Menu(register_hook_name="register_newsroom_menu_item", items=items)
    return SubmenuMenuItem(_("Tòa soạn"), menu, icon_name="doc-full-inverse", order=90, name="newsroom")


@hooks.register("register_log_actions")
def admin_log_actions(actions: Any) -> None:
    actions.register_action(STARTED, _("Bật tin nóng"), _("Bật tin nóng"))
    actions.register_action(STOPPED, _("Tắt tin nóng"), _("Tắt tin nóng"))
    actions.register_action(small_mends.ASKED, _("Xin xác nhận sửa nhỏ"), _("Xin xác nhận sửa nhỏ"))
    actions.register_action(small_mends.CONFIRMED, _("Xác nhận sửa nhỏ"), _("Xác nhận sửa nhỏ"))
    actions.register_action(small_mends.DECLINED, _("Không xác nhận sửa nhỏ"), _("Không xác nhận sửa nhỏ"))
    actions.register_action(MOVED, _("Đổi giờ đăng"), _("Đổi giờ đăng"))


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def story_buttons(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """Buttons of a story: outside preview, named versions, correction, take-down."""
    if not issubclass(page.specific_class or type(page), ArticlePage) or page.alias_of_id or not page.pk:
        return
    rights = page.specific.permissions_for_user(user)
    if rights.can_edit():
        yield _button(_("Xem trước cho người ngoài"), "previews", page, "mail", 61)
        yield _button(_("Các bản có tên"), "versions", page, "history", 62)
        if page.live:
            yield _button(_("Đính chính"), "corrections", page, "warning", 63)
    if rights.can_take_down():
        yield _button(_("Gỡ gấp"), "takedown", page, "no-view", 64)


@hooks.register("register_page_header_buttons")
def arranging_buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Buttons in the header of a story alone, for they ask for outlet and role: breaking news, another section."""
    if not issubclass(page.specific_class or type(page), ArticlePage) or page.alias_of_id or not page.pk:
        return
    if may_move(page, user):
        yield _button(_("Chuyển chuyên mục"), "move", page, "arrow-right-full", 65)
        if page.live:
            yield _button(_("Tin nóng"), "breaking", page, "warning", 60)


hooks.register("before_edit_page", offer)


def _button(label: Any, name: str, page: Page, icon: str, priority: int) -> Button:
    return Button(label, reverse(f"newsroom:{name}", args=[page.pk]), icon_name=icon, priority=priority)


def for_writers(rows: QuerySet[Person], user: User) -> QuerySet[Person]:
    """Rule of the chooser (base/admin/chooser.py): who adds or changes pages may put every author into a byline."""
    return rows if page_permission_policy.user_has_any_permission(user, {"add", "change"}) else rows.none()


def with_known_names(rows: QuerySet[Person], user: User) -> QuerySet[Person]:
    """`rows` with `known_name`: the real name of those whom edits() allows, of others the name that readers see."""
    own = Q(outlet=None) | Q(outlet__in=outlets_of(user))  # an administrator's are all
    default_name = Coalesce(NullIf("pen_name", Value("")), "full_name")
    return rows.annotate(known_name=Case(When(own, then="full_name"), default=default_name))


def edits(user: User) -> Callable[[Person], bool]:
    """The rule whether `user` edits an author: not one of another outlet; those without an outlet are for all."""
    houses = {None, *outlets_of(user).values_list("pk", flat=True)}
    return lambda person: user.is_superuser or person.outlet_id in houses


class PersonIndexView(FoldedIndexView):
    """The list of authors; a name that the account may not edit leads nowhere."""

    @cached_property
    def _edits(self) -> Callable[[Person], bool]:
        return edits(self.request.user)

    def get_edit_url(self, instance: Person) -> str | None:
        """Wagtail's address, for who may edit this author."""
        address: str | None = super().get_edit_url(instance)
        return address if self._edits(instance) else None

    def get_delete_url(self, instance: Person) -> str | None:
        """Wagtail's address, for who may edit this author."""
        address: str | None = super().get_delete_url(instance)
        return address if self._edits(instance) else None


class PersonViewSet(PermittedSnippetViewSet):
    """The snippet views of authors."""

    model = Person
    index_view_class = PersonIndexView
    copy_view_enabled = False  # it would show the authors of other outlets, whom before_edit_snippet protects
    search_fields = ["known_name", "pen_name"]
    choosable = staticmethod(for_writers)
    for_search = staticmethod(with_known_names)


register_snippet(PersonViewSet)


@hooks.register("register_admin_viewset")
def register_story_chooser() -> StoryChooserViewSet:
    """The dialog in which related stories are chosen."""
    return story_chooser


@hooks.register("before_edit_snippet")
@hooks.register("before_delete_snippet")
def protect_other_outlets_authors(request: SignedInRequest, instances: Any) -> None:
    """Deny editing authors that edits() does not allow."""
    rows = instances if isinstance(instances, (list, tuple)) else [instances]
    people = [row for row in rows if isinstance(row, Person)]
    if people and not all(map(edits(request.user), people)):
        raise PermissionDenied


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def open_newsroom_of_outlet(request: SignedInRequest, instance: Any) -> None:
    """Give a new outlet its groups, rights and workflows; rename them after a renamed one."""
    if isinstance(instance, Outlet):
        open_newsroom(instance)


@hooks.register("before_convert_alias_page")
def refuse_to_convert_syndicated(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """Refuse to convert another outlet's story into an ordinary page.

    It would lose the credit, and corrections would no longer reach it.
    """
    if not is_syndicated(page):
        return None
    messages.error(
        request,
        gettext("Bài lấy của cơ quan khác luôn theo bản gốc. Muốn đổi chữ, bạn trả bài rồi viết bài của mình."),
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("insert_global_admin_css")
def newsroom_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("articles/admin/newsroom.css"))


@hooks.register("insert_global_admin_js")
def newsroom_script() -> str:
    return format_html('<script type="module" src="{}"></script>', static("articles/admin/newsroom.js"))


@hooks.register("insert_editor_js")
def rich_text_starts() -> str:
    """Script that starts the fields of a long body one after the other."""
    return format_html('<script type="module" src="{}"></script>', static("articles/admin/rich-text.js"))


@hooks.register("insert_editor_js")
def keeping_parts() -> str:
    """Sentences and dialogs of the script that loses no word (static/articles/admin/keeping/)."""
    return render_to_string("articles/admin/keeping.html")
