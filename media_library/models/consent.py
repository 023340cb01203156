"""SubjectConsent: who is depicted in a file or picture, and who agreed to what (docs/security.md, rule 25)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.models import StoredFile
from media_library.models.image import SiteImage


class SubjectConsentQuerySet(models.QuerySet):
    """Queries for valid consents; the same rules as SubjectConsent.gaps()."""

    def valid_on(self, day: date | None = None) -> Self:
        """Consents that are complete, valid for the web, not withdrawn and not expired on `day` (default: today).

        The same rule as gaps().
        """
        day = day or timezone.localdate()
        bands = SubjectConsent.AgeBand
        return self.filter(
            models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=day),
            models.Q(age_band=bands.ADULT, person_agreed=True)
            | models.Q(age_band__in=[bands.CHILD, bands.MINOR], person_agreed=True, representative_agreed=True)
            | models.Q(age_band=bands.SMALL, representative_agreed=True),
            withdrawn_at__isnull=True,
        ).exclude(scope=SubjectConsent.Scope.PRINT)

    def standing_against(self, files: models.QuerySet, day: date | None = None) -> models.QuerySet:
        """Those of `files` (rows of SubjectConsent.files.through) whose consent is not valid on `day`.

        A row is left out when the same person or group later gave a valid consent for the same file.
        """
        good = self.valid_on(day)
        anew = SubjectConsent.files.through.objects.filter(
            storedfile=models.OuterRef("storedfile"),
            subjectconsent__in=good,
            subjectconsent__subject__iexact=models.OuterRef("subjectconsent__subject"),
            subjectconsent__created_at__gt=models.OuterRef("subjectconsent__created_at"),
        )
        return files.exclude(subjectconsent__in=good).exclude(models.Exists(anew))


class SubjectConsent(models.Model):
    """The consent of one person or one group. The paper is a private file; its hash identifies it."""

    class AgeBand(models.TextChoices):
        """Age of the depicted person, which decides who must agree."""

        SMALL = "0-6", _("dưới 7 tuổi")
        CHILD = "7-15", _("từ 7 đến 15 tuổi")
        MINOR = "16-17", _("16 và 17 tuổi")
        ADULT = "18", _("từ 18 tuổi")

    class Scope(models.TextChoices):
        CAMPAIGN = "campaign", _("mọi hoạt động của chiến dịch")
        SITE = "site", _("trang này và kho tài liệu")
        PRINT = "print", _("chỉ bản in")

    subject = models.CharField(
        _("ai trong hình"), max_length=120, help_text=_("Một người hoặc một nhóm, ví dụ: nhóm bốn bạn hàng đầu.")
    )
    age_band = models.CharField(_("độ tuổi"), max_length=5, choices=AgeBand)
    person_agreed = models.BooleanField(
        _("chính người trong hình đồng ý"), default=False, help_text=_("Bắt buộc từ 7 tuổi trở lên.")
    )
    representative_agreed = models.BooleanField(
        _("cha mẹ hoặc người giám hộ đồng ý"), default=False, help_text=_("Bắt buộc với người dưới 18 tuổi.")
    )
    purpose = models.CharField(_("dùng vào việc gì"), max_length=200)
    scope = models.CharField(_("phạm vi"), max_length=10, choices=Scope)
    expires_on = models.DateField(_("đến hết ngày"), null=True, blank=True, help_text=_("Để trống: không ghi hạn."))
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("giấy đồng ý (giữ kín)")
    )
    paper_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    files = models.ManyToManyField(StoredFile, related_name="consents", blank=True)
    images = models.ManyToManyField(SiteImage, related_name="consents", blank=True)
    collected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("rút lại lúc"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Pictures of stories that the withdrawal closed, so that undoing it opens no other one.
    closed_images = models.ManyToManyField(SiteImage, related_name="+", blank=True, editable=False)

    objects = SubjectConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("đồng ý của người trong hình")
        verbose_name_plural = _("đồng ý của người trong hình")
        ordering = ["-created_at"]
        permissions = [("view_consent_paper", _("Được mở giấy đồng ý"))]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_age_band_display()})"

    def clean(self) -> None:
        """Raise ValidationError when a required agreement is missing."""
        if gaps := self.gaps(include_state=False):
            raise ValidationError(gaps)

    def gaps(self, day: date | None = None, *, include_state: bool = True) -> list[str]:
        """Why the consent is not valid on `day`, in sentences; [] when it is.

        `include_state`: also check withdrawal, expiry and scope.
        """
        day, gaps = day or timezone.localdate(), []
        if self.age_band != self.AgeBand.SMALL and not self.person_agreed:
            gaps.append(_("Người từ 7 tuổi trở lên phải tự mình đồng ý."))
        if self.age_band != self.AgeBand.ADULT and not self.representative_agreed:
            gaps.append(_("Người dưới 18 tuổi cần cha mẹ hoặc người giám hộ đồng ý."))
        if include_state and self.withdrawn_at:
            gaps.append(_("Sự đồng ý đã được rút lại."))
        if include_state and self.expires_on and self.expires_on < day:
            gaps.append(_("Sự đồng ý đã hết hạn."))
        if include_state and self.scope == self.Scope.PRINT:
            gaps.append(_("Bản đồng ý chỉ cho in, không cho đăng mạng."))
        return [str(sentence) for sentence in gaps]

    def was_given_anew(self, among: "list[SubjectConsent]") -> bool:
        """Whether one of `among` is a later, valid consent of the same person or group; see standing_against()."""
        mine = self.subject.casefold()
        return any(
            other.subject.casefold() == mine and other.created_at > self.created_at and not other.gaps()
            for other in among
        )
