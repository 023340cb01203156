"""Takes a piece off the site: page, search, library and caches at once, files soon after; the history stays."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import TakeDown
from base.caching.cdn_purge import purge_later
from files.models import StoredFile
from files.storage.backends import ZONES
from files.storage.objects import purge
from media_library.models import Asset, Derivative, SiteImage
from media_library.recall.service import PREFIX, recall
from partners.mail.newsroom import notify_newsroom
from partners.mail.partners import tell
from partners.media import depicted
from partners.models import KolStoryPage, Submission, SubmissionEvent, SubmissionFile
from partners.publishing import unpublish
from partners.workflow.steps import move
from users.models import User

State = Submission.State
GIVEN_BACK = gettext_lazy("Đối tác rút lại lời đồng ý.")
NOT_USED = gettext_lazy("Tòa soạn không dùng nội dung này nữa.")


@transaction.atomic
def remove(submission: Submission, *, by: User, reason: str = "") -> SubmissionEvent:
    """Remove a published piece at its partner's request; all consents end.

    The page is off the site when this returns; a task deletes the files. Raises WrongState.
    """
    event = move(submission, State.REMOVED, by=by, steps=Submission.PARTNER_STEPS, note=reason)
    end_consents(submission, by=by)
    tell(submission, event)
    notify_newsroom(submission, event)
    return event


def end_consents(submission: Submission, *, by: User) -> None:
    """Withdraw all consents of the piece and take it off the site. The caller has changed the state."""
    submission.consents.live().update(withdrawn_at=timezone.now())
    depicted.withdraw(submission, by=by)
    with translation.override(settings.LANGUAGE_CODE):  # schools read the reason in Vietnamese
        take_off_site(submission, by=by, why=str(GIVEN_BACK))


def take_file_back(row: SubmissionFile, *, by: User, why: Promise) -> None:
    """Recall the library's asset of a file that leaves its piece; the removal of the piece may not find it.

    `why`: a lazy sentence; schools read it in Vietnamese.
    """
    if row.asset and row.asset.status == Asset.Status.RELEASED:
        with translation.override(settings.LANGUAGE_CODE):
            recall(row.asset, reason=str(why), by=by, of_person=why is GIVEN_BACK)


@transaction.atomic
def expire(submission: Submission) -> SubmissionEvent:
    """Expire a published piece whose permission has ended; the partner may permit it again and resend it."""
    event = move(submission, State.EXPIRED, by=None, steps=Submission.NEWSROOM_STEPS, cause=SubmissionEvent.Cause.ENDED)
    take_off_site(submission, by=None, why=_("Hết thời hạn được phép dùng."))
    tell(submission, event)
    notify_newsroom(submission, event)
    return event


def take_off_site(submission: Submission, *, by: User | None, why: str) -> None:
    """Unpublish the story and recall its assets: both answer 410 then. The caller has changed the state."""
    unpublish.cancel_schedule(submission)
    for page in KolStoryPage.of(submission).live():
        TakeDown.objects.create(page=page, reason=TakeDown.Reason.PARTNER, note=why, taken_by=by)
    unpublish.unpublish(submission)
    for asset in assets_of(submission):
        if asset.status == Asset.Status.RELEASED:
            recall(asset, reason=why, by=by, of_person=submission.state == State.REMOVED)
    if submission.state == State.REMOVED:
        pk = submission.pk
        transaction.on_commit(lambda: clear_removed.enqueue(pk))


def allow_again(submission: Submission, *, by: User) -> None:
    """End what take_off_site() has written: the partner has sent the piece anew, and `by` has accepted it.

    A take-down of the newsroom stands.
    """
    rows = TakeDown.objects.open().filter(page__in=KolStoryPage.of(submission), reason=TakeDown.Reason.PARTNER)
    rows.update(lifted_by=by, lifted_at=timezone.now())


@task(backend="db", queue_name="media")
def clear_removed(submission_pk: int) -> None:
    """Delete the files of a removed piece for good, and note it in the history. Safe to repeat."""
    submission = Submission.objects.filter(pk=submission_pk).first()
    if submission is not None:
        clear(submission)


def assets_of(submission: Submission) -> list[Asset]:
    """Assets of the library that were made from the piece."""
    return list(Asset.objects.filter(pk__in=submission.files.exclude(asset=None).values("asset")))


def clear(submission: Submission) -> int:
    """Delete every object of the piece in both buckets, with previews and renditions; returns how many files.

    Rows stay, with hash, account and time. Called by the worker, never in a request (docs/security.md, rule 19).
    """
    rows = list(submission.files.select_related("stored"))
    papers = [person.paper for person in submission.people.select_related("paper") if person.paper]
    stories = KolStoryPage.of(submission).select_related("clip", "captions")
    story_files = [file for story in stories for file in (story.clip, story.captions) if file]
    stored = {file.pk: file for file in [*(row.stored for row in rows if row.stored), *papers, *story_files]}.values()
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
def _purge(stored: StoredFile) -> None:
    file = StoredFile.objects.select_for_update().get(pk=stored.pk)  # media_library.recall.service may be renaming it
    derivatives = file.derivatives.exclude(key="")
    keys = [key for key in [file.key, file.preview_key, *derivatives.values_list("key", flat=True)] if key]
    # A recall renames the released object only; the copy in quarantine keeps its key.
    for name in {*keys, *(key.removeprefix(PREFIX) for key in keys)}:
        delete_everywhere(name)
    # Public addresses never have the prefix; purging one that the edge does not have is harmless.
    public = {key.removeprefix(PREFIX) for key in keys}
    purge_later(settings.MEDIA_URL + key for key in public if key.startswith("previews/"))
    file.derivatives.exclude(state=Derivative.State.RUNNING).delete()  # a running one will find the file purged
    file.state, file.preview_key = StoredFile.State.PURGED, ""
    file.save(update_fields=["state", "preview_key"])


def _clear_pictures(submission: Submission) -> int:
    """Delete lead pictures made from the piece: file, renditions, cached addresses; returns how many still had one."""
    images = SiteImage.objects.filter(pk__in=submission.files.exclude(picture=None).values("picture"))
    count = 0
    for image in images:
        renditions = list(image.renditions.all())
        purge_later(rendition.url for rendition in renditions)
        for rendition in renditions:
            delete_everywhere(rendition.file.name)
            rendition.delete()
        count += bool(delete_everywhere(image.file.name))
    return count


def delete_everywhere(key: str) -> int:
    """Delete the object with this key, all its versions, in both buckets; returns how many versions there were."""
    return sum(purge(zone, key) for zone in ZONES)
