"""Snippets of the search in the administration: synonyms and crisis phrases, shown to those who edit them only."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from base.admin.snippets import PermittedSnippetViewSet

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
