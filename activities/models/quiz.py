"""QuizPage: a quiz is a story whose questions the reader answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from activities.quiz_content import gates
from activities.quiz_content.blocks import MAX_QUESTIONS, BandBlock, QuizQuestionBlock
from activities.quiz_content.questions import Band, Question, bands_of, questions_of
from articles.genres import Genre
from articles.models import ArticlePage
from articles.rules.gates import Finding
from media_library.vocabulary import SchoolLevel


class QuizPage(ArticlePage):
    """Đố vui: questions with a reason for every answer. The sapo introduces it; the body is read at the end."""

    form_genres = (Genre.QUIZ,)
    questions = StreamField(
        [("quiz_question", QuizQuestionBlock())], max_num=MAX_QUESTIONS, verbose_name=_("các câu hỏi"), blank=True
    )
    bands = StreamField([("band", BandBlock())], max_num=5, verbose_name=_("lời kết"), blank=True)

    parts_are_kept = False
    stands_beyond_lists = True
    page_description = _("Câu hỏi tình huống có giải thích; chơi trên điện thoại, cả lớp cùng chơi, in ra giấy.")
    template = "activities/quiz/page.html"
    parent_page_types = ["articles.SectionPage"]
    content_panels = [
        *ArticlePage.headline_panels,
        FieldPanel("questions", help_text=_("Kéo để đổi thứ tự. Xem trước trang để thấy từng câu như bạn đọc thấy.")),
        FieldPanel("bands", help_text=_("Theo số câu “nên làm” đã chọn. Không lời nào chê người chơi.")),
        *ArticlePage.story_panels,
        *ArticlePage.filing_panels,
    ]

    class Meta:
        verbose_name = _("đố vui")
        verbose_name_plural = _("đố vui")

    @cached_property
    def question_list(self) -> list[Question]:
        """The questions in order."""
        return questions_of(self.questions)

    @cached_property
    def band_list(self) -> list[Band]:
        """The closing words, the lowest score first."""
        return bands_of(self.bands, self.locale_id, self)

    @property
    def is_shared(self) -> bool:
        """Whether paper, class mode and counting are offered: a live page, no copy at another outlet."""
        return bool(self.pk and self.live)

    def streams(self) -> list[Any]:
        """The questions, then the body."""
        return [self.questions, self.body]

    def pictures_within(self) -> list[tuple]:
        """Pictures of the body, and of questions: the gates ask for their alt text, credit and consent."""
        shown = [block.value for block in self.questions]
        return [(value["image"], "") for value in shown if value["image"]] + super().pictures_within()

    def own_findings(self) -> list[Finding]:
        """Gates of questions and closing words."""
        return list(gates.findings(self))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `question` (the first), `total` and `levels` for the form of the page."""
        context = super().get_context(request, *args, **kwargs)
        first = self.question_list[0] if self.question_list else None
        return context | {
            "question": first,
            "total": len(self.question_list),
            "given": "",
            "levels": SchoolLevel.choices,
            "is_preview": getattr(request, "is_preview", False),
        }
