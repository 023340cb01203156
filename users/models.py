"""Models of accounts, the organisations they act for, and the groups of the roles."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.day import today
from base.text import mail_address, one_line


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Queries on organisations."""

    def active(self) -> Self:
        """Organisations that have not closed; their accounts have its rights."""
        return self.filter(Q(active_until=None) | Q(active_until__gte=today()))

    def bodies(self) -> Self:
        """Bodies of the plan that are no units of the register: authorities, departments, unions, press."""
        return self.filter(kind__in=Organisation.BODIES)


class Organisation(models.Model):
    """The organisation for which an account acts: a school, a newsroom, an authority.

    It is defined here so that media_library can count downloads per organisation without importing schools;
    `schools.Unit` adds level, ward and numbers.
    """

    class Kind(models.TextChoices):
        SCHOOL = "school", _("Trường học")
        OUTLET = "outlet", _("Cơ quan báo chí")
        AUTHORITY = "authority", _("Cơ quan quản lý")
        UNION = "union", _("Cơ sở đoàn, hội")
        POLICE = "police", _("Công an cấp xã")
        OFFICE = "office", _("Cơ quan thường trực")
        CITY_POLICE = "city_police", _("Phòng của Công an thành phố")
        FEDERATION = "federation", _("Đoàn thể cấp thành phố")
        PRESS = "press", _("Cơ quan báo chí khác")

    #: Kinds that are listed as bodies of the plan; the others are units of the register (schools.Unit).
    BODIES = (Kind.OFFICE, Kind.CITY_POLICE, Kind.AUTHORITY, Kind.FEDERATION, Kind.OUTLET, Kind.PRESS)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("tên"), max_length=200)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("cơ quan cấp trên"),
        help_text=_("Một phòng thuộc Công an thành phố chọn Cơ quan thường trực; sở, ngành để trống."),
    )
    active_from = models.DateField(_("hoạt động từ ngày"), null=True, blank=True)
    active_until = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_from=None) | Q(active_until=None) | Q(active_until__gte=models.F("active_from")),
                name="organisation_ends_after_it_begins",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="office"),
                name="one_standing_office",
                violation_error_message=_("Đã có một Cơ quan thường trực; mỗi chiến dịch chỉ có một."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Whether its accounts have rights: until the end of `active_until`, for ever without one."""
        return self.active_until is None or self.active_until >= today()

    def has_above(self, other: Organisation) -> bool:
        """Whether `other` is this organisation or stands above it; one query for each level."""
        body: Organisation | None = self
        while body is not None and body != other:
            body = body.parent
        return body is not None


class UserManager(BaseUserManager["User"]):
    """Creates and finds accounts by e-mail address, in any case of letters."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account. Raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("Tài khoản cần có địa chỉ thư điện tử.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """mail_address(email); in lower case only, where it is none."""
        return mail_address(email or "") or (email or "").lower()

    def of_address(self, email: str) -> User | None:
        """The account of `email`, however it is typed; None where there is none."""
        return self.filter(email=self.normalize_email(email)).first()

    def get_by_natural_key(self, email: str | None) -> User:
        """The account of `email`. Raises User.DoesNotExist."""
        return self.get(email=self.normalize_email(email))


def given_name_of(full_name: str) -> str:
    """The last word of `full_name` outside brackets: “Trần Thị Hạnh (demo)” → “Hạnh”; at most 50 characters.

    An office, which begins with a capital and ends in a small letter, stays whole up to a comma: “Cán bộ phụ trách”.
    """
    spoken = full_name.partition(",")[0].split()
    words = [word for word in spoken if not word.startswith("(") and not word.endswith(")")]
    words = words or full_name.split() or [""]
    is_office = words[0][:1].isupper() and words[-1].islower()
    return (" ".join(words) if is_office else words[-1])[:50].strip()


# The manager of Wagtail's images, of which `siteimage_set` is made, has no type.
class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """A person's account; the e-mail address is the user name.

    Pupils have no accounts: a school has one account, plus those of colleagues whom it invites.
    """

    email = models.EmailField(
        _("thư điện tử"), unique=True, error_messages={"unique": _("Địa chỉ này đã có tài khoản.")}
    )
    full_name = models.CharField(_("họ và tên"), max_length=150)
    given_name = models.CharField(
        _("tên gọi"), max_length=50, blank=True, help_text=_("Dùng để sắp xếp danh sách: “Hạnh” trong “Trần Thị Hạnh”.")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("đơn vị")
    )
    is_staff = models.BooleanField(_("quản trị hệ thống"), default=False)
    is_active = models.BooleanField(_("được đăng nhập"), default=True)
    date_joined = models.DateTimeField(_("ngày tạo"), default=timezone.now)

    objects = UserManager()
    #: “app.codename” of the account's permissions, if the backend has read them (signin/backend.py); None: not read.
    rights: set[str] | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        ordering = ["given_name", "full_name"]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        """One spelling of the address, one line for the name; the given name from it where it is missing."""
        super().clean()
        self.email = self.__class__.objects.normalize_email(self.email)
        self.full_name = one_line(self.full_name, 150)
        if not self.given_name and self.full_name:
            self.given_name = given_name_of(self.full_name)

    def get_full_name(self) -> str:
        """The full name, in Vietnamese order."""
        return self.full_name

    def get_short_name(self) -> str:
        """The given name: “Hạnh” of “Trần Thị Hạnh”."""
        return self.given_name or self.full_name

    @property
    def first_name(self) -> str:
        """The short name: Wagtail's greetings and allauth read this attribute; the model stores the full name only."""
        return self.get_short_name()

    @property
    def last_name(self) -> str:
        """Always empty: see `first_name`."""
        return ""


#: The account of a request: signed in or anonymous.
type Account = User | AnonymousUser


class RoleGroup(models.Model):
    """Links a Django group to a role of `users.roles` and to an outlet; the group's name may change."""

    role = models.CharField(_("vai trò"), max_length=20)
    scope = models.CharField(_("mã cơ quan"), max_length=50, blank=True)
    group = models.OneToOneField("auth.Group", models.CASCADE, related_name="role", verbose_name=_("nhóm"))

    class Meta:
        verbose_name = _("nhóm theo vai trò")
        verbose_name_plural = _("nhóm theo vai trò")
        constraints = [models.UniqueConstraint(fields=["role", "scope"], name="one_group_per_role_and_outlet")]

    def __str__(self) -> str:
        return self.group.name
