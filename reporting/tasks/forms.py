"""Forms of tasks: a new one for one body or for all of a kind, a step, a comment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from base.day import DateField
from base.text import nfc, one_line
from campaign.models import Season
from reporting.models import Task, TaskQuerySet
from users.models import Organisation

Kind = Organisation.Kind
#: Value of “Cho” → label: every active organisation of a kind gets its own task.
GROUPS = {
    f"moi-{kind}": label
    for kind, label in (
        (Kind.POLICE, _("Mọi công an cấp xã")),
        (Kind.SCHOOL, _("Mọi trường")),
        (Kind.UNION, _("Mọi cơ sở đoàn, hội")),
        (Kind.OUTLET, _("Mọi cơ quan báo chí của cổng")),
        (Kind.PRESS, _("Mọi cơ quan báo chí khác")),
        (Kind.CITY_POLICE, _("Mọi phòng của Công an thành phố")),
    )
}


def owners_of(value: str) -> list[Organisation]:
    """The active organisations that a value of the field “Cho” names."""
    active = Organisation.objects.active()
    if value in GROUPS:
        return list(active.filter(kind=value.removeprefix("moi-")))
    return list(active.filter(uuid=value))


class TaskForm(forms.ModelForm):
    """A new task. `recipient` is a body, or all organisations of a kind, each of which gets its own."""

    fields: dict[str, Any]
    recipient = forms.ChoiceField(
        label=_("Cho"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bạn chọn cơ quan nhận việc trong danh sách.")),
    )
    due_on = DateField(
        label=_("Hạn"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Bạn chọn ngày hết hạn."),
            "invalid": _("Ngày chưa đúng, ví dụ 30-11-2026."),
        },
    )
    field_order = ["recipient", "title", "paragraph", "due_on", "detail", "co_owners"]

    class Meta:
        model = Task
        fields = ["title", "paragraph", "detail", "co_owners", "due_on"]
        widgets = {"detail": forms.Textarea(attrs={"rows": 3}), "co_owners": forms.CheckboxSelectMultiple}
        error_messages = {"title": {"required": _("Bạn ghi việc bằng một câu.")}}

    def __init__(self, *args: Any, season: Season, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.season = season
        bodies = Organisation.objects.active().bodies()
        self.fields["co_owners"].queryset = bodies
        self.fields["recipient"].choices = [
            ("", _("Chọn…")),
            (_("Nhiều đơn vị một lúc"), list(GROUPS.items())),
            (_("Một cơ quan"), [(str(body.uuid), body.name) for body in bodies]),
        ]

    def clean_title(self) -> str:
        """The title on one line. Raises ValidationError where nothing is left of it."""
        title = one_line(self.cleaned_data["title"], 200)
        if not title:
            raise ValidationError(_("Bạn ghi việc bằng một câu."))
        return title

    def clean_paragraph(self) -> str:
        return one_line(self.cleaned_data["paragraph"], 20)

    def clean_recipient(self) -> list[Organisation]:
        """The organisations that get the task. Raises ValidationError where there is none."""
        owners = owners_of(self.cleaned_data["recipient"])
        if not owners:
            raise ValidationError(_("Chưa có đơn vị nào đang hoạt động thuộc loại này."))
        return owners

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a body that owns the task and shares it too."""
        cleaned: dict[str, Any] = super().clean() or {}
        twice = set(cleaned.get("recipient") or ()) & set(cleaned.get("co_owners") or ())
        if twice:
            sentence = _now("%(body)s đã là cơ quan chủ trì, bạn bỏ chọn ở phần phối hợp.")
            self.add_error("co_owners", sentence % {"body": ", ".join(sorted(map(str, twice)))})
        return cleaned

    def tasks(self) -> list[Task]:
        """One unsaved task for each organisation that gets it."""
        names = ("title", "paragraph", "detail", "due_on")
        values = {name: self.cleaned_data[name] for name in names} | {"season": self.instance.season}
        return [Task(owner=owner, **values) for owner in self.cleaned_data["recipient"]]


class StepForm(forms.ModelForm):
    """Result, address and note that go with a step or a comment."""

    note = forms.CharField(
        label=_("Lời nhắn"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    class Meta:
        model = Task
        fields = ["evidence", "link"]
        widgets = {
            "evidence": forms.Textarea(attrs={"rows": 3}),
            "link": forms.URLInput(attrs={"placeholder": "https://"}),
        }
        error_messages = {"link": {"invalid": _("Địa chỉ chưa đúng; chép cả phần https:// ở đầu.")}}

    def clean_note(self) -> str:
        return nfc(self.cleaned_data["note"]).strip()

    def clean_evidence(self) -> str:
        return nfc(self.cleaned_data["evidence"]).strip()


class TableForm(forms.Form):
    """A table that was pasted from a spreadsheet."""

    table = forms.CharField(
        label=_("Bảng việc"),
        strip=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 12, "wrap": "off", "spellcheck": "false"}),
        help_text=_(
            "Chép từ bảng tính năm cột: cơ quan, việc, hạn, mục của kế hoạch, yêu cầu. Hai cột cuối có thể trống."
        ),
        error_messages={
            "required": _("Bạn dán bảng vào đây."),
            "max_length": _("Bảng quá dài. Bạn chia thành nhiều phần, mỗi phần tối đa 500 việc."),
        },
    )


class MoveForm(forms.Form):
    """A new due date for many tasks, and why."""

    due_on = DateField(
        label=_("Hạn mới"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Bạn chọn hạn mới."), "invalid": _("Ngày chưa đúng, ví dụ 30-11-2026.")},
    )
    reason = forms.CharField(label=_("Lý do"), max_length=300, required=False)

    def clean_reason(self) -> str:
        return one_line(self.cleaned_data["reason"], 300)


class FilterForm(forms.Form):
    """Filters of the list; unknown values are ignored."""

    fields: dict[str, Any]
    WAITING = (
        ("con-no", _("Còn phải làm")),
        ("qua-han", _("Quá hạn")),
        ("sap-han", _("Đến hạn trong 7 ngày")),
        ("cho-xem", _("Báo xong, chờ xem")),
        ("chua-nhan", _("Chưa nhận")),
        ("xong", _("Đã xác nhận")),
    )
    trang_thai = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=[("", _("Tất cả")), *WAITING])
    co_quan = forms.ModelChoiceField(
        label=_("Cơ quan"),
        required=False,
        queryset=Organisation.objects.none(),
        to_field_name="uuid",
        empty_label=_("Tất cả"),
    )

    def __init__(self, *args: Any, tasks: TaskQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_quan"].queryset = Organisation.objects.filter(tasks__in=tasks.order_by()).distinct()

    def applied_to(self, tasks: TaskQuerySet) -> TaskQuerySet:
        """`tasks`, narrowed by what was chosen."""
        self.is_valid()
        state, body = self.cleaned_data.get("trang_thai"), self.cleaned_data.get("co_quan")
        if body:
            tasks = tasks.filter(owner=body)
        match state:
            case "con-no":
                return tasks.owed()
            case "qua-han":
                return tasks.overdue()
            case "sap-han":
                return tasks.due_soon()
            case "cho-xem":
                return tasks.filter(state=Task.State.REPORTED)
            case "chua-nhan":
                return tasks.filter(state=Task.State.GIVEN)
            case "xong":
                return tasks.filter(state=Task.State.CONFIRMED)
        return tasks
