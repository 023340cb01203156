"""A submission travels: draft → sent → in review → changes asked | accepted → published, or rejected / withdrawn."""

import hashlib
import secrets
import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media_library.models import StoredFile

from .people import Partner


class WrongState(ValueError):
    """Somebody asked for a step that the submission's state does not allow; the message is for people."""


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Submissions of partners that `user` acts for: somebody else's do not exist (404)."""
        return (
            self.filter(partner__members__user=user, partner__is_active=True) if user.is_authenticated else self.none()
        )

    def on_desk(self):
        """What the newsroom sees: everything the partner has sent at least once."""
        return self.exclude(state="draft").select_related("partner")

    def waiting(self):
        """What waits for the newsroom and not for the partner."""
        return self.filter(state__in=["sent", "in_review"])


def new_code() -> str:
    """Receipt code such as KOL-7F3K9Q: no letters that are read wrongly on the phone."""
    return "KOL-" + "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(6))


class Submission(models.Model):
    """One piece of a partner on its way to the readers."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Nháp")
        SENT = "sent", _("Đã gửi")
        IN_REVIEW = "in_review", _("Đang xem")
        CHANGES = "changes", _("Cần bổ sung")
        ACCEPTED = "accepted", _("Đã duyệt")
        PUBLISHED = "published", _("Đã đăng")
        REJECTED = "rejected", _("Từ chối")
        WITHDRAWN = "withdrawn", _("Đã rút")

    #: state → states it may go to, and who asks: the partner or the desk (domain.md D).
    PARTNER_STEPS = {
        State.DRAFT: {State.SENT, State.WITHDRAWN},
        State.CHANGES: {State.SENT, State.WITHDRAWN},
        State.SENT: {State.WITHDRAWN},
        State.IN_REVIEW: {State.WITHDRAWN},
        State.ACCEPTED: {State.WITHDRAWN},
    }
    DESK_STEPS = {
        State.SENT: {State.IN_REVIEW, State.CHANGES, State.ACCEPTED, State.REJECTED},
        State.IN_REVIEW: {State.CHANGES, State.ACCEPTED, State.REJECTED},
        State.ACCEPTED: {State.CHANGES, State.PUBLISHED, State.REJECTED},
        State.PUBLISHED: {State.ACCEPTED},
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("mã biên nhận"), max_length=12, unique=True, default=new_code, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="submissions", verbose_name=_("đối tác"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(_("trạng thái"), max_length=12, choices=State, default=State.DRAFT)
    title = models.CharField(_("tên nội dung"), max_length=110, blank=True)
    text = models.TextField(_("lời giới thiệu"), max_length=5000, blank=True)
    post_url = models.URLField(_("liên kết bài đăng"), max_length=300, blank=True)
    credit = models.CharField(_("ghi nguồn là"), max_length=120, blank=True)
    commercial = models.CharField(_("quan hệ thương mại"), max_length=300, blank=True)
    ai_use = models.CharField(_("phần dùng AI"), max_length=300, blank=True)
    has_minor = models.BooleanField(_("có người dưới 18 tuổi"), null=True, blank=True)
    ticked = models.JSONField(
        default=list,
        blank=True,
        help_text="keys of the statements ticked in a draft; records are written when it is sent",
    )
    desk_note = models.TextField(_("lời nhắn của tòa soạn"), max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("bài gửi")
        verbose_name_plural = _("bài gửi")
        ordering = ["-updated_at"]
        permissions = [("review_submission", _("Được xét bài của KOL"))]

    def __str__(self):
        return f"{self.code} · {self.shown_title}"

    @property
    def shown_title(self) -> str:
        return self.title or gettext("Bài chưa đặt tên")

    @property
    def is_editable(self) -> bool:
        """The partner may change it: never sent, or the desk has asked for changes."""
        return self.state in {self.State.DRAFT, self.State.CHANGES}

    @transaction.atomic
    def move(self, to, *, by, steps, note=""):
        """Go to state `to` if `steps` (PARTNER_STEPS or DESK_STEPS) allows it, and write the event.

        Locks the row, so two clicks at once make one step. Raises WrongState with a sentence for people.
        """
        locked = type(self).objects.select_for_update().get(pk=self.pk)
        if to not in steps.get(locked.state, set()):
            raise WrongState(
                _(
                    "Bài đang ở trạng thái “%(now)s”, không chuyển sang “%(to)s” được. Bạn tải lại trang để "
                    "xem trạng thái mới nhất."
                )
                % {"now": locked.get_state_display(), "to": self.State(to).label}
            )
        before, self.state = locked.state, to
        self.desk_note = note if to in {self.State.CHANGES, self.State.REJECTED} else ""
        if to == self.State.SENT:
            self.sent_at = timezone.now()
        self.save(update_fields=["state", "desk_note", "sent_at", "updated_at"])
        return SubmissionEvent.objects.create(submission=self, before=before, after=to, by=by, note=note)


class SubmissionFile(models.Model):
    """A clip or picture of a submission: received straight into quarantine, checked in the worker.

    announced (row, nothing in storage yet) → received (`received_at`) → stored | refused.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    incoming_key = models.CharField(max_length=200, blank=True, help_text="quarantine key of the bytes as they arrived")
    declared_name = models.CharField(_("tên tệp"), max_length=150)
    declared_size = models.PositiveBigIntegerField(_("dung lượng, byte"), default=0)
    received_at = models.DateTimeField(null=True, blank=True)
    stored = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="submission_file")
    refusal = models.CharField(_("lý do bị từ chối"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tệp của bài gửi")
        verbose_name_plural = _("tệp của bài gửi")
        ordering = ["pk"]

    def __str__(self):
        return self.declared_name

    @property
    def is_arriving(self) -> bool:
        """Announced, but storage has not confirmed the bytes."""
        return self.stored_id is None and not self.refusal and self.received_at is None

    @property
    def is_pending(self) -> bool:
        return self.stored_id is None and not self.refusal

    @property
    def is_unscanned(self) -> bool:
        return self.stored is not None and self.stored.state == StoredFile.State.NOT_SCANNED


class ConsentQuerySet(models.QuerySet):
    def live(self):
        """Given, not taken back, not replaced by those of a later sending."""
        return self.filter(withdrawn_at=None, replaced_at=None)


class Consent(models.Model):
    """One statement a partner ticked: its exact text, when, and the text's hash (domain.md D)."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="consents")
    key = models.CharField(max_length=30)
    text = models.TextField()
    text_hash = models.CharField(max_length=64, editable=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True, help_text="sent again: the newer record counts")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("lời đồng ý")
        verbose_name_plural = _("lời đồng ý")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "key"],
                condition=models.Q(withdrawn_at=None, replaced_at=None),
                name="one_live_consent_per_statement",
            )
        ]

    def __str__(self):
        return self.key

    def save(self, *args, **kwargs):
        self.text_hash = hashlib.sha256(self.text.encode()).hexdigest()
        super().save(*args, **kwargs)


class SubmissionEvent(models.Model):
    """The history that both partner and desk see."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="events")
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12, choices=Submission.State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.before} → {self.after}"
