"""SiteImage: pictures of the newsroom, as Wagtail images that passed the upload gate.

The file of a picture has a random name, and its renditions are named after it. This name is the key of every public
address of the picture: whoever has the key can read, and the key can be withdrawn (recall/pictures.py).
"""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import PurePosixPath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image, SourceImageIOError

from base.admin.folded_search import folded
from files.intake.accept import CleanFile
from files.models import StoredFile
from files.storage.pause import NO_ANSWER, StorageSilent, answering


def key_of(name: str) -> uuid.UUID | None:
    """The random part of the file name of a picture or of one of its renditions; None where it has none."""
    try:
        return uuid.UUID(PurePosixPath(name).name[:36])
    except ValueError:
        return None


def new_key(filename: str) -> str:
    """originals/yyyy/mm/<uuid4>.<extension by content>; the sender's file name never reaches storage."""
    extension = filename.rsplit(".", 1)[-1].lower()
    return f"originals/{date.today():%Y/%m}/{uuid.uuid4()}.{extension}"


class UncleanFile(TypeError):
    """A programming error: bytes reached SiteImage without passing accept_upload()."""


class SiteImage(AbstractImage):
    """A picture. `description` is its alt text; the original has no public address, only its renditions have."""

    #: A new picture invalidates no cached page (base/caching/page_cache.py, watch()).
    is_shown_by_others = True

    search_fields = folded(AbstractImage.search_fields)

    description_en = models.CharField(_("mô tả bằng tiếng Anh"), max_length=255, blank=True)
    description_km = models.CharField(_("mô tả bằng tiếng Khmer"), max_length=255, blank=True)
    credit = models.CharField(
        _("nguồn ảnh"), max_length=120, blank=True, help_text=_("Ví dụ: Hải Đăng. Hiện sau chữ “Ảnh:”.")
    )
    has_minor = models.BooleanField(_("có người dưới 18 tuổi nhận ra được"), null=True, blank=True)

    is_withdrawn = models.BooleanField(
        _("rút khỏi mọi trang"),
        default=False,
        help_text=_(
            "Đánh dấu thì ảnh không hiện ở trang nào nữa, và mọi địa chỉ cũ của ảnh đóng trong một phút. "
            "Bỏ dấu thì ảnh hiện lại, dưới địa chỉ mới."
        ),
    )

    scan_state = models.CharField(
        _("quét vi-rút"), max_length=12, choices=StoredFile.State, default=StoredFile.State.NOT_SCANNED, editable=False
    )

    #: Scan states in which no rendition is made, so the picture cannot be shown.
    CLOSED = (StoredFile.State.RECEIVED, StoredFile.State.INFECTED)

    admin_form_fields = (
        *Image.admin_form_fields, "description_en", "description_km", "credit", "has_minor", "is_withdrawn",
    )  # fmt: skip

    #: Called by clean() with the picture; each raises ValidationError. Apps above fill it in AppConfig.ready().
    text_checks: ClassVar[list[Callable[[Any], None]]] = []

    class Meta(AbstractImage.Meta):
        verbose_name = _("ảnh")
        verbose_name_plural = _("ảnh")
        permissions = [("choose_image", "Can choose image")]

    def clean(self) -> None:
        """Raises ValidationError when a text of the picture may not be shown."""
        super().clean()
        for check in self.text_checks:
            check(self)

    def alt_in(self, language: str) -> tuple[str, str]:
        """(alt text, its language): in `language`, else in Vietnamese; never the title or a file name."""
        own = getattr(self, f"description_{language}", "")
        return (own, language) if own else (self.description, settings.LANGUAGE_CODE)

    @property
    def is_upright(self) -> bool:
        """Whether it is higher than wide; then lists show it whole, because a flat crop would lose its subject."""
        return bool(self.height > self.width)

    def get_upload_to(self, filename: str) -> str:
        """Key of a new file; Django asks for it before any byte of the file goes to storage.

        Raises UncleanFile for a file that is no CleanFile; takes over the scan state of the others, which save() writes
        with the file, because `scan_state` comes after `file` among the model's fields.
        """
        content = self.file.file if self.file else None
        if not isinstance(content, CleanFile):
            raise UncleanFile("SiteImage.file chỉ nhận tệp đã qua files.intake.accept.accept_upload().")
        self.scan_state = StoredFile.STATE_OF_SCAN[content.accepted.scan]
        return new_key(filename)

    def create_rendition(self, filter: Filter) -> AbstractRendition:
        """Make a rendition. Raises PictureAway while storage is silent: pages show a placeholder then."""
        with _of_storage(self.file.storage):
            return super().create_rendition(filter)

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """The same for several at once."""
        with _of_storage(self.file.storage):
            return super().create_renditions(*filters)

    def get_willow_image(self) -> AbstractContextManager[Any]:
        """Open the original for a rendition. Raises SourceImageIOError, for which Wagtail shows “not found”, when the
        picture is withdrawn or in a CLOSED state.
        """
        if self.is_withdrawn or self.scan_state in self.CLOSED:
            raise SourceImageIOError(f"{self.pk}: {'withdrawn' if self.is_withdrawn else self.scan_state}")
        return super().get_willow_image()


class PictureAway(SourceImageIOError):
    """The original cannot be read now, because storage is silent."""

    is_temporary = True


@contextmanager
def _of_storage(storage: Any) -> Iterator[None]:
    """Context for calls of `storage`. Raises PictureAway if it does not answer, or did not a moment ago."""
    try:
        with answering(storage):
            try:
                yield
            except SourceImageIOError as error:
                if isinstance(error.__cause__, NO_ANSWER):  # Wagtail takes a time-out for a missing file
                    raise error.__cause__ from None
                raise
    except StorageSilent as error:
        raise PictureAway(str(error)) from error


class PictureCollection(models.Model):
    """The collection with the pictures of an outlet, or of the library where `outlet` is empty (rights/pictures.py)."""

    outlet = models.ForeignKey("campaign.Outlet", models.CASCADE, null=True, blank=True, related_name="+")
    collection = models.OneToOneField("wagtailcore.Collection", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("bộ sưu tập ảnh")
        verbose_name_plural = _("bộ sưu tập ảnh")
        default_permissions = ()  # no page of the administration shows these rows
        constraints = [
            models.UniqueConstraint(fields=["outlet"], nulls_distinct=False, name="one_picture_collection_per_outlet")
        ]

    def __str__(self) -> str:
        return str(self.collection_id)


class SiteRendition(AbstractRendition):
    """A rendition of a SiteImage."""

    image = models.ForeignKey(SiteImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]

    def get_upload_to(self, filename: str) -> str:
        """renditions/<key of the original>.<digest of the filter>.<extension>; the site serves no other pictures.

        Wagtail's own name is cut to 60 characters, in the middle of the key, and storage would replace it.
        """
        digest = hashlib.sha256(f"{self.filter_spec} {self.focal_point_key}".encode()).hexdigest()[:12]
        return f"renditions/{key_of(self.image.file.name)}.{digest}.{filename.rpartition('.')[2]}"


class WithdrawnKey(models.Model):
    """A withdrawn key of a picture: /media/ answers 404 to every address with it, for ever.

    Written by recall/pictures.py only. `original` is the object that had the key in its name; `cleared_at` is empty
    until the worker has moved it and purged the renditions.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    image = models.ForeignKey(SiteImage, models.SET_NULL, null=True, related_name="withdrawn_keys")
    original = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(auto_now_add=True)
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("khóa ảnh đã rút")
        verbose_name_plural = _("khóa ảnh đã rút")

    def __str__(self) -> str:
        return str(self.key)
