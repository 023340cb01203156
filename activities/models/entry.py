"""Models of entries to a contest: works, their authors' consents, files, marks of the jury, events."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Avg, Count, Exists, Max, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models.contest import MARKS_NEEDED, Contest, Format, Juror
from campaign.retention import end_of_not_shown, end_of_shown
from files.intake.messages import rejection_message
from files.models import StoredFile
from media_library.models import SubjectConsent
from media_library.vocabulary import SchoolLevel
from users.models import Organisation, User

MAX_AUTHORS = 5
MAX_FILES = 4
SPREAD = Decimal(20)  # points between the two marks from which a third juror is asked


class Prize(models.TextChoices):
    """What an entry wins."""

    FIRST = "nhat", _("Giải Nhất")
    SECOND = "nhi", _("Giải Nhì")
    THIRD = "ba", _("Giải Ba")
    MENTION = "khuyen-khich", _("Giải Khuyến khích")


class EntryQuerySet(models.QuerySet["Entry"]):
    """Queries of entries by who may see them, in adjectives that compose."""

    def sent_by(self, user: User) -> Self:
        """Entries of the account itself, and of the active organisation that it acts for."""
        own = Q(organisation=None, submitted_by=user)
        of_unit = Q(organisation__in=Organisation.objects.active().filter(members=user))
        return self.filter(own | of_unit if user.organisation_id else own)

    def in_contest(self) -> Self:
        """Handed in and neither withdrawn nor left out."""
        return self.filter(state__in=Entry.IN_CONTEST)

    def sent_back(self) -> Self:
        """Returned by the organiser, and not handed in again."""
        return self.filter(state=Entry.State.DRAFT, mend_until__isnull=False)

    def mended(self) -> Self:
        """Handed in again after the organiser had sent them back, and not decided since."""
        returned = EntryEvent.objects.filter(entry=OuterRef("pk"), after=Entry.State.DRAFT).exclude(note="")
        return self.filter(Exists(returned), state=Entry.State.SUBMITTED, contest__state="public")

    def agreed(self) -> Self:
        """Entries whose authors have all agreed, with the guardians of the minors among them, until today."""
        authors = EntryAuthor.objects.filter(entry=OuterRef("pk"))
        lacking = authors.exclude(Exists(SubjectConsent.objects.valid_on().filter(pk=OuterRef("consent"))))
        return self.filter(Exists(authors), ~Exists(lacking))

    def on_show(self) -> Self:
        """What readers see: chosen for the gallery of a contest with results, agreed to, every file checked."""
        good = Q(stored__state=StoredFile.State.CLEAN) | Q(stored__decided_at__isnull=False)
        unchecked = EntryFile.objects.filter(entry=OuterRef("pk"), stored__isnull=False).exclude(good)
        entries = self.filter(state=Entry.State.SHORTLISTED, contest__state=Contest.State.RESULTS, is_hung=True)
        return entries.agreed().filter(~Exists(unchecked))

    def with_marks(self) -> Self:
        """`mean`, `least`, `most` and `marked` of the marks that were given; recusals do not count."""
        has_total = Q(marks__total__isnull=False)
        return self.annotate(
            mean=Avg("marks__total", filter=has_total),
            least=Min("marks__total", filter=has_total),
            most=Max("marks__total", filter=has_total),
            marked=Count("marks", filter=has_total),
        )

    def with_pictures(self) -> Self:
        """The files and authors of each, in two further queries."""
        return self.prefetch_related(
            models.Prefetch("files", EntryFile.objects.filter(stored__isnull=False).select_related("stored")),
            models.Prefetch("authors", EntryAuthor.objects.select_related("consent")),
        )


class Entry(models.Model):
    """A work that a school or an adult account hands in. Jurors see the code, never the sender or an author."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Nháp")
        SUBMITTED = "submitted", _("Đã nộp")
        SHORTLISTED = "shortlisted", _("Vào vòng sau")
        EXCLUDED = "excluded", _("Không hợp lệ")
        WITHDRAWN = "withdrawn", _("Đã rút")
        ENDED = "ended", _("Hết hạn lưu")

    IN_CONTEST = (State.SUBMITTED, State.SHORTLISTED)
    #: Set by with_marks(): mean, lowest and highest mark, and how many there are; `spread` by who shows it.
    mean: Decimal | None
    least: Decimal | None
    most: Decimal | None
    marked: int
    spread: Decimal | None

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="entries")
    code = models.CharField(_("mã bài"), max_length=12, unique=True, editable=False)
    format = models.CharField(_("hình thức"), max_length=20, choices=Format)
    level = models.CharField(_("bảng"), max_length=20, choices=SchoolLevel)
    title = models.CharField(_("tên bài"), max_length=120)
    about = models.CharField(_("bài nói gì, trong một hai câu"), max_length=400, blank=True)
    alt = models.CharField(_("trong bài có gì, cho người không nhìn thấy"), max_length=300, blank=True)
    tools = models.CharField(_("phần nào dùng AI"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="contest_entries"
    )
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(_("trạng thái"), max_length=12, choices=State, default=State.DRAFT)
    prize = models.CharField(_("giải"), max_length=14, choices=Prize, blank=True)
    is_hung = models.BooleanField(_("treo phòng tranh"), default=False)
    third_mark = models.BooleanField(_("cần giám khảo thứ ba"), default=False)
    office_note = models.CharField(_("lời của ban tổ chức"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    mend_until = models.DateTimeField(_("sửa đến"), null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("bài dự thi")
        verbose_name_plural = _("bài dự thi")
        ordering = ["submitted_at", "pk"]
        indexes = [models.Index(fields=["contest", "state", "submitted_at"], name="entries_of_contest")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def marks_needed(self) -> int:
        return MARKS_NEEDED + int(self.third_mark)

    @property
    def is_in_contest(self) -> bool:
        """Whether it is handed in, and neither left out nor withdrawn."""
        return self.state in self.IN_CONTEST

    @property
    def is_sent_back(self) -> bool:
        """Whether the organiser has returned it to its sender, who has not handed it in again."""
        return self.state == self.State.DRAFT and self.mend_until is not None

    @property
    def is_editable(self) -> bool:
        """Whether the sender may still change it: until entries close, and until `mend_until` when it was sent back."""
        if self.state != self.State.DRAFT or self.contest.state != Contest.State.PUBLIC:
            return False
        return self.contest.is_open or (self.mend_until is not None and timezone.now() < self.mend_until)

    @property
    def takes_files(self) -> bool:
        """Whether the sender may change its files: those that jurors have marked stay."""
        return self.is_editable and not self.marks.exists()

    @property
    def kept_until(self) -> date:
        """Last day on which its files and words are kept, as things stand today; two queries at most."""
        contest = self.contest
        closes_on = timezone.localdate(contest.closes_at)
        if self.is_hung and contest.has_results:
            return end_of_shown(closes_on)
        has_day = contest.has_results and contest.results_at
        return end_of_not_shown(closes_on, timezone.localdate(contest.results_at) if has_day else None)

    @property
    def picture(self) -> EntryFile | None:
        """The first file with a preview; reads what with_pictures() has loaded."""
        return next((file for file in self.files.all() if file.stored and file.stored.preview_key), None)

    @property
    def names(self) -> str:
        """What the authors want to be called on the wall."""
        return ", ".join(author.shown_as for author in self.authors.all())


class EntryAuthor(models.Model):
    """An author: no more than the consent of the library, whose `subject` is the name to be shown."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="authors")
    consent = models.OneToOneField(SubjectConsent, models.PROTECT, related_name="authorship")

    class Meta:
        verbose_name = _("tác giả")
        verbose_name_plural = _("tác giả")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.shown_as

    @property
    def shown_as(self) -> str:
        """The name to be shown, a nickname as a rule."""
        return self.consent.subject


class EntryFile(models.Model):
    """A file of an entry in quarantine, or what the gate refused and why."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="files")
    declared_name = models.CharField(_("tên tệp"), max_length=150)
    stored = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="entry_file")
    refused = models.JSONField(_("lý do từ chối"), default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tệp dự thi")
        verbose_name_plural = _("tệp dự thi")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.declared_name

    @property
    def refusal(self) -> str:
        """Why the gate refused it, in the active language."""
        return rejection_message(self.refused)


class Mark(models.Model):
    """What one juror gave one entry; `total` is None for a recusal."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="marks")
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="marks")
    scores = models.JSONField(default=dict, blank=True, help_text="{key of the criterion: 0 to 10}")
    total = models.DecimalField(_("điểm"), max_digits=5, decimal_places=2, null=True, blank=True)
    comment = models.CharField(_("nhận xét"), max_length=600, blank=True)
    recusal = models.CharField(_("lý do không chấm"), max_length=200, blank=True)
    marked_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("phiếu chấm")
        verbose_name_plural = _("phiếu chấm")
        constraints = [models.UniqueConstraint(fields=["entry", "juror"], name="one_mark_per_juror")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.total}"


class EntryEvent(models.Model):
    """A step of an entry: who, when, from which state to which."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="events")
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("bước của bài dự thi")
        verbose_name_plural = _("bước của bài dự thi")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


def spread_of(entry: Entry) -> Decimal | None:
    """Points between the lowest and the highest mark of an entry with_marks(); None with fewer than two."""
    if entry.marked < 2 or entry.most is None or entry.least is None:
        return None
    return entry.most - entry.least
