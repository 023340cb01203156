"""Model of a submission's history: changes of state, questions and answers, each signed by a desk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaign.models import Outlet

from .submission import Submission


class SubmissionEvent(models.Model):
    """History that partner and newsroom both see: changes of state, and questions and answers."""

    class Voice(models.TextChoices):
        PARTNER = "partner", _("Đối tác hỏi")
        NEWSROOM = "newsroom", _("Tòa soạn trả lời")

    class Desk(models.TextChoices):
        KOL = "kol", _("Bàn KOL")
        BOARD = "board", _("Ban biên tập")

    class Cause(models.TextChoices):
        """Sentences of the site itself; stored as a code, so that each reader gets them in their own language."""

        ENDED = "ended", _("Hết ngày bạn cho phép dùng.")
        PURGED = "purged", _("Đã xóa hẳn %(count)d tệp khỏi kho lưu trữ.")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="events")
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12, choices=Submission.State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(blank=True)
    voice = models.CharField(max_length=8, choices=Voice, blank=True, help_text="whose words; empty for a step")
    cause = models.CharField(max_length=8, choices=Cause, blank=True)
    count = models.PositiveIntegerField(default=0, help_text="the figure of the cause's sentence")
    desk = models.CharField(_("bàn"), max_length=8, choices=Desk, blank=True)
    house = models.CharField(_("cơ quan"), max_length=120, blank=True, help_text="short name of the desk's outlet")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def label(self) -> str:
        """Title of the event: the state that was reached, or who said something."""
        return str(self.get_voice_display() if self.voice else self.get_after_display())

    @property
    def words(self) -> str:
        """What a person wrote, or the sentence of the cause; "" without either."""
        return self.note or (str(self.get_cause_display()) % {"count": self.count} if self.cause else "")

    @property
    def signature(self) -> str:
        """What the partner reads instead of a name: “Bàn KOL, Báo Cần Thơ”; "" for the partner's own steps."""
        return ", ".join(filter(None, [str(self.get_desk_display()), self.house])) if self.desk else ""

    def sign(self, desk: str, outlet: Outlet | None) -> None:
        """Record which desk of which outlet (None: of the site) took the step. Saves the row."""
        self.desk, self.house = desk, outlet.short_name if outlet else ""
        self.save(update_fields=["desk", "house"])
