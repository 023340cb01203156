"""Filters for dates, times, file sizes, numbers and language markup in all three languages (docs/domain.md B.3)."""

from __future__ import annotations

import re
import zlib
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from base.text import is_khmer, unbroken, vn_slugify

register = template.Library()
Text = Any  # text, a lazy translation, or an object with __html__(): whatever a template holds

NBSP = "\u00a0"
WEEKDAYS = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ Nhật"))
UNITS = r"(?:KB|MB|GB|cm|mm|m|px|%|phút|giờ|giây|ngày|tuần|tháng|trường|tài liệu|bài|viên gạch)"
_NUMBER_AND_UNIT = re.compile(rf"(\d) ({UNITS})(?!\w)")
_DATE = re.compile(r"(?<![\w-])(\d{1,2}-\d{1,2}-\d{4})(?![\w-])")
_GLUED = (("Không một mình", f"Không{NBSP}một{NBSP}mình"), (" · ", f"{NBSP}· "), (" – ", f"{NBSP}– "))


#: An HTML tag (left as it is) or a run of Khmer words with the spaces between them.
_TAG_OR_KHMER = re.compile(
    "<[^>]*>|([\u1780-\u17ff\u19e0-\u19ff](?:[\u1780-\u17ff\u19e0-\u19ff\u200b-\u200d ]*[\u1780-\u17ff\u19e0-\u19ff])?)"
)


