"""The administration of what concerns the whole site: the guide, names for what Wagtail's editor leaves without one."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home import guide


@hooks.register("register_admin_urls")
def guide_urls():
    return [
        path("huong-dan/", guide.index, name="guide"),
        path("huong-dan/<slug:slug>/", guide.job, name="guide_job"),
    ]


@hooks.register("register_help_menu_item")
def guide_menu():
    return MenuItem(_("Hướng dẫn từng việc"), reverse("guide"), name="guide", icon_name="help", order=100)


@hooks.register("insert_global_admin_css")
def guide_style():
    return format_html('<link rel="stylesheet" href="{}">', static("home/admin/guide.css"))


@hooks.register("insert_editor_js")
def names_for_listeners():
    """Names of the rich text and of the tags' box, which Wagtail leaves without one (WCAG 4.1.2)."""
    return format_html('<script type="module" src="{}"></script>', static("home/admin/names.js"))
