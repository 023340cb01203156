"""Views of /styleguide/: all components with their states, a long text and Khmer.

Samples of base/templates/components are here, those of apps in parts.py; tests/home/test_styleguide.py fails for a
component without a sample. base/js/styleguide.js adds the states :hover and :focus-visible.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from base import errors
from base.caching.headers import private
from home.styleguide import parts
from media_library.models import SiteImage
from users.signin.throttling import too_many_attempts

LONG = (
    "Vì sao người thông minh vẫn có thể bị lừa, và điều gì ở một câu hỏi rất ngắn "
    "của người bạn cùng phòng đã kéo một cô gái trẻ trở về sau sáu giờ"
)
KHMER = "សូមដាក់ទូរស័ព្ទចុះ ហើយសួរមនុស្សដែលអ្នកទុកចិត្ត។"
SWATCHES = ("ink", "song", "song7", "song1", "dien", "dien7", "phusa", "sen", "tim", "cream", "mist", "night")
ICONS = [
    "menu",
    "tim",
    "dong",
    "tin",
    "meo",
    "kho",
    "giup",
    "goi",
    "cup",
    "thoat",
    "tai",
    "in",
    "chiase",
    "saochep",
    "lienket",
    "nghe",
    "phat",
    "nen",
    "khong",
    "canhbao",
    "truong",
    "lich",
    "ban",
    "maychieu",
    "loc",
    "mui",
    "muixuong",
    "dongho",
    "khoa",
    "anh",
    "qr",
    "phienban",
    "me",
]
#: HTTP statuses whose error page is shown below /styleguide/loi/.
ERRORS = (400, 403, 404, 410, 413, 429, 500, 503)


class SampleForm(forms.Form):
    """A form with fields in all states: empty, with help text, with an error, checkbox."""

    address = forms.URLField(
        label="Liên kết bài đăng", help_text="Dán địa chỉ trang web hoặc fanpage của trường.", required=False
    )
    number = forms.IntegerField(label="Số lượt đổi avatar", error_messages={"invalid": "Điền một con số, ví dụ 120."})
    photo = forms.FileField(label="Ảnh chụp", required=False, help_text="JPEG, PNG, HEIC, tối đa 10 MB.")
    agree = forms.BooleanField(label="Tôi đã đọc hướng dẫn", required=False)


def _story(title: str, accent: str = "song", *, image: Any = None, **fields: Any) -> SimpleNamespace:
    facts = {"title": "Nhận diện chiêu trò", "accent": accent, "is_sensitive": False}
    defaults = {
        "title": title,
        "sapo": "Dọa cho sợ, dỗ cho tin, rồi tách bạn khỏi người thân.",
        "section_facts": facts,
        "shown_kicker": facts["title"],
        "shown_at": timezone.now(),
        "is_hot": False,
        "lead_image": image,
        "genre": "tin",
        "content_warning": "",
        "address": "/styleguide/",
    }
    return SimpleNamespace(**defaults | fields)


def _samples() -> list[tuple[str, list[tuple[str, str, list[dict[str, Any]]]]]]:
    """[(group, [(component, title, contexts)])] of base/templates/components."""
    image = SiteImage.objects.prefetch_related("renditions").first()
    pages = Paginator(range(200), 12)
    story, long = (
        _story("Ba dấu hiệu cho thấy bạn đang bị thao túng", image=image),
        _story(LONG, "tim", image=image, content_warning="có"),
    )
    khmer = _story(KHMER, "sen", image=image)
    hot = _story("Cần Thơ đưa chiến dịch “Không một mình” tới 100% trường học", "phusa", image=image, is_hot=True)
    old = _story("Tin hôm qua", shown_at=timezone.now() - timedelta(days=1))
    over = {"name": "Mùa thứ nhất", "slug": "mua-1", "ends_on": old.shown_at.date()}
    steps = [
        {"action": "Cúp máy.", "detail": "Bạn không có lỗi khi cúp máy."},
        {"action": "Hỏi một người bạn tin.", "detail": ""},
    ]
    form = SampleForm({"address": "", "number": "nhiều lắm"})
    kicked = [
        _story("", tone, shown_kicker=name)
        for name, tone in (
            ("Thời sự", "song"),
            ("Nhận diện", "phusa"),
            ("Mẹo", "dien"),
            ("Trường học", "sen"),
            ("Tham vấn", "tim"),
        )
    ]
    return [
        (
            "Nhỏ",
            [
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
                ("kicker", "Tít mào", [{"story": item} for item in [hot, *kicked]]),
                (
                    "sechead",
                    "Đầu mục",
                    [
                        {"title": "Kho tài liệu", "href": "#kho", "intro": "Tải về là in được.", "more": "Mở kho"},
                        {"title": KHMER},
                    ],
                ),
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
                ("crumb", "Đường dẫn", [{"items": [{"title": "Nhận diện chiêu trò", "address": "#"}]}]),
                ("pager", "Chia trang", [{"page_obj": pages.page(4)}]),
            ],
        ),
        (
            "Tin",
            [
                (
                    "story",
                    "Tin: lead, l, m, s",
                    [
                        {"story": hot, "size": "lead"},
                        {"story": long, "size": "l"},
                        {"story": khmer, "size": "m", "compact": True},
                        {"story": old, "size": "s", "text": True},
                    ],
                ),
                ("thumb", "Tin trong danh sách", [{"story": story}, {"story": long, "left": True}]),
                ("latest", "Mới nhất", [{"stories": [story, hot, old, long]}]),
                (
                    "mostread",
                    "Đọc nhiều",
                    [{"lines": [{"title": LONG, "address": "#"}, {"title": KHMER, "address": "#"}]}],
                ),
                (
                    "tip",
                    "Thẻ mẹo",
                    [{"story": _story("Cúp máy trước, nghĩ sau", number=1), "tone": "phusa"}, {"story": khmer}],
                ),
                (
                    "neighbours",
                    "Trước và sau",
                    [
                        {"before": _story("Cúp máy trước", number=1), "after": _story("Bí mật là đèn đỏ", number=3)},
                        {"after": _story(LONG, number=2)},
                        {"before": _story(KHMER, number=9)},
                    ],
                ),
                ("donow", "Làm ngay", [{"title": "Làm ngay", "steps": steps}]),
                ("share", "Hàng chia sẻ", [{}]),
            ],
        ),
        (
            "Biểu mẫu",
            [
                ("field", "Ô nhập", [{"field": field} for field in form]),
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
            ],
        ),
        (
            "Trợ giúp",
            [
                ("helpcard", "Hộp trợ giúp", [{"id": "giup-mau"}, {"id": "giup-rong", "wide": True}]),
                ("helplines", "Đường dây: trong hộp trợ giúp và chân trang", []),
                (
                    "season",
                    "Dải báo mùa đã khép lại",
                    [{"site_context": {"campaign": {"season": over}}}],
                ),
                ("exitlink", "Thoát nhanh", [{"css_class": "button exit"}]),
                ("quickexit", "Thoát nhanh nổi (điện thoại)", [{}]),
            ],
        ),
        (
            "Vỏ trang: nhìn ở chính trang này",
            [
                (name, title, [])
                for name, title in (
                    ("masthead", "Đầu trang"),
                    ("menu", "Danh mục"),
                    ("sections", "Thanh chuyên mục"),
                    ("section_links", "Liên kết chuyên mục"),
                    ("tabbar", "Thanh dưới"),
                    ("footer", "Chân trang"),
                    ("sitemap", "Sơ đồ trang"),
                    ("legal", "Khối pháp lý"),
                )
            ],
        ),
    ]


@private
def error_sample(request: HttpRequest, status: int) -> HttpResponse:
    """The error page of `status` (one of ERRORS), answered with that status. Raises Http404 for any other."""
    pages: dict[int, Callable[[], HttpResponse]] = {
        400: lambda: errors.bad_request(request),
        403: lambda: errors.permission_denied(request),
        404: lambda: render(request, "base/error_404.html", status=404),
        410: lambda: render(request, "base/error_410.html", status=410),
        413: lambda: errors.bad_request(request, exception=RequestDataTooBig()),
        429: lambda: too_many_attempts(request),
        500: lambda: errors.server_error(request),
        503: lambda: _away(request),
    }
    if status not in pages:
        raise Http404
    return pages[status]()


def _away(request: HttpRequest) -> HttpResponse:
    try:
        raise OperationalError
    except OperationalError:
        return errors.server_error(request)


@private
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components, rendered by the templates that the pages use."""
    groups, spoken = [], {"LANGUAGE_CODE": get_language()}
    for name, components in _samples():
        shown = []
        for component, title, contexts in components:
            path = f"components/{component}.html"
            wrap = "buttons" if component in {"button", "chip"} else ""
            drawn = [render_to_string(path, spoken | context, request) for context in contexts]
            shown.append({"component": component, "path": path, "title": title, "drawn": drawn, "wrap": wrap})
        groups.append({"name": name, "components": shown})
    for name, samples in _parts():
        shown = []
        for sample in samples:
            drawn = [render_to_string(sample.template, spoken | context, request) for context in sample.contexts]
            shown.append(
                {"component": sample.template.removesuffix(".html"), "path": sample.template, "title": sample.title,
                 "drawn": drawn, "wrap": sample.wrap, "tag": sample.tag}
            )  # fmt: skip
        groups.append({"name": name, "components": shown})
    facts = {"groups": groups, "swatches": SWATCHES, "icons": ICONS, "khmer": KHMER, "sheets": parts.SHEETS}
    return render(request, "home/styleguide.html", facts | {"errors": ERRORS})


def _parts() -> list[tuple[str, tuple[parts.Sample, ...]]]:
    """[(group, samples)] of the components of apps."""
    image = SiteImage.objects.prefetch_related("renditions").first()
    return [
        ("Trong bài", parts.stories(LONG, KHMER, lambda title: _story(title, image=image))),
        ("Kho tài liệu", parts.library(LONG, KHMER)),
        ("Trường học và lịch", parts.schools(LONG, KHMER)),
        ("Đối tác", parts.partners(LONG, KHMER, SampleForm()["address"])),
    ]
