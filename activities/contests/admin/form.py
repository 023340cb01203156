"""The form of a contest: what schools and jurors rely on no longer changes, and senders hear of a new deadline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from activities.contests import letters, results
from activities.models import Contest, Entry, EntryAuthor, Format, Mark
from activities.models.contest import CONSENT_WORDS
from media_library.vocabulary import SchoolLevel


class ContestForm(WagtailAdminModelForm):
    """Formats as boxes to tick. Once others rely on the contest, some of it stays (_refusals())."""

    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Hình thức"), choices=Format, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and (self.instance.is_public or self._entries().exists()):
            self.fields["slug"].disabled = True  # it is printed, and stands in letters

    def is_valid(self) -> bool:
        """Compare the form with its rows against what the contest has already; Django validates forms of rows last."""
        if not super().is_valid():
            return False
        if self.instance.pk:
            for place, sentence in self._refusals():
                if place in self.formsets:
                    self.formsets[place].non_form_errors().append(sentence)
                else:
                    self.add_error(place, sentence)
        return not self.errors and not any(rows.non_form_errors() for rows in self.formsets.values())

    @transaction.atomic
    def save(self, commit: bool = True) -> Contest:
        """Save the contest. With `commit`, letters about a new deadline are put into the outbox."""
        is_new = self.instance.pk is None
        contest: Contest = super().save(commit=commit)
        if commit and not is_new and contest.is_open and "closes_at" in self.changed_data:
            letters.deadline(contest)
        return contest

    def _refusals(self) -> Iterator[tuple[str, str]]:
        """(field or formset, sentence) of each change that would break what others rely on."""
        yield from self._used()
        marked = Mark.objects.filter(entry__contest=self.instance, total__isnull=False).exists()
        if marked and self.instance.closes_at > timezone.now():
            yield "closes_at", _("Giám khảo đã chấm nên không mở nhận bài lại được. Bạn giữ ngày đóng đã qua.")
        if marked and self._weighs_anew():
            yield "criteria", _("Giám khảo đã chấm theo các tiêu chí này nên phần trăm và số tiêu chí giữ nguyên.")
        if EntryAuthor.objects.filter(entry__in=self._entries()).exists():
            for place in self._other_words():
                yield place, _("Đã có tác giả ký lời đồng ý này nên lời giữ nguyên. Cần lời khác thì mở cuộc thi mới.")
        if self.instance.is_public:
            levels, weight = len(self._rows("levels")), sum(row["weight"] for row in self._rows("criteria"))
            for finding in results.page_findings(self.instance, levels=levels, weight=weight):
                yield self._place_of(finding.code), str(finding)

    def _place_of(self, code: str) -> str:
        """The field or formset in which a finding about the page is mended."""
        if code == "words":
            return next(name for name in CONSENT_WORDS if not getattr(self.instance, name))
        return "closes_at" if code == "dates" else code

    def _used(self) -> Iterator[tuple[str, str]]:
        """Formats and levels that were removed although entries have them."""
        for value in sorted(set(self._entries().values_list("format", flat=True)) - set(self.instance.formats)):
            yield "formats", _("Đã có bài dự thi “%(name)s” nên không bỏ được.") % {"name": Format(value).label}
        levels = {row["level"] for row in self._rows("levels")}
        for value in sorted(set(self._entries().values_list("level", flat=True)) - levels):
            sentence = _("Đã có bài dự thi ở bảng “%(name)s” nên không bỏ bảng này được.")
            yield "levels", sentence % {"name": SchoolLevel(value).label}

    def _entries(self) -> QuerySet[Entry]:
        return Entry.objects.filter(contest=self.instance).exclude(state=Entry.State.WITHDRAWN)

    def _rows(self, name: str) -> list[dict[str, Any]]:
        """The cleaned rows of a formset that stay."""
        formset = self.formsets[name]
        deleted_forms = formset.deleted_forms
        return [form.cleaned_data for form in formset.forms if form.cleaned_data and form not in deleted_forms]

    def _weighs_anew(self) -> bool:
        """Whether a criterion is added, removed or gets another weight."""
        formset = self.formsets["criteria"]
        added = any(form.has_changed() and not form.instance.pk for form in formset.forms)
        return bool(added or formset.deleted_forms or any("weight" in form.changed_data for form in formset.forms))

    def _other_words(self) -> Iterator[str]:
        """Fields and formset with words of consent that were there to be signed and change."""
        yield from (name for name in CONSENT_WORDS if self.initial.get(name) and name in self.changed_data)
        formset = self.formsets["texts"]
        if any(
            form.initial.get(name) and (form in formset.deleted_forms or name in form.changed_data)
            for form in formset.forms
            for name in CONSENT_WORDS
        ):
            yield "texts"
