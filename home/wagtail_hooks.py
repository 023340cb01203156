"""Wagtail hooks: the editors' guide, and accessible names for fields of Wagtail's editor."""

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home import guide


@hooks.register("register_admin_urls")
def guide_urls() -> list[URLPattern]:
    """URLs of the guide."""
    return [
        path("huong-dan/", guide.index, name="guide"),
        path("huong-dan/<slug:slug>/", guide.job, name="guide_job"),
    ]


@hooks.register("register_help_menu_item")
def guide_menu() -> MenuItem:
    """Link to the guide in the help menu."""
    return MenuItem(_("Hướng dẫn từng việc"), reverse("guide"), name="guide", icon_name="help", order=100)


@hooks.register("insert_global_admin_css")
def guide_style() -> str:
    """Stylesheet of the guide."""
    return format_html('<link rel="stylesheet" href="{}">', static("home/admin/guide.css"))


@hooks.register("insert_editor_js")
def names_for_listeners() -> str:
    """Script that gives rich text and tag fields an accessible name, which Wagtail does not (WCAG 4.1.2)."""
    return format_html('<script type="module" src="{}"></script>', static("home/admin/names.js"))
