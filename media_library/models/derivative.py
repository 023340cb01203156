"""Derivative: another form of a stored file, made by the worker, with its progress."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from files.models import StoredFile


class DerivativeQuerySet(models.QuerySet):
    """Queries by state."""

    def done(self) -> Self:
        return self.filter(state=Derivative.State.DONE)

    def unfinished(self) -> Self:
        """Derivatives that wait or are being made."""
        return self.filter(state__in=[Derivative.State.WAITING, Derivative.State.RUNNING])


class Derivative(models.Model):
    """One job and its result. The result lies in the bucket of its file, so forms of quarantined files stay private."""

    class Form(models.TextChoices):
        CLIP_1080 = "clip-1080", _("clip 1080p")
        CLIP_720 = "clip-720", _("clip 720p, bản nhẹ")
        CLIP_360 = "clip-360", _("clip 360p, xem thử")
        POSTER = "poster", _("hình chờ của clip")
        VERTICAL = "doc-9-16", _("clip dọc 9:16")
        SQUARE = "vuong-1-1", _("clip vuông 1:1")
        CAPTIONS = "phu-de", _("phụ đề VTT")
        TRANSCRIPT = "loi-thoai", _("lời thoại dạng chữ")
        AVIF = "avif", _("ảnh web AVIF")
        WEBP = "webp", _("ảnh web WebP")
        JPEG = "jpeg", _("ảnh web JPEG")
        PREVIEW_SMALL = "xem-nho", _("hình xem trước, nhỏ")
        PREVIEW_MIDDLE = "xem-vua", _("hình xem trước, vừa")
        PAGES = "trang", _("hình từng trang")
        # Formats that people may choose when they download (derivatives/formats.py):
        PNG = "png", _("hình PNG")
        FRAME_SQUARE = "hinh-1-1", _("hình vuông")
        FRAME_PORTRAIT = "hinh-4-5", _("hình đứng 4:5")
        FRAME_TALL = "hinh-9-16", _("hình dọc 9:16")
        FRAME_WIDE = "hinh-16-9", _("hình ngang 1920 × 1080")
        LOOP = "vong-lap", _("clip lặp, không tiếng")
        SOUND = "tieng", _("tiếng của clip")
        PRINT_SHEET = "phieu-in", _("phiếu gửi nhà in")
        REDACTED = (
            "che-mat",
            _("bản che mặt"),
        )  # the result is another StoredFile (review/redaction.py); `key` stays empty

    class State(models.TextChoices):
        WAITING = "waiting", _("đang chờ")
        RUNNING = "running", _("đang làm")
        DONE = "done", _("xong")
        FAILED = "failed", _("hỏng")

    class Crop(models.TextChoices):
        """Which part of a page or picture stays when it fills a frame; "" keeps it whole."""

        TOP = "tren", _("giữ phần trên hoặc bên trái")
        CENTRE = "giua", _("giữ phần giữa")
        BOTTOM = "duoi", _("giữ phần dưới hoặc bên phải")

    stored = models.ForeignKey(StoredFile, models.CASCADE, related_name="derivatives")
    form = models.CharField(_("dạng"), max_length=12, choices=Form)
    page = models.PositiveSmallIntegerField(default=0)  # of a document, from 1; 0 for everything else
    crop = models.CharField(max_length=4, choices=Crop, blank=True)
    state = models.CharField(_("trạng thái"), max_length=8, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(_("phần trăm"), default=0)
    error = models.CharField(_("vì sao hỏng"), max_length=300, blank=True)
    ticket = models.CharField(max_length=64, blank=True, editable=False)  # id of the task that does it
    attempts = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=200, blank=True, db_index=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = DerivativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản dẫn xuất")
        verbose_name_plural = _("bản dẫn xuất")
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["stored", "form", "page", "crop"], name="derivative_once")]
        indexes = [models.Index(fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.get_form_display()}: {self.stored}"

    @property
    def url(self) -> str:
        """Public address of a picture whose file is released, else ""."""
        released = self.stored.zone == StoredFile.Zone.RELEASED and self.state == self.State.DONE
        return f"{settings.MEDIA_URL}{self.key}" if released and self.key.startswith("previews/") else ""


class FileWords(models.Model):
    """The text and the QR codes of a PDF, read when its preview is drawn.

    Two versions are compared by the text (review/changes.py); the codes name the sheet (catalogue/requirements.py).
    """

    stored = models.OneToOneField(StoredFile, models.CASCADE, related_name="words")
    words = models.TextField(blank=True)
    # What its QR codes hold; None while they could not be read.
    codes = models.JSONField(_("mã QR"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("chữ của tệp")
        verbose_name_plural = _("chữ của tệp")

    def __str__(self) -> str:
        return self.words[:40]
