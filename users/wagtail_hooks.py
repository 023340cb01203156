"""Wagtail hooks for all users of the administration: stylesheet, file fields, help menu, log."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("insert_global_admin_css")
def campaign_colours() -> str:
    """Add the stylesheet with the campaign's colours and typeface."""
    return format_html('<link rel="stylesheet" href="{}">', static("users/css/admin.css"))


@hooks.register("insert_global_admin_js")
def file_fields_in_our_words() -> str:
    """Add the script that labels file fields in the page's language instead of the browser's."""
    return render_to_string("base/file_choice.html")


@hooks.register("insert_global_admin_js")
def tokens_of_open_forms() -> str:
    """Add the script that sends forms with the CSRF token of the newest sign-in."""
    return format_html('<script type="module" src="{}"></script>', static("base/js/token.js"))


@hooks.register("insert_global_admin_js")
def forms_sent_once() -> str:
    """Add the script that sends a form once, however often its button is pressed while it is on its way."""
    return format_html('<script type="module" src="{}"></script>', static("base/js/once.js"))


@hooks.register("insert_global_admin_js")
def typed_dates() -> str:
    """Add the script that leaves typed dates as they are; before the fields, whose calendars begin at once."""
    return format_html('<script src="{}"></script>', static("base/js/typed-dates.js"))


@hooks.register("register_account_menu_item")
def own_account(request: HttpRequest) -> dict[str, Any]:
    """Lead from Wagtail's page of an account to ours, which has the password and the second factor."""
    return {
        "url": reverse("users:profile"),
        "label": _("Mật khẩu, xác thực hai lớp"),
        "help_text": _("Đổi mật khẩu, bật hoặc đổi lớp thứ hai, xem mã dự phòng."),
    }


@hooks.register("construct_help_menu")
def no_foreign_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove Wagtail's links to its English website; our guide and the keyboard shortcuts stay."""
    items[:] = [item for item in items if not item.url.startswith("http")]


@hooks.register("register_log_actions")
def account_log(actions: Any) -> None:
    """Name of what an account's history says of a lost second factor."""
    label = _("Xóa lớp xác thực thứ hai")
    actions.register_action("users.drop_second_factor", label, label)
