"""RSS of the library: what is new, of one topic (`?chu-de=`), of one asset (`?ma=`); open assets only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.caching.headers import public_page
from campaign.models import Topic
from media_library.models import Asset, LibraryIndexPage
from media_library.vocabulary import Access

ITEMS = 30


def feed(page: LibraryIndexPage, request: HttpRequest) -> HttpResponse:
    """The newest open assets as RSS 2.0. Raises Http404 for an unknown topic or code."""
    assets = Asset.objects.visible_to(AnonymousUser()).filter(access=Access.OPEN)
    title, query = page.title, ""
    own = request.path.removesuffix("rss/")
    if slug := request.GET.get("chu-de", ""):
        topic = Topic.objects.filter(slug=slug[:60]).first()
        if topic is None:
            raise Http404(_("Không có chủ đề này."))
        assets, title, query = assets.filter(topics=topic), f"{page.title}: {topic.label}", f"?chu-de={topic.slug}"
    if code := request.GET.get("ma", ""):
        asset = assets.filter(code=code.upper()[:40]).first()
        if asset is None:
            raise Http404(_("Không có tài liệu này trong kho."))
        assets, title, query = assets.filter(pk=asset.pk), f"{page.title}: {asset.name}", f"?ma={asset.code}"
    channel = Rss201rev2Feed(
        title=title,
        link=f"{settings.SITE_URL}{own}{query}",
        description=page.intro or title,
        language=get_language() or "vi",
        feed_url=f"{settings.SITE_URL}{request.path}{query}",
    )
    for asset in assets.with_texts().select_related("current_version").order_by("-released_at", "pk")[:ITEMS]:
        text = asset.text()
        address = settings.SITE_URL + asset.get_absolute_url()
        number = asset.current_version.number if asset.current_version else ""
        channel.add_item(
            title=asset.name,
            link=address,
            description=escape(text.summary if text else ""),  # feed readers parse it as HTML
            unique_id=f"{address}#v{number}",
            unique_id_is_permalink=False,
            pubdate=asset.released_at,
            categories=[str(asset.get_kind_display())],
        )
    return public_page(HttpResponse(channel.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8"))
