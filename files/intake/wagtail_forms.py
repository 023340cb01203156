"""Wagtail's image and document forms with our gate in front: add, edit, multiple upload and choosers use these.

Wagtail builds all of them from WAGTAILIMAGES_IMAGE_FORM_BASE and WAGTAILDOCS_DOCUMENT_FORM_BASE
(wagtail.images.forms.get_image_form, wagtail.documents.forms.get_document_form), so two bases cover every path.
"""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from files.intake.accept import CleanFile, accept_upload
from files.intake.messages import Refused, accepted_words, limit_words
from files.limits import FORM_MAX_BYTES, PROFILES


class GatedFile:
    """Field mix-in: the gate decides before any check of Wagtail's, which answers in English or with a 500 (Z2)."""

    profile = ""
    default_validators: ClassVar[list[Any]] = []  # the extension says nothing

    def to_python(self, data: UploadedFile | None) -> CleanFile | None:
        """A CleanFile, or Refused. Runs forms.FileField's own emptiness checks only where there is no file."""
        if not data:
            return None
        if data.size is not None and data.size > FORM_MAX_BYTES:
            raise Refused("too_large_for_form", profile=self.profile, params={"limit_bytes": FORM_MAX_BYTES})
        accepted = accept_upload(self.profile, data)
        clean = accepted.as_django_file()
        replace_bytes(data, clean)
        return clean


def replace_bytes(upload: UploadedFile, clean: CleanFile) -> None:
    """Put the cleaned bytes into the request's own upload object.

    Wagtail's multiple uploader parks request.FILES when another field is still missing, and later
    saves those bytes as the picture; from here on the request holds no other bytes than clean ones.
    """
    upload.file.close()
    upload.file = clean.file
    upload.name = clean.accepted.display_name
    upload.size = clean.size
    upload.content_type = clean.content_type


class GatedImageField(GatedFile, WagtailImageField):
    profile = "image"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size = FORM_MAX_BYTES
        _say_limits(self)

    def to_python(self, data: UploadedFile | None) -> CleanFile | None:
        return GatedFile.to_python(self, data)


class GatedDocumentField(GatedFile, WagtailDocumentField):
    profile = "document"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size = FORM_MAX_BYTES
        _say_limits(self)

    def to_python(self, data: UploadedFile | None) -> CleanFile | None:
        return GatedFile.to_python(self, data)


def _say_limits(field: Any) -> None:
    """Help text and the messages Wagtail's own JavaScript shows before anything is sent."""
    words = {"accepted": accepted_words(PROFILES[field.profile]), "limit": limit_words(FORM_MAX_BYTES)}
    field.help_text = _("Nhận: %(accepted)s. Tối đa %(limit)s.") % words
    field.error_messages["file_too_large_unknown_size"] = (
        _("Tệp lớn hơn %(limit)s. Bạn thử nén lại hoặc xuất với chất lượng thấp hơn.") % words
    )
    field.error_messages["invalid_image_extension"] = _("Không nhận ra loại tệp. Ở đây nhận: %(accepted)s.") % words
    field.error_messages["required"] = _("Bạn chưa chọn tệp.")


class _GatedForm(forms.BaseModelForm):
    """Swap the file field made by Wagtail's factory for ours, keeping its label, widget and whether it is required."""

    gate: type[WagtailImageField] | type[WagtailDocumentField]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = self.fields.get("file")
        if made is not None and not isinstance(made, GatedFile):
            gated = self.gate(required=made.required, label=made.label, widget=made.widget)
            gated.max_length = made.max_length
            self.fields["file"] = gated


class ImageForm(_GatedForm, BaseImageForm):
    """Set as WAGTAILIMAGES_IMAGE_FORM_BASE."""

    gate = GatedImageField

    class Meta(BaseImageForm.Meta):
        pass


class DocumentForm(_GatedForm, BaseDocumentForm):
    """Set as WAGTAILDOCS_DOCUMENT_FORM_BASE."""

    gate = GatedDocumentField

    class Meta(BaseDocumentForm.Meta):
        pass
