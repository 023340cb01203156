"""What was agreed to: the partner's eight statements, and the yes of each person shown."""

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.models import StoredFile

from .submission import Submission


class ConsentQuerySet(models.QuerySet):
    def live(self):
        """Given, not taken back, not replaced by those of a later sending. Expired ones are among them: name them."""
        return self.filter(withdrawn_at=None, replaced_at=None)

    def of_last_sending(self):
        """What was agreed to when the piece was last sent, taken back since or not: the receipt's lines."""
        return self.filter(replaced_at=None)


class Consent(models.Model):
    """One statement a partner ticked: its exact text, when, and the text's hash (docs/domain.md D)."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="consents")
    key = models.CharField(max_length=30)
    version = models.CharField(_("bản chữ"), max_length=20, blank=True)
    text = models.TextField()
    text_hash = models.CharField(max_length=64, editable=False)
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

    def __str__(self):
        return self.key

    def save(self, *args, **kwargs):
        self.text_hash = hashlib.sha256(self.text.encode()).hexdigest()
        super().save(*args, **kwargs)

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()


class PersonShown(models.Model):
    """Somebody who can be recognised in the piece, and who said yes.

    Under 16 the law on personal data asks for the child's own yes (from 7) and the representative's, who signs
    a paper; 16 and 17 are minors still (civil code): their own yes and the representative's, no paper asked.
    The name is the newsroom's business only: no public page and no school sees it.
    """

    class Age(models.TextChoices):
        ADULT = "adult", _("Từ 18 tuổi")
        TEEN = "teen", _("16–17 tuổi")
        CHILD = "child", _("Dưới 16 tuổi")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="people")
    name = models.CharField(_("tên hoặc cách gọi"), max_length=120, blank=True)
    age = models.CharField(_("độ tuổi"), max_length=6, choices=Age, blank=True)
    under_seven = models.BooleanField(_("chưa đủ 7 tuổi"), default=False)
    own_yes = models.BooleanField(_("người này đã đồng ý"), default=False)
    guardian_name = models.CharField(_("cha, mẹ hoặc người giám hộ"), max_length=120, blank=True)
    guardian_yes = models.BooleanField(_("người giám hộ đã đồng ý"), default=False)
    paper = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("giấy đồng ý")
    )
    expires_on = models.DateField(_("đồng ý đến ngày"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("người trong hình")
        verbose_name_plural = _("người trong hình")
        ordering = ["pk"]

    def __str__(self):
        return self.name or str(_("Người chưa ghi tên"))

    @property
    def is_minor(self) -> bool:
        return self.age in {self.Age.TEEN, self.Age.CHILD}

    def missing(self) -> list[str]:
        """Sentences about what this person's yes still lacks; empty when nothing does."""
        who = {"who": str(self)}
        found = []
        if not self.name:
            found.append(_("Có một người trong hình chưa ghi tên hoặc cách gọi."))
        if not self.age:
            found.append(_("Chưa chọn độ tuổi của “%(who)s”.") % who)
        if not self.own_yes and not (self.age == self.Age.CHILD and self.under_seven):
            found.append(_("Chưa có lời đồng ý của chính “%(who)s”.") % who)
        if self.is_minor and not (self.guardian_name and self.guardian_yes):
            found.append(_("Chưa có lời đồng ý của cha, mẹ hoặc người giám hộ “%(who)s”.") % who)
        if self.age == self.Age.CHILD and self.paper_id is None:
            found.append(_("Thiếu giấy đồng ý của cha, mẹ hoặc người giám hộ “%(who)s” (dưới 16 tuổi).") % who)
        if self.expires_on and self.expires_on < timezone.localdate():
            found.append(_("Lời đồng ý của “%(who)s” đã hết hạn.") % who)
        return [str(sentence) for sentence in found]
