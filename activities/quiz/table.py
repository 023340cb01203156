"""Questions of a quiz as a table, one answer a line, and back. A question or answer that stays keeps its identifier."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from activities.playable.imports import BadImport
from activities.quiz_content.blocks import (
    ANSWER_LIMIT,
    MAX_ANSWERS,
    MAX_QUESTIONS,
    MIN_ANSWERS,
    QUESTION_LIMIT,
    REASON_LIMIT,
)
from activities.quiz_content.kinds import QuestionKind
from activities.quiz_content.questions import Question
from base.text import fold, nfc
from files.intake.accept import accept_upload
from files.intake.contents import FORMULA_ERRORS, Line, NoTable, TooManyCells, table
from files.intake.deadline import shared_deadline

HEAD = ["Câu", "Câu hỏi", "Câu trả lời", "Vì sao", "Đáp án", "Câu hỏi tìm gì"]
YES = {"x", "co", "dung", "1", "nen", "true", "yes"}
MAX_LINES = 2000  # with blank ones
MAX_BYTES = 1_000_000


def rows_of(questions: Iterable[Question]) -> Iterator[list[Any]]:
    """Lines for the writer, in the order of HEAD."""
    for question in questions:
        for answer in question.answers:
            mark = "x" if answer.is_right else ""
            yield [question.number, question.text, answer.text, answer.reason, mark, question.asks.label]


def read(file: IO[bytes], name: str) -> list[Line]:
    """Lines of an uploaded XLSX or CSV. Raises BadImport, or UploadRejected of the upload gate."""
    if getattr(file, "size", 0) > MAX_BYTES:
        raise BadImport(_("Tệp lớn hơn 1 MB. Bạn xóa hình và trang thừa rồi gửi lại."), 413)
    known_as = f"{name[:-4]}.txt" if name.lower().endswith(".csv") else name  # the gate knows plain text by .txt
    with shared_deadline(), accept_upload("table", file, name=known_as, takes="XLSX, CSV") as accepted:
        if accepted.extension not in {"xlsx", "csv", "txt"}:
            raise BadImport(_("Ở đây nhận XLSX hoặc CSV. Bạn lưu lại bảng ở một trong hai dạng này."), 415)
        try:
            return table(accepted, max_columns=len(HEAD), max_lines=MAX_LINES)[0]
        except TooManyCells as error:
            raise BadImport(_("Bảng lớn quá. Bạn chép các dòng cần sang tệp mới."), 413) from error
        except NoTable as error:
            raise BadImport(_("Không đọc được bảng này. Bạn mở trong Excel, lưu lại rồi gửi.")) from error


def questions_from(table: list[Line], present: list[Question]) -> list[dict[str, Any]]:
    """Raw blocks for the StreamField, in the order of the numbers' first lines. Raises BadImport."""
    grouped: dict[str, list[tuple[int, list[str]]]] = {}
    for line in table:
        cells = [" ".join(nfc(str(cell if cell is not None else "")).split()) for cell in line.cells]
        cells += [""] * (len(HEAD) - len(cells))
        if not any(cells) or fold(cells[0]) == fold(HEAD[0]):
            continue
        number = cells[0].removesuffix(".0")
        if not number:
            raise BadImport(_("Dòng %(line)d: chưa ghi số câu ở cột đầu.") % {"line": line.number})
        grouped.setdefault(number, []).append((line.number, cells))
    if not 1 <= len(grouped) <= MAX_QUESTIONS:
        words = _("Bảng có %(now)d câu hỏi, cần từ 1 đến %(most)d.")
        raise BadImport(words % {"now": len(grouped), "most": MAX_QUESTIONS})
    questions_by_text = {question.text: question for question in present}
    return [_block(group, questions_by_text) for group in grouped.values()]


def _block(group: list[tuple[int, list[str]]], questions_by_text: dict[str, Question]) -> dict[str, Any]:
    first = group[0][0]
    if not MIN_ANSWERS <= len(group) <= MAX_ANSWERS:
        words = _("Câu hỏi từ dòng %(line)d có %(now)d câu trả lời, cần hai đến bốn.")
        raise BadImport(words % {"line": first, "now": len(group)})
    text = next((cells[1] for _line, cells in group if cells[1]), "")
    _check(first, HEAD[1], text, QUESTION_LIMIT)
    existing = questions_by_text.get(text)
    keys = {answer.text: answer.key for answer in existing.answers} if existing else {}
    answers = []
    for line, cells in group:
        _check(line, HEAD[2], cells[2], ANSWER_LIMIT)
        _check(line, HEAD[3], cells[3], REASON_LIMIT, needed=False)
        value = {"text": cells[2], "reason": cells[3], "is_right": fold(cells[4]) in YES}
        answers.append({"type": "item", "id": keys.get(cells[2]) or str(uuid.uuid4()), "value": value})
    old_value = existing.value if existing else {}
    value = {
        "text": text,
        "kind": _kind(group) or old_value.get("kind") or "",
        "answers": answers,
        "image": getattr(old_value.get("image"), "pk", None),
        "asset": getattr(old_value.get("asset"), "pk", None),
        "source_name": old_value.get("source_name") or "",
        "source_url": old_value.get("source_url") or "",
    }
    return {"type": "quiz_question", "id": (existing.key if existing else "") or str(uuid.uuid4()), "value": value}


def _kind(group: list[tuple[int, list[str]]]) -> str:
    """The value of the kind that is named in a line of the question; "" where none is. Raises BadImport."""
    line, words = next(((line, cells[5]) for line, cells in group if cells[5]), (0, ""))
    kinds = {fold(str(kind.label)): kind.value for kind in QuestionKind}
    if words and fold(words) not in kinds:
        message = _("Dòng %(line)d: cột “%(column)s” ghi “%(words)s”, cần một trong: %(kinds)s.")
        names = ", ".join(str(kind.label) for kind in QuestionKind)
        raise BadImport(message % {"line": line, "column": HEAD[5], "words": words, "kinds": names})
    return kinds.get(fold(words), "")


def _check(line: int, column: str, text: str, limit: int, *, needed: bool = True) -> None:
    if text in FORMULA_ERRORS:
        words = _("Dòng %(line)d: công thức trong cột “%(column)s” báo lỗi %(error)s.")
        raise BadImport(words % {"line": line, "column": column, "error": text})
    if needed and not text:
        raise BadImport(_("Dòng %(line)d: cột “%(column)s” còn trống.") % {"line": line, "column": column})
    if len(text) > limit:
        words = _("Dòng %(line)d: cột “%(column)s” dài %(now)d ký tự, tối đa %(limit)d.")
        raise BadImport(words % {"line": line, "column": column, "now": len(text), "limit": limit})
