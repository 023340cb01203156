"""Models of the checklist: items of a season, claims of units, evidence photos, decisions and history."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaign.activities import KEY_LIMIT
from campaign.models import Season
from files.models import StoredFile
from media_library.vocabulary import Kind as AssetKind

from .units import Kind, Level, Unit

MAX_PHOTOS = 3  # per claim


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    """Queries of items by who has to do them."""

    def asked_of(self, kinds: Collection[str], level: str = "") -> Self:
        """Active items that units of one of `kinds` have to do; of schools of `level`, where it is given."""
        mine = models.Q(kinds__overlap=list(kinds))
        if Kind.SCHOOL in kinds:
            mine |= models.Q(kinds=[])
        items = self.filter(mine, is_active=True)
        return items.filter(models.Q(levels=[]) | models.Q(levels__contains=[level])) if level else items


class ChecklistItem(models.Model):
    """One line of a season's list (C01–C15), with its place in the plan and what counts as evidence."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="checklist", verbose_name=_("mùa"))
    code = models.SlugField(_("mã"), max_length=8, help_text=_("Ví dụ C04. Xuất hiện trong địa chỉ và bản xuất."))
    label = models.CharField(_("việc"), max_length=160)
    plan_ref = models.CharField(_("mục trong kế hoạch"), max_length=60, blank=True)
    hint = models.CharField(_("gợi ý làm"), max_length=300, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=8, choices=Kind), verbose_name=_("loại đơn vị"), default=list, blank=True
    )
    levels = ArrayField(
        models.CharField(max_length=10, choices=Level),
        verbose_name=_("cấp học"),
        default=list,
        blank=True,
        help_text=_("Để trống: mọi cấp."),
    )
    wants_link = models.BooleanField(_("cần liên kết"), default=False)
    wants_photo = models.BooleanField(_("cần ảnh"), default=False)
    either = models.BooleanField(_("liên kết hoặc ảnh, một trong hai"), default=False)
    wants_date = models.BooleanField(_("cần ngày"), default=False)
    number_label = models.CharField(
        _("số cần điền"), max_length=60, blank=True, help_text=_("Ví dụ “Số bài dự thi”. Để trống: không hỏi số.")
    )
    asset_kinds = ArrayField(
        models.CharField(max_length=20, choices=AssetKind),
        verbose_name=_("loại tài liệu đi kèm"),
        default=list,
        blank=True,
        help_text=_("Quét mã QR trên tài liệu loại này thì mở đúng việc này."),
    )
    activity = models.CharField(
        _("hoạt động trên trang"),
        max_length=KEY_LIMIT,
        blank=True,
        help_text=_("Đơn vị mở được ngay từ việc này, ví dụ trò nhập vai, bức tường, cuộc thi."),
    )
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc của kế hoạch")
        verbose_name_plural = _("việc của kế hoạch")
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["season", "code"], name="item_code_once_a_season")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    def applies_to(self, kind: str, level: str) -> bool:
        """Whether units of this kind and level have to do it; no kinds means schools, no levels all."""
        return kind in (self.kinds or [Kind.SCHOOL]) and (not self.levels or not level or level in self.levels)


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Queries of claims by state."""

    def submitted(self) -> Self:
        """All that were handed in; not drafts and withdrawn claims."""
        return self.exclude(state=Claim.State.TODO)

    def waiting(self) -> Self:
        """Claims that wait for a decision, the longest waiting first."""
        return self.filter(state=Claim.State.DECLARED).order_by("declared_at", "pk")

    def with_everything(self) -> Self:
        """Joins unit, item, season and the accounts that declared and decided."""
        return self.select_related("unit__organisation", "item__season", "declared_by", "decided_by")


class Claim(models.Model):
    """What one unit declares about one item. `draft` holds values not handed in, the other fields declared ones."""

    class State(models.TextChoices):
        TODO = "todo", _("Chưa làm")
        DECLARED = "declared", _("Đã khai")
        CONFIRMED = "confirmed", _("Được xác nhận")
        RETURNED = "returned", _("Cần bổ sung")

    class Recheck(models.TextChoices):
        NONE = "", _("Không")
        DUE = "due", _("Chờ kiểm lại")
        PASSED = "passed", _("Kiểm lại đạt")
        FAILED = "failed", _("Kiểm lại chưa đạt")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="claims")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="claims")
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.TODO)
    link = models.URLField(_("liên kết"), max_length=500, blank=True)
    number = models.PositiveIntegerField(_("số"), null=True, blank=True)
    done_on = models.DateField(_("ngày làm"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    faces_ok = models.BooleanField(default=False)
    draft = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField(default=0, help_text="grows with every save; forms carry it")
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    declared_at = models.DateTimeField(_("khai lúc"), null=True, blank=True)
    declared_on = models.DateField(null=True, blank=True, help_text="day of the first declaration, local")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True, help_text="day of the confirmation, local")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decision_note = models.CharField(_("lời nhắn"), max_length=500, blank=True)
    recheck = models.CharField(_("kiểm lại"), max_length=6, choices=Recheck, blank=True, default="")
    rechecked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("lời khai")
        verbose_name_plural = _("lời khai")
        constraints = [models.UniqueConstraint(fields=["unit", "item"], name="one_claim_per_item")]
        indexes = [
            models.Index(fields=["item", "state"]),
            models.Index(fields=["state", "declared_at"]),
            models.Index(fields=["declared_on"]),
            models.Index(fields=["confirmed_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} · {self.item_id} · {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether the unit may still change it."""
        return self.state != self.State.CONFIRMED

    @property
    def live_photos(self) -> list[EvidencePhoto]:
        """Photos that can be opened; reads the prefetched `photos`."""
        return [photo for photo in self.photos.all() if photo.removed_at is None and photo.ended_at is None]

    @property
    def ended_photos(self) -> list[EvidencePhoto]:
        """Photos whose retention is over, without objects; reads the prefetched `photos`."""
        return [photo for photo in self.photos.all() if photo.ended_at is not None]


class EvidencePhoto(models.Model):
    """Photo of a claim. It stays in the quarantine bucket; only the unit and its authority can see it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="photos")
    stored = models.OneToOneField(StoredFile, models.PROTECT, related_name="evidence_photo")
    client_key = models.UUIDField(
        null=True, blank=True, help_text="made by the phone: the same photo sent twice is one"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="the object goes a day later (tidy_evidence)")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="the object went at the end of its retention")

    class Meta:
        verbose_name = _("ảnh minh chứng")
        verbose_name_plural = _("ảnh minh chứng")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["claim", "client_key"], name="one_photo_per_client_key")]

    def __str__(self) -> str:
        return str(self.uuid)


class ReviewBatch(models.Model):
    """One decision on one or many claims, which can be undone for a while; also one drawn sample."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lượt xác nhận")
        verbose_name_plural = _("lượt xác nhận")

    def __str__(self) -> str:
        return str(self.uuid)


class ClaimEvent(models.Model):
    """A change of a claim's state, in the history that unit and authority see."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="events")
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10, choices=Claim.State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    batch = models.ForeignKey(ReviewBatch, models.SET_NULL, null=True, blank=True, related_name="events")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
