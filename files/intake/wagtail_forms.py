"""Wagtail's image and document forms behind the upload gate; used to add, edit, upload several files and choose.

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
from files.intake.messages import accepted_types_text, limit_text
from files.limits import FORM_MAX_BYTES, PROFILES


class GatedFile:
    """Field mix-in: accept_upload() runs before Wagtail's checks, which answer in English or with a 500 (Z2)."""

    profile = ""
    default_validators: ClassVar[list[Any]] = []  # the extension is not checked: the content decides

    def to_python(self, data: UploadedFile | None) -> CleanFile | None:
        """The cleaned file, None without an upload. Raises UploadRejected."""
        if not data:
            return None
        accepted = accept_upload(self.profile, data)
        clean = accepted.as_django_file()
        replace_bytes(data, clean)
        return clean


def replace_bytes(upload: UploadedFile, clean: CleanFile) -> None:
    """Put the cleaned bytes into the request's own upload object.

    Wagtail's multiple uploader keeps request.FILES when another field is still missing and later saves those bytes as
    the picture, so the request must hold clean bytes only.
    """
    if upload.file is not None:
        upload.file.close()
    upload.file = clean.file
    upload.name = clean.accepted.display_name
    upload.size = clean.size
    upload.content_type = clean.content_type


class GatedImageField(GatedFile, WagtailImageField):
    """Wagtail's image field with the profile “image”."""

    profile = "image"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size = FORM_MAX_BYTES
        _say_limits(self)

    def to_python(self, data: UploadedFile | None) -> CleanFile | None:
        """See GatedFile.to_python(); Wagtail's own decoding is skipped."""
        return GatedFile.to_python(self, data)


class GatedDocumentField(GatedFile, WagtailDocumentField):
    """Wagtail's document field with the profile “document”."""

    profile = "document"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size = FORM_MAX_BYTES
        _say_limits(self)

    def to_python(self, data: UploadedFile | None) -> CleanFile | None:
        """See GatedFile.to_python()."""
        return GatedFile.to_python(self, data)


def _say_limits(field: Any) -> None:
    """Set the help text and the messages that Wagtail's JavaScript shows before anything is sent."""
    words = {"accepted": accepted_types_text(PROFILES[field.profile]), "limit": limit_text(FORM_MAX_BYTES)}
    field.help_text = _("Nhận: %(accepted)s. Tối đa %(limit)s.") % words
    field.error_messages["file_too_large_unknown_size"] = (
        _("Tệp lớn hơn %(limit)s. Bạn thử nén lại hoặc xuất với chất lượng thấp hơn.") % words
    )
    field.error_messages["invalid_image_extension"] = _("Không nhận ra loại tệp. Ở đây nhận: %(accepted)s.") % words
    field.error_messages["required"] = _("Bạn chưa chọn tệp.")


class _GatedForm(forms.BaseModelForm):
    """Replace the file field of Wagtail's factory by the gated one; label, widget and `required` stay."""

    gate: type[WagtailImageField] | type[WagtailDocumentField]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None and not isinstance(field, GatedFile):
            gated = self.gate(required=field.required, label=field.label, widget=field.widget)
            gated.max_length = getattr(field, "max_length", None)
            self.fields["file"] = gated


class ImageForm(_GatedForm, BaseImageForm):
    """Set as WAGTAILIMAGES_IMAGE_FORM_BASE."""

    gate = GatedImageField
    #: Fields of the form for a stored picture; a new one has nothing to withdraw.
    later: ClassVar[tuple[str, ...]] = ("is_withdrawn",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            for name in self.later:
                self.fields.pop(name, None)

    class Meta(BaseImageForm.Meta):
        pass


class DocumentForm(_GatedForm, BaseDocumentForm):
    """Set as WAGTAILDOCS_DOCUMENT_FORM_BASE."""

    gate = GatedDocumentField

    class Meta(BaseDocumentForm.Meta):
        pass
