"""What everybody sees in the administration: the campaign's colour, a menu without foreign help."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def campaign_colours():
    return format_html('<link rel="stylesheet" href="{}">', static("users/css/admin.css"))


@hooks.register("construct_main_menu")
def no_foreign_help(request, items):
    """Wagtail's “Help” leads to English pages of another site; ours is README and the labels themselves."""
    items[:] = [item for item in items if item.name != "help"]
