"""Snippets of the shared vocabulary in the administration, and the warning about help lines that are due."""

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter, log
from wagtail.models import ModelLogEntry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView

from base.admin.chooser import for_everybody
from base.admin.snippets import PermittedSnippetViewSet
from base.edit_conflicts import EditConflictMixin

from .alerts import HelpLinesDuePanel
from .models import Audience, HelpLine, Outlet, Season, Topic


class VocabularyViewSet(PermittedSnippetViewSet):
    """Administration of terms: their names stand on public pages, so everybody may choose them."""

    choosable = staticmethod(for_everybody)


class HelpLineViewSet(VocabularyViewSet):
    """Administration of help lines."""

    model = HelpLine
    icon = "help"
    menu_label = _("Đường dây trợ giúp")
    add_to_admin_menu = True  # in the main menu for the standing office, which maintains them
    menu_order = 260
    list_display = ["label", "number", "verified_on", "verified_by", "locale"]
    list_filter = ["locale", "verified_on"]
    search_fields = ["label", "number"]


class OutletEdit(EditView):
    """Logs who lets one person release, or takes that back, with the reason."""

    def save_instance(self) -> Outlet:
        """Save the outlet, then log the reason when it changed."""
        before = Outlet.objects.filter(pk=self.object.pk).values_list("one_person_release", flat=True).first()
        saved: Outlet = super().save_instance()
        if saved.one_person_release != before:
            data = {"before": before, "reason": saved.one_person_release}
            log(instance=saved, action="campaign.one_person_release", user=self.request.user, data=data)
        return saved


class OutletViewSet(VocabularyViewSet):
    """Administration of outlets."""

    model = Outlet
    edit_view_class = OutletEdit


@hooks.register("register_log_actions")
def campaign_log_actions(actions: LogActionRegistry) -> None:
    """Labels of the log actions of outlets."""
    actions.register_action("campaign.one_person_release")(OnePersonReleaseLine)


class OnePersonReleaseLine(LogFormatter):
    """The line with the reason in an outlet's history."""

    label = _("Đổi quy tắc bốn mắt")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """The reason, or that two people decide again."""
        reason = log_entry.data.get("reason")
        if not reason:
            return gettext("Phát hành tài liệu lại cần hai người")
        return gettext("Cho phép một người tự phát hành tài liệu: %(reason)s") % {"reason": reason}


for model in (Audience, Topic):
    register_snippet(model, viewset=VocabularyViewSet)
register_snippet(OutletViewSet)
register_snippet(HelpLineViewSet)


class SeasonEdit(EditConflictMixin, EditView):
    """Detects edit conflicts: the dates of a season affect the coverage figures."""

    frame = "wagtailsnippets/snippets/edit.html"


class SeasonViewSet(VocabularyViewSet):
    """Administration of seasons."""

    model = Season
    edit_view_class = SeasonEdit
    edit_template_name = SeasonEdit.template_name


register_snippet(SeasonViewSet)


@hooks.register("construct_homepage_panels")
def warn_of_old_numbers(request: HttpRequest, panels: list[Component]) -> None:
    """Add HelpLinesDuePanel to the home page of users who may change help lines."""
    if request.user.has_perm("campaign.change_helpline"):
        panels.append(HelpLinesDuePanel())
