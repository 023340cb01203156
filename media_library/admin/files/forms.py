"""Forms of the page of an asset's files: version, file, consent, recall."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from base.admin.chooser import rows_of
from base.day import DateField
from base.languages import language_choices
from files.intake.messages import NO_FILE
from media_library.models import Asset, AssetVersion, SubjectConsent
from media_library.vocabulary import Access, Corner, FileRole

version_number = RegexValidator(r"^\d{1,3}(\.\d{1,3}){1,2}$", _("Số phiên bản viết như 1.0 hoặc 1.2.1."))


class VersionForm(forms.ModelForm):
    """A new version of an asset."""

    number = forms.CharField(label=_("Số phiên bản"), max_length=12, validators=[version_number])

    class Meta:
        model = AssetVersion
        fields = ["number", "changelog"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.instance.asset.versions.filter(number=self.cleaned_data.get("number")).exists():
            self.add_error("number", _("Tài liệu đã có phiên bản này. Bạn đặt số khác."))
        return self.cleaned_data


def shows_minor_field() -> forms.TypedChoiceField:
    """“Is somebody under 18 recognisable?” without a default; unanswered blocks the release (rule 26)."""
    return forms.TypedChoiceField(
        label=_("Có người dưới 18 tuổi nhận ra được?"),
        choices=[("", _("chưa trả lời")), ("no", _("Không")), ("yes", _("Có"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        help_text=_("Chưa trả lời thì chưa phát hành được. “Có” thì cần giấy đồng ý."),
    )


class FileForm(forms.Form):
    """One file for a version that is not released yet; add_file() checks its content."""

    version = forms.ModelChoiceField(AssetVersion.objects.none(), label=_("Phiên bản"), empty_label=None)
    file = forms.FileField(
        label=_("Tệp"), help_text=_("PDF, ảnh, MP4, MP3, DOCX, PPTX, XLSX, TXT hoặc ZIP"), error_messages=NO_FILE
    )
    role = forms.ChoiceField(label=_("Vai trò"), choices=FileRole.choices)
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=language_choices)
    label = forms.CharField(label=_("Tên gọi"), max_length=80, help_text=_("Chữ trên nút tải, ví dụ: Bản A4 đen trắng"))
    shows_minor = shows_minor_field()
    # Shown only when the library has the same bytes already.
    again = forms.BooleanField(label=_("Vẫn thêm, dù kho đã có đúng tệp này"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asset: Asset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows_of(self, "version").queryset = asset.versions.filter(released_at__isnull=True)

    def offer_again(self) -> None:
        """Show the question whether to add the file although it is there; the file has to be chosen again."""
        self.fields["again"].widget = forms.CheckboxInput()


class FileTagsForm(forms.Form):
    """What an editor says about a file; only the answer about people under 18 may be left open."""

    role = forms.ChoiceField(label=_("Vai trò"), choices=FileRole.choices)
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=language_choices)
    label = forms.CharField(label=_("Tên gọi"), max_length=80)
    shows_minor = shows_minor_field()


class UploadTagsForm(FileTagsForm):
    """The same while the file is sent; without a role, it follows from the file's type."""

    role = forms.ChoiceField(label=_("Vai trò"), choices=[("", "–"), *FileRole.choices], required=False)


class ReplaceForm(forms.Form):
    """Another file in the place of one: what somebody said of that one stays, but for the people in it."""

    new_file = forms.FileField(label=_("Tệp mới"), error_messages=NO_FILE)
    shows_minor = shows_minor_field()


class MarkForm(forms.Form):
    """Where QR code, code and version are put on a sheet."""

    corner = forms.ChoiceField(label=_("Góc của tờ"), choices=Corner.choices)


class ConsentForm(forms.ModelForm):
    """Who is depicted and who agreed; the paper passes the upload gate and is kept private."""

    paper_file = forms.FileField(
        label=_("Giấy đồng ý (giữ kín)"),
        required=False,
        help_text=_("PDF hoặc ảnh chụp, tối đa 20 MB."),
        error_messages=NO_FILE,
    )

    class Meta:
        model = SubjectConsent
        fields = ["subject", "age_band", "person_agreed", "representative_agreed", "purpose", "scope", "expires_on"]
        widgets = {"expires_on": forms.DateInput(attrs={"type": "date"})}
        field_classes = {"expires_on": DateField}

    def clean(self) -> dict[str, Any]:
        """Under 18 a paper is required as proof of the two answers (docs/security.md, rule 25)."""
        super().clean()
        data = self.cleaned_data
        under_age = data.get("age_band") and data["age_band"] != SubjectConsent.AgeBand.ADULT
        if under_age and not data.get("paper_file") and "paper_file" not in self.errors:
            self.add_error("paper_file", _("Với người dưới 18 tuổi, bạn kèm giấy đồng ý (bản quét hoặc ảnh chụp)."))
        return data


def consent_ids(file: int) -> str:
    """`auto_id` of the consent form of one file, because a page has one form per file."""
    return f"id_consent_{file}_%s"


def renewed(consent: SubjectConsent, file: int) -> ConsentForm:
    """A form for the same person: only answers, date and the new paper are left to fill in."""
    initial = {name: getattr(consent, name) for name in ("subject", "age_band", "purpose", "scope")}
    return ConsentForm(initial=initial, auto_id=consent_ids(file))


class WithdrawForm(forms.Form):
    """Arguments of recall(): one version or all, the reason that holders read, the replacement."""

    version = forms.ModelChoiceField(
        AssetVersion.objects.none(), label=_("Phiên bản"), required=False, empty_label=_("Cả tài liệu, mọi phiên bản")
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        help_text=_("Các trường đã tải đọc câu này. Ví dụ: Số điện thoại trợ giúp in sai."),
    )
    replaced_by = forms.ModelChoiceField(
        Asset.objects.none(),
        label=_("Thay bằng"),
        required=False,
        help_text=_("Người quét mã trên giấy cũ sẽ được dẫn tới tài liệu này."),
    )

    def __init__(self, *args: Any, asset: Asset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Asset.objects.released().exclude(pk=asset.pk).exclude(access=Access.STAFF)
        rows_of(self, "replaced_by").queryset = others.prefetch_related("texts__locale")
        rows_of(self, "version").queryset = asset.versions.filter(released_at__isnull=False, withdrawn_at=None)
        self.fields["version"].initial = asset.current_version_id  # what is in hand, and not all that there ever was
