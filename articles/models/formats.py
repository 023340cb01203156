"""Page types of stories with fields of their own: e-magazine, tip, round-up, case study."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from articles.blocks import ChapterBlock, RoundupItemBlock
from articles.genres import Genre
from articles.presentation.cards import ListedStory
from articles.presentation.tip_images import TipImage
from articles.syndication.closed import closed, closed_below
from media_library.vocabulary import SchoolLevel

from .article import ArticlePage


class LongformPage(ArticlePage):
    """E-magazine: a long story in chapters, each with a picture."""

    form_genres = (Genre.LONGFORM,)
    chapters = StreamField([("chapter", ChapterBlock())], verbose_name=_("các chương"), blank=True)
    byline_note = models.CharField(
        _("dòng thực hiện"), max_length=160, blank=True, help_text=_("Ví dụ: Trình bày: Demo An. Đồ họa: Demo Bình.")
    )

    has_margin = False
    page_description = _("Bài đọc dài chia chương, mỗi chương có ảnh mở.")
    template = "articles/longform_page.html"
    parent_page_types = ["articles.SectionPage"]
    content_panels = [
        *ArticlePage.headline_panels,
        *ArticlePage.story_panels,
        FieldPanel(
            "chapters",
            help_text=_("Mỗi chương có tên, ảnh mở và thân riêng. Tên chương hiện trên thanh theo chân bạn đọc."),
        ),
        FieldPanel("byline_note"),
        *ArticlePage.filing_panels,
    ]

    class Meta:
        verbose_name = _("e-magazine")
        verbose_name_plural = _("e-magazine")

    def streams(self) -> list[Any]:
        return [self.body, self.chapters]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["chapter_links"] = [
            {"number": number, "anchor": f"chuong-{number}", "title": block.value["title"]}
            for number, block in enumerate(self.chapters, start=1)
        ]
        return context


class TipPage(ArticlePage):
    """Mẹo nhanh: one thing to do and one not to do, also as a picture. The sapo is the tip's text."""

    form_genres = (Genre.TIP,)
    number = models.PositiveSmallIntegerField(_("số thứ tự"), null=True, blank=True)
    do_this = models.CharField(_("NÊN"), max_length=160)
    not_this = models.CharField(_("KHÔNG NÊN"), max_length=160)
    tone = models.CharField(
        _("màu thẻ"),
        max_length=10,
        default="song",
        choices=[
            ("song", _("xanh sông")),
            ("phusa", _("đỏ phù sa")),
            ("dien", _("vàng điên điển")),
            ("sen", _("xanh sen")),
            ("tim", _("tím bằng lăng")),
            ("cream", _("kem")),
        ],
    )
    audiences = ParentalManyToManyField("campaign.Audience", blank=True, verbose_name=_("dành cho"))

    has_margin = False
    page_description = _("Một điều NÊN, một điều KHÔNG NÊN; máy vẽ thành ảnh 1080×1350 để gửi đi.")
    template = "articles/tip_page.html"
    parent_page_types = ["articles.SectionPage"]
    content_panels = [
        *ArticlePage.headline_panels,
        FieldRowPanel(
            [
                FieldPanel("do_this", help_text=_("Một việc, bắt đầu bằng động từ.")),
                FieldPanel("not_this", help_text=_("Một việc nên tránh, không đổ lỗi cho người đọc.")),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("number", help_text=_("Số lớn in trên thẻ.")),
                FieldPanel("tone", help_text=_("Nền của thẻ; chữ tự đổi để luôn đọc được.")),
            ]
        ),
        FieldPanel("audiences", help_text=_("Bạn đọc lọc tường mẹo theo đối tượng này.")),
        *ArticlePage.story_panels,
        *ArticlePage.filing_panels,
    ]

    class Meta:
        verbose_name = _("thẻ mẹo nhanh")
        verbose_name_plural = _("thẻ mẹo nhanh")

    @property
    def tip_image(self) -> TipImage:
        return TipImage(
            number=self.number,
            title=self.title,
            text=self.sapo,
            do_this=self.do_this,
            not_this=self.not_this,
            tone=self.tone,
            language=self.locale.language_code,
        )

    @property
    def picture_address(self) -> str:
        """Path of the picture as a JPEG of 1080 × 1350 px, for saving and sharing."""
        return self.picture_in("jpg")

    @property
    def light_picture_address(self) -> str:
        """Path of the picture as a WebP of 720 × 900 px, for showing on pages."""
        return self.picture_in("webp")

    def picture_in(self, form: str) -> str:
        """Path of the picture in a form of presentation.tip_images.FORMS; it changes with the content."""
        return reverse("tip_image", args=[self.pk, self.tip_image.digest, form])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        number = self.number or 0
        near = self._tips_near(number) if number and hasattr(self.section, "pk") else []
        context |= {
            "previous_tip": next((tip for tip in near if tip.number == number - 1), None),
            "next_tip": next((tip for tip in near if tip.number == number + 1), None),
            "more_tips": near[:3],
            "tip_audiences": list(self.audiences.all()) if self.pk else [],
        }
        if near:  # tips are shown above as cards, so they are left out here
            context["related"] = [story for story in context.get("related") or [] if story.genre != Genre.TIP]
        return context

    def _tips_near(self, number: int) -> list[ListedStory]:
        """Tips of this section at most three numbers away from `number`: following ones first, then previous ones."""
        live_tips = TipPage.objects.live().exclude(closed(paths=closed_below(self.section)))
        tips = live_tips.child_of(self.section).exclude(pk=self.pk)
        pairs = [(tip.number or 0, tip) for tip in tips.filter(number__range=(number - 3, number + 3)).cards()]
        return [tip for _its, tip in sorted(pairs, key=lambda pair: (pair[0] < number, abs(pair[0] - number)))]

    def body_text(self) -> list[str]:
        return [self.do_this, self.not_this, *super().body_text()]


