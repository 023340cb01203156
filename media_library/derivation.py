"""Which forms a file gets, whose turn it is, and how one job is done.

Jobs are rows (models.Derivative). The queue holds one ticket per job; whoever draws a ticket does the job of
the person who has waited longest since being served, so nobody's twenty files keep another's one waiting.
Long clips have a lane of their own (queue "clips"), and each form of a clip is a job of its own.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library import sandbox
from media_library.cleaning.rejection import Rejected
from media_library.limits import PREVIEW_PAGES
from media_library.models import Derivative, StoredFile
from media_library.profiles import PROFILES, people_blockers
from media_library.refusals import Refused
from media_library.storage import put_new, storage_for
from media_library.transfer import fetched

Form, State = Derivative.Form, Derivative.State
CLIPS = frozenset({Form.CLIP_1080, Form.CLIP_720, Form.CLIP_360, Form.VERTICAL, Form.SQUARE})
#: What only the desk sees while it decides; everything else is for the public and waits for who is shown.
DESK = frozenset({Form.POSTER, Form.PREVIEW_SMALL, Form.PAGES, Form.CAPTIONS, Form.TRANSCRIPT})
_WEB = (Form.AVIF, Form.WEBP, Form.JPEG)
_DRAWN = ("image/jpeg", "image/png", "image/webp", "image/avif")
CLIP_SIDES = {Form.CLIP_1080: 1080, Form.CLIP_720: 720, Form.CLIP_360: 360}

log = logging.getLogger(__name__)


class Unwanted(Exception):
    """The file is gone or must not be derived any more; the job ends without a result."""


def wanted_forms(stored: StoredFile, kind: str = "") -> list[tuple[str, int]]:
    """(form, page) pairs a file should have; `kind`: the asset's, whose profile may ask for further shapes."""
    forms: list[tuple[str, int]] = []
    if stored.media_type in _DRAWN:
        forms = [(form, 0) for form in (Form.PREVIEW_SMALL, *_WEB)]
    elif stored.media_type == "application/pdf":
        pages = min(stored.pages or 1, PREVIEW_PAGES)
        forms = [(Form.PREVIEW_SMALL, 0), *((Form.PAGES, number) for number in range(1, pages + 1))]
    elif stored.media_type in {"video/mp4", "video/webm"}:
        forms = [(Form.POSTER, 0), (Form.PREVIEW_SMALL, 0), *_clip_forms(stored, kind)]
    elif stored.extension in {"vtt", "srt"}:
        forms = [(Form.CAPTIONS, 0), (Form.TRANSCRIPT, 0)]
    return forms if not people_blockers(stored) else [pair for pair in forms if pair[0] in DESK]


def _clip_forms(stored: StoredFile, kind: str) -> list[tuple[str, int]]:
    shorter = min(stored.width or 0, stored.height or 0)
    # Never enlarged; a form is made when the clip is bigger than it, the preview always.
    forms = [(form, 0) for form, side in CLIP_SIDES.items() if shorter > side or form == Form.CLIP_360]
    ratio = (stored.width or 1) / (stored.height or 1)
    for form, across, down in ((Form.VERTICAL, 9, 16), (Form.SQUARE, 1, 1)):
        if kind in PROFILES and form in PROFILES[kind].derived and abs(ratio - across / down) > 0.02:
            forms.append((form, 0))
    return forms


def plan(stored: StoredFile, *, kind: str = "", owner: Any = None) -> int:
    """Make rows and tickets for the forms that are missing; returns how many. Safe to repeat."""
    have = set(stored.derivatives.values_list("form", "page"))
    missing = [pair for pair in wanted_forms(stored, kind) if pair not in have]
    owner = owner or stored.uploaded_by
    rows = [Derivative(stored=stored, form=form, page=page, owner=owner) for form, page in missing]
    Derivative.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(lambda: issue_tickets([form for form, _page in missing]))
    return len(missing)


def issue_tickets(forms: list[str]) -> None:
    """One place in the queue per job; which job it will be is decided when its turn comes."""
    from media_library.tasks import derive_clip, derive_light  # they call work() below

    for form in forms:
        (derive_clip if form in CLIPS else derive_light).enqueue()


def again(job: Derivative) -> None:
    """Put a failed job back in the queue."""
    if Derivative.objects.filter(pk=job.pk, state=State.FAILED).update(state=State.WAITING, error="", progress=0):
        transaction.on_commit(lambda: issue_tickets([job.form]))


