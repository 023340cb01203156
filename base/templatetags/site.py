"""Template tags of the public pages: icons, images, addresses, language links. Built in: no {% load %} needed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from botocore.exceptions import BotoCoreError, ClientError
from django import template
from django.conf import settings
from django.core.paginator import Page as Paged
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, SourceImageIOError
from wagtail.models import Page

from base.http import PageRequest
from base.images import renditions
from base.images.image_specs import MAKE_ALL, SHAPES, specs
from base.middleware import ASKED, CHOICE

register = template.Library()

MOST_MADE = 4  # renditions that one request may make

#: Locales of Open Graph; of any other language it is the code twice (fr_FR).
OG_LOCALES = {"vi": "vi_VN", "en": "en_US", "km": "km_KH"}
TONES = {"song": "", "phusa": "red", "dien": "gold", "sen": "green", "tim": "violet", "ink": "ink"}


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, css_class: str = "i") -> str:
    """<svg> with the symbol `name` of art/icons.svg; decoration only, so hidden from screen readers."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css_class, static("base/art/icons.svg"), name
    )


@register.simple_tag
def cap() -> str:
    return icon("cap", "cap")


@register.simple_tag(takes_context=True)
def picture(context: Context, image: Any, shape: str = "card", eager: bool = False, alt: str | None = None) -> str:
    """<picture> with WebP in several widths and a JPEG, cut to one of SHAPES. Empty without an image that may be shown.

    `alt` None: the image's own description in the language of the page. The worker makes the renditions when a page
    that shows them is saved (media_library/derivatives/prewarm.py); until then the existing sizes are used.
    Lists bring them along (`cards()`, `with_cards()` of a QuerySet), so that an image costs no query.
    """
    if not image or getattr(image, "is_withdrawn", False):
        return ""
    webp, jpeg = specs(shape)
    existing = _renditions(image, [*webp, jpeg], context.get("request"))
    if existing is None:
        return _placeholder(image, shape, alt)
    if not existing:
        return ""
    fallback = existing.get(jpeg) or next(iter(existing.values()))
    sources = tuple(sorted((rendition.width, rendition.url) for spec, rendition in existing.items() if spec != jpeg))
    words, spoken = (alt, "") if alt is not None else _alt(image)
    spoken = spoken if words and spoken != get_language() else ""
    return _markup(sources, (fallback.url, fallback.width, fallback.height), shape, eager, words, spoken)


@lru_cache(maxsize=4096)
def _markup(
    sources: tuple[tuple[int, str], ...],
    fallback: tuple[str, int, int],
    shape: str,
    eager: bool,
    words: str,
    spoken: str,
) -> str:
    """The element for these files; the same picture stands on many pages.

    `sources`: width and address of each WebP, small to large; `fallback`: address, width and height of the JPEG;
    `words`: alt text, in the language `spoken` where that is not the page's.
    """
    srcset = format_html_join(", ", "{} {}w", ((url, width) for width, url in sources))
    _operation, ratio, _widths, sizes = SHAPES[shape]
    loading = ' fetchpriority="high"' if eager else ' loading="lazy" decoding="async"'
    if ratio and not eager:
        # A lazy image is requested after layout, when the browser knows its width: sizes=auto. Not for uncropped images
        # (no ratio), whose layout width depends on the file itself.
        sizes, loading = f"auto, {sizes}", f' sizes="auto"{loading}'
    url, width, height = fallback
    return format_html(
        '<picture>{}<img src="{}" width="{}" height="{}" alt="{}"{}{}></picture>',
        format_html('<source type="image/webp" srcset="{}" sizes="{}">', srcset, sizes) if srcset else "",
        url,
        width,
        height,
        words,
        format_html(' lang="{}"', spoken) if spoken else "",
        mark_safe(loading),  # noqa: S308 - one of the constants above
    )


def _alt(image: AbstractImage) -> tuple[str, str]:
    """(alt text, its language code): in the page's language where it was written, else the Vietnamese one."""
    in_language = getattr(image, "alt_in", None)
    return in_language(get_language() or settings.LANGUAGE_CODE) if in_language else (image.default_alt_text, "")


def _placeholder(image: AbstractImage, shape: str, alt: str | None) -> str:
    """What stands in the place of an image that cannot be read now: the same room, and its words."""
    _operation, ratio, widths, _sizes = SHAPES[shape]
    width = widths[0]
    height = round(width * ratio[1] / ratio[0]) if ratio else round(width * image.height / image.width)
    words = alt if alt is not None else _alt(image)[0]
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}">', static("base/art/no-picture.svg"), width, height, words
    )


