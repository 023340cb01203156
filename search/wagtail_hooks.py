"""The search in the administration: synonyms and crisis phrases, and how many cries for help were answered."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from base.admin.snippets import PermittedSnippetViewSet

from . import distress_counts
from .models import DistressPhrase, SynonymGroup


class SynonymViewSet(PermittedSnippetViewSet):
    """Administration of synonyms for the search."""

    model = SynonymGroup
    icon = "list-ul"
    menu_label = _("Từ đồng nghĩa")
    list_display = ["__str__", "language"]
    list_filter = ["language"]


class DistressViewSet(PermittedSnippetViewSet):
    """Administration of crisis phrases."""

    model = DistressPhrase
    icon = "warning"
    menu_label = _("Từ cầu cứu")
    list_display = ["__str__", "language", "note"]
    list_filter = ["language"]


class SearchWordsGroup(SnippetViewSetGroup):
    """Menu “Tìm kiếm” with synonyms and crisis phrases."""

    menu_label = _("Tìm kiếm")
    menu_icon = "search"
    menu_order = 700
    items = (SynonymViewSet, DistressViewSet)


register_snippet(SearchWordsGroup)


@hooks.register("register_admin_urls")
def count_urls() -> list[URLPattern]:
    """URL of the numbers of cries for help."""
    return [path("tro-giup/cau-cuu/", distress_counts.counts, name="distress_counts")]


class CountsMenuItem(MenuItem):
    """Menu item for those who keep the help lines."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the account may change help lines."""
        return request.user.has_perm(distress_counts.RIGHT)


@hooks.register("register_reports_menu_item")
def counts_menu() -> MenuItem:
    """The numbers among the reports."""
    return CountsMenuItem(
        _("Số câu cầu cứu"), reverse("distress_counts"), name="distress-counts", icon_name="help", order=701
    )
