"""What everybody sees in the administration: the campaign's colour, help of our own."""

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def campaign_colours():
    return format_html('<link rel="stylesheet" href="{}">', static("users/css/admin.css"))


@hooks.register("insert_global_admin_js")
def file_fields_in_our_words():
    return render_to_string("base/file_choice.html")


@hooks.register("construct_help_menu")
def no_foreign_help(request, items):
    """Wagtail's own entries lead to English pages of another site; our guide and the shortcuts stay."""
    items[:] = [item for item in items if not item.url.startswith("http")]
