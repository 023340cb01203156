"""Background tasks of partners' files. Each may run twice: it reads the row before it writes."""

from __future__ import annotations

from django.db.models import Q
from django.tasks import task

from base.caching.cdn_purge import purge_page
from files.models import StoredFile
from files.promotion import promote
from media_library.derivatives.tasks import make_preview_for
from partners.media import review_copies
from partners.models import KolStoryPage, SubmissionFile


@task(backend="db", queue_name="media")
def make_viewing_copy(uuid: str) -> None:
    """Make the viewing copy of a clip or recording; its picture is blurred when minors are flagged."""
    review_copies.make(uuid)


@task(backend="db", queue_name="media")
def make_blurred_still(uuid: str) -> None:
    """Make the blurred still of a file, and before it the preview it is drawn from, if that is missing."""
    stored = SubmissionFile.objects.filter(uuid=uuid).values_list("stored_id", flat=True).first()
    if stored:
        make_preview_for.call(str(stored))
    review_copies.make_still(uuid)


@task(backend="db", queue_name="media")
def release_clip(page_pk: int) -> None:
    """Copy clip and captions of a live story to the released bucket; rows and keys stay, the zone changes."""
    page = KolStoryPage.objects.live().filter(pk=page_pk).select_related("clip", "captions").first()
    files = [page.clip, page.captions] if page else []
    moved = [file for file in files if file and file.zone != StoredFile.Zone.RELEASED]
    for file in moved:
        promote(file)
    if moved:
        purge_page(page)


def draw(row: SubmissionFile) -> None:
    """Queue the tasks for a new file: preview, blurred still, viewing copy."""
    turn = turn_of(row)
    make_preview_for.using(priority=turn).enqueue(str(row.stored_id))
    if row.has_still:
        make_blurred_still.using(priority=turn).enqueue(str(row.uuid))
    if row.can_be_played:
        make_viewing_copy.using(priority=turn).enqueue(str(row.uuid))


def turn_of(row: SubmissionFile) -> int:
    """Priority of a file's tasks: minus the number of earlier files of its partner that wait for a picture or copy.

    So every partner's first file comes before any partner's second, as in the intake (files.uploads.sessions).
    """
    no_picture = Q(stored__preview_key="", stored__preview_error="")
    no_copy = Q(stored__media_type__regex="^(video|audio)/", viewing_key="", viewing_error="")
    before = SubmissionFile.objects.filter(submission__partner=row.submission.partner_id, pk__lt=row.pk)
    return -min(before.filter(no_picture | no_copy, stored__isnull=False).count(), 100)
