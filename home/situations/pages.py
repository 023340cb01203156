"""Page types of the situations. They have a layout of their own: small, without pictures, kept offline by sw.js."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from articles.presentation import structured_data
from base import site_context
from base.addresses import path_of
from base.pages import BasePage
from campaign.models import HELPLINE_REVIEW_DAYS
from home.situations.blocks import MessageBlock, PlaceBlock, StepBlock, line, many
from home.situations.kinds import WITH_DANGER, Situation


def quiet_context(page: BasePage) -> dict[str, Any]:
    """Context of `base/og.html` for a page."""
    language = page.locale.language_code
    path = path_of(page.url_path, language)
    return {
        "about": page.search_description or page.title,
        "canonical": structured_data.absolute(path),
        "share_picture": structured_data.share_picture(page),
        "structured_data": structured_data.json_ld(structured_data.breadcrumbs(language, (page.title, path))),
    }


class SituationIndexPage(BasePage):
    """The list of situations of one language."""

    intro = models.CharField(_("câu giới thiệu"), max_length=250, blank=True)

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.SituationPage"]
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Một câu dưới tít: ở đây có gì, không hỏi tên ai.")),
    ]

    class Meta:
        verbose_name = _("danh sách tình huống")
        verbose_name_plural = _("danh sách tình huống")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context with that of the layout and the numbers; the situations are in the site context."""
        lines = site_context.with_ambulance(site_context.SiteContext().help_lines, first=False)
        return super().get_context(request, *args, **kwargs) | quiet_context(self) | {"lines": lines}


