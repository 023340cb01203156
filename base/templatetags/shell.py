"""Tags of the public shell: icons, pictures, addresses, language links. All are built in: no {% load %} needed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import Filter, SourceImageIOError

from base.images.image_specs import MAKE_ALL, SHAPES, specs
from base.middleware import ASKED, CHOICE
from base.sites import site_of

register = template.Library()

MOST_MADE = 4  # files of pictures that one request may make

OG_LOCALES = {"vi": "vi_VN", "en": "en_US", "km": "km_KH"}
TONES = {"song": "", "phusa": "red", "dien": "gold", "sen": "green", "tim": "violet", "ink": "ink"}


@register.simple_tag
def icon(name: str, css_class: str = "i") -> str:
    """<svg> that draws the symbol `name` of art/icons.svg; decoration only, so hidden from screen readers."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css_class, static("base/art/icons.svg"), name
    )


@register.simple_tag
def cap() -> str:
    """The pair mark: two circles that touch."""
    return icon("cap", "cap")


@register.simple_tag(takes_context=True)
def picture(context, image, shape: str = "card", eager: bool = False, alt: str | None = None) -> str:
    """<picture> with WebP in several widths and a JPEG, cut to one of SHAPES. Empty without an image.

    `alt` None = the image's own description in the language of the page. The worker makes the files when something
    that shows them is saved (media_library/derivatives/prewarm.py). Until it is done, readers get the sizes there are.
    A list that was built with `with_cards()` brings them along, so that no picture costs a query.
    """
    if not image:
        return ""
    webp, jpeg = specs(shape)
    found = _renditions(image, [*webp, jpeg], context.get("request"))
    if not found:
        return ""
    fallback = found.get(jpeg) or next(iter(found.values()))
    sources = {rendition.width: rendition.url for spec, rendition in found.items() if spec != jpeg}
    srcset = format_html_join(", ", "{} {}w", ((url, width) for width, url in sorted(sources.items())))
    _operation, ratio, _widths, sizes = SHAPES[shape]
    loading = ' fetchpriority="high"' if eager else ' loading="lazy" decoding="async"'
    if ratio and not eager:
        # What waits until it is nearly in sight is laid out first: the browser then knows its width better than we do.
        # Not so a picture shown as a whole, which is as wide as it is itself.
        sizes, loading = f"auto, {sizes}", f' sizes="auto"{loading}'
    words, spoken = (alt, "") if alt is not None else _alt(image)
    return format_html(
        '<picture>{}<img src="{}" width="{}" height="{}" alt="{}"{}{}></picture>',
        format_html('<source type="image/webp" srcset="{}" sizes="{}">', srcset, sizes) if srcset else "",
        fallback.url,
        fallback.width,
        fallback.height,
        words,
        format_html(' lang="{}"', spoken) if words and spoken and spoken != get_language() else "",
        mark_safe(loading),  # noqa: S308 - one of the constants above
    )


def _alt(image) -> tuple[str, str]:
    """(alt text, its language): the page's own where somebody wrote one, else the Vietnamese one, named as such."""
    in_language = getattr(image, "alt_in", None)
    return in_language(get_language() or settings.LANGUAGE_CODE) if in_language else (image.default_alt_text, "")


def _renditions(image, rules: list[str], request) -> dict[str, Any]:
    """{filter spec: rendition} of what there is; of a picture without any, its smallest file, made now.

    A reader's request makes MOST_MADE files at most, so that a page whose pictures were forgotten is still quick:
    the others stay away until the worker or the next readers have made them.
    """
    if request is not None and request.META.get(MAKE_ALL):
        return image.get_renditions(*rules)
    found = {rule.spec: rendition for rule, rendition in image.find_existing_renditions(*map(_filter, rules)).items()}
    made = getattr(request, "pictures_made", 0)
    if found or made >= MOST_MADE:
        return found
    if request is not None:
        request.pictures_made = made + 1
    try:
        return {rules[0]: image.get_rendition(rules[0])}
    except (SourceImageIOError, OSError, BotoCoreError, ClientError):  # unreadable, not cleared yet, storage away
        return {}


@lru_cache
def _filter(rule: str) -> Filter:
    return Filter(spec=rule)


@register.simple_tag(takes_context=True)
def address(context, page) -> str:
    """Path of `page` (a Wagtail page or anything with `.address`); no query after the first of a request."""
    if hasattr(page, "get_url"):
        request = context.get("request")
        if request is not None and not hasattr(request, "_wagtail_site"):
            request._wagtail_site = site_of(request)  # a view beside the tree: one query, where Wagtail asks three
        return page.get_url(request) or ""
    return page["address"] if isinstance(page, dict) else getattr(page, "address", "")


