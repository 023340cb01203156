"""The list “Bàn dịch”: all pages with their state in each language, with filters and export."""

from __future__ import annotations

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports.base import ReportView
from wagtail.models import Page
from wagtail.query import PageQuerySet

from translations.models import TranslationAssignment
from translations.permissions import may_translate
from translations.status import OPEN, State, languages, sources, with_states
from users.models import User

LANGUAGES = [code for code, _name in languages()]
Step = TranslationAssignment.Step
IN_REVIEW = (Step.WAITING, Step.RETURNED)
FORMATS = ("csv", "xlsx")
AWAITS = gettext_lazy("chờ người bản ngữ duyệt")
TAGS = {"missing": "warning", "draft": "secondary", "behind": "critical", "live": "primary", "source": "secondary"}


class LanguageColumn(Column):
    """Column of one language: state, owner and due date, linked to the page of its translation."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(f"state_{code}", label=name, accessor=lambda page: state_cell(page, code))


def state_cell(page: Page, code: str) -> SafeString:
    """Cell of LanguageColumn for a row of with_states()."""
    state = State(getattr(page, f"state_{code}"))
    owner, due = getattr(page, f"owner_{code}"), getattr(page, f"due_{code}")
    late = bool(due and due < timezone.localdate() and state in OPEN)
    details = " · ".join(part for part in (owner or "", f"{due:%d-%m-%Y}" if due else "") if part)
    step = getattr(page, f"step_{code}")
    return format_html(
        '<a class="w-status w-status--label w-status--{}" href="{}">{}</a>{}{}{}',
        "critical" if late else TAGS[state],
        reverse("languages_page", args=[page.pk, code]),
        state.label,
        format_html("<br><small>{}{}</small>", details, _(" (quá hạn)") if late else "") if details else "",
        format_html("<br><small><strong>{}</strong></small>", AWAITS) if getattr(page, f"machine_{code}") else "",
        format_html("<br><small><strong>{}</strong></small>", Step(step).label) if step in IN_REVIEW else "",
    )


class DashboardFilterSet(WagtailFilterSet):
    """Filters by language, state, owner, overdue, step of the review, machine-drafted, page type and title."""

    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Ngôn ngữ"), choices=languages, method="by_state", empty_label=gettext_lazy("Mọi ngôn ngữ")
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Trạng thái"), choices=State.choices, method="by_state", empty_label=gettext_lazy("Tất cả")
    )
    owner = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Người dịch"), queryset=lambda request: owners(), method="by_owner"
    )
    due = django_filters.ChoiceFilter(
        label=gettext_lazy("Hạn"), choices=[("late", gettext_lazy("Quá hạn"))], method="by_due"
    )
    step = django_filters.ChoiceFilter(
        label=gettext_lazy("Duyệt bản dịch"), choices=Step.choices, method="by_step", empty_label=gettext_lazy("Tất cả")
    )
    machine = django_filters.ChoiceFilter(
        label=gettext_lazy("Bản máy dịch"), choices=[("yes", AWAITS)], method="by_machine"
    )
    content_type = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Loại trang"), queryset=lambda request: page_types()
    )
    title = django_filters.CharFilter(label=gettext_lazy("Tên trang"), lookup_expr="icontains")

    class Meta:
        model = Page
        fields = ["language", "state", "owner", "due", "step", "machine", "content_type", "title"]

    @property
    def _codes(self) -> list[str]:
        chosen = self.form.cleaned_data.get("language")
        return [chosen] if chosen else [code for code, _name in languages()]

    def by_state(self, pages: PageQuerySet[Page], name: str, value: str) -> PageQuerySet[Page]:
        """Pages with the chosen state (default: OPEN) in the chosen language (default: any)."""
        state = self.form.cleaned_data.get("state")
        if name == "language" and state:
            return pages  # applied by the filter `state`
        states = [state] if state else OPEN
        either = Q()
        for code in self._codes:
            either |= Q(**{f"state_{code}__in": states})
        return pages.filter(either)

    def by_owner(self, pages: PageQuerySet[Page], name: str, value: User) -> PageQuerySet[Page]:
        """Pages assigned to an account, in the chosen language or any."""
        either = Q()
        for code in self._codes:
            either |= Q(**{f"owner_id_{code}": value.pk})
        return pages.filter(either)

    def by_due(self, pages: PageQuerySet[Page], name: str, value: str) -> PageQuerySet[Page]:
        """Pages with an overdue translation, in the chosen language or any."""
        either = Q()
        for code in self._codes:
            either |= Q(**{f"due_{code}__lt": timezone.localdate(), f"state_{code}__in": OPEN})
        return pages.filter(either)

    def by_step(self, pages: PageQuerySet[Page], name: str, value: str) -> PageQuerySet[Page]:
        """Pages with a translation at a step of its review, in the chosen language or any."""
        either = Q()
        for code in self._codes:
            either |= Q(**{f"step_{code}": value})
        return pages.filter(either)

    def by_machine(self, pages: PageQuerySet[Page], name: str, value: str) -> PageQuerySet[Page]:
        """Pages with a translation that no native reader has checked, in the chosen language or any."""
        either = Q()
        for code in self._codes:
            either |= Q(**{f"machine_{code}": True})
        return pages.filter(either)


def owners() -> QuerySet[User]:
    """Accounts to which a translation is assigned."""
    return User.objects.filter(pk__in=TranslationAssignment.objects.values("owner_id"))


def page_types() -> QuerySet[ContentType]:
    """Content types of which there are pages."""
    return ContentType.objects.filter(pk__in=Page.objects.values("content_type").distinct()).order_by("model")


class DashboardView(ReportView):
    """The list; opens for accounts with may_use_dashboard(), its actions check further permissions."""

    index_url_name = "languages"
    index_results_url_name = "languages_results"
    page_title = gettext_lazy("Bàn dịch")
    header_icon = "wagtail-localize-language"
    model = Page
    filterset_class = DashboardFilterSet
    default_ordering = "-last_published_at"
    is_searchable = False
    permission_required = None
    any_permission_required = None

    def get_base_queryset(self) -> PageQuerySet[Page]:
        """Source pages that the account may see, with their states."""
        return with_states(sources(self.request.user)).prefetch_workflow_states()

    def get_filename(self) -> str:
        return f"ban-dich-{timezone.localdate():%Y-%m-%d}"

    @property
    def columns(self) -> list[Column]:
        return [
            Column("title", label=_("Trang"), accessor=self._title, sort_key="title"),
            Column("kind", label=_("Loại"), accessor=lambda page: page.page_type_display_name),
            *(LanguageColumn(code, name) for code, name in languages()),
        ]

    @property
    def list_export(self) -> list[str]:
        """Fields of the exported table: the page, then per language state, owner, due date, step, machine's draft."""
        fields = ["title", "url_path", "content_type.name"]
        for code, _name in languages():
            fields += [f"{name}_{code}" for name in ("state", "owner", "due", "step", "machine")]
        return fields

    custom_field_preprocess = {
        **{f"state_{code}": dict.fromkeys(FORMATS, lambda value: str(State(value).label)) for code in LANGUAGES},
        **{f"owner_{code}": dict.fromkeys(FORMATS, lambda value: value or "") for code in LANGUAGES},
        **{
            f"step_{code}": dict.fromkeys(FORMATS, lambda value: str(Step(value).label) if value else "")
            for code in LANGUAGES
        },
        **{f"machine_{code}": dict.fromkeys(FORMATS, lambda value: str(AWAITS) if value else "") for code in LANGUAGES},
    }

    @property
    def export_headings(self) -> dict[str, str]:
        """Field → heading of the exported table."""
        headings = {"title": _("Trang"), "url_path": _("Địa chỉ"), "content_type.name": _("Loại")}
        for code, name in languages():
            headings |= {
                f"state_{code}": f"{name}: " + str(_("trạng thái")),
                f"owner_{code}": f"{name}: " + str(_("người dịch")),
                f"due_{code}": f"{name}: " + str(_("hạn")),
                f"step_{code}": f"{name}: " + str(_("duyệt")),
                f"machine_{code}": f"{name}: " + str(_("máy dịch")),
            }
        return headings

    @cached_property
    def _translates(self) -> list[str]:
        return [code for code in LANGUAGES if may_translate(self.request.user, code)]

    def _title(self, page: Page) -> SafeString:
        """Title of a row: leads to the editor for who may edit the page, else to the page in the account's language."""
        own = page.specific_deferred
        address, language, title = "", page.locale.language_code, own.get_admin_display_title()
        if own.permissions_for_user(self.request.user).can_edit():
            address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        elif codes := [code for code in self._translates if code != language]:
            address = reverse("languages_page", args=[page.pk, codes[0]])
        if not address:
            return format_html('<span lang="{}">{}</span>', language, title)
        return format_html('<a href="{}" lang="{}">{}</a>', address, language, title)
