"""Samples of base/templates/components, by group."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils import timezone

from base.site_context import EMERGENCY_LINES

from .sample import KHMER, LONG, Sample, components, story

#: (kicker, accent) of each section.
KICKERS = (
    ("Thời sự", "song"),
    ("Nhận diện", "phusa"),
    ("Mẹo", "dien"),
    ("Trường học", "sen"),
    ("Tham vấn", "tim"),
)
SITUATIONS = [
    {"title": "Có người dọa tung ảnh của bạn", "address": "#", "code": "vi"},
    {"title": LONG, "address": "#", "code": "vi"},
]
STEPS = (
    {"action": "Cúp máy.", "detail": "Bạn không có lỗi khi cúp máy."},
    {"action": "Hỏi một người bạn tin.", "detail": ""},
)


class SampleForm(forms.Form):
    """A form with fields in all states: empty, with help text, with an error, checkbox."""

    address = forms.URLField(
        label="Liên kết bài đăng", help_text="Dán địa chỉ trang web hoặc fanpage của trường.", required=False
    )
    number = forms.IntegerField(label="Số lượt đổi avatar", error_messages={"invalid": "Điền một con số, ví dụ 120."})
    photo = forms.FileField(label="Ảnh chụp", required=False, help_text="JPEG, PNG, HEIC, tối đa 10 MB.")
    agree = forms.BooleanField(label="Tôi đã đọc hướng dẫn", required=False)


class Cards(NamedTuple):
    """Stories that several components show."""

    usual: SimpleNamespace
    long: SimpleNamespace
    khmer: SimpleNamespace
    hot: SimpleNamespace
    old: SimpleNamespace


def samples(image: Any) -> list[tuple[str, tuple[Sample, ...]]]:
    """[(group, samples)]; `image`: the picture of the cards, or None."""
    cards = Cards(
        usual=story("Ba dấu hiệu cho thấy bạn đang bị thao túng", image=image),
        long=story(LONG, "tim", image=image, content_warning="có"),
        khmer=story(KHMER, "sen", image=image),
        hot=story("Cần Thơ đưa chiến dịch “Không một mình” tới 100% trường học", "phusa", image=image, is_hot=True),
        old=story("Tin hôm qua", shown_at=timezone.now() - timedelta(days=1)),
    )
    return [
        ("Nhỏ", (*_actions(), *_headings(cards), *_notices())),
        ("Tin", (*_stories(cards), *_around_stories())),
        ("Biểu mẫu", _forms()),
        ("Trợ giúp", _help()),
        ("Vỏ trang: nhìn ở chính trang này", _shell()),
    ]


def _actions() -> tuple[Sample, ...]:
    return components(
        (
            "paid",
            "Ai trả tiền cho bài",
            [{"story": story(LONG, paid_by="Công ty Minh Họa", paid_label="Có tài trợ: Công ty Minh Họa")}],
        ),
        (
            "button",
            "Nút",
            [
                {"text": "Xem mẹo"},
                {"text": "Sao chép", "kind": "line", "icon_name": "saochep"},
                {"text": "Ký cam kết", "kind": "sun"},
                {"text": "Gọi 111", "kind": "help", "icon_name": "goi"},
                {"text": "Thoát nhanh", "kind": "exit", "icon_name": "thoat"},
                {"text": "Bỏ qua", "kind": "bare"},
                {"text": "Đang tải…", "disabled": True},
                {"text": "Tải bản in", "small": "5,0 MB", "kind": "big", "icon_name": "tai", "href": "#tai"},
            ],
        ),
        (
            "chip",
            "Thẻ chọn",
            [
                {"text": "Chào cờ", "href": "#c", "icon_name": "truong"},
                {"text": "Lớp học", "href": "#c", "current": True},
                {"text": "Tiếng Khmer", "href": "#c", "drop": True},
            ],
        ),
    )


def _headings(cards: Cards) -> tuple[Sample, ...]:
    return components(
        ("kicker", "Tít mào", [{"story": item} for item in [cards.hot, *_kicked()]]),
        (
            "sechead",
            "Đầu mục",
            [
                {"title": "Kho tài liệu", "href": "#kho", "intro": "Tải về là in được.", "more": "Mở kho"},
                {"title": KHMER},
            ],
        ),
        ("crumb", "Đường dẫn", [{"items": [{"title": "Nhận diện chiêu trò", "address": "#"}]}]),
        ("pager", "Chia trang", [{"page_obj": Paginator(range(200), 12).page(4)}]),
    )


def _kicked() -> list[SimpleNamespace]:
    return [story("", tone, kicker=name, shown_kicker=name) for name, tone in KICKERS]


def _notices() -> tuple[Sample, ...]:
    return components(
        (
            "notice",
            "Hộp báo",
            [
                {"title": "Trước khi đọc", "text": "Bài có kể lại lời đe dọa."},
                {"kind": "fix", "title": "Đính chính", "text": "5656 chỉ nhận tin nhắn."},
                {"kind": "ok", "title": "Đã gửi", "text": "Sở sẽ trả lời trong 3 ngày làm việc."},
                {
                    "kind": "bad",
                    "title": "Tệp lớn hơn 500 MB",
                    "text": "Bạn thử nén lại hoặc dán liên kết TikTok nhé.",
                },
                {"title": LONG, "text": LONG},
                {"kind": "ok", "title": KHMER, "text": KHMER},
            ],
        ),
    )


def _stories(cards: Cards) -> tuple[Sample, ...]:
    return components(
        (
            "story",
            "Tin: lead, l, m, s",
            [
                {"story": cards.hot, "size": "lead"},
                {"story": cards.long, "size": "l"},
                {"story": cards.khmer, "size": "m", "compact": True},
                {"story": cards.old, "size": "s", "text": True},
            ],
        ),
        ("thumb", "Tin trong danh sách", [{"story": cards.usual}, {"story": cards.long, "left": True}]),
        ("latest", "Mới nhất", [{"stories": [cards.usual, cards.hot, cards.old, cards.long]}]),
        (
            "mostread",
            "Đọc nhiều",
            [{"lines": [{"title": LONG, "address": "#"}, {"title": KHMER, "address": "#"}]}],
        ),
        (
            "tip",
            "Thẻ mẹo",
            [{"story": story("Cúp máy trước, nghĩ sau", number=1), "tone": "phusa"}, {"story": cards.khmer}],
        ),
    )


def _around_stories() -> tuple[Sample, ...]:
    return components(
        (
            "neighbours",
            "Trước và sau",
            [
                {"before": story("Cúp máy trước", number=1), "after": story("Bí mật là đèn đỏ", number=3)},
                {"after": story(LONG, number=2)},
                {"before": story(KHMER, number=9)},
            ],
        ),
        ("donow", "Làm ngay", [{"title": "Làm ngay", "steps": STEPS}]),
        ("share", "Hàng chia sẻ", [{}]),
    )


def _forms() -> tuple[Sample, ...]:
    """Fields, search and what is said after sending."""
    return components(
        ("field", "Ô nhập", [{"field": field} for field in SampleForm({"address": "", "number": "nhiều lắm"})]),
        ("searchbox", "Ô tìm", [{"name": "Ô tìm, trống"}, {"name": "Ô tìm, có chữ", "query": "lua dao"}]),
        ("messages", "Lời báo của trang cá nhân", [{"messages": [Message(messages.SUCCESS, "Đã lưu.")]}]),
        (
            "empty",
            "Trống",
            [
                {
                    "title": "Chưa có minh chứng",
                    "text": "Bắt đầu từ việc dễ nhất: dán liên kết bài đăng của trường.",
                    "href": "#",
                    "action": "Dán liên kết",
                    "art": "empty-truong",
                }
            ],
        ),
    )


def _help() -> tuple[Sample, ...]:
    return components(
        ("helpcard", "Hộp trợ giúp", [{"id": "giup-mau"}, {"id": "giup-rong", "wide": True}]),
        ("helplines", "Đường dây: trong hộp trợ giúp và chân trang", []),
        (
            "season",
            "Dải báo mùa đã khép lại",
            [{"site_context": {"campaign": {"season": _season_that_is_over()}}}],
        ),
        ("breaking", "Băng tin nóng", [{"site_context": {"articles": {"breaking": _breaking()}}}]),
        ("exitlink", "Thoát nhanh", [{"css_class": "button exit"}]),
        ("calls", "Nút gọi lớn của trang trợ giúp", [{"lines": EMERGENCY_LINES}]),
        ("from_eighteen", "Ai giúp người từ 18 tuổi", [{"lines": EMERGENCY_LINES}, {"lines": [], "in_body": True}]),
        ("situations", "Liên kết tới các tình huống", [{"site_context": {"home": {"situations": SITUATIONS}}}]),
    )


def _season_that_is_over() -> dict[str, Any]:
    """The current season of the site context, on the day after its last."""
    return {"name": "Mùa thứ nhất", "slug": "mua-1", "ends_on": timezone.localdate() - timedelta(days=1)}


def _breaking() -> dict[str, Any]:
    """The breaking news of the site context, for another hour."""
    return {
        "pk": 0, "title": "Đường dây 111 tạm nghẽn, gọi 113 hoặc nhắn Zalo 111", "address": "/vi/",
        "until": timezone.now() + timedelta(hours=1),
    }  # fmt: skip


def _shell() -> tuple[Sample, ...]:
    """Parts of every page, shown by this page itself."""
    return components(
        ("masthead", "Đầu trang", []),
        ("menu", "Danh mục", []),
        ("sections", "Thanh chuyên mục", []),
        ("section_links", "Liên kết chuyên mục", []),
        ("tabbar", "Thanh dưới", []),
        ("footer", "Chân trang", []),
        ("sitemap", "Sơ đồ trang", []),
        ("legal", "Khối pháp lý", []),
    )
