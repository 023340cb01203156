"""Forms of “Thả tệp”: one answer for a whole asset, one line per file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaign.models import Topic
from media_library.admin.files.forms import FileTagsForm, shows_minor_field
from media_library.catalogue.computed_fields import refresh_computed_fields
from media_library.models import Asset, AssetFile, AssetVersion
from media_library.models.asset import code_validator
from media_library.review.files import describe
from media_library.vocabulary import Kind, Licence, Moment
from users.models import User


class GroupForm(forms.Form):
    """What is said once for all files of a dropped asset."""

    name = forms.CharField(label=_("Tên trường sẽ thấy"), max_length=140)
    code = forms.CharField(label=_("Mã"), max_length=40, validators=[code_validator])
    kind = forms.ChoiceField(label=_("Loại"), choices=Kind.choices)
    moments = forms.MultipleChoiceField(
        label=_("Dịp và nơi dùng"), choices=Moment.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(), label=_("Chủ đề"), required=False, widget=forms.CheckboxSelectMultiple
    )
    keywords = forms.CharField(
        label=_("Từ khóa"), max_length=300, required=False, help_text=_("Chữ thầy cô hay gõ, cách nhau bằng dấu phẩy.")
    )
    licence = forms.ChoiceField(label=_("Giấy phép"), choices=Licence.choices)
    shows_minor = shows_minor_field()
    same_kind = forms.BooleanField(label=_("Áp dịp, chủ đề, giấy phép cho mọi nhóm cùng loại"), required=False)

    def __init__(self, *args: Any, version: AssetVersion, **kwargs: Any) -> None:
        self.version = version
        super().__init__(*args, **kwargs | {"prefix": f"g{version.pk}"})
        if version.asset.released_at:  # printed on paper
            self.fields["code"].disabled = True

    def clean_code(self) -> str:
        """The code in capitals; refused where another asset has it."""
        code = self.cleaned_data["code"].upper()
        if Asset.objects.filter(code=code).exclude(pk=self.version.asset_id).exists():
            raise forms.ValidationError(_("Mã này đã có tài liệu khác dùng. Bạn đặt mã khác."))
        return code

    def save(self) -> None:
        """Write the answers to the asset; `shows_minor` to every file that has no answer of its own."""
        asset, data = self.version.asset, self.cleaned_data
        for name in ("code", "kind", "moments", "keywords", "licence"):
            setattr(asset, name, data[name])
        asset.save(update_fields=["code", "kind", "moments", "keywords", "licence", "updated_at"])
        asset.topics.set(data["topics"])
        asset.texts.filter(locale__language_code="vi").update(name=data["name"])
        refresh_computed_fields(Asset.objects.get(pk=asset.pk))


def initial_of(version: AssetVersion) -> dict[str, Any]:
    asset = version.asset
    minor_answers = {file.stored.shows_minor for file in version.files.all()}
    shows_minor = minor_answers.pop() if len(minor_answers) == 1 else None
    return {
        "name": asset.name,
        "code": asset.code,
        "kind": asset.kind,
        "moments": asset.moments,
        "topics": asset.topics.all(),
        "keywords": asset.keywords,
        "licence": asset.licence,
        "shows_minor": {None: "", True: "yes", False: "no"}[shows_minor],
    }


class FileLineForm(FileTagsForm):
    """Role, language, label of one file, and the asset it belongs to: “” the present one, “moi” one of its own."""

    move = forms.ChoiceField(label=_("Thuộc về"), required=False)
    shows_minor = None  # type: ignore[assignment]  # answered once for the asset

    def __init__(self, *args: Any, file: AssetFile, groups: list[AssetVersion], **kwargs: Any) -> None:
        self.file = file
        super().__init__(*args, **kwargs | {"prefix": f"f{file.pk}"})
        others = [(str(group.pk), group.asset.name) for group in groups if group.pk != file.version_id]
        field: Any = self.fields["move"]
        field.choices = [("", _("tài liệu này")), *others, ("moi", _("một tài liệu riêng"))]

    def save(self, shows_minor: bool | None, by: User) -> None:
        """Write role, language and label, and the asset's answer about people under 18."""
        data = self.cleaned_data
        minor_answer = self.file.stored.shows_minor if shows_minor is None else shows_minor
        tags = {name: data[name] for name in ("role", "language", "label")}
        describe(self.file, **tags, shows_minor=minor_answer, by=by)
