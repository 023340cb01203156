"""Forms of a file that people ask for when they download: the usual ones are made ahead, all others on request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, transaction
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from files.cleaners.limits import PREVIEW_PAGES
from files.models import StoredFile
from media_library.derivatives.queue import issue_tickets
from media_library.derivatives.specs import CLIP_SIDES
from media_library.models import AssetFile, Derivative
from media_library.models.derivative import DerivativeQuerySet
from media_library.vocabulary import FileRole

Form, State = Derivative.Form, Derivative.State
MAX_WAITING = 100  # jobs of visitors that may wait at once; a further visitor is asked to come back
_WAITING_LOCK = 5_291_005  # pg_advisory_xact_lock: one visitor's job is made at a time, so that MAX_WAITING holds
_DRAWN = ("image/jpeg", "image/png", "image/webp", "image/avif")


class TooManyJobs(Exception):
    """MAX_WAITING requests wait already."""


@dataclass(frozen=True)
class Format:
    """One form: what it is called, what it is good for, whether it is set into a frame that it may fill."""

    form: str
    label: str | Promise
    purpose: str | Promise
    is_framed: bool = False


PICTURES = (
    Format(Form.PNG, _("Hình PNG"), _("cả trang, dán vào Word, slide")),
    Format(Form.FRAME_SQUARE, _("Hình vuông"), _("1080 × 1080, đăng Zalo, Facebook"), is_framed=True),
    Format(Form.FRAME_PORTRAIT, _("Hình đứng 4:5"), _("1080 × 1350, bảng tin trên điện thoại"), is_framed=True),
    Format(Form.FRAME_TALL, _("Hình dọc 9:16"), _("1080 × 1920, tin 24 giờ, khóa màn hình"), is_framed=True),
    Format(Form.FRAME_WIDE, _("Hình ngang 1920 × 1080"), _("màn hình LED, máy chiếu, ti vi"), is_framed=True),
)
CLIPS = (
    Format(Form.CLIP_720, _("Clip 720p"), _("máy chiếu, ti vi")),
    Format(Form.CLIP_360, _("Clip 360p"), _("nhẹ, gửi qua Zalo")),
    Format(Form.VERTICAL, _("Clip dọc 9:16"), _("điện thoại, tin 24 giờ")),
    Format(Form.SQUARE, _("Clip vuông"), _("bảng tin mạng xã hội")),
    Format(Form.LOOP, _("Clip lặp, không tiếng"), _("15 giây đầu, màn hình ở sảnh")),
    Format(Form.SOUND, _("Chỉ lấy tiếng"), _("M4A, loa phát thanh của trường")),
)
#: Made when a version is released.
USUAL = frozenset({Form.PNG, Form.FRAME_SQUARE})
_ON_REQUEST = {Form.FRAME_PORTRAIT, Form.FRAME_TALL, Form.FRAME_WIDE, Form.LOOP, Form.SOUND}


def formats_of(stored: StoredFile) -> list[Format]:
    """What can be made of a file; [] for sound, text, Office files and ZIP files."""
    if stored.media_type == "application/pdf":
        return list(PICTURES)
    if stored.media_type in _DRAWN:
        return [item for item in PICTURES if item.form != Form.PNG or stored.media_type != "image/png"]
    if stored.media_type in {"video/mp4", "video/webm"}:
        return [item for item in CLIPS if _suits(stored, item.form)]
    return []


def _suits(stored: StoredFile, form: str) -> bool:
    """Whether a form of a clip is another than the clip itself; nothing is enlarged."""
    width, height = stored.width or 1, stored.height or 1
    if form in CLIP_SIDES:
        return min(width, height) > CLIP_SIDES[Form(form)]
    if form == Form.SOUND:
        return bool(stored.has_audio)
    shape = {Form.VERTICAL: 9 / 16, Form.SQUARE: 1.0}.get(Form(form))
    return shape is None or abs(width / height - shape) > 0.02


def pages_of(stored: StoredFile) -> int:
    """How many pages can be asked for one by one: 0 for what is no document."""
    return min(stored.pages or 1, PREVIEW_PAGES) if stored.media_type == "application/pdf" else 0


def known_format(stored: StoredFile, form: str) -> Format | None:
    """The format with this value, None when it is not offered for the file."""
    return next((file_format for file_format in formats_of(stored) if file_format.form == form), None)


def request(stored: StoredFile, *, form: str, page: int = 0, crop: str = "", owner: Any = None) -> Derivative:
    """The job of this form, made and queued if there is none. Raises TooManyJobs for somebody without an account."""
    with transaction.atomic():
        job = Derivative.objects.filter(stored=stored, form=form, page=page, crop=crop).first()
        if job is None and owner is None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WAITING_LOCK])
            if _asked_for().count() >= MAX_WAITING:
                raise TooManyJobs
        if job is None:
            job, is_new = Derivative.objects.get_or_create(
                stored=stored, form=form, page=page, crop=crop, defaults={"owner": owner}
            )
            if is_new:
                transaction.on_commit(lambda: issue_tickets([form]))
    return job


def _asked_for() -> DerivativeQuerySet:
    """Unfinished jobs that nobody but a visitor asks for."""
    forms = [file_format.form for file_format in (*PICTURES, *CLIPS)]
    rare = Q(form__in=_ON_REQUEST) | Q(page__gt=1) | ~Q(crop="")
    return Derivative.objects.unfinished().filter(rare, owner=None, form__in=forms)


def plan_usual(files: Iterable[AssetFile], *, owner: Any = None) -> int:
    """Queue the usual forms of released `files` and their print sheets; returns how many. Safe to repeat."""
    jobs = [
        Derivative(stored=file.stored, form=form, page=min(pages_of(file.stored), 1), owner=owner)
        for file in files
        if file.role not in {FileRole.EDITABLE, FileRole.SOURCE}
        for form in _usual_forms(file)
    ]
    have = Derivative.objects.filter(stored__in=[job.stored_id for job in jobs], crop="")
    known_keys = set(have.values_list("stored", "form", "page"))
    missing = [job for job in jobs if (job.stored_id, job.form, job.page) not in known_keys]
    Derivative.objects.bulk_create(missing, ignore_conflicts=True)
    transaction.on_commit(lambda: issue_tickets([job.form for job in missing]))
    return len(missing)


def _usual_forms(file: AssetFile) -> list[str]:
    forms = [file_format.form for file_format in formats_of(file.stored) if file_format.form in USUAL]
    return [*forms, Form.PRINT_SHEET] if has_print_sheet(file) else forms


def has_print_sheet(file: AssetFile) -> bool:
    """Whether a print shop or a copier gets a sheet with it: a printed file of known size."""
    return file.role in {FileRole.PRINT, FileRole.SCHOOL_PRINT} and bool(file.stored.trim_width_mm)


def forget_print_sheets(files: Iterable[AssetFile]) -> None:
    """Have the stored print sheets of `files` made again, because a text on them changed."""
    sheets = Derivative.objects.filter(stored__in=[file.stored_id for file in files], form=Form.PRINT_SHEET)
    if again := list(sheets.exclude(state=State.RUNNING)):
        sheets.filter(pk__in=[job.pk for job in again]).update(state=State.WAITING, key="", ticket="", attempts=0)
        transaction.on_commit(lambda: issue_tickets([job.form for job in again]))


def made_forms() -> ArraySubquery:
    """For queries of AssetFile: [{"form", "size"}] of what is made of the file, whole and of the first page."""
    forms = [file_format.form for file_format in (*PICTURES, *CLIPS)]
    derivatives = Derivative.objects.done().filter(stored=OuterRef("stored"), form__in=forms, page__lte=1, crop="")
    return ArraySubquery(derivatives.values(json=JSONObject(form="form", size="size")))


def offers(file: AssetFile) -> list[tuple[Format, int]]:
    """(format, bytes; 0 while it is not made) for a file with made_forms()."""
    sizes = {item["form"]: item["size"] for item in getattr(file, "made_forms", None) or []}
    return [(item, sizes.get(item.form, 0)) for item in formats_of(file.stored)]


def download_name(file: AssetFile, job: Derivative) -> str:
    """“poster_ban-in-a3_v1.2_vi_hinh-1-1_trang-2_giua.png”: that of the file, and what the form is."""
    stem = file.download_name.rpartition(".")[0]
    page = f"trang-{job.page}" if job.page > 1 else ""
    parts = [stem, job.form, page, job.crop]
    return "_".join(part for part in parts if part) + "." + job.key.rpartition(".")[2]