@register.simple_tag(takes_context=True)
def season_over(context) -> dict[str, Any] | None:
    """The current season when its last day has passed: the site says so and stays useful."""
    season = context["shell"]["campaign"].get("season") if "shell" in context else None
    return season if season and season["ends_on"] < timezone.localdate() else None


@register.filter
def og_locale(language: str) -> str:
    """How networks write the language of a page and its translations (docs/domain.md B.6)."""
    return OG_LOCALES.get(language, "")


@register.filter
def tone(accent: str) -> str:
    """CSS class of a kicker for a section's accent colour."""
    return TONES.get(accent, "")


def _same_elsewhere(path: str, page, language: str, known: dict[str, str]) -> str:
    """Address of what is shown at `path` in `language`, empty when it does not exist there."""
    current = path.split("/")[1] if path.count("/") > 1 else ""
    if page is None:
        return f"/{language}{path[len(current) + 1 :]}" if current in dict(settings.LANGUAGES) else ""
    if language not in known:
        return ""
    own = known.get(current, "")
    rest = path[len(own) :] if own and hasattr(page, "resolve_subpage") and path.startswith(own) else ""
    return known[language] + rest


def _choice(request, code: str, name: str) -> dict[str, Any]:
    """The same address, asked for in another language; what else stands in the query (?next=…) stays."""
    query = request.GET.copy()
    query[CHOICE] = code
    address = f"{request.path}?{query.urlencode()}"
    return {"code": code, "name": name, "address": address, "current": code == get_language(), "exists": False}


@register.simple_tag(takes_context=True)
def language_links(context) -> list[dict[str, Any]]:
    """The page's addresses in the three languages: [{code, name, address, location, current, exists}].

    `location` is the absolute one, on the site's own host as the canonical address is, whatever host was asked.

    `exists` is False where there is no translation. A live page's address is then a page that says so in that
    language and leads back; anything else's is that language's front page. Account and partner pages stay.
    """
    request = context.get("request")
    path = request.path if request else "/"
    if path.startswith(ASKED):
        return [_choice(request, code, name) for code, name in settings.LANGUAGES]
    page = context.get("page") if hasattr(context.get("page"), "alternates") else None
    known = page.alternates if page is not None and page.pk else {}
    is_listed = page is not None or bool(context.get("in_all_languages"))
    links = []
    for code, name in settings.LANGUAGES:
        found = _same_elsewhere(path, page, code, known) if is_listed else ""
        current = code == get_language()  # a printed sheet speaks its own, whatever the address
        here = next((own for own in known.values() if path.startswith(own)), "")
        instead = f"/{code}/chua-dich/?trang={here}" if here and not current else f"/{code}/"
        links.append(
            {
                "code": code, "name": name, "address": found or instead, "location": settings.SITE_URL + found,
                "current": current, "exists": bool(found),
            }
        )  # fmt: skip
    return links


#: Whom a door is for, by the audience of the shared vocabulary (plan II.1.d); the first section with it opens.
DOORS = (
    ("hoc-sinh", "me", _("Tôi là học sinh")),
    ("sinh-vien", "khoa", _("Tôi là sinh viên")),
    ("phu-huynh", "giup", _("Tôi là phụ huynh")),
)


@register.simple_tag(takes_context=True)
def doors(context) -> list[dict[str, Any]]:
    """“Bạn là ai?”: [{label, icon, address}] for each kind of reader; only doors that lead somewhere."""
    newsroom = context["shell"]["articles"]
    found = []
    for audience, symbol, label in DOORS:
        fitting = [section for section in newsroom.get("sections", ()) if audience in section.audiences]
        found += [{"label": label, "icon": symbol, "address": fitting[0].address}] if fitting else []
    landings = newsroom.get("landings", {})
    for model, symbol, label in (
        ("libraryindexpage", "truong", _("Tôi là giáo viên")),
        ("kolindexpage", "phat", _("Tôi là KOL")),
    ):
        if model in landings:
            found.append({"label": label, "icon": symbol, "address": landings[model]["address"]})
    return found


@register.simple_tag
def page_query(request, number: int) -> str:
    """“?q=…&trang=2”: the present query string with another page number; page 1 has none."""
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("trang", None)
    if number > 1:
        query["trang"] = number
    return f"?{query.urlencode()}" if query else request.path
