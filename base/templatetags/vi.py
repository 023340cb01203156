"""Dates, hours, sizes and spaces as Vietnamese newspapers write them (docs/domain.md B.3), in all three languages."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from base.collation_km import is_khmer

register = template.Library()

NBSP = "\u00a0"
WEEKDAYS = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ Nhật"))
UNITS = r"(?:KB|MB|GB|cm|mm|m|px|%|phút|giờ|giây|ngày|tuần|tháng|trường|tài liệu|bài|viên gạch)"
#: What an editor begins the name of a file with: words, no names.
GENERIC = ("Bản ", "Tệp ", "Gói ", "Ảnh ", "Tờ ", "Bộ ", "Khung ", "Phiếu ")
_NUMBER_AND_UNIT = re.compile(rf"(\d) ({UNITS})(?!\w)")
_DATE = re.compile(r"(?<![\w-])(\d{1,2}-\d{1,2}-\d{4})(?![\w-])")
_GLUED = (("Không một mình", f"Không{NBSP}một{NBSP}mình"), (" · ", f"{NBSP}· "), (" – ", f"{NBSP}– "))


#: A tag, which is passed over, or Khmer words with what stands between them.
_TAG_OR_KHMER = re.compile(
    "<[^>]*>|([\u1780-\u17ff\u19e0-\u19ff](?:[\u1780-\u17ff\u19e0-\u19ff\u200b-\u200d ]*[\u1780-\u17ff\u19e0-\u19ff])?)"
)


def _local(value: date | datetime) -> date | datetime:
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
    return date_format(_local(value), "SHORT_DATE_FORMAT") if value else ""


@register.filter
def stamp(value: datetime | None) -> str:
    """“24-11-2026, 08:05”, in English with the month’s name, the line under a headline; empty for None."""
    return date_format(_local(value), "SHORT_DATETIME_FORMAT").replace(" ", NBSP) if value else ""


@register.filter
def gio(value: datetime | None) -> str:
    """A <time> that reads “10:45” today, “Hôm qua”, else “20-11-2026”; the full time is in its title.

    Public pages live a minute in the edge cache, so nothing counts minutes (“5 phút trước”).
    """
    if not value:
        return ""
    local, today = _local(value), timezone.localdate()
    if local.date() == today:
        text = f"{local:%H:%M}"
    elif local.date() == today - timedelta(days=1):
        text = gettext("Hôm qua")
    else:
        text = ngay_ngan(local)
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        local.isoformat(timespec="minutes"),
        stamp(value),
        own_lang(),  # beside a headline of another language
        text,
    )


@register.filter
def filesize_vi(size: int | str | None) -> str:
    """Bytes in decimal units, as phones and schools count: 5000000 → “5,0 MB”; empty for what is no number."""
    try:
        rest = float(size)
    except (TypeError, ValueError):
        return ""
    if rest < 1000:
        return f"{int(rest)}{NBSP}B"
    for unit in ("KB", "MB", "GB"):
        rest /= 1000
        if rest < 999.95 or unit == "GB":
            break
    places = 0 if unit == "KB" else 1
    return f"{number_format(round(rest, places), places)}{NBSP}{unit}"


@register.filter
def in_sentence(label: str) -> str:
    """“Bản in A3” after a verb: “bản in A3”. Names and abbreviations (Zalo, PDF) keep their letter."""
    return label[:1].lower() + label[1:] if label.startswith(GENERIC) else label


@register.filter(is_safe=True)
def nbsp_units(text) -> str:
    """Number and unit, dates and “Không một mình” stay on one line; none begins with a middle dot or a dash.

    Khmer words in a text of another language are named as such, for the eye (its font and line height) and the ear.
    """
    escaped = _NUMBER_AND_UNIT.sub(rf"\1{NBSP}\2", str(conditional_escape(text)))
    for loose, glued in _GLUED:
        escaped = escaped.replace(loose, glued)
    escaped = _DATE.sub(r'<span class="nb">\1</span>', escaped)
    if get_language() != "km":
        escaped = khmer_named(escaped)
    return mark_safe(escaped)  # noqa: S308 - escaped above, spaces and our own <span> added


def khmer_named(html: str) -> str:
    """`html` with every run of Khmer between its tags inside <span lang="km">; attributes stay as they are."""
    return _TAG_OR_KHMER.sub(lambda found: f'<span lang="km">{found[1]}</span>' if found[1] else found[0], html)


@register.filter(is_safe=True)
def name_khmer(text) -> str:
    """Words and rich text of an author, with Khmer named as such on pages of other languages."""
    html = conditional_escape(text)
    return html if get_language() == "km" else mark_safe(khmer_named(html))  # noqa: S308 - escaped or sanitised above


@register.simple_tag
def own_lang() -> str:
    """` lang="km"` for our words beside a text of another language; nothing on Vietnamese pages, where all is."""
    language = get_language()
    return "" if not language or language == "vi" else format_html(' lang="{}"', language)


@register.filter
def in_vietnamese(text) -> str:
    """What the newsroom writes once, in Vietnamese (names, roles, quotes), named as such on pages of other languages.

    A name in Khmer letters is named as Khmer.
    """
    language = "km" if is_khmer(str(text or "")) else "vi"
    if not text or language == get_language():
        return conditional_escape(text or "")
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def own_or_vietnamese(thing, field: str) -> str:
    """`thing.field` in the language of the page where somebody wrote it (`field_en`, `field_km`), else the Vietnamese
    words, named as such. `thing` is a model's instance or one of the shell's dicts; "" where there are no words.
    """
    read = thing.get if isinstance(thing, dict) else lambda name: getattr(thing, name, "")
    own = read(f"{field}_{get_language()}")
    return conditional_escape(own) if own else in_vietnamese(read(field))


@register.filter
def so(value) -> str:
    """A whole number with the thousands of the language: 3482 → “3.482”."""
    try:
        return number_format(int(value), 0, use_l10n=True, force_grouping=True)
    except (TypeError, ValueError):
        return ""


@register.filter
def opening(text: str, words: int) -> str:
    """The whole sentences of `text` that fit into `words` tiếng; a first sentence that is longer is cut with “…”."""
    kept: list[str] = []
    for sentence in re.split(r"(?<=[.!?…។])\s+", text or ""):
        if len(" ".join([*kept, sentence]).split()) > words:
            break
        kept.append(sentence)
    return " ".join(kept) or Truncator(text or "").words(words, truncate="…")


@register.simple_tag
def today():
    """Today in the newsroom's zone, for the strip above the masthead."""
    return timezone.localdate()


@register.filter
def khac_tieng(language: str) -> bool:
    """True when `language` is not the language of the page: such links get lang and hreflang."""
    return bool(language) and language != get_language()
