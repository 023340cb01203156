"""Forms of the newsroom's pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page

from articles.genres import ARTICLE_GENRES, Genre
from articles.models import (
    CalendarKey,
    Correction,
    DetailOverride,
    NamedVersion,
    PlannedStory,
    PreviewLink,
    PreviewVerdict,
    SectionPage,
    TakeDown,
)
from articles.models.editorial import TRANSLATION
from articles.rules import gates, never_print
from base.admin.chooser import rows_of
from base.day import DateTimeField
from base.text import REASON_CHARACTERS, nfc, one_line, says_why
from campaign.models import Outlet
from users.models import User

LONGEST_PREVIEW = timedelta(days=30)
LARGEST_UNIT = 10_000_000  # đồng


class CleanText(forms.BaseForm):
    """Mixin: text fields are NFC, without control and bidirectional override characters."""

    def clean(self) -> dict[str, Any]:
        """The data with every text in NFC."""
        cleaned = super().clean() or self.cleaned_data
        return {name: nfc(value) if isinstance(value, str) else value for name, value in cleaned.items()}


def clean_reason(reason: str) -> str:
    """`reason` without spaces around it. Raises ValidationError for one that says nothing."""
    if not says_why(reason):
        raise ValidationError(_("Lý do cần ít nhất %(limit)d ký tự.") % {"limit": REASON_CHARACTERS})
    return reason.strip()


class ArrangeForm(forms.Form):
    """New hour of an entry in the calendar."""

    moment = DateTimeField(
        label=gettext_lazy("Giờ mới"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Ngày-tháng-năm giờ:phút, ví dụ 30-11-2026 08:00."),
        error_messages={"invalid": gettext_lazy("Bạn ghi ngày giờ như 30-11-2026 08:00.")},
    )


class PlanForm(CleanText, forms.ModelForm):
    """A planned story in one of `sections`."""

    class Meta:
        model = PlannedStory
        fields = ["title", "section", "genre", "note", "writer", "due_at", "planned_for"]
        widgets = {
            "planned_for": AdminDateTimeInput, "due_at": AdminDateTimeInput, "note": forms.Textarea({"rows": 4}),
        }  # fmt: skip
        field_classes = {"planned_for": DateTimeField, "due_at": DateTimeField}

    def __init__(self, *args: Any, sections: Sequence[SectionPage], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        section, writer = rows_of(self, "section"), rows_of(self, "writer")
        section.queryset = SectionPage.objects.filter(pk__in=[item.pk for item in sections])
        slugs = {section.outlet.slug for section in sections if section.outlet}
        writer.queryset = User.objects.filter(is_active=True, groups__role__scope__in=slugs).distinct()
        choices = [(genre.value, genre.label) for genre in ARTICLE_GENRES]
        self.fields["genre"] = forms.ChoiceField(label=gettext_lazy("Thể loại"), choices=choices)

    def save(self, commit: bool = True) -> PlannedStory:
        """Save the plan; a new one is that of the account `user`."""
        if self.instance.pk is None:
            self.instance.created_by = self.user
        return super().save(commit)


class FeeForm(forms.Form):
    """Worth of one unit, and units of each genre, of an outlet."""

    unit = forms.IntegerField(
        label=gettext_lazy("Giá trị một đơn vị hệ số, đồng"), min_value=0, max_value=LARGEST_UNIT, localize=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for genre, label in self._paid():
            self.fields[f"genre_{genre}"] = forms.DecimalField(
                label=label, min_value=0, max_value=99, max_digits=4, decimal_places=2, required=False
            )

    @staticmethod
    def _paid() -> list[tuple[str, Any]]:
        return [*Genre.choices, (TRANSLATION, gettext_lazy("Bản dịch (mọi thể loại)"))]

    def coefficients(self) -> dict[str, str]:
        """{genre: units as text} of the genres that have a coefficient, and of translations."""
        units_by_genre = {genre: self.cleaned_data[f"genre_{genre}"] for genre, _label in self._paid()}
        return {genre: str(units) for genre, units in units_by_genre.items() if units}


class KeyForm(forms.ModelForm):
    """Name and outlet of a calendar address."""

    class Meta:
        model = CalendarKey
        fields = ["outlet", "name"]

    def __init__(self, *args: Any, outlets: Sequence[Outlet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outlet = rows_of(self, "outlet")
        outlet.label = _("Cơ quan")
        outlet.queryset = Outlet.objects.filter(pk__in=[item.pk for item in outlets])
        if len(outlets) == 1:
            outlet.initial = outlets[0].pk

    def clean_name(self) -> str:
        """The name as one line of at most 80 characters."""
        return one_line(self.cleaned_data["name"], 80)


class CorrectionForm(CleanText, forms.ModelForm):
    """Text and kind of a correction of `story`; the text must not tell who a child is."""

    def __init__(self, *args: Any, story: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story = story

    def clean_text(self) -> str:
        """Raises ValidationError with the details that identify a child, alone or beside the story's text."""
        text: str = nfc(self.cleaned_data["text"])
        if details := gates.telling_details_in(text, self.story):
            raise ValidationError(
                _("Đính chính có thể làm lộ một em là ai: %(pieces)s. Bạn bỏ hoặc thay tên, trường, lớp, số, địa chỉ.")
                % {"pieces": gates.name_pieces(details)}
            )
        if lines := [line for line in self.story.words_never_printed() if never_print.stands_in(line, text)]:
            raise ValidationError(
                _("Đính chính có “%(line)s”, mà tòa soạn đã ghi là không bao giờ in. Bạn viết cách khác.")
                % {"line": lines[0]}
            )
        return text

    class Meta:
        model = Correction
        fields = ["kind", "text", "hides_older"]
        widgets = {"text": forms.Textarea({"rows": 4})}


