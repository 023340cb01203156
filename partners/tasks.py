"""Background work of the partner door. Each task may run twice: it looks at the row before it writes."""

from __future__ import annotations

from django.db.models import Q
from django.tasks import task

from base.caching.cdn_purge import forget_page
from files.models import StoredFile
from media_library.derivatives.tasks import make_preview_for
from partners.media import review_copies

from .models import KolStoryPage, SubmissionFile


@task(backend="db", queue_name="media")
def make_viewing_copy(uuid: str) -> None:
    """The small copy that the desk plays first: made anew by us, its picture blurred when minors are flagged."""
    review_copies.make(uuid)


@task(backend="db", queue_name="media")
def make_blurred_still(uuid: str) -> None:
    """What the desk sees first of a file with minors; the preview it is made from is drawn before, if need be."""
    stored = SubmissionFile.objects.filter(uuid=uuid).values_list("stored_id", flat=True).first()
    if stored:
        make_preview_for.call(str(stored))
    review_copies.make_still(uuid)


@task(backend="db", queue_name="media")
def release_clip(page_pk: int) -> None:
    """Copy clip and captions of a live story to the released bucket; the same rows and keys, another zone."""
    page = KolStoryPage.objects.live().filter(pk=page_pk).select_related("clip", "captions").first()
    files = [page.clip, page.captions] if page else []
    moved = [file for file in files if file and file.zone != StoredFile.Zone.RELEASED]
    for file in moved:
        file.move_to_released()
    if moved:
        forget_page(page)


def draw(row: SubmissionFile) -> None:
    """Queue what the desk looks at: the preview picture and its blurred still, the copy of what can be played."""
    turn = turn_of(row)
    make_preview_for.using(priority=turn).enqueue(str(row.stored_id))
    if row.has_still:
        make_blurred_still.using(priority=turn).enqueue(str(row.uuid))
    if row.can_be_played:
        make_viewing_copy.using(priority=turn).enqueue(str(row.uuid))


def turn_of(row: SubmissionFile) -> int:
    """The priority of a file's tasks: minus how many earlier files of its partner still wait for a picture or a copy.

    Every partner's first file is drawn before anybody's second, as at the gate (files.uploads.sessions).
    """
    no_picture = Q(stored__preview_key="", stored__preview_error="")
    no_copy = Q(stored__media_type__regex="^(video|audio)/", viewing_key="", viewing_error="")
    before = SubmissionFile.objects.filter(submission__partner=row.submission.partner_id, pk__lt=row.pk)
    return -min(before.filter(no_picture | no_copy, stored__isnull=False).count(), 100)