class RoundupPage(ArticlePage):
    """Điểm tin: reports elsewhere, each summarised with source and link."""

    form_genres = (Genre.ROUNDUP,)
    items = StreamField([("item", RoundupItemBlock())], verbose_name=_("các tin điểm"), blank=True)

    page_description = _("Điểm tin ở nơi khác: nêu nguồn, tóm bằng lời của mình, dẫn tới bài gốc.")
    template = "articles/roundup_page.html"
    parent_page_types = ["articles.SectionPage"]
    content_panels = [
        *ArticlePage.headline_panels,
        *ArticlePage.story_panels,
        FieldPanel("items", help_text=_("Mỗi tin một đoạn ngắn, có tên nơi đăng và liên kết.")),
        *ArticlePage.filing_panels,
    ]

    class Meta:
        verbose_name = _("điểm tin")
        verbose_name_plural = _("điểm tin")

    def streams(self) -> list[Any]:
        return [self.body, self.items]


class CaseStudyPage(ArticlePage):
    """Cách làm hay: what a school did, described so that others can repeat it."""

    form_genres = (Genre.CASE_STUDY,)
    place = models.CharField(_("trường, đơn vị"), max_length=160)
    ward = models.CharField(_("xã, phường"), max_length=80, blank=True)
    level = models.CharField(_("cấp học"), max_length=20, choices=SchoolLevel, blank=True)
    is_pioneer = models.BooleanField(_("điểm trường tiên phong"), default=False)
    challenge = models.TextField(_("khó khăn lúc đầu"), max_length=600, blank=True)
    outcome = models.TextField(_("kết quả"), max_length=600, blank=True, help_text=_("Số liệu ghi rõ nguồn và ngày."))
    effort = models.CharField(
        _("cần gì để làm lại"), max_length=200, blank=True, help_text=_("Ví dụ: một tiết, hai giáo viên, ba tờ A3.")
    )

    page_description = _("Một trường, đơn vị đã làm gì, để nơi khác làm lại được.")
    template = "articles/case_study_page.html"
    parent_page_types = ["articles.SectionPage"]
    content_panels = [
        *ArticlePage.headline_panels,
        MultiFieldPanel(
            [
                FieldPanel(
                    "place", help_text=_("Tên được phép nêu; chưa xin phép thì ghi chung, ví dụ “một trường ven sông”.")
                ),
                FieldRowPanel(
                    [
                        FieldPanel("ward", help_text=_("Để trống nếu nêu ra thì nhận ra được một em.")),
                        FieldPanel("level", help_text=_("Để trường cùng cấp tìm thấy cách làm này.")),
                        FieldPanel("is_pioneer", help_text=_("Chỉ đánh dấu khi cơ quan phụ trách đã công nhận.")),
                    ]
                ),
                FieldPanel("challenge", help_text=_("Điều làm trường khác thấy giống mình.")),
                FieldPanel("outcome"),
                FieldPanel("effort"),
            ],
            heading=_("Cách làm"),
        ),
        *ArticlePage.story_panels,
        *ArticlePage.filing_panels,
    ]

    class Meta:
        verbose_name = _("cách làm hay")
        verbose_name_plural = _("cách làm hay")

    def body_text(self) -> list[str]:
        """Place, challenge, outcome and effort, then the body."""
        return [self.place, self.challenge, self.outcome, self.effort, *super().body_text()]
