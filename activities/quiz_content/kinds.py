"""What a question asks for: what is marked as its answer is a good deed in some kinds and a harmful one in others."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class QuestionKind(TextChoices):
    """The value stands in the block `kind` of a question."""

    DO = "do", _("Nên làm")
    AVOID = "avoid", _("Không nên làm")
    SIGN = "sign", _("Dấu hiệu")
    TRUE = "true", _("Điều đúng")
    FALSE = "false", _("Điều sai")

    @property
    def labels_of_answers(self) -> tuple[Promise, Promise]:
        """(beside an answer that is marked, beside another one that was chosen)."""
        return _LABELS[self]

    @property
    def warns(self) -> bool:
        """Whether the marked answer is something harmful or false, which must not look praised."""
        return self in (QuestionKind.AVOID, QuestionKind.SIGN, QuestionKind.FALSE)

    @property
    def icon(self) -> str:
        return "canhbao" if self.warns else "nen"


_LABELS: dict[QuestionKind, tuple[Promise, Promise]] = {
    QuestionKind.DO: (_("Nên làm"), _("Nghĩ lại nhé")),
    QuestionKind.AVOID: (_("Không nên làm"), _("Việc này nên làm")),
    QuestionKind.SIGN: (_("Dấu hiệu đáng ngờ"), _("Không đáng ngờ")),
    QuestionKind.TRUE: (_("Trả lời đúng"), _("Chưa đúng")),
    QuestionKind.FALSE: (_("Điều này sai"), _("Điều này đúng")),
}


class Asked(NamedTuple):
    """Questions whose last sentence matches `pattern` ask for one of `kinds`."""

    pattern: re.Pattern[str]
    kinds: frozenset[QuestionKind]


# An interrogative and a negation within one clause: “bạn không nên kể với ai, bạn làm gì?” asks what to do.
_WHICH = r"(?:nào|gì|đâu|which|what|អ្វី|ណា)"
_NOT_TO = r"(?:không (?:nên|được|cần)|chớ|đừng|nên tránh|not do|not to do|never do|should (?:you|we) not|មិនគួរ)"
_SIGN = r"(?:dấu hiệu|thao túng|lừa|đáng ngờ|giả mạo|giả danh|signs?|manipulat\w+|suspicious|scam|fake|សញ្ញា|បញ្ឆោត)"
_SAFE = r"(?:thật|an toàn|đáng tin|chính thức|kiểm tra|genuine|safe|check)"
_WRONG = r"(?:không đúng|(?:là|thì|nào|câu|điều) sai|sai sự thật|not true|is false|is wrong|មិនត្រឹមត្រូវ|ខុស)"
_NEAR = r"[^,;:]{0,60}"


def _near(words: str) -> str:
    return rf"\b{_WHICH}{_NEAR}{words}|{words}{_NEAR}{_WHICH}|{words}[^,;:]*:?$"


_ASKED = (
    Asked(re.compile(_near(_NOT_TO), re.IGNORECASE), frozenset({QuestionKind.AVOID})),
    Asked(re.compile(_near(_WRONG), re.IGNORECASE), frozenset({QuestionKind.FALSE})),
    Asked(re.compile(r"KHÔNG|\bNOT\b"), frozenset({QuestionKind.AVOID, QuestionKind.FALSE})),
    Asked(
        re.compile(
            r"\blàm gì\b|\bnên làm\b|\bbạn (?:sẽ|nên):?$|"
            r"what (?:do|should|would) you do|you should:|គួរធ្វើ|ធ្វើអ្វី",
            re.IGNORECASE,
        ),
        frozenset({QuestionKind.DO, QuestionKind.TRUE}),
    ),
    Asked(
        re.compile(rf"^(?!.*{_SAFE}).*(?:\b(?:nào|đâu|which|ណា){_NEAR}{_SIGN}|{_SIGN} nào\b)", re.IGNORECASE),
        frozenset({QuestionKind.SIGN, QuestionKind.FALSE}),
    ),
)


def kinds_asked_for(text: str) -> frozenset[QuestionKind]:
    """The kinds that the words of a question allow; all of them where the words say nothing."""
    sentences = [sentence for sentence in re.split(r"(?<=[.!?។…])\s+", text.strip()) if sentence]
    last = sentences[-1].rstrip("?. ") if sentences else ""
    match = next((asked.kinds for asked in _ASKED if asked.pattern.search(last)), None)
    return match or frozenset(QuestionKind)


def kind_of(value: str | None) -> QuestionKind:
    """The kind of a stored value; TRUE, which praises no deed, where there is none."""
    return QuestionKind(value) if value in QuestionKind.values else QuestionKind.TRUE
