"""Models of briefs. Wagtail keeps every version; a submission records the version it was written for."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, Orderable, Revision, RevisionMixin

from base.admin.chooser import ReferringForm
from users.models import User


class BriefQuerySet(models.QuerySet["Brief"]):
    """Queries of briefs by state and reader."""

    def open(self) -> Self:
        """Published briefs whose deadline has not passed."""
        return self.filter(live=True).filter(models.Q(deadline=None) | models.Q(deadline__gt=timezone.now()))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Published briefs that are for everybody, or that a partner of `user` was invited to or has a piece for."""
        if not user.is_authenticated:
            return self.none()
        invited = models.Q(invitations__used_at__isnull=False, invitations__partner__members__user=user)
        has_submission = models.Q(submissions__partner__members__user=user)
        return self.filter(live=True).filter(models.Q(for_everyone=True) | invited | has_submission).distinct()


class Brief(DraftStateMixin, RevisionMixin, ClusterableModel):
    """An assignment: what to say, what not to say, format, deadline, material."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("tên đề bài"), max_length=110)
    outlet = models.ForeignKey(
        "campaign.Outlet", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan ra đề")
    )
    wanted = models.TextField(_("cần gì"), max_length=600, help_text=_("Hai, ba câu: người xem nhớ điều gì, làm gì."))
    must_say = models.TextField(_("phải có"), max_length=800, blank=True, help_text=_("Mỗi dòng một điều, nên có ba."))
    must_not = models.TextField(
        _("không được"), max_length=800, blank=True, help_text=_("Mỗi dòng một điều, nên có ba.")
    )
    formats = models.CharField(
        _("dạng và độ dài"), max_length=160, blank=True, help_text=_("Ví dụ: 30 đến 60 giây, dọc 9:16, có phụ đề.")
    )
    least_seconds = models.PositiveSmallIntegerField(
        _("clip dài ít nhất, giây"), null=True, blank=True, help_text=_("Đối tác được báo khi clip ngắn hơn.")
    )
    most_seconds = models.PositiveSmallIntegerField(
        _("clip dài nhiều nhất, giây"), null=True, blank=True, help_text=_("Đối tác được báo khi clip dài hơn.")
    )
    wants_captions = models.BooleanField(
        _("cần tệp phụ đề"), default=False, help_text=_("Đối tác được báo khi clip chưa có tệp VTT.")
    )
    audience_line = models.CharField(_("cho ai"), max_length=160, blank=True)
    topic = models.ForeignKey(
        "campaign.Topic", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("chủ đề")
    )
    hashtags = models.CharField(_("hashtag"), max_length=160, blank=True)
    help_line = models.ForeignKey(
        "campaign.HelpLine",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("số trợ giúp hiện cuối clip"),
    )
    end_card = models.ForeignKey(
        "media_library.Asset",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("đoạn cuối có số trợ giúp"),
    )
    deadline = models.DateTimeField(_("hạn gửi"), null=True, blank=True)
    licence_until = models.DateField(
        _("xin dùng đến ngày"), null=True, blank=True, help_text=_("Điền sẵn cho đối tác; họ đổi được.")
    )
    fee = models.CharField(
        _("nhuận bút"),
        max_length=120,
        blank=True,
        help_text=_("Để trống: không có, và trang nói rõ như vậy."),
    )
    script_vi = models.TextField(_("kịch bản mẫu tiếng Việt"), max_length=3000, blank=True)
    script_km = models.TextField(_("kịch bản mẫu tiếng Khmer"), max_length=3000, blank=True)
    for_everyone = models.BooleanField(
        _("mở cho mọi đối tác"), default=False, help_text=_("Không chọn: chỉ người được mời vào đề bài này thấy nó.")
    )
    version = models.PositiveSmallIntegerField(_("bản số"), default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BriefQuerySet.as_manager()

    base_form_class = ReferringForm
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("outlet"), FieldPanel("topic")]),
        FieldPanel("wanted"),
        FieldRowPanel([FieldPanel("must_say"), FieldPanel("must_not")]),
        FieldRowPanel([FieldPanel("formats"), FieldPanel("audience_line")]),
        FieldRowPanel([FieldPanel("least_seconds"), FieldPanel("most_seconds"), FieldPanel("wants_captions")]),
        FieldRowPanel([FieldPanel("deadline"), FieldPanel("licence_until")]),
        FieldRowPanel([FieldPanel("fee"), FieldPanel("for_everyone")]),
        MultiFieldPanel(
            [
                FieldPanel("hashtags"),
                FieldPanel("help_line"),
                FieldPanel("end_card"),
                InlinePanel("assets", panels=[FieldPanel("asset")], label=_("tệp mang về")),
            ],
            heading=_("Bộ đồ nghề"),
        ),
        FieldRowPanel([FieldPanel("script_vi"), FieldPanel("script_km")]),
    ]

    class Meta:
        verbose_name = _("đề bài KOL")
        verbose_name_plural = _("đề bài KOL")
        ordering = [models.F("deadline").asc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raises ValidationError where the shortest clip would be longer than the longest."""
        super().clean()
        if self.least_seconds and self.most_seconds and self.least_seconds > self.most_seconds:
            raise ValidationError({"most_seconds": _("Số này nhỏ hơn số giây ít nhất. Bạn sửa một trong hai.")})

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish `revision` and raise the version number, which partners see; not for a planned publication."""
        super().publish(revision, *args, **kwargs)
        fresh = type(self).objects.get(pk=self.pk)
        if fresh.live_revision_id == revision.pk:
            type(self).objects.filter(pk=self.pk).update(version=models.F("version") + 1)

    @property
    def is_open(self) -> bool:
        """Published, and the deadline has not passed."""
        return self.live and (self.deadline is None or self.deadline > timezone.now())

    @property
    def days_left(self) -> int | None:
        """Days until the deadline in local time; 0 on the day itself and later, None without one."""
        if self.deadline is None:
            return None
        return max(0, (timezone.localtime(self.deadline).date() - timezone.localdate()).days)

    @property
    def say_lines(self) -> list[str]:
        """Lines of `must_say`."""
        return lines_of(self.must_say)

    @property
    def not_lines(self) -> list[str]:
        """Lines of `must_not`."""
        return lines_of(self.must_not)

    def get_absolute_url(self) -> str:
        """Address of the brief in the partner area."""
        return reverse("partners:brief", args=[self.uuid])


class BriefAsset(Orderable):
    """An asset of the library that comes with a brief."""

    brief = ParentalKey(Brief, on_delete=models.CASCADE, related_name="assets")
    asset = models.ForeignKey("media_library.Asset", models.CASCADE, related_name="+", verbose_name=_("tài liệu"))

    class Meta(Orderable.Meta):
        verbose_name = _("tệp của đề bài")
        verbose_name_plural = _("tệp của đề bài")

    def __str__(self) -> str:
        return str(self.asset_id)


def lines_of(text: str) -> list[str]:
    """Non-empty lines without leading dashes and bullets."""
    return [line.strip().lstrip("-–•* ").strip() for line in text.splitlines() if line.strip(" -–•*\t")]
