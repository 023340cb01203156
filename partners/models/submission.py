"""Models of submissions, with their states and allowed steps, and of their history."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from copy import copy
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.languages import language_choices
from users.models import User

from .brief import Brief
from .people import Partner

#: Fields whose values of the last sending the newsroom sees, whatever the partner has typed since.
SENT_WORDS = (
    "title", "text", "kind", "languages", "post_url", "credit", "is_paid", "commercial", "uses_ai", "ai_use", "music",
    "music_source", "has_minor",
)  # fmt: skip


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Queries of submissions by reader and state."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Submissions of partners that `user` acts for; views answer 404 for all others."""
        return self.filter(partner__members__user=user) if user.is_authenticated else self.none()

    def without_drafts(self) -> Self:
        """What the newsroom sees: everything but drafts."""
        return self.exclude(state="draft").select_related("partner")

    def waiting(self) -> Self:
        """Pieces that wait for the newsroom's answer."""
        return self.filter(state__in=["sent", "in_review"])

    def with_open_question(self) -> Self:
        """Pieces with an unanswered question of the partner, in any state."""
        return self.filter(asked_at__isnull=False)

    def late(self) -> Self:
        """Waiting pieces that were not answered within three working days."""
        return self.waiting().filter(due_at__lt=timezone.now())

    def with_turn(self) -> Self:
        """Annotate `turn`: 1 for each partner's oldest piece in a state, 2 for the next; lists order by it."""
        turn = Window(RowNumber(), partition_by=[F("partner"), F("state")], order_by=F("sent_at").asc())
        return self.annotate(turn=turn)


def new_code() -> str:
    """Receipt code such as KOL-7F3K9Q, without letters and digits that are easily confused."""
    return "KOL-" + "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(6))