class OverrideForm(CleanText, forms.ModelForm):
    """Reason why details that identify somebody are printed all the same."""

    class Meta:
        model = DetailOverride
        fields = ["reason"]
        widgets = {"reason": forms.Textarea({"rows": 3})}

    def clean_reason(self) -> str:
        """Raises ValidationError for a reason that says nothing."""
        return clean_reason(self.cleaned_data["reason"])


class RedactionForm(CleanText, forms.Form):
    """Reason why the text of a published correction goes."""

    reason = forms.CharField(
        label=gettext_lazy("Vì sao bỏ chữ"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Ai yêu cầu, chỗ nào lộ điều gì, đừng chép lại điều ấy. Chỉ tòa soạn đọc được."),
    )

    def clean_reason(self) -> str:
        """Raises ValidationError for a reason that says nothing."""
        return clean_reason(self.cleaned_data["reason"])


class TakeDownForm(CleanText, forms.ModelForm):
    """Reason of a take-down, whether the address answers 410, and which pictures leave the other pages too."""

    close_too = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Rút cả ở trang khác"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Trang khác cũng dùng những ảnh này. Đánh dấu ảnh lộ người: ảnh rời mọi trang ngay. "
            "Không đánh dấu thì ảnh vẫn hiện ở những trang ấy."
        ),
    )

    class Meta:
        model = TakeDown
        fields = ["reason", "note", "answers_410"]
        widgets = {"note": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, shared: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        """`shared`: (id, title and uses) of the pictures that something else shows."""
        super().__init__(*args, **kwargs)
        reasons = [choice for choice in TakeDown.Reason.choices if choice[0] != TakeDown.Reason.PARTNER]
        reason = self.fields["reason"]
        if isinstance(reason, forms.ChoiceField):
            reason.choices = [("", "---------"), *reasons]
        field = self.fields["close_too"]
        if not shared:
            del self.fields["close_too"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = list(shared)


class ReturnForm(CleanText, forms.ModelForm):
    """Reason why a story that was taken down may come back."""

    class Meta:
        model = TakeDown
        fields = ["return_reason"]
        widgets = {"return_reason": forms.Textarea({"rows": 4})}


class PreviewLinkForm(CleanText, forms.ModelForm):
    """Reader and end of a preview link."""

    class Meta:
        model = PreviewLink
        fields = ["reader", "expires_at"]
        widgets = {"expires_at": AdminDateTimeInput}
        field_classes = {"expires_at": DateTimeField}

    def clean_expires_at(self) -> datetime:
        """Between now and LONGEST_PREVIEW from now; raises ValidationError."""
        moment = self.cleaned_data["expires_at"]
        if moment <= timezone.now():
            raise ValidationError(_("Hạn đọc đã qua. Bạn chọn giờ sau lúc này."))
        if moment > timezone.now() + LONGEST_PREVIEW:
            raise ValidationError(_("Hạn đọc xa nhất là 30 ngày. Cần lâu hơn thì tạo liên kết mới."))
        return moment


class VerdictForm(CleanText, forms.ModelForm):
    """Answer of an outside reader; a request for changes needs a comment."""

    class Meta:
        model = PreviewVerdict
        fields = ["says", "comment"]
        widgets = {"comment": forms.Textarea({"rows": 4, "maxlength": 2000})}

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a request for changes without a comment."""
        cleaned = super().clean()
        if cleaned.get("says") == PreviewVerdict.Says.CHANGES and not (cleaned.get("comment") or "").strip():
            self.add_error("comment", _("Bạn ghi giúp chỗ nào cần sửa."))
        return cleaned


class NameForm(CleanText, forms.ModelForm):
    """Name of a version."""

    class Meta:
        model = NamedVersion
        fields = ["name"]
