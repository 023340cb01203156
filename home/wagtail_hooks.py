"""Wagtail hooks: the desk “Trang nhất”, guide and tour, checks of situation pages, names for fields of the editor."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from base.admin.snippets import PermittedSnippetViewSet
from home import menu
from home.dashboard import later
from home.dashboard import panels as dashboard
from home.front_desk import views as front_desk
from home.front_desk.acts import SHOWN, may_arrange_front
from home.guide import tour, views
from home.guide.models import GuideJob
from home.guide.panel import TourPanel
from home.situations import due
from users.models import User

__all__ = ["dashboard", "menu"]  # imported for their hooks


@hooks.register("register_admin_urls")
def guide_urls() -> list[URLPattern]:
    """URLs of the guide and of the list of checks."""
    return [
        path("tro-giup/kiem-chung/", due.due_checks, name="due_checks"),
        path("huong-dan/", views.index, name="guide"),
        path("huong-dan/in/", views.book, name="guide_book"),
        path("huong-dan/trang-nay/", views.for_screen, name="guide_for_screen"),
        path("huong-dan/tham-quan/", views.tour_offer, name="guide_tour_offer"),
        path("huong-dan/tham-quan/<int:number>/", views.tour_step, name="guide_tour_step"),
        path("huong-dan/<slug:slug>/", views.job, name="guide_job"),
    ]


@hooks.register("register_admin_urls")
def later_parts() -> list[URLPattern]:
    """URLs of the parts of the home page that come after it."""
    return [
        path("trang-chu/toa-soan/", dashboard.newsroom_part, name=later.NEWSROOM.name),
        path("trang-chu/so-lieu/", later.view_of(later.FIGURES), name=later.FIGURES.name),
    ]


@hooks.register("register_admin_urls")
def front_desk_urls() -> list[URLPattern]:
    """URLs of the desk “Trang nhất”."""
    return [
        path("trang-nhat/", front_desk.FrontDeskView.as_view(), name="front_desk_first"),
        path("trang-nhat/<int:pk>/", front_desk.FrontDeskView.as_view(), name="front_desk"),
        path("trang-nhat/<int:pk>/xem/", front_desk.preview, name="front_desk_preview"),
    ]


@hooks.register("register_log_actions")
def front_desk_log(actions: Any) -> None:
    actions.register_action(SHOWN, _("Đưa lên trang nhất"), _("Đưa lên trang nhất"))


class FrontDeskMenuItem(MenuItem):
    """Menu item for secretaries and chiefs."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and may_arrange_front(request.user)


@hooks.register("register_newsroom_menu_item")
def front_desk_menu() -> MenuItem:
    """The desk in the menu “Tòa soạn”."""
    return FrontDeskMenuItem(_("Trang nhất"), reverse("front_desk_first"), icon_name="home", order=150)


@hooks.register("register_help_menu_item")
def guide_menu() -> MenuItem:
    """Link to the guide in the help menu."""
    return MenuItem(_("Hướng dẫn"), reverse("guide"), name="guide", icon_name="help", order=100)


class GuideJobViewSet(PermittedSnippetViewSet):
    """Administration of the guide's pages: administrators only, no role has the permission."""

    model = GuideJob
    icon = "help"
    menu_label = _("Trang hướng dẫn")
    list_display = ["title", "group", "language", "order"]
    list_filter = ["group", "language"]
    search_fields = ["title", "lead"]


register_snippet(GuideJobViewSet)


@hooks.register("construct_homepage_panels")
def offer_the_tour(request: HttpRequest, panels: list[Component]) -> None:
    """Offer the five steps on the home page until the account has seen or refused them."""
    if isinstance(request.user, User) and tour.is_offered(request.user) and (steps := tour.steps_of(request.user)):
        panels.append(TourPanel(steps))


@hooks.register("insert_global_admin_js")
def help_on_every_page() -> str:
    """Script that puts “?” into the header of every page, and shows the steps of the tour over their screens."""
    return format_html(
        '<script type="module" src="{}" data-help="{}" data-tour="{}" data-label="{}"></script>',
        static("home/admin/tour.js"),
        reverse("guide_for_screen"),
        reverse("guide_tour_step", args=[0]).removesuffix("0/"),
        _("Hướng dẫn cho trang này"),
    )


@hooks.register("insert_global_admin_css")
def guide_style() -> str:
    """Stylesheets of the guide and of the home page."""
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">',
        static("home/admin/guide.css"),
        static("home/admin/dashboard.css"),
    )


@hooks.register("insert_editor_js")
def names_for_listeners() -> str:
    """Script that gives rich text and tag fields an accessible name, which Wagtail does not (WCAG 4.1.2)."""
    return format_html('<script type="module" src="{}"></script>', static("home/admin/names.js"))


class ChecksMenuItem(MenuItem):
    """Menu item for those who keep the help lines."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(due.RIGHT)


@hooks.register("register_reports_menu_item")
def checks_menu() -> MenuItem:
    """The list of checks among the reports."""
    return ChecksMenuItem(
        _("Kiểm chứng trợ giúp"), reverse("due_checks"), name="due-checks", icon_name="help", order=700
    )


@hooks.register("construct_homepage_panels")
def warn_of_old_situations(request: HttpRequest, panels: list[Component]) -> None:
    """Add SituationsDuePanel to the home page of users who may change help lines."""
    if request.user.has_perm(due.RIGHT):
        panels.append(due.SituationsDuePanel())