def _renditions(image: AbstractImage, rules: list[str], request: PageRequest | None) -> dict[str, Any] | None:
    """{filter spec: rendition} of the existing renditions; where there is none, the smallest is made now.

    A request makes at most MOST_MADE renditions, which bounds its time; images beyond that are left out until the
    worker or later requests have made theirs. None when storage is silent, which the error calls temporary.
    """
    if request is not None and request.META.get(MAKE_ALL):
        return image.get_renditions(*rules)
    existing = renditions.find(image, rules)
    made_count = getattr(request, "pictures_made", 0)
    if existing or made_count >= MOST_MADE:
        return existing
    if request is not None:
        request.pictures_made = made_count + 1
    try:
        return {rules[0]: image.get_rendition(rules[0])}
    except (SourceImageIOError, OSError, BotoCoreError, ClientError) as error:  # unreadable, not cleared yet, away
        return None if getattr(error, "is_temporary", False) else {}


@register.simple_tag(takes_context=True)
def address(context: Context, page: Any) -> str:
    """Path of `page`: a Wagtail page, a dict with "address" or an object with `.address`."""
    if hasattr(page, "get_url"):
        return page.get_url(context.get("request")) or ""
    return page["address"] if isinstance(page, dict) else getattr(page, "address", "")


@register.simple_tag(takes_context=True)
def season_over(context: Context) -> dict[str, Any] | None:
    """The current season if its last day has passed, else None."""
    season = context["site_context"]["campaign"].get("season") if "site_context" in context else None
    return season if season and season["ends_on"] < timezone.localdate() else None


@register.simple_tag(takes_context=True)
def breaking_news(context: Context) -> dict[str, Any] | None:
    """The story that the newsroom has made breaking news, until its end: {pk, title, address, until}, else None."""
    story = context["site_context"]["articles"].get("breaking") if "site_context" in context else None
    return story if story and story["until"] > timezone.now() else None


@register.filter
def own_language_name(code: str) -> str:
    """A language's name in itself, as the language switcher has it; the code for one that the site does not have."""
    return str(dict(settings.LANGUAGES).get(code, code))


@register.filter
def tone(accent: str) -> str:
    """CSS class of a kicker for a section's accent colour."""
    return TONES.get(accent, "")


def _same_elsewhere(path: str, page: Page | None, language: str, paths: dict[str, str]) -> str:
    """Path in `language` of what is shown at `path`; empty where it does not exist in that language."""
    current = path.split("/")[1] if path.count("/") > 1 else ""
    if page is None:
        return f"/{language}{path[len(current) + 1 :]}" if current in dict(settings.LANGUAGES) else ""
    if language not in paths:
        return ""
    own = paths.get(current, "")
    rest = path[len(own) :] if own and hasattr(page, "resolve_subpage") and path.startswith(own) else ""
    return paths[language] + rest


class LanguageLink(NamedTuple):
    """The page in one language. `location` is absolute; `exists`: whether there is such a page."""

    code: str
    name: str
    address: str
    location: str
    current: bool
    exists: bool


def _choice(request: HttpRequest, code: str, name: str) -> LanguageLink:
    """Language link to the same path with `?tieng=code`; other query parameters (?next=…) stay."""
    query = request.GET.copy()
    query[CHOICE] = code
    return LanguageLink(code, name, f"{request.path}?{query.urlencode()}", "", code == get_language(), exists=False)


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> tuple[LanguageLink, ...]:
    """The page's addresses in the three languages; `location` is on the host of settings.SITE_URL.

    `exists` is False where there is no translation; for a live page `address` is then /chua-dich/ in that language,
    which says so and links back, for anything else that language's front page. Account and partner pages, which have
    one URL, get `?tieng=` (no `location`). What a view has checked of its query and another language's page reads as
    well, its context names `valid_query` (“?loai=poster”): links keep it, `location` does not.
    """
    request = context.get("request")
    path = request.path if request else "/"
    if request and path.startswith(ASKED):
        return tuple(_choice(request, code, name) for code, name in settings.LANGUAGES)
    page = context.get("page") if hasattr(context.get("page"), "alternates") else None
    paths = page.alternates if page is not None and page.pk else {}
    is_listed = page is not None or bool(context.get("in_all_languages"))
    query = str(context.get("valid_query") or "").removesuffix("?")
    links = []
    for code, name in settings.LANGUAGES:
        target = _same_elsewhere(path, page, code, paths) if is_listed else ""
        current = code == get_language()  # not by path: a print sheet activates its own language
        here = next((own for own in paths.values() if path.startswith(own)), "")
        instead = f"/{code}/chua-dich/?trang={here}" if here and not current else f"/{code}/"
        address = target + query if target else instead
        links.append(LanguageLink(code, name, address, settings.SITE_URL + target, current, exists=bool(target)))
    return tuple(links)


@register.simple_tag
@lru_cache(maxsize=512)
def language_items(languages: tuple[LanguageLink, ...], others: bool = False) -> str:
    """<li> with a link for each language; `others`: without the page's own."""
    return format_html_join(
        "",
        '<li><a href="{}" lang="{}" hreflang="{}"{}>{}</a></li>',
        (
            (link.address, link.code, link.code, mark_safe(' aria-current="true"') if link.current else "", link.name)
            for link in languages
            if not (others and link.current)
        ),
    )


