"""Scheduled maintenance of the library; every function may run twice at once."""

from __future__ import annotations

import logging
from datetime import timedelta

from botocore.exceptions import BotoCoreError, ClientError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import Task
from django.utils import timezone
from django.utils.translation import gettext as _

from campaign.retention import YEARS, years_after
from files.models import StoredFile
from jobs.queue import FORGOTTEN, given_up, queued, tasks_that_killed_workers, tickets
from jobs.recovery import MAX_ATTEMPTS
from media_library.derivatives import specs
from media_library.derivatives.previews import DRAWING_FAILED, DRAWN_FOLDERS
from media_library.derivatives.tasks import make_clip_derivatives, make_light_derivative, make_preview_for
from media_library.kits import publishing
from media_library.models import Asset, Derivative, Kit, Lease, SubjectConsent
from media_library.recall import service, withdrawal
from media_library.review.mail import RIGHTS_ENDING, approvers
from media_library.rights.availability import NOTICE_DAYS, availability
from media_library.signals import availability_changed
from notifications.outbox import letter_language, post

LATE_DAYS = (
    3  # announce_availability_changes() looks back so far, so a scheduler that was down for this long misses nothing
)

log = logging.getLogger(__name__)


def finish_recalls() -> int:
    """Clear recalls whose objects may still be reachable; returns how many were cleared."""
    done = 0
    for recall_pk in list(service.uncleared().values_list("pk", flat=True)):
        try:
            service.clear(recall_pk)
            done += 1
        except (OSError, BotoCoreError, ClientError) as error:
            log.warning("recall %s still waits for storage: %s", recall_pk, error)
    return done + withdrawal.show_again.call()


def mail_ending_rights() -> int:
    """One letter to the library's approvers about leases that end within NOTICE_DAYS, each once; returns how many."""
    day = timezone.localdate()
    with transaction.atomic():
        ending = list(
            Lease.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(noticed_at=None, asset__status="released")
            .filter(
                Q(effect=Lease.Effect.ALLOW, ends_on__gte=day, ends_on__lte=day + timedelta(days=NOTICE_DAYS))
                | Q(effect=Lease.Effect.DENY, starts_on__gt=day, starts_on__lte=day + timedelta(days=NOTICE_DAYS + 1))
            )
            .select_related("asset")
            .prefetch_related("asset__leases")
        )
        ending = [row for row in ending if _closes(row)]
        if not ending:
            return 0
        Lease.objects.filter(pk__in=[row.pk for row in ending]).update(noticed_at=timezone.now())
        _mail(ending)
    return len(ending)


def _closes(row: Lease) -> bool:
    """Whether the asset closes after the row's last day; False where another lease continues."""
    return any(reason.until == row.last_day for reason in availability(row.asset).warnings)


def _mail(ending: list[Lease]) -> None:
    with letter_language():
        lines = [f"{row.asset.code}: {row.last_day:%d-%m-%Y}. {row.note}" for row in ending]
        subject = _("[Không một mình] %(n)d tài liệu sắp hết hạn dùng") % {"n": len(ending)}
        text = "\n".join([_("Hết ngày này tài liệu tự đóng. Bạn gia hạn hoặc thay bằng bản khác:"), "", *lines])
        post(purpose=RIGHTS_ENDING, to=approvers(), subject=subject, text=text)


def announce_availability_changes() -> int:
    """Send availability_changed for assets opened or closed by a date in the last LATE_DAYS; returns how many.

    Safe to repeat.
    """
    day = timezone.localdate()
    first = day - timedelta(days=LATE_DAYS)
    begun = Q(leases__starts_on__gt=first, leases__starts_on__lte=day)
    over = Q(leases__ends_on__gte=first, leases__ends_on__lt=day)
    consents = SubjectConsent.objects.filter(expires_on__gte=first, expires_on__lt=day)
    consent_changed = Q(versions__files__stored__in=consents.values("files"))
    service.forget_pictures(StoredFile.objects.filter(consents__in=consents).prefetch_related("derivatives"))
    turned = Asset.objects.filter(begun | over | consent_changed, status=Asset.Status.RELEASED).distinct()
    for asset in turned:
        availability_changed.send(Asset, asset=asset)
    return len(turned)


