"""The search in the administration: synonyms, what found nothing, crisis phrases, and how many cries were answered."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSetGroup

from base.admin.snippets import PermittedSnippetViewSet
from base.languages import VIETNAMESE, language_codes
from base.text import one_line
from jobs.queue import queued

from . import distress_counts
from .index import index_below
from .models import DistressPhrase, MissedQuery, SynonymGroup


class SynonymCreateView(CreateView):
    """The form for a new group; `?cum-tu=…&tieng=vi` fills in its first phrase, from the list of what found nothing."""

    def get_initial_form_instance(self) -> Model:
        """A group with the phrase of the query string."""
        language = self.request.GET.get("tieng", "")
        return SynonymGroup(
            language=language if language in language_codes() else VIETNAMESE,
            phrases=one_line(self.request.GET.get("cum-tu", ""), 60),
        )


class SynonymViewSet(PermittedSnippetViewSet):
    """Administration of synonyms for the search."""

    model = SynonymGroup
    icon = "list-ul"
    menu_label = _("Từ đồng nghĩa")
    list_display = ["__str__", "language"]
    list_filter = ["language"]
    add_view_class = SynonymCreateView


def _add_synonym(missed: Any) -> str:
    query = urlencode({"cum-tu": missed.words, "tieng": missed.language})
    address = f"{reverse('wagtailsnippets_search_synonymgroup:add')}?{query}"
    return format_html('<a href="{}">{}</a>', address, _("Thêm từ đồng nghĩa"))


class MissedViewSet(PermittedSnippetViewSet):
    """List of what found nothing in the library; rows are counted by missed.py and deleted here when done."""

    model = MissedQuery
    icon = "search"
    menu_label = _("Câu tìm không ra")
    list_display = [
        Column("words", label=_("Chữ đã gõ"), accessor="words", sort_key="words"),
        "language",
        Column("times", label=_("Số lần"), accessor="times", sort_key="times"),
        Column("last_on", label=_("Lần cuối"), accessor=lambda row: f"{row.last_on:%d-%m-%Y}", sort_key="last_on"),
        Column("synonym", label=_("Làm gì tiếp"), accessor=_add_synonym),
    ]
    list_filter = ["language"]


class DistressViewSet(PermittedSnippetViewSet):
    """Administration of crisis phrases."""

    model = DistressPhrase
    icon = "warning"
    menu_label = _("Từ cầu cứu")
    list_display = ["__str__", "language", "note"]
    list_filter = ["language"]


class SearchWordsGroup(SnippetViewSetGroup):
    """Menu “Tìm kiếm”."""

    menu_label = _("Tìm kiếm")
    menu_icon = "search"
    menu_order = 700
    items = (SynonymViewSet, MissedViewSet, DistressViewSet)


register_snippet(SearchWordsGroup)


@hooks.register("register_admin_urls")
def count_urls() -> list[URLPattern]:
    """URL of the numbers of cries for help."""
    return [path("tro-giup/cau-cuu/", distress_counts.counts, name="distress_counts")]


class CountsMenuItem(MenuItem):
    """Menu item for those who keep the help lines."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(distress_counts.RIGHT)


@hooks.register("register_reports_menu_item")
def counts_menu() -> MenuItem:
    return CountsMenuItem(
        _("Số câu cầu cứu"), reverse("distress_counts"), name="distress-counts", icon_name="help", order=701
    )


@hooks.register("after_edit_page")
@hooks.register("after_move_page")
def say_that_search_follows(request: HttpRequest, page: Page) -> None:
    """Say that the worker still writes new addresses of the pages below; a page without any has none to write."""
    if page.numchild and page.pk in queued(index_below):
        messages.info(
            request,
            gettext(
                "Tìm kiếm đang ghi lại địa chỉ của các trang bên dưới, vài phút nữa xong. Địa chỉ cũ vẫn dẫn tới bài."
            ),
        )
