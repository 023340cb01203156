"""The administration of translations: the desk, what stands before wagtail-localize's own pages, Khmer aids."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html, json_script
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_localize.wagtail_hooks import TranslationsReportMenuItem

from . import legacy_fonts
from .admin import dashboard, localize_hooks, localize_overrides, views
from .diff import sentences
from .permissions import may_use_desk, of_the_desk


@hooks.register("register_admin_urls")
def language_urls():
    addresses = [
        ("", dashboard.DeskView.as_view(), "languages"),
        ("ket-qua/", dashboard.DeskView.as_view(results_only=True), "languages_results"),
        ("<int:page_id>/xuat-ban/", views.publish_all, "languages_publish"),
        ("<int:page_id>/<slug:language>/", views.detail, "languages_page"),
        ("<int:page_id>/<slug:language>/anh/", views.describe_pictures, "languages_pictures"),
        ("<int:page_id>/<slug:language>/bat-dau/", views.begin, "languages_begin"),
        ("<int:page_id>/<slug:language>/cap-nhat/", views.take_changes, "languages_take"),
    ]
    return [path(f"ngon-ngu/{route}", of_the_desk(view), name=name) for route, view, name in addresses]


@hooks.register("register_admin_urls", order=-10)
def told_updates():
    """Before wagtail-localize's own pages at these addresses."""
    return [
        path("localize/update/<int:translation_source_id>/", views.UpdateTranslations.as_view()),
        path(
            "localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/", localize_overrides.sentence
        ),
        path(
            "localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/",
            localize_overrides.choice,
        ),
        path("localize/translate/<int:translation_id>/pofile/upload/", localize_overrides.po_file),
        path("localize/api/snippets/<slug:app_label>/<slug:model_name>/", localize_overrides.snippet),
        path("localize/api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/", localize_overrides.snippet),
        # Its report names every newsroom's drafts to every account; the desk tells each what is theirs.
        path("localize/reports/translations/", RedirectView.as_view(pattern_name="languages")),
        path("localize/reports/translations/results/", RedirectView.as_view(pattern_name="languages")),
    ]


class DeskItem(MenuItem):
    def is_shown(self, request):
        return may_use_desk(request.user)


@hooks.register("register_admin_menu_item")
def language_menu():
    return DeskItem(
        _("Bàn dịch"), reverse("languages"), name="languages", icon_name="wagtail-localize-language", order=250
    )


@hooks.register("construct_reports_menu")
def one_report_of_translations(request, items):
    """wagtail-localize's report knows no owners, dates or changes, and speaks English: the desk stands in its place."""
    items[:] = [item for item in items if not isinstance(item, TranslationsReportMenuItem)]


# Before wagtail-localize's own hook, which acts at once.
hooks.register("before_edit_page", localize_hooks.ask_before_sync, order=-20)
hooks.register("before_edit_snippet", localize_hooks.ask_before_sync, order=-20)
hooks.register("before_edit_page", localize_hooks.publish_with_reasons, order=-10)
hooks.register("before_edit_page", localize_hooks.say_language_is_off)


@hooks.register("insert_editor_js")
def words_of_the_translation_editor():
    """What wagtail-localize's script says in English without asking its catalogue."""
    words = {"title": _("Bản dịch từ {source} sang {target}"), "more": _("Thao tác khác")}
    return format_html(
        '{}<script type="module" src="{}"></script>',
        json_script({name: str(text) for name, text in words.items()}, "localize-words"),
        static("translations/admin/localize.js"),
    )


@hooks.register("insert_editor_js")
def khmer_aids():
    """Zero-width spaces made visible and a word-break preview, with their words in the editor's language."""
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
def warn_of_old_fonts(request, page):
    """Say so when a sentence was pasted from a font that is no Unicode; saving goes on."""
    legacy_fonts.warn_of(request, (text for _path, text in sentences(page)))


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_of_old_fonts_in_snippets(request, instance):
    """The same for help lines, authors, topics, assets and kits with the words of their languages."""
    legacy_fonts.warn_of(request, legacy_fonts.words_of(instance))


@hooks.register("insert_global_admin_css")
def khmer_style():
    return format_html('<link rel="stylesheet" href="{}">', static("translations/admin/khmer.css"))
