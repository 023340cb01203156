"""Takes the pages of a piece off the site, in all languages, and cancels their planned publication."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from wagtail.models import Revision

from base.addresses import path_of
from base.caching.cdn_purge import purge_later
from media_library.models import AssetFile
from partners.models import KolIndexPage, KolStoryPage, Submission


def cancel_schedule(submission: Submission) -> None:
    """Cancel planned publications of the piece's pages. Changes revisions only; the caller has set the state."""
    pages = [str(pk) for pk in KolStoryPage.of(submission).values_list("pk", flat=True)]
    Revision.page_revisions.filter(object_id__in=pages, approved_go_live_at__isnull=False).update(
        approved_go_live_at=None
    )


def unpublish(submission: Submission) -> None:
    """Take the story, its translations and their copies at other outlets off the site."""
    for page in KolStoryPage.of(submission).live():
        page.unpublish()  # without a user: Wagtail would check rights that a partner does not have
        purge_later(_around(page))


def hides(key: str) -> bool:
    """Whether the preview `key` is of a clip whose stories are off the site, and that the library does not offer.

    Registered with media_library.recall.pictures: the address of a poster stays known after its story has gone.
    """
    of_clip = Q(clip__preview_key=key) | Q(clip__derivatives__key=key)
    states = set(KolStoryPage.objects.filter(of_clip).values_list("live", flat=True))
    if not states or True in states:
        return False
    in_library = AssetFile.objects.released().filter(Q(stored__preview_key=key) | Q(stored__derivatives__key=key))
    return not in_library.exists()


def _around(page: KolStoryPage) -> list[str]:
    """Addresses to purge with `page` that base.caching.cdn_purge does not know: captions, poster, feeds, profiles."""
    language, section = page.locale.language_code, page.get_parent()
    with translation.override(language):
        feeds = [reverse("rss_all"), reverse("json_feed_all")]
        feeds += [reverse(name, kwargs={"slug": section.slug}) for name in ("rss_section", "json_feed_section")]
        outlet = getattr(section.specific, "outlet", None)
        if outlet is not None:
            feeds += [reverse(name, kwargs={"slug": outlet.slug}) for name in ("rss_outlet", "json_feed_outlet")]
    indexes = [path_of(index.url_path, language) for index in KolIndexPage.objects.live().filter(locale=page.locale)]
    profiles = [f"{index}{page.partner.slug}/" for index in indexes]
    poster = [page.clip.preview_url] if page.clip and page.clip.preview_url else []
    return [page.captions_address, *poster, *feeds, *indexes, *profiles]
