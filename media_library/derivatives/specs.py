"""Which derivatives a file gets, which job is next, and how a job is done; derivatives/queue.py enqueues jobs.

Jobs are rows (models.Derivative). The queue has one ticket per job; a worker with a ticket takes the job of the owner
who was served least recently, so one owner's twenty files do not delay another's single one. Clips have workers of
their own (queue "clips"): one ticket makes all forms of one clip in one decoding, and no owner has two clips in work
while another's waits (docs/performance.md, P9).
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from files.cleaners.errors import Rejected
from files.cleaners.limits import PREVIEW_PAGES
from files.intake import sandbox
from files.intake.messages import UploadRejected
from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.objects import fetched, put_new
from media_library.catalogue.requirements import REQUIREMENTS, people_blockers
from media_library.models import Derivative

Form, State = Derivative.Form, Derivative.State
CLIPS = frozenset({Form.CLIP_1080, Form.CLIP_720, Form.CLIP_360, Form.VERTICAL, Form.SQUARE, Form.LOOP, Form.SOUND})
#: Forms that editors see before the release; all others wait until people_blockers() has nothing against the file.
ADMIN_ONLY = frozenset({Form.POSTER, Form.PREVIEW_SMALL, Form.PAGES, Form.CAPTIONS, Form.TRANSCRIPT})
_WEB = (Form.AVIF, Form.WEBP, Form.JPEG)
#: Forms that /media/ serves to everybody; all others are handed out like files, after a look at the permissions.
SHOWN = frozenset({*_WEB, Form.POSTER, Form.PREVIEW_SMALL, Form.PREVIEW_MIDDLE, Form.PAGES})
_PREVIEWS = [(Form.PREVIEW_SMALL, 0), (Form.PREVIEW_MIDDLE, 0)]
_DRAWN = ("image/jpeg", "image/png", "image/webp", "image/avif")
CLIP_SIDES = {Form.CLIP_1080: 1080, Form.CLIP_720: 720, Form.CLIP_360: 360}

#: One of the settings.CLIP_WORKERS processes takes only clips up to this length, so short clips do not wait for long
#: ones. No two processes work for the same owner.
LONG_CLIP_MS = 4 * 60 * 1000
_CLIPS_LOCK = 5_291_004  # pg_advisory_xact_lock: only one process at a time chooses the next clip

#: form → function that makes it, where the result is no Derivative object (review/redaction.py sets it).
MAKERS: dict[str, Callable[[Derivative], None]] = {}

log = logging.getLogger(__name__)


class Unwanted(Exception):
    """The file is gone or must not have this derivative any more; the job is deleted without a result."""


def wanted_forms(stored: StoredFile, kind: str = "") -> list[tuple[str, int]]:
    """(form, page) of each derivative a file should have. `kind` of the asset may require further shapes."""
    forms: list[tuple[str, int]] = []
    if stored.media_type in _DRAWN:
        forms = [*_PREVIEWS, *((form, 0) for form in _WEB)]
    elif stored.media_type == "application/pdf":
        pages = min(stored.pages or 1, PREVIEW_PAGES)
        forms = [*_PREVIEWS, *((Form.PAGES, number) for number in range(1, pages + 1))]
    elif stored.media_type in {"video/mp4", "video/webm"}:
        forms = [(Form.POSTER, 0), *_PREVIEWS, *_clip_forms(stored, kind)]
    elif stored.extension in {"vtt", "srt"}:
        forms = [(Form.CAPTIONS, 0), (Form.TRANSCRIPT, 0)]
    return forms if not people_blockers(stored) else [pair for pair in forms if pair[0] in ADMIN_ONLY]


def _clip_forms(stored: StoredFile, kind: str) -> list[tuple[str, int]]:
    shorter = min(stored.width or 0, stored.height or 0)
    # Never enlarged: a form is made when the clip is larger than it; 360p always.
    forms: list[tuple[str, int]] = [
        (form, 0) for form, side in CLIP_SIDES.items() if shorter > side or form == Form.CLIP_360
    ]
    ratio = (stored.width or 1) / (stored.height or 1)
    for form, across, down in ((Form.VERTICAL, 9, 16), (Form.SQUARE, 1, 1)):
        if kind in REQUIREMENTS and form in REQUIREMENTS[kind].derivative_forms and abs(ratio - across / down) > 0.02:
            forms.append((form, 0))
    return forms


def claim(ticket: str, *, clips: bool) -> Derivative | None:
    """The job for this ticket: its own unfinished one after a crash, else the fairest; None when nothing waits.

    Fairest: of the owner whose latest job began longest ago, the oldest job. Rows locked by another worker are skipped.
    Clip workers choose one after another, so that two of them never serve the same owner.
    """
    with transaction.atomic():
        jobs = Derivative.objects.select_for_update(skip_locked=True, of=("self",))
        job = jobs.filter(ticket=ticket, state=State.RUNNING).first()
        if job is None and clips:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLIPS_LOCK])
            job = _fairest(_free_clips(jobs))
        elif job is None:
            job = _fairest(jobs.exclude(form__in=CLIPS))
        if job:
            _begin(job, ticket)
    return job


def _begin(job: Derivative, ticket: str) -> None:
    job.state, job.ticket, job.started_at, job.progress = State.RUNNING, ticket, timezone.now(), 0
    job.attempts += 1
    job.save(update_fields=["state", "ticket", "started_at", "progress", "attempts"])


def _free_clips(jobs: Any) -> Any:
    """Waiting clips of owners without one in work; no long ones when only the last process is free."""
    running = Derivative.objects.filter(form__in=CLIPS, state=State.RUNNING)
    busy = running.annotate(who=Coalesce("owner_id", Value(0))).values("who")
    free = jobs.filter(form__in=CLIPS).alias(person=Coalesce("owner_id", Value(0))).exclude(person__in=busy)
    long = running.filter(stored__duration_ms__gt=LONG_CLIP_MS).values("stored").distinct().count()
    if long < max(settings.CLIP_WORKERS - 1, 1):
        return free
    return free.filter(Q(stored__duration_ms__isnull=True) | Q(stored__duration_ms__lte=LONG_CLIP_MS))


def _fairest(jobs: Any) -> Derivative | None:
    served = (
        Derivative.objects.annotate(who=Coalesce("owner_id", Value(0)))
        .filter(who=OuterRef("who"), started_at__isnull=False)
        .order_by("-started_at")
        .values("started_at")[:1]
    )
    waiting = jobs.filter(state=State.WAITING).annotate(who=Coalesce("owner_id", Value(0)), served=Subquery(served))
    by_hand = Case(When(form__in=list(MAKERS), then=0), default=1)  # requested by an editor who waits for it
    return waiting.order_by(F("served").asc(nulls_first=True), by_hand, "created_at", "pk").first()


def _with_siblings(job: Derivative) -> list[Derivative]:
    """The job and all other forms of the same clip: one run decodes it once for all of them."""
    with transaction.atomic():
        others = Derivative.objects.select_for_update(skip_locked=True).filter(stored=job.stored_id, form__in=CLIPS)
        others = others.filter(Q(state=State.WAITING) | Q(state=State.RUNNING, ticket=job.ticket)).exclude(pk=job.pk)
        for other in (rows := list(others)):
            _begin(other, job.ticket)
    return [job, *rows]


def work(ticket: str, *, clips: bool) -> str:
    """Do one job (for a clip, all its forms) and record how it ended; returns its state, "" when there was none.

    Raises errors of storage and database only; the job then waits again (maintenance.requeue_derivatives).
    """
    job = claim(ticket, clips=clips)
    if job is None:
        return ""
    try:
        _attempt(_with_siblings(job) if clips else [job])
    except (BotoCoreError, ClientError, OSError):
        put_back(Derivative.objects.filter(ticket=ticket))
        raise
    return Derivative.objects.values_list("state", flat=True).filter(pk=job.pk).first() or "unwanted"


def put_back(jobs: Any) -> int:
    """Let those of `jobs` that are running wait again without counting the attempt; returns how many."""
    attempts = Greatest(F("attempts") - 1, 0)
    return jobs.filter(state=State.RUNNING).update(state=State.WAITING, ticket="", progress=0, attempts=attempts)


def _attempt(jobs: list[Derivative]) -> None:
    """Make all in one run; if it fails, each alone, so that only forms that cannot be made fail, with the reason."""
    try:
        _make(jobs)
        return
    except Unwanted:
        Derivative.objects.filter(pk__in=[job.pk for job in jobs]).delete()
        return
    except (Rejected, UploadRejected, sandbox.ToolFailed) as failure:
        log.warning("derivative %s of %s: %s", ", ".join(job.form for job in jobs), jobs[0].stored_id, failure)
        sentence = _reason(failure)
        late = isinstance(failure, Rejected) and failure.code == "too_slow"
    except FileNotFoundError:
        sentence, late = _("Tệp gốc không còn trong kho."), True
    if len(jobs) == 1 or late:
        for job in jobs:
            _fail(job, sentence)
        return
    for job in jobs:
        _attempt([job])


def _reason(failure: Exception) -> str:
    if isinstance(failure, Rejected):
        failure = UploadRejected(failure.code, params=failure.params)
    if isinstance(failure, UploadRejected):
        return " ".join(failure.messages)
    return _("Không làm được bản này từ tệp gốc. Bạn thử chạy lại, hoặc xuất lại tệp gốc.")


def _make(jobs: list[Derivative]) -> None:
    """Make `jobs`: several forms of one clip, or a single other form."""
    job = jobs[0]
    stored = StoredFile.objects.get(pk=job.stored_id)
    if stored.state in StoredFile.GONE:
        raise Unwanted
    if job.form in MAKERS:
        return MAKERS[job.form](job)
    if job.form not in ADMIN_ONLY and people_blockers(stored):
        raise Unwanted  # no public form without consent
    with tempfile.TemporaryDirectory(prefix="derive-") as name:
        folder = Path(name)
        with fetched(stored.key, stored.zone) as file, (folder / "in").open("wb") as copy:
            shutil.copyfileobj(file, copy, 1024 * 1024)
        if job.form in CLIPS:
            _transcode(jobs, stored, folder)
        else:
            options = {"form": job.form, "media_type": stored.media_type, "page": job.page, "crop": job.crop}
            keep(job, folder / "out", sandbox.run("derive", folder / "in", folder / "out", options))


def _transcode(jobs: list[Derivative], stored: StoredFile, folder: Path) -> None:
    options = {"forms": [job.form for job in jobs], "media_type": stored.media_type}
    tick = _progress_of(jobs, folder / "out.progress", stored.duration_ms or 0)
    outputs = sandbox.run("transcode", folder / "in", folder / "out", options, tick=tick)
    for job in jobs:
        keep(job, folder / f"out.{job.form}", outputs[job.form])


def _progress_of(jobs: list[Derivative], path: Path, duration_ms: int) -> Callable[[], None]:
    """A function that reads ffmpeg's progress and saves whole per cents, at most 99 before the end."""
    last_percent = [0]

    def tick() -> None:
        if not path.exists() or not duration_ms:
            return
        lines = [line for line in path.read_text(errors="replace").splitlines() if line.startswith("out_time_us=")]
        reached = lines[-1].partition("=")[2] if lines else ""
        percent = min(int(reached) // 10 // duration_ms, 99) if reached.isdigit() else 0
        if percent != last_percent[0]:
            last_percent[0] = percent
            Derivative.objects.filter(pk__in=[job.pk for job in jobs]).update(progress=percent)

    return tick


def keep(job: Derivative, path: Path, facts: dict[str, Any]) -> None:
    """Store the result in the file's bucket under the file's row lock: a release waits and then copies the form too."""
    folder = "previews" if job.form in SHOWN else "derived"
    key = f"{folder}/{date.today():%Y/%m}/{uuid4()}.{facts['extension']}"
    with transaction.atomic(), path.open("rb") as output_file:
        stored = StoredFile.objects.select_for_update().get(pk=job.stored_id)
        if stored.state in StoredFile.GONE:  # deleted while the form was made
            raise Unwanted
        sha256 = hashlib.file_digest(output_file, "sha256").hexdigest()
        put_new(storage_for(stored.zone), key, output_file, media_type=facts["media_type"], sha256=sha256)
        Derivative.objects.filter(pk=job.pk).update(
            state=State.DONE,
            progress=100,
            key=key,
            media_type=facts["media_type"],
            size=path.stat().st_size,
            sha256=sha256,
            width=facts.get("width"),
            height=facts.get("height"),
            finished_at=timezone.now(),
        )


def _fail(job: Derivative, sentence: str) -> None:
    Derivative.objects.filter(pk=job.pk).update(
        state=State.FAILED, error=sentence[:300], finished_at=timezone.now(), progress=0
    )
