"""Publish gates of a quiz, beside those of every story (articles/rules/gates.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles.rules.gates import Finding, Severity

from .blocks import MAX_ANSWERS, MAX_QUESTIONS, MIN_ANSWERS, contradiction
from .kinds import kinds_asked_for
from .questions import Question, bands_of, questions_of


def findings(quiz: Any) -> Iterator[Finding]:
    """What lacks answers, reasons, a right answer or a kind that fits; a score for which no closing words stand."""
    questions = questions_of(quiz.questions)
    if not 1 <= len(questions) <= MAX_QUESTIONS:
        yield _stop(
            "quiz-questions", _("Các câu hỏi"),
            _("Bài có %(now)d câu hỏi, cần từ 1 đến %(most)d.") % {"now": len(questions), "most": MAX_QUESTIONS},
            _("Bạn thêm hoặc bớt câu hỏi."),
        )  # fmt: skip
    for question in questions:
        yield from _of_question(question)
    bands = bands_of(quiz.bands, quiz.locale_id)
    if not bands or bands[0].least > 0:
        yield _stop(
            "quiz-bands", _("Lời kết"), _("Người trả lời chưa đúng câu nào chưa có lời kết."),
            _("Bạn thêm một lời kết “từ 0 câu”."), field="bands",
        )  # fmt: skip


def _of_question(question: Question) -> Iterator[Finding]:
    where = _("Câu %(number)d") % {"number": question.number}
    if not MIN_ANSWERS <= len(question.answers) <= MAX_ANSWERS:
        yield _stop(
            "quiz-answers", where, _("Câu hỏi cần hai đến bốn câu trả lời."), _("Bạn thêm hoặc bớt câu trả lời.")
        )
    if not question.value["kind"]:
        yield _stop(
            "quiz-kind", where, _("Chưa chọn câu hỏi tìm gì."),
            _("Bạn chọn “Nên làm”, “Không nên làm”, “Dấu hiệu”, “Điều đúng” hoặc “Điều sai”."),
        )  # fmt: skip
    elif question.asks not in (asked := kinds_asked_for(question.text)):
        yield _stop("quiz-kind", where, contradiction(asked), _("Bạn đọc lại câu hỏi và ô “Câu hỏi tìm gì”."))
    if not question.right:
        yield _stop(
            "quiz-right", where, _("Chưa câu trả lời nào được đánh dấu “Đáp án”."),
            _("Bạn đánh dấu ít nhất một câu."),
        )  # fmt: skip
    silent = [answer.letter.upper() for answer in question.answers if not answer.reason.strip()]
    if silent:
        yield _stop(
            "quiz-reason", where, _("Câu trả lời %(letters)s chưa có lý do.") % {"letters": ", ".join(silent)},
            _("Bạn viết một câu nói vì sao, không trách người chọn."),
        )  # fmt: skip


def _stop(code: str, where: str, problem: str, mend: str, *, field: str = "questions") -> Finding:
    return Finding(code, Severity.STOP, field, where, problem, mend)
