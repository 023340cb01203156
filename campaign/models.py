"""Models of the shared vocabulary: season, audience, topic, outlet, help line, and the site's identity."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import TranslatableMixin

from base.text import vn_slugify

HELPLINE_REVIEW_DAYS = 90  # days after which a help line must be verified again (docs/domain.md E.3)


class SluggedByName(models.Model):
    """Abstract model with a slug; an empty one is made from `name` by base.text.vn_slugify() in clean()."""

    slug = models.SlugField(_("mã"), unique=True, blank=True, help_text=_("Để trống thì lấy từ tên."))

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        self.slug = self.slug or vn_slugify(self.name, 50)


class NamedTerm(SluggedByName):
    """Abstract term of the vocabulary with a name in each of the site's three languages."""

    name = models.CharField(_("tên tiếng Việt"), max_length=80)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=80, blank=True)
    name_km = models.CharField(_("tên tiếng Khmer"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("name_en"), FieldPanel("name_km"), FieldPanel("order")]

    class Meta:
        abstract = True
        ordering = ["order", "name"]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language, else the Vietnamese one."""
        language = get_language() or "vi"
        return (getattr(self, f"name_{language}", "") or self.name) if language != "vi" else self.name


class Audience(NamedTerm):
    """Group of people for whom an article or an asset is made."""

    class Meta(NamedTerm.Meta):
        verbose_name = _("đối tượng")
        verbose_name_plural = _("đối tượng")


class Topic(NamedTerm):
    """Subject of an article or an asset, independent of its section."""

    is_sensitive = models.BooleanField(
        _("chủ đề nhạy cảm"), default=False, help_text=_("Bài của chủ đề này phải có cảnh báo và hộp trợ giúp.")
    )

    panels = [*NamedTerm.panels, FieldPanel("is_sensitive")]

    class Meta(NamedTerm.Meta):
        verbose_name = _("chủ đề")
        verbose_name_plural = _("chủ đề")


class Season(SluggedByName):
    """One run of the campaign; at most one is current. Dates may lie in the past."""

    name = models.CharField(_("tên mùa"), max_length=120)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)
    name_km = models.CharField(_("tên tiếng Khmer"), max_length=120, blank=True)
    plan_number = models.CharField(_("số kế hoạch"), max_length=60, blank=True)
    plan_date = models.DateField(_("ngày ban hành"), null=True, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))
    is_current = models.BooleanField(_("mùa đang chạy"), default=False)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_km")]),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("plan_number"), FieldPanel("plan_date")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("is_current"),
    ]

    class Meta:
        verbose_name = _("mùa chiến dịch")
        verbose_name_plural = _("mùa chiến dịch")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="one_current_season",
                violation_error_message=_("Đã có một mùa đang chạy. Bạn bỏ chọn ở mùa kia trước."),
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Ngày kết thúc phải sau ngày bắt đầu.")})


class Outlet(SluggedByName):
    """A newsroom or department that publishes, with its masthead and the details that press law requires.

    Article 46 of the 2016 Press Law lists them; from 01-07-2026 Law 126/2025/QH15 applies (docs/domain.md B.5).
    """

    class FooterProfile(models.TextChoices):
        """Which details the footer shows."""

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
    ]

    class Meta:
        verbose_name = _("cơ quan xuất bản")
        verbose_name_plural = _("cơ quan xuất bản")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def shown_name(self) -> str:
        """The name shown on the masthead and at articles."""
        return self.masthead or self.name

    @property
    def channels(self) -> list[tuple[str, str]]:
        """(name, address) of the outlet's channels, in the order of CHANNELS."""
        return [(name, getattr(self, field)) for name, field in self.CHANNELS if getattr(self, field)]


class HelpLineQuerySet(models.QuerySet):
    """Queries on help lines."""

    def shown(self):
        """Help lines that may be shown to readers: verified, with a number or a website."""
        return self.filter(verified_on__isnull=False).exclude(number="", url="")


class HelpLine(TranslatableMixin, models.Model):
    """A help line in one language; shown only after a person has verified it (docs/domain.md E.3)."""

    label = models.CharField(_("dùng khi nào"), max_length=120, help_text=_("Ví dụ: Nguy hiểm ngay trước mắt"))
    number = models.CharField(
        _("số gọi"), max_length=20, blank=True, help_text=_("Chỉ chữ số, ví dụ 111. Để trống nếu chưa chắc.")
    )
    sms_number = models.CharField(_("số nhắn tin"), max_length=20, blank=True)
    url = models.URLField(_("trang web"), blank=True)
    hours = models.CharField(_("giờ trực"), max_length=80, blank=True)
    cost = models.CharField(_("cước"), max_length=80, blank=True)
    say = models.CharField(_("nói gì khi gọi"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    verified_on = models.DateField(
        _("đã kiểm ngày"), null=True, blank=True, help_text=_("Chưa có ngày kiểm thì không hiện cho bạn đọc.")
    )
    verified_by = models.CharField(_("người kiểm"), max_length=120, blank=True)
    source = models.CharField(_("nguồn"), max_length=250, blank=True)

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("sms_number")]),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("cost")]),
        FieldPanel("say"),
        FieldPanel("order"),
        FieldRowPanel([FieldPanel("verified_on"), FieldPanel("verified_by")]),
        FieldPanel("source"),
    ]

    objects = HelpLineQuerySet.as_manager()

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("đường dây trợ giúp")
        verbose_name_plural = _("đường dây trợ giúp")
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.number or self.url or '—'} · {self.label}"

    @property
    def review_due(self) -> bool:
        """Whether it was never verified, or more than HELPLINE_REVIEW_DAYS days ago."""
        if self.verified_on is None:
            return True
        return (timezone.localdate() - self.verified_on).days > HELPLINE_REVIEW_DAYS


@register_setting(icon="site")
class SiteIdentity(BaseSiteSetting):
    """Settings of the site: outlet in masthead and footer, plan line, hashtags, target of “Thoát nhanh”, Zalo OA."""

    outlet = models.ForeignKey(
        Outlet, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan ở đầu và chân trang")
    )
    plan_line = models.CharField(
        _("dòng kế hoạch"),
        max_length=200,
        blank=True,
        help_text=_("Để trống thì ghi số và ngày kế hoạch của mùa đang chạy."),
    )
    plan_line_en = models.CharField(_("dòng kế hoạch bằng tiếng Anh"), max_length=200, blank=True)
    plan_line_km = models.CharField(_("dòng kế hoạch bằng tiếng Khmer"), max_length=200, blank=True)
    hashtags = models.CharField(_("hashtag"), max_length=120, default="#khongmotminh #antoantructuyen #niemtinso")
    exit_url = models.URLField(
        _("“Thoát nhanh” dẫn tới"),
        default="https://www.google.com/search?q=thoi+tiet+can+tho",
        help_text=_("Một trang trung tính, ví dụ dự báo thời tiết."),
    )

    zalo_oa_id = models.CharField(
        _("mã Zalo OA"),
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^[0-9]+$", _("Mã OA chỉ gồm chữ số, ví dụ 579745863508352884."))],
        help_text=_("Có mã thì bài có nút Zalo. Nút của Zalo chỉ được tải sau khi bạn đọc bấm, ở một trang riêng."),
    )

    class Meta:
        verbose_name = _("nhận diện trang")
        verbose_name_plural = _("nhận diện trang")
