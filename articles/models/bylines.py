"""Models of a story's byline and keywords."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from articles.models.people import Person, PersonQuerySet
from base.unicode import clean_texts


class ArticleTag(TaggedItemBase):
    """A keyword of a story."""

    content_object = ParentalKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticleByline(Orderable):
    """A person's role in a story, in the order of the editor; the same in editor, preview and live page."""

    class Role(models.TextChoices):
        TEXT = "text", _("Bài")
        PHOTO = "photo", _("Ảnh")
        VIDEO = "video", _("Video")
        GRAPHIC = "graphic", _("Đồ họa")
        TRANSLATION = "translation", _("Dịch")
        FROM = "from", _("Theo")
        COMPILED = "compiled", _("Tổng hợp")

    page = ParentalKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey("articles.Person", models.PROTECT, related_name="bylines", verbose_name=_("người"))
    role = models.CharField(_("vai trò"), max_length=12, choices=Role, default=Role.TEXT)
    signed_as = models.CharField(
        _("ký tên khác ở bài này"),
        max_length=80,
        blank=True,
        help_text=_(
            "Để trống thì hiện bút danh của người ấy, không có bút danh thì hiện họ tên. Ký tên khác thì bài không "
            "dẫn tới trang tác giả và không có trong danh sách bài của người ấy."
        ),
    )
    share = models.PositiveSmallIntegerField(
        _("phần công, %"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100, _("Phần công từ 0 đến 100%."))],
        help_text=_("Cho bảng nhuận bút; để trống thì chia đều phần còn lại. Bạn đọc không thấy."),
    )

    panels = [
        FieldRowPanel([FieldPanel("person"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("signed_as"), FieldPanel("share")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("tác giả")
        verbose_name_plural = _("tác giả")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Texts in NFC, without control characters. Raises ValidationError."""
        super().clean()
        clean_texts(self)

    @property
    def name(self) -> str:
        return self.signed_as or self.person.display_name

    @property
    def address(self) -> str:
        """Path of the person's page; empty without one, and where another name is signed, which it would resolve."""
        return "" if self.signed_as else self.person.address


def shown_authors() -> PersonQuerySet:
    """People with a page of their own who signed, in any language, a story that everybody may read."""
    stories: Any = ArticleByline._meta.get_field("page").related_model  # ArticlePage, whose module imports this
    readable = ArticleByline.objects.filter(page__in=stories.objects.readable().originals(), signed_as="")
    people: PersonQuerySet = Person.objects.listed()
    return people.filter(pk__in=readable.values("person"))
