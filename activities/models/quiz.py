"""QuizPage: a quiz is a story whose questions the reader answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from activities.models.playable import PlayablePage
from activities.quiz_content import gates
from activities.quiz_content.blocks import MAX_QUESTIONS, BandBlock, QuizQuestionBlock
from activities.quiz_content.questions import Band, Question, bands_of, questions_of
from articles.genres import Genre
from articles.rules.gates import Finding


class QuizPage(PlayablePage):
    """Đố vui: questions with a reason for every answer. The sapo introduces it; the body is read at the end."""

    form_genres = (Genre.QUIZ,)
    questions = StreamField(
        [("quiz_question", QuizQuestionBlock())], max_num=MAX_QUESTIONS, verbose_name=_("các câu hỏi"), blank=True
    )
    bands = StreamField([("band", BandBlock())], max_num=5, verbose_name=_("lời kết"), blank=True)

    page_description = _("Câu hỏi tình huống có giải thích; chơi trên điện thoại, cả lớp cùng chơi, in ra giấy.")
    template = "activities/quiz/page.html"
    content_panels = [
        *PlayablePage.headline_panels,
        FieldPanel("questions", help_text=_("Kéo để đổi thứ tự. Xem trước trang để thấy từng câu như bạn đọc thấy.")),
        FieldPanel("bands", help_text=_("Theo số câu đã chọn đúng. Không lời nào chê người chơi.")),
        *PlayablePage.story_panels,
        *PlayablePage.filing_panels,
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
    def played_streams(self) -> list[StreamValue]:
        return [self.questions]

    def own_findings(self) -> list[Finding]:
        return list(gates.findings(self))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `total`, and `given`: no answer yet."""
        return super().get_context(request, *args, **kwargs) | {"total": len(self.question_list), "given": ""}
