"""Outlet: a newsroom or department that publishes."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from .terms import SluggedByName

MIN_REASON = 10  # characters of a reason


class Imprint(NamedTuple):
    """What the footer says of an outlet, as plain values."""

    name: str
    governing_body: str
    footer_profile: str
    licence_number: str
    licence_date: date | None
    licence_body: str
    head: str
    head_title: str
    address: str
    phone: str
    fax: str
    email: str
    issn: str
    website: str
    channels: tuple[tuple[str, str], ...]


class Outlet(SluggedByName):  # type: ignore[django-manager-missing]  # `sections`: Wagtail's page managers have no types
    """A newsroom or department that publishes, with its masthead and the details that press law requires.

    Article 46 of the 2016 Press Law lists them; from 01-07-2026 Law 126/2025/QH15 applies (docs/domain.md B.5).
    """

    class FooterProfile(models.TextChoices):
        PRESS = "press", _("Cơ quan báo chí")
        PORTAL = "portal", _("Cổng thông tin nhà nước")

    #: (name of a channel, field with its address)
    CHANNELS = (
        ("Facebook", "facebook_url"),
        ("Zalo", "zalo_url"),
        ("TikTok", "tiktok_url"),
        ("YouTube", "youtube_url"),
    )

    name = models.CharField(_("tên cơ quan"), max_length=160)
    short_name = models.CharField(_("tên gọn"), max_length=60)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=160, blank=True)
    name_km = models.CharField(_("tên tiếng Khmer"), max_length=160, blank=True)
    governing_body = models.CharField(_("cơ quan chủ quản"), max_length=160, blank=True)
    footer_profile = models.CharField(
        _("kiểu chân trang"), max_length=10, choices=FooterProfile, default=FooterProfile.PRESS
    )
    licence_number = models.CharField(_("số giấy phép"), max_length=80, blank=True)
    licence_date = models.DateField(_("ngày cấp"), null=True, blank=True)
    licence_body = models.CharField(_("cơ quan cấp"), max_length=160, blank=True)
    head = models.CharField(_("người đứng đầu"), max_length=120, blank=True)
    head_title = models.CharField(_("chức danh"), max_length=60, default="Tổng Biên tập")
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=40, blank=True)
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    masthead = models.CharField(
        _("tên trên măng sét"), max_length=120, blank=True, help_text=_("Để trống thì lấy tên cơ quan.")
    )
    issn = models.CharField(_("ISSN"), max_length=20, blank=True)
    one_person_release = models.CharField(
        _("vì sao một người được tự phát hành tài liệu"),
        max_length=300,
        blank=True,
        help_text=_(
            "Để trống: người tải lên hoặc sửa tài liệu không tự duyệt, tự phát hành. Chỉ ghi lý do khi cơ quan không "
            "đủ hai người; mỗi lần một người tự phát hành đều vào nhật ký cùng lý do này."
        ),
    )
    website = models.URLField(_("trang của cơ quan"), blank=True)
    facebook_url = models.URLField(_("Facebook"), blank=True)
    zalo_url = models.URLField(_("Zalo OA"), blank=True)
    tiktok_url = models.URLField(_("TikTok"), blank=True)
    youtube_url = models.URLField(_("YouTube"), blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("masthead"),
                FieldPanel("short_name"),
                FieldPanel("slug"),
                FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_km")]),
                FieldPanel("governing_body"),
            ],
            heading=_("Tên"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("footer_profile"),
                FieldPanel("licence_number"),
                FieldRowPanel([FieldPanel("licence_date"), FieldPanel("licence_body"), FieldPanel("issn")]),
                FieldRowPanel([FieldPanel("head_title"), FieldPanel("head")]),
            ],
            heading=_("Giấy phép (Luật Báo chí)"),
        ),
        MultiFieldPanel(
            [FieldPanel("address"), FieldPanel("phone"), FieldPanel("fax"), FieldPanel("email")], heading=_("Liên hệ")
        ),
        MultiFieldPanel(
            [
                FieldPanel("website"),
                FieldPanel("facebook_url"),
                FieldPanel("zalo_url"),
                FieldPanel("tiktok_url"),
                FieldPanel("youtube_url"),
            ],
            heading=_("Kênh của cơ quan"),
        ),
        MultiFieldPanel([FieldPanel("one_person_release")], heading=_("Bốn mắt ở kho tài liệu")),
    ]

    class Meta:
        verbose_name = _("cơ quan xuất bản")
        verbose_name_plural = _("cơ quan xuất bản")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError for a reason too short to say anything, and for the short name of another outlet.

        Groups, workflows and collections are named by it.
        """
        super().clean()
        others = Outlet.objects.exclude(pk=self.pk)
        if others.filter(short_name__iexact=self.short_name).exists():
            raise ValidationError({"short_name": _("Cơ quan khác đã có tên gọn này. Bạn đặt tên khác.")})
        if 0 < len(self.one_person_release.strip()) < MIN_REASON:
            raise ValidationError(
                {
                    "one_person_release": _("Bạn viết rõ lý do, ít nhất %(number)d ký tự, hoặc để trống.")
                    % {"number": MIN_REASON}
                }
            )

    @property
    def shown_name(self) -> str:
        """The name shown on the masthead and at articles."""
        return self.masthead or self.name

    @property
    def channels(self) -> list[tuple[str, str]]:
        """(name, address) of the outlet's channels, in the order of CHANNELS."""
        return [(name, getattr(self, field)) for name, field in self.CHANNELS if getattr(self, field)]

    @property
    def imprint(self) -> Imprint:
        *columns, _channels = Imprint._fields
        return Imprint(**{name: getattr(self, name) for name in columns}, channels=tuple(self.channels))
