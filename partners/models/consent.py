"""Models of consents: the partner's statements, and the consent of each depicted person."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from files.models import StoredFile
from media_library.models import SubjectConsent
from partners.consents import BY_KEY

from .submission import Submission

AgeBand = SubjectConsent.AgeBand
PAPER_NEEDED = {AgeBand.SMALL, AgeBand.CHILD}


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Queries of statements."""

    def live(self) -> Self:
        """Not withdrawn and not replaced by a later sending; expired ones are included, so that they can be named."""
        return self.filter(withdrawn_at=None, replaced_at=None)

    def of_last_sending(self) -> Self:
        """Statements of the last sending, withdrawn since or not, for the receipt."""
        return self.filter(replaced_at=None)


class Consent(models.Model):
    """A statement that a partner ticked: exact text, its hash and version, when, by whom (docs/domain.md D)."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="consents")
    key = models.CharField(max_length=30)
    version = models.CharField(_("bản chữ"), max_length=20, blank=True)
    text = models.TextField()
    text_hash = models.CharField(max_length=64, editable=False)
    about = models.CharField(
        max_length=64, blank=True, editable=False, help_text="workflow.statements.about() at the sending"
    )
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("có hiệu lực đến"), null=True, blank=True)
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

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive `text_hash` from the text."""
        self.text_hash = hashlib.sha256(self.text.encode()).hexdigest()
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """Short name of the statement; the key of one that is asked no more."""
        return BY_KEY[self.key].title if self.key in BY_KEY else self.key

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()


class DepictedPerson(models.Model):
    """A recognisable person in the piece, and the consent.

    Under 16 the law on personal data asks for the child's own yes (from 7) and the representative's, who signs
    a paper; 16 and 17 are minors still (civil code): their own yes and the representative's, no paper asked.
    The name is visible to the newsroom only, on no public page and to no school.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="people")
    name = models.CharField(_("tên hoặc cách gọi"), max_length=120, blank=True)
    age_band = models.CharField(_("độ tuổi"), max_length=5, choices=AgeBand, blank=True)
    person_agreed = models.BooleanField(_("người này đã đồng ý"), default=False)
    representative_name = models.CharField(_("cha, mẹ hoặc người giám hộ"), max_length=120, blank=True)
    representative_agreed = models.BooleanField(_("người giám hộ đã đồng ý"), default=False)
    paper = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("giấy đồng ý")
    )
    expires_on = models.DateField(_("đồng ý đến ngày"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("người trong hình")
        verbose_name_plural = _("người trong hình")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or str(_("Người chưa ghi tên"))

    @property
    def is_minor(self) -> bool:
        """Under 18."""
        return bool(self.age_band) and self.age_band != AgeBand.ADULT

    def gaps(self) -> list[str]:
        """One sentence for everything that this person's consent lacks; empty when it is complete."""
        params = {"who": str(self)}
        gaps: list[str] = []
        if not self.name:
            gaps.append(gettext("Có một người trong hình chưa ghi tên hoặc cách gọi."))
        if not self.age_band:
            gaps.append(gettext("Chưa chọn độ tuổi của “%(who)s”.") % params)
        if not self.person_agreed and self.age_band != AgeBand.SMALL:
            gaps.append(gettext("Chưa có lời đồng ý của chính “%(who)s”.") % params)
        if self.is_minor and not (self.representative_name and self.representative_agreed):
            gaps.append(gettext("Chưa có lời đồng ý của cha, mẹ hoặc người giám hộ “%(who)s”.") % params)
        if self.age_band in PAPER_NEEDED and self.paper_id is None:
            gaps.append(gettext("Thiếu giấy đồng ý của cha, mẹ hoặc người giám hộ “%(who)s” (dưới 16 tuổi).") % params)
        if self.expires_on and self.expires_on < timezone.localdate():
            gaps.append(gettext("Lời đồng ý của “%(who)s” đã hết hạn.") % params)
        return gaps
