from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from base.edit_conflicts import EditedTogether

from .alerts import HelpLinesDuePanel
from .models import HelpLine, Season


class HelpLineViewSet(SnippetViewSet):
    model = HelpLine
    icon = "help"
    menu_label = _("Đường dây trợ giúp")
    add_to_admin_menu = True  # the police's standing office comes for nothing else
    menu_order = 260
    list_display = ["label", "number", "verified_on", "verified_by", "locale"]
    list_filter = ["locale", "verified_on"]
    search_fields = ["label", "number"]


register_snippet(HelpLineViewSet)


class SeasonEdit(EditedTogether, EditView):
    """The dates of a season move the denominator: nobody overwrites them unseen."""

    frame = "wagtailsnippets/snippets/edit.html"


class SeasonViewSet(SnippetViewSet):
    model = Season
    edit_view_class = SeasonEdit
    edit_template_name = SeasonEdit.template_name


register_snippet(SeasonViewSet)


@hooks.register("construct_homepage_panels")
def warn_of_old_numbers(request, panels):
    """Whoever may mend a help line sees on the first page which ones are due."""
    if request.user.has_perm("campaign.change_helpline"):
        panels.append(HelpLinesDuePanel())
