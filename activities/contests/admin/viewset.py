"""The form and the list of contests, limited to those that the account runs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, EditView, HistoryView, UsageView
from wagtail.admin.viewsets.model import ModelViewSet

from activities.contests.admin.form import ContestForm
from activities.models import Contest
from activities.models.contest import CHANGE, CONSENT_WORDS
from base.admin.folded_search import FoldedList
from users.roles import bodies_of


def _desk_link(contest: Contest) -> str:
    return format_html('<a href="{}">{}</a>', reverse("contest_desk:desk", args=[contest.pk]), _("Bài và điểm"))


class ContestList(FoldedList):
    """Contests that the account runs."""

    def get_base_queryset(self) -> QuerySet[Contest]:
        contests: QuerySet[Contest] = Contest.objects.run_by(self.request.user)
        return contests.select_related("host").order_by("-closes_at", "-pk")


class ContestCreate(CreateView):
    """A new contest belongs to who began it."""

    def save_instance(self) -> Any:
        """Note who began it and for which bodies, whose people may edit it."""
        self.form.instance.started_by = self.request.user
        self.form.instance.bodies = sorted(bodies_of(self.request.user, CHANGE))
        return super().save_instance()


class OwnContestMixin:
    """For views of one contest: those of other bodies are unknown."""

    def get_object(self, *args: Any) -> Any:
        """The contest. Raises Http404 for one that others run."""
        contest = super().get_object(*args)  # type: ignore[misc]  # of the view beside it
        if not Contest.objects.run_by(self.request.user).filter(pk=contest.pk).exists():  # type: ignore[attr-defined]
            raise Http404
        return contest


class ContestEdit(OwnContestMixin, EditView):
    """The form of a contest that the account runs."""


class ContestHistory(OwnContestMixin, HistoryView):
    """What happened to a contest that the account runs."""


class ContestUsage(OwnContestMixin, UsageView):
    """Pages that refer to a contest that the account runs."""


TEXTS = ("title", "summary", "rules_do", "rules_dont", *CONSENT_WORDS)


class ContestViewSet(ModelViewSet):
    """Contests and templates for schools."""

    model = Contest
    name = "contests"
    url_prefix = "cuoc-thi"
    icon = "pick"
    menu_label = _("Cuộc thi")
    list_display = [
        "title",
        Column("desk", label=_("Bài dự thi"), accessor=_desk_link),
        "state",
        "opens_at",
        "closes_at",
        "host",
        BooleanColumn("is_template", label=capfirst(_("mẫu cho trường tự tổ chức")), sort_key="is_template"),
    ]
    list_filter = ["state", "is_template"]
    search_fields = ["title", "summary"]
    index_view_class = ContestList
    add_view_class = ContestCreate
    edit_view_class = ContestEdit
    history_view_class = ContestHistory
    usage_view_class = ContestUsage
    copy_view_enabled = False
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    HelpPanel(_("Trang hiện ra khi bạn bấm “Hiện công khai” ở “Bài và điểm”.")),
                    FieldPanel("title"),
                    FieldPanel("slug"),
                    FieldPanel("summary"),
                    FieldPanel("formats"),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldPanel("rules_do"),
                    FieldPanel("rules_dont"),
                    FieldRowPanel([FieldPanel("takes_entries"), FieldPanel("is_template")]),
                ],
                heading=_("Cuộc thi"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "levels", label=_("Bảng"), panels=[FieldPanel(n) for n in ("level", "submit", "prizes")]
                    ),
                    InlinePanel(
                        "rounds",
                        label=_("Mốc"),
                        panels=[
                            FieldPanel("name"),
                            FieldRowPanel(
                                [FieldPanel("planned_from"), FieldPanel("planned_until"), FieldPanel("held_on")]
                            ),
                        ],
                    ),
                ],
                heading=_("Bảng và mốc"),
            ),
            ObjectList(
                [
                    InlinePanel("criteria", label=_("Tiêu chí"), panels=[FieldPanel("name"), FieldPanel("weight")]),
                    FieldPanel("tie_reason"),
                ],
                heading=_("Chấm"),
            ),
            ObjectList([FieldPanel(name) for name in CONSENT_WORDS], heading=_("Lời đồng ý")),
            ObjectList(
                [InlinePanel("texts", label=_("Ngôn ngữ"), panels=[FieldPanel(n) for n in ("locale", *TEXTS)])],
                heading=_("Bản dịch"),
            ),
        ],
        base_form_class=ContestForm,
    )
