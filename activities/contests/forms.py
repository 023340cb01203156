"""Forms of contests: an entry, an author with the consent, a mark, a school's own contest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.identity import problem_of
from activities.models import HIGHEST, Contest, Criterion, Entry, Format
from base.day import DateTimeField
from base.text import one_line
from media_library.models import SubjectConsent

AgeBand = SubjectConsent.AgeBand


class OneLineMixin(forms.BaseForm):
    """Every text as one line, as long as its field."""

    def clean(self) -> dict[str, Any]:
        """Fold line breaks and spaces; the length is that of the field."""
        data = super().clean() or self.cleaned_data
        for name, value in data.items():
            limit = getattr(self.fields[name], "max_length", None)
            if isinstance(value, str) and limit and not isinstance(self.fields[name].widget, forms.Textarea):
                data[name] = one_line(value, limit)
        return data


class EntryForm(OneLineMixin, forms.ModelForm):
    """The words of an entry, without a child's details; formats and levels are those of the contest."""

    class Meta:
        model = Entry
        fields = ["title", "format", "level", "about", "alt", "tools"]
        help_texts = {
            "title": _("Không ghi tên em, lớp hay trường: giám khảo chấm không biết bài của ai."),
            "alt": _("Ví dụ: Truyện tranh năm khung, kết bằng hai bạn đứng cạnh nhau."),
            "tools": _("Để trống nếu không dùng."),
        }

    def __init__(self, *args: Any, contest: Contest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Format.choices)
        self.fields["format"] = forms.ChoiceField(
            label=_("Hình thức"), choices=[(value, labels[value]) for value in contest.formats if value in labels]
        )
        self.fields["level"] = forms.ChoiceField(
            label=_("Bảng"), choices=[(level.level, level.get_level_display()) for level in contest.levels.all()]
        )

    def clean(self) -> dict[str, Any]:
        """Add the identity check of each text, which is shown beside the others and the authors' names."""
        data = super().clean()
        texts = {name: data.get(name) or "" for name in ("title", "about", "alt", "tools")}
        authors = self.instance.authors.select_related("consent") if self.instance.pk else []
        names = [author.shown_as for author in authors]
        for name, text in texts.items():
            beside = [*names, *(other for key, other in texts.items() if key != name)]
            if text and (problem := problem_of(text, beside)):
                self.add_error(name, problem)
        return data


class AuthorForm(OneLineMixin, forms.ModelForm):
    """An author: the name to be shown, the age, and who has signed on paper. Nothing else is asked.

    `entry`: its words are shown beside the name.
    """

    def __init__(self, *args: Any, entry: Entry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry

    def clean_subject(self) -> str:
        """Raises ValidationError with what tells who a child is."""
        subject: str = self.cleaned_data["subject"]
        beside = [self.entry.title, self.entry.about, self.entry.alt] if self.entry else []
        if problem := problem_of(subject, beside):
            raise forms.ValidationError(problem)
        return subject

    class Meta:
        model = SubjectConsent
        fields = ["subject", "age_band", "person_agreed", "representative_agreed"]
        labels = {
            "subject": _("Biệt danh hoặc tên em muốn hiện"),
            "age_band": _("Tuổi"),
            "person_agreed": _("Em đã ký đồng ý"),
            "representative_agreed": _("Cha mẹ hoặc người giám hộ đã ký (dưới 18 tuổi)"),
        }
        help_texts = {
            "subject": _("Họ tên, lớp, ngày sinh: trường giữ trên giấy, không ghi ở đây."),
            "person_agreed": "",
            "representative_agreed": "",
        }


class ScoreForm(forms.Form):
    """A mark from 0 to HIGHEST for each criterion, and a comment."""

    comment = forms.CharField(
        label=_("Nhận xét, gửi cho trường"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        wrong = {"min_value": _("Điểm từ 0 đến 10."), "max_value": _("Điểm từ 0 đến 10.")}
        for criterion in criteria:
            self.fields[f"c{criterion.pk}"] = forms.IntegerField(
                label=f"{criterion.name} ({criterion.weight} %)",
                min_value=0,
                max_value=HIGHEST,
                error_messages={**wrong, "required": _("Bạn cho điểm mọi tiêu chí.")},
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        self.order_fields([f"c{criterion.pk}" for criterion in criteria])

    @property
    def scores(self) -> dict[str, int]:
        """{key of the criterion: points}."""
        return {str(criterion.pk): self.cleaned_data[f"c{criterion.pk}"] for criterion in self.criteria}


class OwnContestForm(OneLineMixin, forms.ModelForm):
    """What a school changes in its copy of a template."""

    opens_at = DateTimeField(
        label=_("Nhận bài từ"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    closes_at = DateTimeField(
        label=_("Nhận bài đến"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    class Meta:
        model = Contest
        fields = ["title", "summary", "rules_do", "rules_dont", "opens_at", "closes_at"]
        widgets = {
            "rules_do": forms.Textarea(attrs={"rows": 4}),
            "rules_dont": forms.Textarea(attrs={"rows": 4}),
        }