def claim(ticket: str, *, clips: bool) -> Derivative | None:
    """The job this ticket is for: its own unfinished one after a crash, else the fairest; None when all is done.

    Fair is: the owner whose latest job began the longest ago, then the oldest job. Rows that another worker
    holds are skipped.
    """
    with transaction.atomic():
        jobs = Derivative.objects.select_for_update(skip_locked=True, of=("self",))
        mine = jobs.filter(ticket=ticket, state=State.RUNNING).first()
        job = mine or _fairest(jobs.filter(form__in=CLIPS) if clips else jobs.exclude(form__in=CLIPS))
        if job:
            job.state, job.ticket, job.started_at, job.progress = State.RUNNING, ticket, timezone.now(), 0
            job.attempts += 1
            job.save(update_fields=["state", "ticket", "started_at", "progress", "attempts"])
    return job


def _fairest(jobs: Any) -> Derivative | None:
    served = (
        Derivative.objects.annotate(who=Coalesce("owner_id", Value(0)))
        .filter(who=OuterRef("who"), started_at__isnull=False)
        .order_by("-started_at")
        .values("started_at")[:1]
    )
    waiting = jobs.filter(state=State.WAITING).annotate(who=Coalesce("owner_id", Value(0)), served=Subquery(served))
    return waiting.order_by(F("served").asc(nulls_first=True), "created_at", "pk").first()


def work(ticket: str, *, clips: bool) -> str:
    """Do one job and write down how it ended; "" when there was none. Only errors of storage and database leave."""
    job = claim(ticket, clips=clips)
    if job is None:
        return ""
    try:
        _make(job)
    except Unwanted:
        Derivative.objects.filter(pk=job.pk).delete()
        return "unwanted"
    except Rejected as rejected:
        _fail(job, " ".join(Refused(rejected.code, params=rejected.params).messages))
    except sandbox.ToolFailed as failure:
        log.warning("derivative %s of %s: %s", job.form, job.stored_id, failure)
        _fail(job, _("Không làm được bản này từ tệp gốc. Bạn thử chạy lại, hoặc xuất lại tệp gốc."))
    except FileNotFoundError:
        _fail(job, _("Tệp gốc không còn trong kho."))
    return str(Derivative.objects.values_list("state", flat=True).get(pk=job.pk))


def _make(job: Derivative) -> None:
    stored = StoredFile.objects.get(pk=job.stored_id)
    if stored.state in {stored.State.INFECTED, stored.State.PURGED}:
        raise Unwanted
    if job.form not in DESK and people_blockers(stored):
        raise Unwanted  # nothing is derived for the public without consent
    with tempfile.TemporaryDirectory(prefix="derive-") as name:
        folder = Path(name)
        with fetched(stored.key, stored.zone) as file, (folder / "in").open("wb") as copy:
            shutil.copyfileobj(file, copy, 1024 * 1024)
        tool = "transcode" if job.form in CLIPS else "derive"
        options = {"form": job.form, "media_type": stored.media_type, "page": job.page}
        tick = _progress_of(job, folder / "out.progress", stored.duration_ms or 0)
        facts = sandbox.run(tool, folder / "in", folder / "out", options, tick=tick if job.form in CLIPS else None)
        _keep(job, folder / "out", facts)


def _progress_of(job: Derivative, path: Path, duration_ms: int) -> Any:
    """A function that reads ffmpeg's own report and writes whole per cents; it never says 100 before the end."""

    def tick() -> None:
        if not path.exists() or not duration_ms:
            return
        lines = [line for line in path.read_text(errors="replace").splitlines() if line.startswith("out_time_us=")]
        reached = lines[-1].partition("=")[2] if lines else ""
        percent = min(int(reached) // 10 // duration_ms, 99) if reached.isdigit() else 0
        if percent != job.progress:
            job.progress = percent
            Derivative.objects.filter(pk=job.pk).update(progress=percent)

    return tick


def _keep(job: Derivative, path: Path, facts: dict[str, Any]) -> None:
    """Store beside the file, under its lock: a release at this moment waits, and takes the form along."""
    folder = "derived" if job.form in CLIPS or job.form in {Form.CAPTIONS, Form.TRANSCRIPT} else "previews"
    key = f"{folder}/{date.today():%Y/%m}/{uuid4()}.{facts['extension']}"
    with transaction.atomic(), path.open("rb") as made:
        stored = StoredFile.objects.select_for_update().get(pk=job.stored_id)
        if stored.state in StoredFile.GONE:  # deleted while the form was made
            raise Unwanted
        sha256 = hashlib.file_digest(made, "sha256").hexdigest()
        put_new(storage_for(stored.zone), key, made, media_type=facts["media_type"], sha256=sha256)
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
