"""What search engines and social networks read: JSON-LD (schema.org) and the share picture.

Built only from what the page shows; nothing is fetched, nobody is named who has no byline.
"""

import json

from django.conf import settings
from django.utils.safestring import mark_safe
from wagtail.images.shortcuts import get_rendition_or_not_found

SHARE_SPEC = "fill-1200x630|format-jpeg"  # what Facebook and Zalo crop to
OG_LOCALES = {"vi": "vi_VN", "en": "en_GB", "km": "km_KH"}
ORGANISATION = "Báo và Phát thanh, Truyền hình Cần Thơ"
# Inside <script> a “<” or “&” of an editor's text must not end the element.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def absolute(path: str) -> str:
    return path if path.startswith("http") else settings.SITE_URL + path


def share_picture(image) -> dict | None:
    """{"address", "width", "height", "alt"} of the picture that networks show beside a link."""
    if image is None:
        return None
    rendition = get_rendition_or_not_found(image, SHARE_SPEC)
    return {
        "address": absolute(rendition.url),
        "width": rendition.width,
        "height": rendition.height,
        "alt": image.default_alt_text,
    }


def json_ld(*things: dict) -> str:
    """`things` as one <script type="application/ld+json">, safe whatever their strings hold."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    text = json.dumps(graph, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped by _ESCAPES


def article(page, bylines, picture: dict | None) -> str:
    """NewsArticle and BreadcrumbList of `page`; `bylines` with their persons, `picture` from share_picture()."""
    news = {
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.search_description or page.sapo,
        "inLanguage": page.locale.language_code,
        "mainEntityOfPage": absolute(page.address),
        "datePublished": page.shown_at.isoformat(),
        "dateModified": (page.last_published_at or page.shown_at).isoformat(),
        "articleSection": page.section.title,
        "author": [{"@type": "Person", "name": byline.person.display_name} for byline in bylines] or [_publisher()],
        "publisher": _publisher(),
    }
    if picture:
        news["image"] = [picture["address"]]
    if page.tag_list:
        news["keywords"] = ", ".join(tag["name"] for tag in page.tag_list)
    section = page.section
    return json_ld(
        news, breadcrumbs(page.locale.language_code, (section.title, section.address), (page.title, page.address))
    )


def section(page) -> str:
    return json_ld(breadcrumbs(page.locale.language_code, (page.title, page.address)))


def breadcrumbs(language: str, *steps: tuple[str, str]) -> dict:
    """BreadcrumbList from the front page down; `steps` are (name, path)."""
    trail = [("Không một mình", f"/{language}/"), *steps]
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
        for position, (name, path) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _publisher() -> dict:
    return {"@type": "NewsMediaOrganization", "name": ORGANISATION, "url": settings.SITE_URL}