def forget_papers() -> int:
    """Give up the papers of consents that ended or were withdrawn YEARS ago; returns how many.

    The consent stays, with the paper's hash; collect_garbage deletes the file, which nothing refers to then.
    """
    last_day = years_after(timezone.localdate(), -YEARS)
    over = Q(expires_on__lt=last_day) | Q(withdrawn_at__date__lt=last_day)
    rows = SubjectConsent.objects.filter(over, paper__isnull=False)
    with transaction.atomic():
        StoredFile.objects.filter(pk__in=rows.values("paper")).update(display_name="")
        return rows.update(paper=None)


def rebuild_stale_kits() -> int:
    """Give kits whose contents changed by date alone (a lease that ended) a new version; returns how many."""
    count = 0
    for kit in Kit.objects.released().filter(current_version__isnull=False).prefetch_related("texts"):
        count += publishing.publish(kit, changelog=_("Cập nhật theo thời hạn sử dụng.")) is not None
    return count


def requeue_previews() -> tuple[int, int]:
    """(previews given up because they killed their workers, previews enqueued again).

    A preview is missing when a process dies between its commit and the queue, or when storage was away.
    """
    query = Q()
    for folder in DRAWN_FOLDERS:
        query |= Q(key__startswith=f"{folder}/")
    bare = StoredFile.objects.filter(query, preview_key="", preview_error="", created_at__lt=timezone.now() - FORGOTTEN)
    bare = bare.exclude(state__in=StoredFile.GONE)
    remaining = {str(pk) for pk in bare.values_list("pk", flat=True)} - queued(make_preview_for)
    deadly = remaining & tasks_that_killed_workers(make_preview_for)
    StoredFile.objects.filter(pk__in=deadly, preview_key="").update(preview_error=str(DRAWING_FAILED))
    for pk in remaining - deadly:
        make_preview_for.enqueue(pk)
    return len(deadly), len(remaining - deadly)


def requeue_derivatives() -> tuple[int, int]:
    """(jobs failed because their worker died too often, tickets added), so that no job waits without a ticket."""
    lost = _end_deadly_jobs()
    light = _issue_missing(make_light_derivative, Derivative.objects.exclude(form__in=specs.CLIPS))
    return lost, light + _issue_missing(make_clip_derivatives, Derivative.objects.filter(form__in=specs.CLIPS))


def _end_deadly_jobs() -> int:
    """Fail jobs that killed MAX_ATTEMPTS workers; returns how many.

    A job whose ticket ended otherwise (storage was away, the worker was stopped) waits again.
    """
    running = list(Derivative.objects.filter(state=Derivative.State.RUNNING))
    alive = _keys(tickets(make_light_derivative)) | _keys(
        tickets(make_clip_derivatives)
    )  # read after `running`, so each job's ticket is seen
    deadly = _keys(given_up(make_light_derivative)) | _keys(given_up(make_clip_derivatives))
    lost = 0
    for job in running:
        if job.ticket in alive:
            continue
        job_rows = Derivative.objects.filter(pk=job.pk, state=job.state, ticket=job.ticket)
        if job.ticket in deadly or job.attempts >= MAX_ATTEMPTS:
            lost += job_rows.update(
                state=Derivative.State.FAILED,
                error=_("Tiến trình nền dừng giữa chừng nhiều lần. Bạn bấm chạy lại."),
                finished_at=timezone.now(),
            )
        else:
            job_rows.update(state=Derivative.State.WAITING, ticket="", progress=0)
    return lost


def _issue_missing(task: Task, jobs: QuerySet) -> int:
    """Add tickets for those of `jobs` that wait without one; returns how many."""
    waiting = jobs.filter(state=Derivative.State.WAITING, created_at__lt=timezone.now() - FORGOTTEN).count()
    # A ticket that was put back continues its own job, so it does not count for waiting ones.
    running_tickets = set(jobs.filter(state=Derivative.State.RUNNING).values_list("ticket", flat=True))
    missing = max(waiting - len(_keys(tickets(task).filter(status="READY")) - running_tickets), 0)
    for _number in range(missing):
        task.enqueue()
    return missing


def _keys(tickets: QuerySet) -> set[str]:
    return {str(pk) for pk in tickets.values_list("pk", flat=True)}