@register.simple_tag
@lru_cache(maxsize=512)
def alternates(languages: tuple[LanguageLink, ...]) -> str:
    """<link rel="alternate"> for each language in which the page exists, Vietnamese for all others; og:locale."""
    tags = []
    for link in languages:
        if link.exists:
            tags.append(format_html('<link rel="alternate" hreflang="{}" href="{}">', link.code, link.location))
        if link.exists and link.code == "vi":
            tags.append(format_html('<link rel="alternate" hreflang="x-default" href="{}">', link.location))
        if link.exists or link.current:
            kind = "og:locale" if link.current else "og:locale:alternate"
            tags.append(
                format_html(
                    '<meta property="{}" content="{}">',
                    kind,
                    OG_LOCALES.get(link.code) or f"{link.code}_{link.code.upper()}",
                )
            )
    return mark_safe("\n".join(tags))  # noqa: S308 - put together by format_html()


#: (audience slug, icon, label) of the entry links by kind of reader; each leads to the first section for that audience.
AUDIENCE_LINKS = (
    ("hoc-sinh", "me", _("Tôi là học sinh")),
    ("sinh-vien", "khoa", _("Tôi là sinh viên")),
    ("phu-huynh", "giup", _("Tôi là phụ huynh")),
)


@register.simple_tag(takes_context=True)
def audience_links(context: Context) -> list[dict[str, Any]]:
    """Entry links “Bạn là ai?”: [{label, icon, address}] for each kind of reader whose target exists."""
    newsroom = context["site_context"]["articles"]
    links = []
    for audience, symbol, label in AUDIENCE_LINKS:
        fitting = [section for section in newsroom.get("sections", ()) if audience in section.audiences]
        links += [{"label": label, "icon": symbol, "address": fitting[0].address}] if fitting else []
    landings = newsroom.get("landings", {})
    for model, symbol, label in (
        ("libraryindexpage", "truong", _("Tôi là giáo viên")),
        ("kolindexpage", "phat", _("Tôi là KOL")),
    ):
        if model in landings:
            links.append({"label": label, "icon": symbol, "address": landings[model]["address"]})
    return links


class PlaceInBar(NamedTuple):
    """Which links of the section bar and the tab bar are current; `section`: key of the section, None outside of it."""

    section: int | None
    is_front: bool
    is_tips: bool
    is_library: bool


@register.simple_tag(takes_context=True)
def place_in_bar(context: Context) -> PlaceInBar:
    """Where the page stands in the bars."""
    page, request = context.get("page"), context.get("request")
    newsroom = context["site_context"]["articles"] if "site_context" in context else {}
    keys = {getattr(page, "pk", None), getattr(getattr(page, "section", None), "pk", None)} - {None}
    library = newsroom.get("landings", {}).get("libraryindexpage", {}).get("address")
    return PlaceInBar(
        section=next((section.pk for section in newsroom.get("bar", ()) if section.pk in keys), None),
        is_front=getattr(page, "depth", None) == 2,
        is_tips=bool(newsroom.get("tips")) and getattr(page, "pk", None) == newsroom["tips"].pk,
        is_library=bool(library) and getattr(request, "path", "") == library,
    )


@register.simple_tag
def page_query(request: HttpRequest, number: int) -> str:
    """“?q=…&trang=2”: the current query string with another page number; without one for page 1."""
    return _address_of(number, request.path, _kept_query(request))


def _kept_query(request: HttpRequest) -> str:
    """The query string without a page number."""
    return urlencode(
        [(name, values) for name, values in request.GET.lists() if name not in ("page", "trang")], doseq=True
    )


def _address_of(number: int, path: str, kept_query: str) -> str:
    query = "&".join(filter(None, [kept_query, f"trang={number}" if number > 1 else ""]))
    return f"?{query}" if query else path


@register.simple_tag
def page_links(request: HttpRequest, page: Paged) -> str:
    """Links to the other pages of a list around this one, with its number."""
    query = _kept_query(request)
    label = format_html('<span class="vh">{} </span>', gettext("Trang"))
    links = []
    for number in page.paginator.get_elided_page_range(page.number):
        if number == page.number:
            links.append(format_html('<span aria-current="page">{}{}</span>', label, number))
        elif isinstance(number, int):
            links.append(format_html('<a href="{}">{}{}</a>', _address_of(number, request.path, query), label, number))
        else:
            links.append(format_html('<span class="gap">{}</span>', number))
    if page.has_next():
        onward = _address_of(page.next_page_number(), request.path, query)
        links.append(format_html('<a class="next" rel="next" href="{}">{}</a>', onward, gettext("Trang sau")))
    return mark_safe("\n".join(links))  # noqa: S308 - put together by format_html()