def _local[Day: (date, datetime)](value: Day) -> Day:
    """Aware times in the newsroom's zone; plain dates as they are."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def ngay(value: date | datetime | None) -> str:
    """“Thứ Ba, 24-11-2026”, in English with the month’s name; empty for None."""
    if not value:
        return ""
    value = _local(value)
    return f"{WEEKDAYS[value.weekday()]}, {date_format(value)}"


@register.filter
def thu(value: date | datetime | None) -> str:
    """The day of the week, “Thứ Ba”; empty for None."""
    return str(WEEKDAYS[_local(value).weekday()]) if value else ""


@register.filter
def ngay_ngan(value: date | datetime | None) -> str:
    """“24-11-2026”, in English with the month’s name; empty for None."""
    if not value:
        return ""
    local = _local(value)
    return _short_date(local.date() if isinstance(local, datetime) else local, get_language())


@lru_cache(maxsize=4096)
def _short_date(day: date, _language: str | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


@register.filter
def stamp(value: datetime | None) -> str:
    """“24-11-2026, 08:05”, in English with the month’s name, the line under a headline; empty for None."""
    return date_format(_local(value), "SHORT_DATETIME_FORMAT").replace(" ", NBSP) if value else ""


@register.filter
def gio(value: datetime | None) -> str:
    """<time> with “10:45” for today, “Hôm qua” for yesterday, else “20-11-2026”; its title has the full time.

    No relative minutes (“5 phút trước”): public pages stay in the edge cache for up to a minute.
    """
    return _clock_time(_local(value), timezone.localdate(), get_language()) if value else ""


@lru_cache(maxsize=4096)
def _clock_time(local: datetime, today: date, language: str | None) -> str:
    """gio() of a local time, in the active `language`."""
    if local.date() == today:
        text = f"{local:%H:%M}"
    elif local.date() == today - timedelta(days=1):
        text = gettext("Hôm qua")
    else:
        text = ngay_ngan(local)
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        local.isoformat(timespec="minutes"),
        stamp(local),
        own_lang(),  # the <time> may stand inside an element with another lang
        text,
    )


@register.filter
def filesize_vi(size: float | str | None) -> str:
    """Bytes in decimal units: 5000000 → “5,0 MB”; empty where `size` is not a number."""
    try:
        rest = float("" if size is None else size)
    except ValueError:
        return ""
    if rest < 1000:
        return f"{int(rest)}{NBSP}B"
    for unit in ("KB", "MB", "GB"):
        rest /= 1000
        if rest < 999.95 or unit == "GB":
            break
    places = 0 if unit == "KB" else 1
    return f"{number_format(round(rest, places), places)}{NBSP}{unit}"


@register.filter(is_safe=True)
def nbsp_units(text: Text) -> str:
    """Escape `text`; keep number and unit, dates and “Không một mình” on one line, and “·” and “–” off its start.

    Khmer words in another language get lang="km", for their font, their line height and screen readers.
    """
    return _unbroken_units(str(conditional_escape(text)), get_language() != "km")


@lru_cache(maxsize=4096)
def _unbroken_units(escaped: str, names_khmer: bool) -> str:
    escaped = _NUMBER_AND_UNIT.sub(rf"\1{NBSP}\2", escaped)
    for loose, glued in _GLUED:
        escaped = escaped.replace(loose, glued)
    escaped = _DATE.sub(r'<span class="nb">\1</span>', escaped)
    if names_khmer:
        escaped = khmer_named(escaped)
    return mark_safe(escaped)  # noqa: S308 - escaped by the caller, spaces and our own <span> added


@register.filter(is_safe=True)
def headline(text: Text) -> str:
    """Like nbsp_units, and words of two or three syllables (“ảnh riêng tư”) stay on one line."""
    return nbsp_units(unbroken(text) if type(text) is str else text)


@register.filter
def anchor(heading: Text) -> str:
    """Id of a heading, for links within the page: “1. Dọa cho sợ” → “muc-1-doa-cho-so”."""
    return f"muc-{vn_slugify(str(heading), 40) or zlib.crc32(str(heading).encode())}"


def khmer_named(html: str) -> str:
    """`html` with every run of Khmer text inside <span lang="km">; tags and attributes stay as they are."""
    return _TAG_OR_KHMER.sub(lambda match: f'<span lang="km">{match[1]}</span>' if match[1] else match[0], html)


@register.filter(is_safe=True)
def name_khmer(text: Text) -> str:
    """Text or rich text with Khmer inside <span lang="km">, on pages of other languages."""
    html = conditional_escape(text)
    return html if get_language() == "km" else mark_safe(khmer_named(html))  # noqa: S308 - escaped or sanitised above


@register.simple_tag
def own_lang() -> str:
    """Attribute ` lang="km"` for interface text inside an element of another language; empty on Vietnamese pages."""
    language = get_language()
    return "" if not language or language == "vi" else format_html(' lang="{}"', language)


@register.filter
def in_vietnamese(text: Text) -> str:
    """Text that exists in Vietnamese only (names, roles, quotes), inside <span lang="vi"> on pages of other languages.

    Text with Khmer letters gets lang="km".
    """
    language = "km" if is_khmer(str(text or "")) else "vi"
    if not text or language == get_language():
        return conditional_escape(text or "")
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def own_or_vietnamese(thing: object, field: str) -> str:
    """`field_en` or `field_km` of `thing` in the page's language, else `field` marked as Vietnamese; "" for no text.

    `thing` is a model instance or a dict of the site context.
    """
    read = thing.get if isinstance(thing, dict) else lambda name: getattr(thing, name, "")
    own = read(f"{field}_{get_language()}")
    return conditional_escape(own) if own else in_vietnamese(read(field))


@register.filter
def so(value: Any) -> str:
    """Integer with the language's thousands separator: 3482 → “3.482”; empty where `value` is not a number."""
    try:
        return number_format(int(value), 0, use_l10n=True, force_grouping=True)
    except (TypeError, ValueError):
        return ""


@register.filter
def opening(text: str, words: int) -> str:
    """The leading whole sentences of `text` within `words` tiếng; a longer first sentence is cut with “…”."""
    return _opening(str(text or ""), words)


@lru_cache(maxsize=4096)
def _opening(text: str, words: int) -> str:
    sentences: list[str] = []
    for sentence in re.split(r"(?<=[.!?…។])\s+", text):
        if len(" ".join([*sentences, sentence]).split()) > words:
            break
        sentences.append(sentence)
    return " ".join(sentences) or Truncator(text).words(words, truncate="…")


@register.simple_tag
def today() -> date:
    """Today's date in settings.TIME_ZONE."""
    return timezone.localdate()


@register.filter
def khac_tieng(language: str) -> bool:
    """Whether `language` differs from the page's: such links get lang and hreflang."""
    return bool(language) and language != get_language()
