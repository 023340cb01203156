"""Settings of the site as a whole: masthead, plan line, hashtags, exit address, Zalo."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from .outlet import Outlet


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
        help_text=_("Không cần mã để chia sẻ liên kết. Có mã thì trang chia sẻ có nút của Zalo, chỉ tải ở trang đó."),
    )

    class Meta:
        verbose_name = _("nhận diện trang")
        verbose_name_plural = _("nhận diện trang")
