"""Model of authors, photographers and other people of the byline."""

from functools import partial
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from base import site_context
from base.addresses import save_under_free_slug
from base.admin.chooser import ReferringForm, rows_of
from base.text import one_line, vn_slugify
from base.unicode import clean_texts
from users.models import User
from users.roles import roles_of

LINKS = 8  # addresses of a person; a page of more is a directory
https_address = URLValidator(schemes=["https"])


class PersonQuerySet(models.QuerySet):
    """Queries of people."""

    def listed(self) -> Self:
        """People with a page of their own, which they can refuse."""
        return self.filter(has_page=True)


class PersonForm(ReferringForm):
    """Offers the accounts of the newsrooms in which the editor works, and the one that the author has.

    Nobody but an administrator takes the own account off an author: rules/four_eyes.py knows by it whose story it is.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None or self.for_user.is_superuser or "account" not in self.fields:
            return
        scopes = {scope for _role, scope in roles_of(self.for_user)} - {""}
        colleagues = User.objects.filter(is_active=True, groups__role__scope__in=scopes)
        offered = Q(pk__in=colleagues.values("pk")) | Q(pk=self.instance.account_id)
        rows_of(self, "account").queryset = User.objects.filter(offered)
        if self.instance.account_id == self.for_user.pk:
            self.fields["account"].disabled = True
            self.fields["account"].help_text = _(
                "Đây là tài khoản của bạn: chỉ quản trị viên gỡ hoặc đổi. Người đứng tên ở bài thì không duyệt bài ấy."
            )

    def clean(self) -> dict[str, Any]:
        """Let a new pen name replace an address that was made of the full name, which it would tell."""
        cleaned: dict[str, Any] = super().clean()
        of_name = vn_slugify(self.initial.get("full_name") or "")
        has_new = "pen_name" in self.changed_data and cleaned.get("pen_name")
        if has_new and of_name and "slug" not in self.changed_data and self.instance.slug.startswith(of_name):
            cleaned["slug"] = ""
        return cleaned


class Person(models.Model):  # type: ignore[django-manager-missing]  # of bylines: Wagtail has no types
    """An author, photographer, translator …; readers see the pen name if there is one."""

    full_name = models.CharField(_("họ và tên"), max_length=120)
    given_name = models.CharField(
        _("tên gọi"), max_length=50, blank=True, help_text=_("Để sắp xếp: “Thư” trong “Nguyễn Minh Thư”.")
    )
    honorific = models.CharField(_("danh xưng"), max_length=40, blank=True, help_text=_("Ví dụ: Trung tá, ThS."))
    pen_name = models.CharField(
        _("bút danh"),
        max_length=80,
        blank=True,
        help_text=_("Địa chỉ trang tác giả làm từ họ tên thì đổi theo bút danh mới đặt."),
    )
    slug = models.SlugField(
        _("địa chỉ trang tác giả"), max_length=90, unique=True, blank=True, help_text=_("Để trống thì lấy từ tên.")
    )
    bio = models.CharField(_("giới thiệu ngắn"), max_length=250, blank=True)
    bio_en = models.CharField(_("giới thiệu bằng tiếng Anh"), max_length=250, blank=True)
    bio_km = models.CharField(_("giới thiệu bằng tiếng Khmer"), max_length=250, blank=True)
    portrait = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ảnh chân dung"),
    )
    has_page = models.BooleanField(
        _("có trang tác giả"), default=True, help_text=_("Bỏ chọn khi người này không muốn có trang riêng.")
    )
    links = models.TextField(
        _("trang khác của người này"),
        max_length=600,
        blank=True,
        help_text=_("Mỗi dòng một địa chỉ, bắt đầu bằng https://. Hiện ở trang tác giả."),
    )
    outlet = models.ForeignKey("campaign.Outlet", models.SET_NULL, null=True, blank=True, verbose_name=_("cơ quan"))
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("tài khoản"),
        help_text=_("Người đứng tên ở bài thì không duyệt bài ấy."),
    )

    base_form_class = PersonForm
    panels = [
        FieldPanel("full_name"),
        FieldRowPanel([FieldPanel("given_name"), FieldPanel("honorific")]),
        FieldRowPanel([FieldPanel("pen_name"), FieldPanel("slug")]),
        FieldPanel("bio"),
        FieldRowPanel([FieldPanel("bio_en"), FieldPanel("bio_km")]),
        FieldPanel("portrait"),
        FieldPanel("links"),
        FieldRowPanel([FieldPanel("outlet"), FieldPanel("account"), FieldPanel("has_page")]),
    ]

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("tác giả")
        verbose_name_plural = _("tác giả")
        ordering = ["given_name", "full_name"]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the slug from the shown name when it is empty: “minh-thu”, “minh-thu-2”."""
        save = partial(super().save, *args, **kwargs)
        if self.slug:
            save()
        else:
            save_under_free_slug(self, vn_slugify(self.display_name), save)

    def clean(self) -> None:
        """Texts in NFC, names as one line; the last word of the name where no given name is entered."""
        clean_texts(self)
        self.full_name = one_line(self.full_name, 120)
        self.pen_name = one_line(self.pen_name, 80)
        if not self.given_name and self.full_name:
            self.given_name = self.full_name.split()[-1]
        for line in self.links.split():
            try:
                https_address(line)
            except ValidationError:
                sentence = _("“%(line)s” không phải địa chỉ https. Bạn chép cả địa chỉ, mỗi dòng một địa chỉ.")
                raise ValidationError({"links": sentence % {"line": line[:80]}}) from None

    @property
    def link_lines(self) -> list[str]:
        """Addresses of other pages of this person, at most LINKS."""
        return [line for line in self.links.split() if line.startswith("https://")][:LINKS]

    @property
    def display_name(self) -> str:
        """The pen name, else the full name."""
        return self.pen_name or self.full_name

    @property
    def own_bio(self) -> str:
        """The introduction in the active language; empty on Vietnamese pages and without a translation."""
        return getattr(self, f"bio_{get_language()}", "")

    @property
    def address(self) -> str:
        """Path of the person's page in the active language; empty without one."""
        index = site_context.data().get("articles", {}).get("landings", {}).get("authorindexpage")
        return f"{index['address']}{self.slug}/" if index and self.has_page else ""

    def signed_pages(self) -> models.QuerySet:
        """Keys of the stories that the person signed with the own name."""
        return self.bylines.filter(signed_as="").values("page")

    @property
    def initials(self) -> str:
        """Up to two letters, shown instead of a missing portrait."""
        words = [word for word in self.display_name.split() if word[0].isalpha()]  # not “(demo)”
        return "".join(word[0] for word in words[-2:]).upper()
