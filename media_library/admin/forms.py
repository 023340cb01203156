"""Forms of the library's administration: asset and kit with their texts, required files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import log
from wagtail.models import Locale

from base.admin.chooser import rows_of
from base.day import DateField
from media_library.admin.history import changes_of
from media_library.catalogue.computed_fields import refresh_computed_fields
from media_library.derivatives.formats import forget_print_sheets
from media_library.models import Asset, AssetFile, AssetText, Kit, KitText, Lease, RequiredFile
from media_library.vocabulary import Moment, SchoolLevel
from users.models import User

ASSET_TEXT_FIELDS = ("name", "summary", "placement", "alt", "guide", "copy_text")
KIT_TEXT_FIELDS = ("name", "intro", "guide")
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def text_fields(model: type[Model], names: Iterable[str]) -> dict[str, forms.Field]:
    """{"name_vi": field, …}: one form field per text and language; only the Vietnamese name is required."""
    fields: dict[str, forms.Field] = {}
    for language in LANGUAGES:
        for name in names:
            column: Any = model._meta.get_field(name)  # a text field; django-stubs knows only that it is some field
            field = column.formfield(required=language == "vi" and name == "name")
            field.widget.attrs["lang"] = language
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
            fields[f"{name}_{language}"] = field
    return fields


class TranslatedTextsForm(WagtailAdminModelForm):
    """Shows and saves the rows of `texts` with the object; `words` and `text_model` name their fields and model."""

    words: tuple[str, ...] = ()
    text_model: type[AssetText] | type[KitText]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for text in self.instance.texts.select_related("locale"):
                for name in self.words:
                    self.initial.setdefault(f"{name}_{text.locale.language_code}", getattr(text, name))

    def save(self, commit: bool = True) -> Any:
        instance = super().save(commit)
        if commit:
            self.save_texts(instance)
        return instance

    def save_texts(self, instance: Asset | Kit) -> None:
        """Save one row per language that has a name, as translations of each other for wagtail-localize."""
        owner = "asset" if isinstance(instance, Asset) else "kit"
        key = None
        for language in LANGUAGES:
            words = {name: self.cleaned_data.get(f"{name}_{language}", "") for name in self.words}
            locale = Locale.objects.filter(language_code=language).first()
            if not words["name"] or locale is None:
                continue
            text = self.text_model.objects.filter(**{owner: instance, "locale": locale}).first()
            if text is None:
                text = self.text_model(
                    **{owner: instance, "locale": locale}, **({"translation_key": key} if key else {})
                )
            for name, value in words.items():
                setattr(text, name, value)
            text.save()
            key = key or text.translation_key


class AssetForm(TranslatedTextsForm):
    """An asset with its texts and leases."""

    words = ASSET_TEXT_FIELDS
    text_model = AssetText
    vars().update(text_fields(AssetText, ASSET_TEXT_FIELDS))
    moments = forms.MultipleChoiceField(
        label=_("Dịp và nơi dùng"), choices=Moment.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(
        label=_("Cấp học"),
        choices=SchoolLevel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Để trống khi hợp với mọi cấp học."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.status != Asset.Status.DRAFT:
            for name in {"code", "slug"} & self.fields.keys():  # they are printed on paper
                self.fields[name].disabled = True
        for row in self._rights():
            for name in Lease.FIXED:
                row.fields[name].disabled = bool(row.instance.pk)

    def _rights(self) -> list[Any]:
        return self.formsets["leases"].initial_forms if "leases" in self.formsets else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        deleted_leases = [row.instance for row in self._rights() if row.data.get(row.add_prefix("DELETE"))]
        if any(lease.has_begun() for lease in deleted_leases):
            self.add_error(None, _("Dòng quyền đã có hiệu lực thì không xóa. Bạn ghi ngày cuối cho dòng đó."))
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Asset:
        """Save the asset, its computed fields and the log of its leases, in one transaction."""
        changes = changes_of(self) if self.instance.pk else []
        if not self.instance.pk:
            self.instance.created_by = self.for_user
        else:
            self.instance.take_over_decisions()
        instance: Asset = super().save(commit)
        if commit:
            refresh_computed_fields(Asset.objects.get(pk=instance.pk))
            forget_print_sheets(AssetFile.objects.filter(version__asset=instance))
            Lease.objects.filter(asset=instance, created_by=None).update(created_by=self.for_user)
            self._log_rights(instance)
            if changes:
                data = {"changes": changes}
                log(instance=instance, action="media_library.edit_fields", user=self.for_user, data=data)
        return instance

    def _log_rights(self, asset: Asset) -> None:
        """Log in the asset's history which leases were added, changed or deleted, and by whom."""
        rights = self.formsets.get("leases")
        if rights is None:
            return
        rows = [*rights.new_objects, *(lease for lease, _names in rights.changed_objects), *rights.deleted_objects]
        for lease in rows:
            days = [f"{day:%d-%m-%Y}" if day else "…" for day in (lease.starts_on, lease.ends_on)]
            facts = {"effect": lease.effect, "days": "–".join(days), "note": lease.note}
            log(instance=asset, action="media_library.lease", user=self.for_user, data=facts)


class KitForm(TranslatedTextsForm):
    """A kit with its texts."""

    words = KIT_TEXT_FIELDS
    text_model = KitText
    vars().update(text_fields(KitText, KIT_TEXT_FIELDS))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.versions.exists():
            for name in {"code", "slug"} & self.fields.keys():  # they are on USB sticks
                self.fields[name].disabled = True


class RequiredFileForm(forms.ModelForm):
    """Who is responsible for a required file, until when, or why it is not needed."""

    class Meta:
        model = RequiredFile
        fields = ["language", "role", "owner", "due_on", "waived"]
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"})}
        field_classes = {"due_on": DateField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows_of(self, "owner").queryset = people_of_the_library()


def people_of_the_library() -> QuerySet[User]:
    """Accounts that can be responsible for a file: the library's editors and superusers."""
    users = get_user_model().objects.filter(is_active=True)
    editors = users.filter(groups__permissions__codename="change_asset")
    return (users.filter(is_superuser=True) | editors).distinct().order_by("email")
