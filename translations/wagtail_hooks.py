"""Wagtail hooks: the translations pages, steps before wagtail-localize's actions, aids for Khmer text."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from articles.admin.takedowns.hooks import register_with_reason
from users.models import User

from . import legacy_fonts
from .admin import dashboard, home_panel, localize_hooks, localize_overrides, review, views
from .diff import sentences
from .permissions import dashboard_only, may_use_dashboard
from .review import LOG_LABELS


@hooks.register("register_admin_urls")
def language_urls() -> list[URLPattern]:
    """URLs of the translations pages below /admin/ngon-ngu/."""
    addresses = [
        ("", dashboard.DashboardView.as_view(), "languages"),
        ("ket-qua/", dashboard.DashboardView.as_view(results_only=True), "languages_results"),
        ("<int:page_id>/xuat-ban/", views.publish_all, "languages_publish"),
        ("<int:page_id>/<slug:language>/", views.detail, "languages_page"),
        ("<int:page_id>/<slug:language>/anh/", views.describe_pictures, "languages_pictures"),
        ("<int:page_id>/<slug:language>/bat-dau/", views.begin, "languages_begin"),
        ("<int:page_id>/<slug:language>/cap-nhat/", views.take_changes, "languages_take"),
        ("<int:page_id>/<slug:language>/tra-lai/", views.send_back, "languages_return"),
    ]
    return [path(f"ngon-ngu/{route}", dashboard_only(view), name=name) for route, view, name in addresses]


@hooks.register("register_admin_urls", order=-10)
def po_import_url() -> list[URLPattern]:
    """The URL that replaces wagtail-localize's import of PO files at its path (order -10: before its own)."""
    return [path("localize/translate/<int:translation_id>/pofile/upload/", localize_overrides.po_file)]


class TranslationsMenuItem(MenuItem):
    """Menu item for those who may use the translations pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_use_dashboard(request.user)


@hooks.register("register_admin_menu_item")
def language_menu() -> MenuItem:
    return TranslationsMenuItem(
        _("Bàn dịch"), reverse("languages"), name="languages", icon_name="wagtail-localize-language", order=250
    )


@hooks.register("construct_homepage_panels")
def translators_home(request: HttpRequest, panels: list[Component]) -> None:
    """Put what waits to be translated in the place of an empty home page."""
    if isinstance(request.user, User) and (panel := home_panel.panel_of(request.user)):
        panels.append(panel)


@hooks.register("construct_reports_menu")
def one_report_of_translations(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove wagtail-localize's report from the menu: our list replaces it (owners, due dates, changes, Vietnamese)."""
    report = reverse("wagtail_localize:translations_report")
    items[:] = [item for item in items if item.url != report]


@hooks.register("construct_page_action_menu")
def no_live_copies(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Show “convert to alias” to administrators alone: it passes the gates (articles/editorial/admin_isolation.py)."""
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


# order < 0: before wagtail-localize's own hooks, which act without asking.
hooks.register("before_edit_page", localize_hooks.ask_before_sync, order=-20)
hooks.register("before_edit_snippet", localize_hooks.ask_before_sync, order=-20)
hooks.register("before_edit_page", localize_hooks.publish_with_reasons, order=-10)
hooks.register("before_edit_page", review.submit_for_review, order=-10)
hooks.register("before_edit_page", localize_hooks.say_language_is_off)
hooks.register("before_edit_page", review.show_review, order=-5)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    register_with_reason(actions, LOG_LABELS)


@hooks.register("insert_editor_js")
def translation_editor_labels() -> SafeString:
    """Script and texts for wagtail-localize's editor: labels that are fixed in English, “Xong, gửi duyệt”."""
    words = {
        "title": _("Bản dịch từ {source} sang {target}"),
        "more": _("Thao tác khác"),
        "submit": _("Xong, gửi duyệt"),
        "action": review.SUBMIT,
    }
    return format_html(
        '{}<script type="module" src="{}"></script>',
        json_script({name: str(text) for name, text in words.items()}, "localize-words"),
        static("translations/admin/localize.js"),
    )


@hooks.register("insert_editor_js")
def khmer_aids() -> SafeString:
    """Script and texts that show zero-width spaces of Khmer text and preview its line breaks."""
    words = {
        "title": _("Chữ Khmer"),
        "show": _("Hiện chỗ được ngắt dòng"),
        "insert": _("Chèn chỗ ngắt tại con trỏ"),
        "phone": _("Trên điện thoại"),
        "poster": _("Trên poster"),
        "long": _("Có đoạn dài chưa có chỗ ngắt. Bạn chèn vài chỗ giữa các từ để dòng không tràn."),
    }
    return format_html(
        '{}<script type="module" src="{}"></script>',
        json_script({name: str(text) for name, text in words.items()}, "khmer-words"),
        static("translations/admin/khmer.js"),
    )


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_old_fonts(request: HttpRequest, page: Page) -> None:
    """Warn where a text seems to be typed in a legacy Khmer font that is not Unicode; the page is saved.

    Not after an autosave, whose warnings would wait, one for each, for the next page that is opened.
    """
    if request.accepts("text/html"):
        legacy_fonts.warn_of(request, (text for _path, text in sentences(page)))


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_of_old_fonts_in_snippets(request: HttpRequest, instance: Model) -> None:
    """The same for texts of snippets: help lines, authors, topics, assets, kits."""
    legacy_fonts.warn_of(request, legacy_fonts.words_of(instance))


@hooks.register("insert_global_admin_css")
def khmer_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("translations/admin/khmer.css"))