class Submission(models.Model):
    """One piece of a partner, from draft to publication."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Nháp")
        SENT = "sent", _("Đã gửi")
        IN_REVIEW = "in_review", _("Đang xem")
        CHANGES = "changes", _("Cần bổ sung")
        ACCEPTED = "accepted", _("Đã duyệt")
        SCHEDULED = "scheduled", _("Đã lên lịch")
        PUBLISHED = "published", _("Đã đăng")
        REJECTED = "rejected", _("Từ chối")
        WITHDRAWN = "withdrawn", _("Đã rút")
        REMOVED = "removed", _("Đã gỡ theo yêu cầu")
        EXPIRED = "expired", _("Hết hạn phép")

    class Kind(models.TextChoices):
        CLIP = "clip", _("Clip")
        SOUND = "sound", _("Âm thanh")
        PICTURE = "picture", _("Ảnh, tranh")
        TEXT = "text", _("Bài viết")

    class Music(models.TextChoices):
        NONE = "none", _("Không có nhạc")
        OWN = "own", _("Nhạc của tôi")
        LICENSED = "licensed", _("Nhạc đã xin phép hoặc mua quyền")
        FREE = "free", _("Nhạc miễn phí, có giấy phép mở")

    #: state → next states that the partner (PARTNER_STEPS) or the newsroom (NEWSROOM_STEPS) may choose (docs/domain.md
    #: D).
    PARTNER_STEPS = {
        State.DRAFT: {State.SENT, State.WITHDRAWN},
        State.CHANGES: {State.SENT, State.WITHDRAWN},
        State.SENT: {State.WITHDRAWN},
        State.IN_REVIEW: {State.WITHDRAWN},
        State.ACCEPTED: {State.WITHDRAWN},
        State.SCHEDULED: {State.WITHDRAWN},
        State.PUBLISHED: {State.REMOVED},
        State.EXPIRED: {State.SENT, State.WITHDRAWN},
    }
    NEWSROOM_STEPS = {
        State.SENT: {State.IN_REVIEW, State.CHANGES, State.ACCEPTED, State.REJECTED},
        State.IN_REVIEW: {State.CHANGES, State.ACCEPTED, State.REJECTED},
        State.ACCEPTED: {State.CHANGES, State.SCHEDULED, State.PUBLISHED, State.REJECTED},
        State.SCHEDULED: {State.ACCEPTED, State.CHANGES, State.PUBLISHED, State.REJECTED},
        State.PUBLISHED: {State.ACCEPTED, State.EXPIRED},
    }
    #: states in which the partner still has to send it
    WITH_PARTNER = (State.DRAFT, State.CHANGES)
    #: states in which the approval holds
    CLEARED = (State.ACCEPTED, State.SCHEDULED, State.PUBLISHED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("mã biên nhận"), max_length=12, unique=True, default=new_code, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="submissions", verbose_name=_("đối tác"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    brief = models.ForeignKey(
        Brief, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name=_("đề bài")
    )
    brief_version = models.PositiveSmallIntegerField(
        _("bản đề bài đã đọc"), default=0, help_text="version of the brief that was on the page when the piece was sent"
    )
    outlet = models.ForeignKey(
        "campaign.Outlet", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan nhận")
    )
    state = models.CharField(_("trạng thái"), max_length=12, choices=State, default=State.DRAFT)
    edits = models.PositiveIntegerField(default=0, help_text="counts savings: a second tab learns that it is behind")
    kind = models.CharField(_("loại"), max_length=8, choices=Kind, blank=True)
    languages = ArrayField(
        models.CharField(max_length=5, choices=language_choices),
        verbose_name=_("ngôn ngữ trong bài"),
        default=list,
        blank=True,
    )
    title = models.CharField(_("tên nội dung"), max_length=110, blank=True)
    text = models.TextField(_("lời giới thiệu"), max_length=5000, blank=True)
    post_url = models.URLField(_("liên kết bài đăng"), max_length=300, blank=True)
    credit = models.CharField(_("ghi nguồn là"), max_length=120, blank=True)
    licence_until = models.DateField(_("cho dùng đến ngày"), null=True, blank=True)
    is_paid = models.BooleanField(_("có nhận tiền hoặc lợi ích"), null=True, blank=True)
    commercial = models.CharField(_("quan hệ thương mại"), max_length=300, blank=True)
    uses_ai = models.BooleanField(_("có dùng AI"), null=True, blank=True)
    music = models.CharField(_("nhạc"), max_length=8, choices=Music, blank=True)
    music_source = models.CharField(_("nguồn nhạc"), max_length=200, blank=True)
    ai_use = models.CharField(_("phần dùng AI"), max_length=300, blank=True)
    has_minor = models.BooleanField(_("có người dưới 18 tuổi"), null=True, blank=True)
    ticked = models.JSONField(
        default=list,
        blank=True,
        help_text="keys of the statements ticked in a draft; records are written when it is sent",
    )
    sent_words = models.JSONField(default=dict, editable=False, help_text="SENT_WORDS at the last sending")
    partner_note = models.CharField(_("lời nhắn cho tòa soạn"), max_length=500, blank=True)
    newsroom_note = models.TextField(_("lời nhắn của tòa soạn"), max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    due_at = models.DateTimeField(_("hạn trả lời"), null=True, blank=True)
    late_notified_at = models.DateTimeField(
        null=True, blank=True, help_text="the newsroom was told that its answer is late"
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("người nhận")
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    approved_print = models.CharField(max_length=64, blank=True, help_text="fingerprint() of what was approved")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người duyệt"),
    )
    scheduled_for = models.DateTimeField(_("lên trang lúc"), null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="the partner's question that nobody has answered")
    # On this model and not on the page: what Wagtail copies of a page (translation, another outlet's copy) must not
    # refer to the piece a second time. KolStoryPage.piece finds it from each of them.
    story = models.OneToOneField(
        "partners.KolStoryPage",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="submission",
        verbose_name=_("bài KOL"),
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("bài gửi")
        verbose_name_plural = _("bài gửi")
        ordering = ["-updated_at"]
        permissions = [("review_submission", _("Được xét bài của KOL"))]
        indexes = [
            models.Index(fields=["state", "sent_at"], name="submission_queue"),
            models.Index(fields=["partner", "-updated_at"], name="submission_of_partner"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.shown_title}"

    @property
    def shown_title(self) -> str:
        """The title, or a placeholder."""
        return self.title or gettext("Bài chưa đặt tên")

    @property
    def is_editable(self) -> bool:
        """Whether the partner may change it: a draft, changes requested, or expired; never while suspended."""
        return self.state in {self.State.DRAFT, self.State.CHANGES, self.State.EXPIRED} and self.partner.is_active

    def partner_may(self, to: State) -> bool:
        """Whether the partner may take the step to `to` now."""
        return to in self.PARTNER_STEPS.get(self.State(self.state), set())

    @property
    def newsroom_steps(self) -> set[State]:
        """States that the newsroom may choose now."""
        return self.NEWSROOM_STEPS.get(self.State(self.state), set())

    @property
    def awaits_answer(self) -> bool:
        """Whether the newsroom has to answer by `due_at`."""
        return self.state in {self.State.SENT, self.State.IN_REVIEW}

    @property
    def is_late(self) -> bool:
        """Whether `due_at` has passed without an answer."""
        return self.awaits_answer and self.due_at is not None and self.due_at < timezone.now()

    @property
    def may_be_shown(self) -> bool:
        """Whether it is approved and unchanged since, and the permission has not expired."""
        return (
            self.state in self.CLEARED
            and (self.licence_until is None or self.licence_until >= timezone.localdate())
            and self.fingerprint() == self.approved_print
        )

    def as_sent(self) -> Submission:
        """A copy with the words of the last sending: what is typed since is the partner's own until it is sent."""
        sent = copy(self)
        for name, value in self.sent_words.items():
            setattr(sent, name, value)
        return sent

    @property
    def paragraphs(self) -> list[str]:
        """Paragraphs of the text, as remarks count them (from 1)."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    def fingerprint(self) -> str:
        """SHA-256 of everything readers would get: text, credit, answers, each file's hash, each person's consent.

        The approval holds for this value only (docs/security.md, rule 24).
        """
        words = ("title", "text", "post_url", "credit", "commercial", "ai_use", "music", "music_source")
        facts = [str(getattr(self, name)) for name in words]
        facts += [str(value) for value in (self.is_paid, self.uses_ai, self.has_minor, self.licence_until)]
        files = self.files.order_by("uuid").values_list("uuid", "stored__sha256", "caption")
        people = self.people.order_by("uuid").values_list(
            "uuid", "age_band", "person_agreed", "representative_agreed", "paper__sha256"
        )
        data = [facts, [[str(value) for value in row] for row in files], [[str(v) for v in row] for row in people]]
        return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()
