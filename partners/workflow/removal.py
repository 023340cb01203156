"""Taking a piece off: the page, the search, the library and the caches at once, the bytes soon after, the log never."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from base.caching.cdn_purge import forget
from files.models import StoredFile
from files.storage.backends import ZONES
from files.storage.objects import purge
from media_library.models import Asset, Derivative, SiteImage
from media_library.recall.service import PREFIX, recall
from partners.desk_mail import tell_desk
from partners.mail import tell
from partners.media import depicted
from partners.models import KolStoryPage, Submission, SubmissionEvent
from partners.publishing import unpublish

State = Submission.State


@transaction.atomic
def remove(submission: Submission, *, by: Any, reason: str = "") -> SubmissionEvent:
    """The partner asks for removal after publication: the consents end, and with them every use.

    The page is off the site when this returns; the worker then deletes the bytes. Raises WrongState.
    """
    event = submission.move(State.REMOVED, by=by, steps=Submission.PARTNER_STEPS, note=reason)
    submission.consents.live().update(withdrawn_at=timezone.now())
    depicted.withdraw(submission, by=by)
    with translation.override(settings.LANGUAGE_CODE):  # schools read why, whatever page the partner pressed on
        take_off(submission, by=by, why=_("Đối tác rút lại lời đồng ý."))
    tell(submission, event)
    tell_desk(submission, event)
    return event


@transaction.atomic
def expire(submission: Submission) -> SubmissionEvent:
    """The permission has run out: off the site and the library; the partner may give it anew and send again."""
    event = submission.move(State.EXPIRED, by=None, steps=Submission.DESK_STEPS, cause=SubmissionEvent.Cause.ENDED)
    take_off(submission, by=None, why=_("Hết thời hạn được phép dùng."))
    tell(submission, event)
    tell_desk(submission, event)
    return event


def take_off(submission: Submission, *, by: Any, why: str) -> None:
    """Unpublish the story and recall its files from the library. The state was changed before, by the caller."""
    unpublish.call_off(submission)
    unpublish.unpublish(submission)
    for asset in assets_of(submission):
        if asset.status == Asset.Status.RELEASED:
            recall(asset, reason=why, by=by)
    if submission.state == State.REMOVED:
        pk = submission.pk
        transaction.on_commit(lambda: clear_removed.enqueue(pk))


@task(backend="db", queue_name="media")
def clear_removed(submission_pk: int) -> None:
    """Delete the bytes of a removed piece for good, everywhere; says so in its history. Safe to repeat."""
    submission = Submission.objects.filter(pk=submission_pk).first()
    if submission is not None:
        clear(submission)


def assets_of(submission: Submission) -> list[Asset]:
    """What the piece has become in the library."""
    return list(Asset.objects.filter(pk__in=submission.files.exclude(asset=None).values("asset")))


def clear(submission: Submission) -> int:
    """Delete every object of the piece in both buckets, previews and renditions too; returns how many files.

    Rows stay (their hash, who, when): only the bytes go. Called by the worker, never in a request (rule 19).
    """
    rows = list(submission.files.select_related("stored"))
    papers = [person.paper for person in submission.people.select_related("paper") if person.paper]
    stories = KolStoryPage.of(submission).select_related("clip", "captions")
    held = [file for story in stories for file in (story.clip, story.captions) if file]
    stored = {file.pk: file for file in [*(row.stored for row in rows if row.stored), *papers, *held]}.values()
    open_files = [file for file in stored if file.state != StoredFile.State.PURGED]
    for row in rows:
        for key in filter(None, (row.viewing_key, row.still_key)):
            delete_everywhere(key)
    submission.files.update(viewing_key="", still_key="")
    for file in open_files:
        _purge(file)
    pictures = _clear_pictures(submission)
    if open_files or pictures:
        SubmissionEvent.objects.create(
            submission=submission,
            before=submission.state,
            after=submission.state,
            cause=SubmissionEvent.Cause.PURGED,
            count=len(open_files) + pictures,
        )
    return len(open_files) + pictures


@transaction.atomic
def _purge(held: StoredFile) -> None:
    file = StoredFile.objects.select_for_update().get(pk=held.pk)  # a recall may be renaming it (recalling._hide)
    made = file.derivatives.exclude(key="")
    keys = [key for key in [file.key, file.preview_key, *made.values_list("key", flat=True)] if key]
    # A recall has renamed the released object; the copy in quarantine still has its first name.
    for name in {*keys, *(key.removeprefix(PREFIX) for key in keys)}:
        delete_everywhere(name)
    # Readers know pictures by their first names only; the edge forgets an address it never had at no cost.
    public = {key.removeprefix(PREFIX) for key in keys}
    forget(settings.MEDIA_URL + key for key in public if key.startswith("previews/"))
    file.derivatives.exclude(state=Derivative.State.RUNNING).delete()  # one that runs finds the file gone
    file.state, file.preview_key = StoredFile.State.PURGED, ""
    file.save(update_fields=["state", "preview_key"])


def _clear_pictures(submission: Submission) -> int:
    """The lead picture that was made from the piece's own picture: file, renditions, addresses."""
    images = SiteImage.objects.filter(pk__in=submission.files.exclude(picture=None).values("picture"))
    count = 0
    for image in images:
        renditions = list(image.renditions.all())
        forget(rendition.url for rendition in renditions)
        for rendition in renditions:
            delete_everywhere(rendition.file.name)
            rendition.delete()
        delete_everywhere(image.file.name)
        count += 1
    return count


def delete_everywhere(key: str) -> None:
    """Delete the object of this very key with every version it has, in both buckets."""
    for zone in ZONES:
        purge(zone, key)