class SituationPage(BasePage):
    """What to do in one situation: three steps, whom to call, messages to send, what then happens.

    What it says about telephone lines and other organisations is checked by a person, at least every
    HELPLINE_REVIEW_DAYS days; without that check it is not published (checks.py).
    """

    situation = models.CharField(_("tình huống"), max_length=12, choices=Situation)
    lead = models.CharField(_("câu mở đầu"), max_length=300, help_text=_("Nói ngay: bạn không có lỗi."))
    steps = StreamField(many(StepBlock(), "step"), verbose_name=_("ba việc"), min_num=3, max_num=3)
    numbers = models.CharField(
        _("gọi số nào"),
        max_length=80,
        default="111, 113",
        help_text=_("Theo thứ tự, cách nhau bằng dấu phẩy. Chỉ số đã kiểm trong “Đường dây trợ giúp” mới hiện."),
    )
    from_eighteen = models.CharField(_("nếu bạn từ 18 tuổi"), max_length=240)
    messages = StreamField(many(MessageBlock(), "message"), verbose_name=_("tin nhắn viết sẵn"), min_num=1, max_num=4)
    after_call = StreamField(many(StepBlock(), "step"), verbose_name=_("gọi rồi thì sao"), min_num=2, max_num=5)
    evidence = StreamField(many(line(), "line"), verbose_name=_("giữ lại những gì"), min_num=1, max_num=6)
    evidence_warning = models.CharField(_("điều không nên làm với bằng chứng"), max_length=240, blank=True)
    places = StreamField(many(PlaceBlock(), "place"), verbose_name=_("gỡ xuống, lấy lại"), max_num=6, blank=True)
    places_note = models.CharField(_("nói thêm về việc gỡ"), max_length=300, blank=True)
    not_to_say = StreamField(many(line(), "line"), verbose_name=_("người lớn đừng nói"), min_num=2, max_num=6)
    to_say = models.CharField(_("người lớn nên nói"), max_length=240)

    checked_source = models.CharField(_("nguồn đã kiểm"), max_length=250, blank=True)
    checked_by = models.CharField(_("người kiểm"), max_length=120, blank=True)
    checked_on = models.DateField(_("đã kiểm ngày"), null=True, blank=True)
    check_due = models.DateField(
        _("kiểm lại trước ngày"), null=True, blank=True, help_text=_("Để trống: 90 ngày sau ngày kiểm.")
    )
    awaits_native_reader = models.BooleanField(
        _("bản máy dịch, chờ người bản ngữ duyệt"), default=False, help_text=_("Trang nói rõ điều này với bạn đọc.")
    )

    parent_page_types = ["home.SituationIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("situation", help_text=_("Tìm kiếm dẫn người kêu cứu tới trang theo lựa chọn này.")),
        FieldPanel("lead"),
        FieldPanel("steps", help_text=_("Đúng ba việc, việc gấp nhất trước.")),
        FieldPanel("numbers"),
        FieldPanel("from_eighteen", help_text=_("Người lớn gặp chuyện này thì đến đâu, gọi ai.")),
        FieldPanel("messages", help_text=_("Bạn đọc bấm một lần, máy mở sẵn tin nhắn.")),
        FieldPanel("after_call", help_text=_("Chỉ viết điều đã kiểm với tổng đài.")),
        FieldPanel("evidence", help_text=_("Mỗi dòng một thứ cần giữ.")),
        FieldPanel("evidence_warning", help_text=_("Ví dụ: không gửi ảnh riêng tư làm bằng chứng.")),
        FieldPanel("places", help_text=_("Địa chỉ luôn hiện ra cho bạn đọc.")),
        FieldPanel("places_note", help_text=_("Cách báo cáo ngay trong app.")),
        FieldPanel("to_say", help_text=_("Câu đầu tiên của cha mẹ, thầy cô, bạn bè.")),
        FieldPanel("not_to_say", help_text=_("Mỗi dòng một câu làm người kể im lặng.")),
        MultiFieldPanel(
            [
                FieldPanel("checked_source", help_text=_("Gọi thử số nào, mở trang nào.")),
                FieldRowPanel(
                    [
                        FieldPanel("checked_on", help_text=_("Ngày đã gọi thử và mở từng địa chỉ.")),
                        FieldPanel("checked_by", help_text=_("Tên người đã kiểm.")),
                        FieldPanel("check_due"),
                    ]
                ),
                FieldPanel("awaits_native_reader"),
            ],
            heading=_("Kiểm chứng (thiếu thì không đăng được)"),
        ),
    ]

    class Meta:
        verbose_name = _("trang tình huống")
        verbose_name_plural = _("trang tình huống")

    def clean(self) -> None:
        """Fill `check_due`. Raises ValidationError for a check in the future or a due date too far away."""
        super().clean()
        if self.checked_on is None:
            self.check_due = None
            return
        if self.checked_on > timezone.localdate():
            raise ValidationError({"checked_on": _("Ngày kiểm không thể ở tương lai. Bạn ghi ngày đã kiểm.")})
        last = self.checked_on + timedelta(days=HELPLINE_REVIEW_DAYS)
        if self.check_due is None:
            self.check_due = last
        if not self.checked_on <= self.check_due <= last:
            raise ValidationError(
                {
                    "check_due": _("Kiểm lại muộn nhất sau %(days)d ngày. Bạn chọn ngày không muộn hơn %(last)s.")
                    % {"days": HELPLINE_REVIEW_DAYS, "last": last.strftime("%d-%m-%Y")}
                }
            )

    @property
    def wanted_numbers(self) -> list[str]:
        """The numbers of the field `numbers`, in order."""
        return [number for part in self.numbers.split(",") if (number := part.strip())]

    @cached_property
    def lines(self) -> Sequence[Mapping[str, Any]]:
        """Verified help lines with one of the page's numbers, in its order; all that have a number if none has.

        115 stands beside them where life or body may be in danger, first on the page of self-harm.
        """
        lines = {line["number"]: line for line in site_context.SiteContext().help_lines if line.get("number")}
        wanted = [lines[number] for number in self.wanted_numbers if number in lines] or list(lines.values())
        if self.situation not in WITH_DANGER or site_context.AMBULANCE["number"] in self.wanted_numbers:
            return wanted
        return site_context.with_ambulance(wanted, first=self.situation == Situation.SELF_HARM)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context with the help lines and the context of the layout."""
        shown_on: date | None = self.checked_on
        own = {"lines": self.lines, "checked_on": shown_on}
        return super().get_context(request, *args, **kwargs) | quiet_context(self) | own
