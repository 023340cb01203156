"""Models of ready-printed copies: PrintRun is what an authority has in store, PrintOrder what a unit asks for."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media_library.models import Asset, AssetVersion
from schools.models.units import Kind, Unit
from users.models import User

MAX_COPIES = 10_000  # of one order


class PrintRunQuerySet(models.QuerySet["PrintRun"]):
    """Queries of printed copies."""

    def to_order(self, unit: Unit) -> Self:
        """Runs that `unit` may order from and has no open order of."""
        return self.offered_to(unit).exclude(orders__in=PrintOrder.objects.filter(unit=unit, state__in=PrintOrder.OPEN))

    def offered_to(self, unit: Unit) -> Self:
        """Runs that `unit` may order from now: open, with copies left, of an asset that may be used today.

        An asset of the staff only, or one that is closed or recalled, is left out, and so is a recalled version.
        """
        usable = Asset.objects.on_pages(False).values("pk")
        stocked = self.filter(is_open=True, stock__gt=0, kinds__contains=[unit.kind])
        return stocked.filter(version__withdrawn_at=None, version__asset__in=usable)


class PrintRun(models.Model):
    """Copies of one version of an asset that an authority had printed, and how many are left."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AssetVersion, models.CASCADE, related_name="print_runs", verbose_name=_("tài liệu"))
    label = models.CharField(
        _("khổ, giấy, ngôn ngữ"), max_length=120, help_text=_("Ví dụ: A3, giấy couché 150 g, tiếng Khmer.")
    )
    stock = models.PositiveIntegerField(_("số bản còn trong kho"), validators=[MaxValueValidator(10_000_000)])
    limit = models.PositiveIntegerField(
        _("nhiều nhất cho một đơn vị"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_COPIES)],
        help_text=_("Trong một mùa, một đơn vị được xin tối đa chừng này bản, tính cả các đơn trước."),
    )
    pick_up = models.CharField(
        _("nơi nhận, cách giao"),
        max_length=300,
        help_text=_("Đơn vị đọc câu này khi xin, ví dụ: Nhận tại phòng Văn thư của Sở, giờ hành chính."),
    )
    kinds = ArrayField(
        models.CharField(max_length=8, choices=Kind), verbose_name=_("dành cho loại đơn vị"), default=list
    )
    is_open = models.BooleanField(_("đang nhận đăng ký"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PrintRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản in sẵn")
        verbose_name_plural = _("bản in sẵn")
        ordering = ["-is_open", "-created_at", "-pk"]

    def __str__(self) -> str:
        name = f"{self.version.asset.code} v{self.version.number}, {self.label}"
        return name if self.version.withdrawn_at is None else gettext("%(name)s (đã thu hồi)") % {"name": name}


class PrintOrderQuerySet(models.QuerySet["PrintOrder"]):
    """Queries of orders."""

    def waiting(self) -> Self:
        """Orders that the authority has not answered yet, oldest first."""
        return self.filter(state=PrintOrder.State.ASKED).order_by("created_at", "pk")

    def with_everything(self) -> Self:
        return self.select_related("unit__organisation", "run__version__asset", "asked_by", "decided_by", "ended_by")


class PrintOrder(models.Model):
    """What one unit asks for of one run; its steps are in printed/orders.py."""

    class State(models.TextChoices):
        """asked → agreed → handed over; refused and cancelled end it before that."""

        ASKED = "asked", _("chờ trả lời")
        AGREED = "agreed", _("được nhận")
        HANDED_OVER = "handed-over", _("đã giao")
        REFUSED = "refused", _("không cấp được")
        CANCELLED = "cancelled", _("đơn vị thôi xin")

    #: states in which copies may still be handed over
    OPEN = (State.ASKED, State.AGREED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(PrintRun, models.CASCADE, related_name="orders", verbose_name=_("bản in sẵn"))
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="print_orders", verbose_name=_("đơn vị"))
    copies = models.PositiveIntegerField(_("số bản xin"), validators=[MinValueValidator(1)])
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    state = models.CharField(_("trạng thái"), max_length=11, choices=State, default=State.ASKED)
    agreed_copies = models.PositiveIntegerField(_("số bản được nhận"), default=0)
    remark = models.CharField(_("lời nhắn của cơ quan"), max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("xin lúc"), auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(_("trả lời lúc"), null=True)
    #: who handed over, or cancelled for the unit, and when
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(_("giao hoặc thôi lúc"), null=True)

    objects = PrintOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn xin bản in")
        verbose_name_plural = _("đơn xin bản in")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "unit"],
                condition=models.Q(state__in=["asked", "agreed"]),
                name="one_open_order_per_run_and_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} · {self.run_id}: {self.copies}"

    @property
    def is_open(self) -> bool:
        """Whether copies may still be handed over."""
        return self.state in self.OPEN

    @property
    def last_step(self) -> tuple[User | None, datetime | None]:
        """Who took the last step after the order was made, and when; (None, None) while it waits."""
        return (self.ended_by, self.ended_at) if self.ended_at else (self.decided_by, self.decided_at)

    @property
    def is_recalled(self) -> bool:
        """Whether the printed version was recalled: nothing of it is handed over any more."""
        return self.run.version.withdrawn_at is not None
