"""JSON-LD (schema.org) and share picture, for search engines and social networks.

Built only from what the page shows. The fields are those that Google's documentation requires or recommends for each
type (tests/articles/test_structured_data.py).
"""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from wagtail.models import Page

from articles.presentation import share_images
from base.images.image_specs import made_renditions
from base.images.share_images import SIZE

SITE_NAME = "Không một mình"
ORGANISATION = "Báo và Phát thanh, Truyền hình Cần Thơ"
LOGO = "base/art/logo-600.png"
LARGE = 690  # pixels; Google's large previews need wider pictures
# A “<” or “&” of an editor's text must not end the <script> element.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def absolute(path: str) -> str:
    """`path` with the site's origin; whole addresses stay as they are."""
    return path if path.startswith("http") else settings.SITE_URL + path


def share_picture(page: Page) -> dict[str, Any]:
    """{"address", "width", "height", "alt"} of the share image of `page`."""
    width, height = SIZE
    return {"address": absolute(share_images.address_of(page)), "width": width, "height": height, "alt": page.title}


def json_ld(*things: dict) -> str:
    """`things` as one <script type="application/ld+json">; their strings are escaped."""
    graph = {"@context": "https://schema.org", "@graph": [thing for thing in things if thing]}
    text = json.dumps(graph, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped by _ESCAPES


def article(page: Page, bylines: list, picture: dict, changed_at: Any = None, video: dict | None = None) -> str:
    """NewsArticle, BreadcrumbList and, with a clip, VideoObject of `page`; `bylines` with their persons.

    A story that somebody pays for is no news: AdvertiserContentArticle.
    """
    section, here = page.section, absolute(page.canonical_address)  # for a copy, the address of the original
    news = {
        "@type": "AdvertiserContentArticle" if page.paid_by else "NewsArticle",
        "@id": f"{here}#bai",
        "headline": page.title[:110],
        "description": page.search_description or page.sapo,
        "inLanguage": page.locale.language_code,
        "mainEntityOfPage": {"@type": "WebPage", "@id": here},
        "url": here,
        "datePublished": page.shown_at.isoformat(),
        "dateModified": max(page.shown_at, changed_at or page.last_published_at or page.shown_at).isoformat(),
        "articleSection": section.title,
        "author": _authors(page, bylines),
        "publisher": publisher(page.outlet),
        "image": [picture["address"], *_large_pictures(page.lead_image)],
        "isAccessibleForFree": True,
        "wordCount": page.word_count if hasattr(page, "word_count") else None,
    }
    if page.paid_by:
        news["sponsor"] = {"@type": "Organization", "name": page.paid_by}
    if page.corrections_shown:
        news["correction"] = [_correction(row) for row in page.corrections_shown]
    if page.tag_list:
        news["keywords"] = ", ".join(tag["name"] for tag in page.tag_list)
    trail = breadcrumbs(page.locale.language_code, (section.title, section.address), (page.title, page.address))
    return json_ld({key: value for key, value in news.items() if value is not None}, trail, video or {})


def _authors(page: Page, bylines: list) -> list[dict]:
    """Who made it outside of the newsroom, then the persons of the byline; where there is nobody, the outlet."""
    maker = [{"@type": "Person", "name": page.made_by}] if page.made_by else []
    return maker + [_author(byline) for byline in bylines] or [publisher(page.outlet)]


def _correction(row: dict[str, Any]) -> dict:
    """One row of `corrections_shown`."""
    return {"@type": "CorrectionComment", "text": str(row["text"]), "datePublished": row["frozen_at"].isoformat()}


def _author(byline: Any) -> dict:
    """A person by the name readers see, with the address of the author's page if there is one."""
    url = {"url": absolute(byline.address)} if byline.address else {}
    return {"@type": "Person", "name": byline.name, **url}


def _large_pictures(image: Any) -> list[str]:
    """Addresses of existing renditions that are wide enough, one for each shape."""
    wide = [rendition for rendition in made_renditions(image) if rendition.width >= LARGE]
    shapes = {round(rendition.width / rendition.height, 1): rendition for rendition in wide}
    return [absolute(rendition.url) for rendition in shapes.values()]


def video(
    *,
    name: str,
    description: str,
    poster: str,
    uploaded_at: Any,
    content: str = "",
    embed: str = "",
    seconds: int = 0,
    outlet: Any = None,
) -> dict:
    """VideoObject; `poster`, `content` and `embed` are addresses; one of the last two is required."""
    thing = {
        "@type": "VideoObject",
        "name": name,
        "description": description,
        "thumbnailUrl": [absolute(poster)],
        "uploadDate": uploaded_at.isoformat(),
        "contentUrl": absolute(content) if content else "",
        "embedUrl": embed,
        "duration": f"PT{seconds // 60}M{seconds % 60}S" if seconds else "",
        "isFamilyFriendly": True,
        "publisher": publisher(outlet),
    }
    return {key: value for key, value in thing.items() if value}


def film(page: Page, player: Any, picture: dict) -> dict | None:
    """VideoObject of a story's clip; None without one. `player` is an articles.presentation.player.Player."""
    if player is None:
        return None
    return video(
        name=page.title,
        description=page.sapo,
        poster=player.poster or picture["address"],
        uploaded_at=page.shown_at,
        content=f"{page.address}xem/",
        seconds=(player.duration_ms or 0) // 1000,
        outlet=page.outlet,
    )


def section(page: Page) -> str:
    """CollectionPage of a section, or of another page that lists stories."""
    about = getattr(page, "description", "") or getattr(page, "intro", "")
    return collection(page.locale.language_code, page.title, page.address, about)


def collection(language: str, name: str, path: str, description: str = "") -> str:
    """CollectionPage with its BreadcrumbList, for a section, a topic, a keyword, an archive."""
    thing = {"@type": "CollectionPage", "name": name, "url": absolute(path), "inLanguage": language}
    return json_ld(thing | ({"description": description} if description else {}), breadcrumbs(language, (name, path)))


def profile(
    language: str,
    *,
    name: str,
    path: str,
    about: str = "",
    job: str = "",
    image: str = "",
    outlet: Any = None,
    same_as: Sequence[str] = (),
) -> str:
    """ProfilePage of a Person: an author of `outlet`, or of the site's own newsroom. `same_as`: their other pages."""
    house = publisher(outlet)
    facts = {"description": about, "jobTitle": job, "image": absolute(image) if image else "", "worksFor": house}
    facts["sameAs"] = list(same_as)
    person = {"@type": "Person", "name": name, "url": absolute(path)} | {k: v for k, v in facts.items() if v}
    page = {"@type": "ProfilePage", "url": absolute(path), "inLanguage": language, "mainEntity": person}
    return json_ld(page, breadcrumbs(language, (name, path)))


def front_page(language: str) -> str:
    """WebSite with its search, and the organisation."""
    search = absolute(f"/{language}/tim-kiem/?q=") + "{search_term_string}"
    site = {
        "@type": "WebSite",
        "name": SITE_NAME,
        "alternateName": "Cùng nhau an toàn trực tuyến",
        "url": absolute(f"/{language}/"),
        "inLanguage": language,
        "publisher": publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }
    return json_ld(site, publisher())


def breadcrumbs(language: str, *steps: tuple[str, str]) -> dict:
    """BreadcrumbList from the front page down; `steps` are (name, path)."""
    trail = [(SITE_NAME, f"/{language}/"), *steps]
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
        for position, (name, path) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def publisher(outlet: Any = None) -> dict:
    """The outlet of a story, else the site's own newsroom, as organisation with logo and channels.

    A state portal is a GovernmentOrganization: it is not press.
    """
    logo = {"@type": "ImageObject", "url": absolute(static(LOGO)), "width": 600, "height": 600}
    own = {"name": outlet.shown_name, "url": outlet.website or settings.SITE_URL + "/"} if outlet else {}
    if outlet and outlet.channels:
        own["sameAs"] = [address for _name, address in outlet.channels]
    named = {"name": ORGANISATION, "url": settings.SITE_URL + "/"} | own
    is_portal = outlet is not None and outlet.footer_profile == outlet.FooterProfile.PORTAL
    kind = "GovernmentOrganization" if is_portal else "NewsMediaOrganization"
    return {"@type": kind, **named, "logo": logo}
