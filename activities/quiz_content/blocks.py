"""Blocks of a quiz: a question with its answers, and what a reader is told at the end."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from articles.blocks import AssetBlock
from articles.blocks.pictures import PictureChooserBlock

from .kinds import QuestionKind, kind_of, kinds_asked_for

MIN_ANSWERS, MAX_ANSWERS = 2, 4  # keys 1 to 4 of the projector view, letters A to D on paper
MAX_QUESTIONS = 20
QUESTION_LIMIT, ANSWER_LIMIT, REASON_LIMIT = 300, 200, 500  # characters


class AnswerBlock(blocks.StructBlock):
    """One answer and why it is, or is not, what the question asks for."""

    text = blocks.CharBlock(label=_("Câu trả lời"), max_length=ANSWER_LIMIT)
    reason = blocks.TextBlock(
        label=_("Vì sao"),
        max_length=REASON_LIMIT,
        required=False,
        help_text=_("Hiện ngay sau khi chọn. Không trách người chọn; nói việc nên làm."),
    )
    is_right = blocks.BooleanBlock(
        label=_("Đáp án"),
        required=False,
        help_text=_("Đúng điều câu hỏi tìm: việc nên làm, việc không nên làm, dấu hiệu, điều đúng hay điều sai."),
    )

    class Meta:
        icon = "form"
        label = _("câu trả lời")


class QuizQuestionBlock(blocks.StructBlock):
    """A question with two to four answers; a picture or an asset of the library may illustrate it."""

    text = blocks.TextBlock(label=_("Câu hỏi"), max_length=QUESTION_LIMIT)
    kind = blocks.ChoiceBlock(
        label=_("Câu hỏi tìm gì"),
        choices=QuestionKind.choices,
        help_text=_(
            "Chữ cạnh đáp án theo ô này: câu của kẻ xấu mang chữ “Dấu hiệu đáng ngờ”, không mang chữ “Nên làm”."
        ),
    )
    answers = blocks.ListBlock(
        AnswerBlock(),
        label=_("Các câu trả lời"),
        min_num=MIN_ANSWERS,
        max_num=MAX_ANSWERS,
        help_text=_("Hai đến bốn câu, mỗi câu có lý do; ít nhất một câu là đáp án. Kéo để đổi thứ tự."),
    )
    image = PictureChooserBlock(label=_("Ảnh"), required=False)
    asset = AssetBlock(
        label=_("Clip, poster của kho"), required=False, help_text=_("Hiện thành thẻ dưới câu hỏi, có nút mở và tải.")
    )
    source_name = blocks.CharBlock(label=_("Nguồn"), max_length=200, required=False)
    source_url = blocks.URLBlock(label=_("Đường dẫn nguồn"), required=False)

    class Meta:
        icon = "help"
        label = _("Câu hỏi")
        description = _("Một tình huống, hai đến bốn cách làm, lý do của từng cách")
        template = "activities/quiz/block.html"
        preview_value = {
            "text": "Người lạ bảo bạn giữ bí mật với cha mẹ. Bạn làm gì trước tiên?",
            "kind": "do",
            "answers": [
                {"text": "Nghe cho hết", "reason": "Nghe tiếp là để họ dọa thêm.", "is_right": False},
                {"text": "Cúp máy và nói với người lớn", "reason": "Bạn có người cùng kiểm tra.", "is_right": True},
            ],
            "image": None,
            "asset": None,
            "source_name": "",
            "source_url": "",
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add `answers`: [(letter, answer)]; `kind`."""
        context = super().get_context(value, parent_context=parent_context)
        return context | {"answers": list(zip("ABCD", value["answers"], strict=False)), "kind": kind_of(value["kind"])}

    def clean(self, value: Any) -> Any:
        """Raises for a kind that contradicts the words of the question."""
        cleaned = super().clean(value)
        if cleaned["kind"] and cleaned["kind"] not in (asked := kinds_asked_for(cleaned["text"])):
            raise blocks.StructBlockValidationError(block_errors={"kind": ValidationError(contradiction(asked))})
        return cleaned


def contradiction(asked: frozenset[QuestionKind]) -> str:
    """The message for a question whose words ask for other kinds than the one that was chosen."""
    names = ", ".join(f"“{kind.label}”" for kind in QuestionKind if kind in asked)
    message = gettext("Câu hỏi đang hỏi loại %(kinds)s, ô này chọn loại khác. Bạn đổi ô này hoặc viết lại câu hỏi.")
    return message % {"kinds": names}


class BandBlock(blocks.StructBlock):
    """What a reader is told from `least` right answers on, and where to go next."""

    least = blocks.IntegerBlock(label=_("Từ mấy câu chọn đúng"), min_value=0, max_value=MAX_QUESTIONS, default=0)
    title = blocks.CharBlock(label=_("Lời kết"), max_length=100)
    text = blocks.TextBlock(label=_("Đọc gì, làm gì tiếp"), max_length=400)
    page = blocks.PageChooserBlock(label=_("Dẫn tới"), required=False)
    button = blocks.CharBlock(label=_("Chữ trên nút"), max_length=40, required=False)

    class Meta:
        icon = "tick"
        label = _("Lời kết")
        description = _("Điều bạn đọc nhận được khi trả lời xong")
        template = "activities/quiz/band.html"
        preview_value = {
            "least": 0,
            "title": "Bạn vừa học thêm được nhiều điều",
            "text": "Đọc lại phần giải thích, rồi chia sẻ một mẹo với người nhà.",
            "page": None,
            "button": "",
        }
