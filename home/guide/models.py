"""A job of the guide: for whom, the steps, in one language."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock, TextBlock
from wagtail.fields import StreamField

from base.languages import VIETNAMESE, language_choices
from base.text import fold
from home.guide import content, markup

MAX_STEPS = 12


class Group(models.TextChoices):
    """For whom a job is; SCHOOL and PARTNER have no administration, so theirs are public pages."""

    REPORTER = "reporter", _("Phóng viên")
    DESK = "desk", _("Biên tập viên")
    SECRETARY = "secretary", _("Thư ký tòa soạn")
    CHIEF = "chief", _("Tổng Biên tập")
    LIBRARY = "library", _("Biên tập kho")
    TRANSLATOR = "translator", _("Người dịch")
    KOL_DESK = "kol_desk", _("Phụ trách KOL")
    OFFICER = "officer", _("Cơ quan chỉ đạo, đoàn thể")
    BODY = "body", _("Cơ quan được giao việc")
    ADMIN = "admin", _("Quản trị viên")
    SCHOOL = "school", _("Trường, đơn vị")
    PARTNER = "partner", _("Đối tác KOL")


PUBLIC = (Group.SCHOOL, Group.PARTNER)


class GuideStepBlock(StructBlock):
    """A step: what to do, how, and a picture of the screen."""

    title = CharBlock(label=_("Làm gì"), max_length=80)
    text = TextBlock(
        label=_("Cách làm"), max_length=600, rows=3, help_text=_("Tên nút viết trong [[hai ngoặc vuông]].")
    )
    picture = ChoiceBlock(label=_("Ảnh màn hình"), choices=content.pictures, required=False)

    class Meta:
        icon = "list-ol"
        label = _("Bước")
        description = _("Một việc phải làm, cách làm, ảnh màn hình.")
        preview_value = {"title": "Mở bàn tòa soạn", "text": "Vào [[Tòa soạn]].", "picture": ""}


class GuideJob(models.Model):
    """One job of the guide in one language: how somebody does it, in a few steps."""

    group = models.CharField(_("dành cho"), max_length=12, choices=Group)
    language = models.CharField(_("ngôn ngữ"), max_length=5, choices=language_choices, default=VIETNAMESE)
    slug = models.SlugField(_("địa chỉ"), max_length=60)
    title = models.CharField(_("việc"), max_length=120)
    lead = models.CharField(_("câu mở đầu"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    steps = StreamField([("step", GuideStepBlock())], verbose_name=_("các bước"), max_num=MAX_STEPS)
    seeded = models.CharField(max_length=64, blank=True, editable=False)  # hash of the text as shipped, see seed.py

    panels = [
        FieldRowPanel([FieldPanel("group"), FieldPanel("language"), FieldPanel("order")]),
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("lead"),
        FieldPanel("steps"),
    ]

    class Meta:
        verbose_name = _("trang hướng dẫn")
        verbose_name_plural = _("trang hướng dẫn")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["slug", "language"], name="guide_one_per_language")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: schools and partners do not enter the administration."""
        return self.group in PUBLIC

    @property
    def address(self) -> str:
        if self.is_public:
            with override(self.language):
                return reverse("guide_public", args=[self.slug])
        return reverse("guide_job", args=[self.slug])

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The steps for templates: title, html, picture."""
        return [
            {"title": step.value["title"], "html": markup.shown(step.value["text"]), "picture": step.value["picture"]}
            for step in self.steps
        ]

    @property
    def words(self) -> str:
        steps = [f"{step.value['title']} {markup.plain(step.value['text'])}" for step in self.steps]
        return fold(" ".join([self.title, self.lead, *steps]))
