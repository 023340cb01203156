"""What happens when a page is published or leaves the site, in this order; take-down and republishing beside it.

Every way of Wagtail ends in one of its two signals: the editor's button, workflow, bulk action, schedule, API, shell,
alias, copy, unpublishing, expiry and deletion. Page.publish() and Page.unpublish() are not such a place: the editor's
button, the view "unpublish" and the API call Wagtail's actions directly, and an alias is saved without either. So the
signals have one receiver each, which does nothing but call published() and unpublished().

Before: each way asks base.publishing.check(). Both functions run in the transaction of the publication
(docs/publish.md); what must not be undone with it is queued by the step for after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import LogContext, log
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished

from articles import closing, listings, take_down_letters, tasks, translation_letters
from articles.models import ArticlePage, BreakingNews, Correction, TakeDown
from articles.syndication import deletion, letters
from articles.syndication.copies import copies_at_other_outlets
from base.caching import cdn_purge
from base.errors import DecidedMeanwhile
from base.site_context import invalidate
from media_library.recall import pictures
from users.models import User

TAKEN_DOWN, REDACTED = "newsroom.takedown", "newsroom.correction.redact"

type PublishStep = Callable[[Page, Revision | None], None]
type UnpublishStep = Callable[[Page], None]

#: Steps of the apps above, which this app may not import; each registers its functions in AppConfig.ready().
SUBMISSIONS = "submissions"  # partners: state of the partner's piece, letters about it, its clip, its export
ADDRESSES = "addresses"  # home: the address is in use again
TRANSLATIONS = "translations"  # translations: changes that touch no text; who waits for a native reader
KITS = "kits"  # activities: a new version of the kits with this quiz or scenario
INDEX = "index"  # search: the page's row in the index
STEPS = (SUBMISSIONS, ADDRESSES, TRANSLATIONS, KITS, INDEX)

_on_publish: dict[str, PublishStep] = {}
_on_unpublish: dict[str, UnpublishStep] = {}


def register(step: str, *, publish: PublishStep | None = None, unpublish: UnpublishStep | None = None) -> None:
    """Set what `step` does when a page was published or unpublished. Raises ValueError for an unknown step."""
    if step not in STEPS:
        raise ValueError(f"{step!r} is not one of {STEPS}")
    if publish is not None:
        _on_publish[step] = publish
    if unpublish is not None:
        _on_unpublish[step] = unpublish


def run_published(step: str, page: Page, revision: Revision | None) -> None:
    """Run the function that an app above registered for `step`, if there is one."""
    if step in _on_publish:
        _on_publish[step](page, revision)


def run_unpublished(step: str, page: Page) -> None:
    """As run_published()."""
    if step in _on_unpublish:
        _on_unpublish[step](page)


def published(page: Page, revision: Revision | None, *, is_alias: bool = False) -> None:
    """The steps after publishing `page`; `page.live` is False when it was only scheduled.

    `is_alias`: Wagtail has saved a copy with the text of its original. It saves the copies when the original has gone
    through all steps, and each copy goes through them by itself.
    """
    corrections = [] if is_alias else freeze_corrections(page)
    run_published(SUBMISSIONS, page, revision)
    run_published(ADDRESSES, page, revision)
    run_published(TRANSLATIONS, page, revision)
    if page.live:
        closing.close_dropped(page)
    tasks.queue_pictures(page)
    run_published(KITS, page, revision)
    run_published(INDEX, page, revision)
    invalidate()  # menus, lists, feeds and stored pages
    for correction in corrections:
        letters.tell_of_correction(correction)
        translation_letters.tell_of_correction(correction)
    cdn_purge.purge_page(page)
    if corrections:  # which the translations name
        for version in page.get_translations().live().select_related("locale"):
            cdn_purge.purge_page(version)


def unpublished(page: Page) -> None:
    """The steps after `page` left the site: unpublished, taken down, expired, or about to be deleted.

    Wagtail has unpublished its copies before, and each of them has gone through these steps.
    """
    end_breaking(page)
    listings.remove_from_list(page)
    run_unpublished(SUBMISSIONS, page)
    closing.close(page)
    run_unpublished(KITS, page)
    run_unpublished(INDEX, page)
    invalidate()
    deletion.tell_of_departure(page)
    cdn_purge.purge_page(page)


def freeze_corrections(page: Page) -> list[Correction]:
    """Number and freeze the pending corrections of a story that is live; returns them."""
    if not page.live or not isinstance(page, ArticlePage):
        return []
    last = page.corrections.aggregate(last=Max("number"))["last"] or 0
    pending = list(page.corrections.pending().order_by("pk"))
    for number, correction in enumerate(pending, start=last + 1):
        correction.number, correction.frozen_at = number, timezone.now()
        correction.save()
    return pending


@transaction.atomic
def redact_correction(correction: Correction, reason: str, user: User) -> None:
    """Take the text of a published correction away for good: from page, lists, feeds and letters in the outbox.

    What readers had before the correction cannot be read any longer either. Outlets with a copy and translators get a
    letter. Raises DecidedMeanwhile when somebody else has done it.
    """
    page = correction.page
    letters.forget(correction)
    translation_letters.forget(correction)
    changed = Correction.objects.open_to_redaction().filter(pk=correction.pk)
    values = {"redacted_at": timezone.now(), "redacted_by": user, "redaction_reason": reason}
    if not changed.update(text="", hides_older=True, **values):
        raise DecidedMeanwhile(None, _("%(who)s vừa bỏ chữ của đính chính này."))
    log(instance=page, action=REDACTED, user=user, data={"reason": reason, "note": _("số %d") % correction.number})
    for copy in copies_at_other_outlets(page):
        letters.notify(copy, "redacted", correction)
    translation_letters.tell_of_redaction(correction)
    invalidate()
    cdn_purge.purge_page(page)


def end_breaking(page: Page) -> None:
    """A story that comes back later is breaking news only by a new decision."""
    BreakingNews.objects.running().filter(page_id=page.pk).update(ended_at=timezone.now())


@transaction.atomic
def take_down(page: ArticlePage, entry: TakeDown, user: User, close_too: Collection[int] = ()) -> None:
    """Unpublish `page` at once, with its translations and the copies at other outlets; `entry` has the reason.

    Each language, draft or live, and each copy at another outlet has its own row, each language a log entry; a
    translation that waits for its hour loses it. Links with which people outside read it end too. Letters go to those
    who wrote and translated it and to each outlet that shows it. What only the pages used is closed by
    articles/closing.py; `close_too`: ids of pictures that leave every other page as well. Raises DecidedMeanwhile when
    somebody has taken it down and it did not come back since.
    """
    ArticlePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    standing = TakeDown.objects.open().filter(page=page.pk).select_related("taken_by").first()
    if standing:
        raise DecidedMeanwhile(standing.taken_by, _("%(who)s vừa gỡ bài này. Bạn mở lại bài để xem lý do."))
    values: dict[str, Any] = {"reason": entry.reason, "note": entry.note, "taken_by": user}
    versions = [page, *page.get_translations().specific()]
    # Rows first: a partner's story takes its translations off the site itself (partners/signals.py).
    for version in versions:
        if version.pk == page.pk or not TakeDown.objects.open().filter(page=version.pk).exists():
            # An address that nobody could read does not tell of a story.
            shown = entry.answers_410 and version.first_published_at is not None
            TakeDown.objects.create(page=version, answers_410=shown, **values)
        for copy in copies_at_other_outlets(version):
            if copy.live:
                TakeDown.objects.create(page=copy, answers_410=entry.answers_410, **values)
    for version in versions:
        with LogContext(user=user):  # the history shows one entry of an action for each context: here, for each page
            _take_off(version, entry, user, close_too)
    take_down_letters.tell_of_take_down(versions, entry, user)
    pictures.withdraw(close_too)
    uses = [use for uses in closing.shown_elsewhere(close_too).values() for use in uses]
    cdn_purge.purge_later(use.address for use in uses if use.address)


def _take_off(page: ArticlePage, entry: TakeDown, user: User, close_too: Collection[int]) -> None:
    """Unpublish one language version or cancel its schedule, and log why."""
    # The view has checked `can_take_down`, which ignores locks: they prevent edits, not a take-down.
    UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
    page.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)
    page.preview_links.filter(revoked_at=None).update(revoked_at=timezone.now())
    log(
        instance=page,
        action=TAKEN_DOWN,
        user=user,
        data={
            "reason": entry.reason,
            "note": entry.note,
            "answers_410": entry.answers_410,
            "withdrawn_pictures": sorted(close_too),
        },
    )


def _page_published(
    sender: type[Page], instance: Page, revision: Revision | None = None, alias: bool = False, **kwargs: Any
) -> None:
    published(instance, revision, is_alias=alias)


def _page_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    unpublished(instance)


def connect() -> None:
    """Connect the two receivers; called by AppConfig.ready()."""
    page_published.connect(_page_published, dispatch_uid="publication-published")
    page_unpublished.connect(_page_unpublished, dispatch_uid="publication-unpublished")
