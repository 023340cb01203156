"""The identity check of what units, pupils and organisers write for the public (articles/rules/publish_gates)."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.rules.gates import DETAIL_LABELS
from articles.rules.publish_gates import personal_details
from articles.rules.publish_gates.personal_details import Detail


def problem_of(text: str, beside: Iterable[str] = ()) -> str:
    """Why the words of a pupil or unit tell who a child is, in Vietnamese; "" where they do not.

    `beside`: texts that are shown with `text`. Details that stand in them alone are not complained of.
    """
    own = personal_details.find([text])
    together = personal_details.identifying(personal_details.find([text, *beside]))
    wordings = {(detail.kind, detail.text) for detail in own}
    return _sentence([detail for detail in together if (detail.kind, detail.text) in wordings])


def problem_of_organiser(text: str) -> str:
    """As problem_of(), for who writes of events and contests: a venue, a class or a speaker may be named, a child not.

    A name tells of a child in a sentence about one, or beside a class; an address where it says that a child lives.
    """
    return _sentence(personal_details.of_named_child(personal_details.find([text])))


def clean_of_organiser(**texts: str) -> None:
    """Raises ValidationError that names each of `texts`, by field, which tells who a child is."""
    problems = {name: problem for name, text in texts.items() if (problem := problem_of_organiser(text))}
    if problems:
        raise ValidationError(problems)


def _sentence(details: list[Detail]) -> str:
    if not details:
        return ""
    pieces = "; ".join(f"{DETAIL_LABELS[detail.kind]} “{detail.text}”" for detail in details[:6])
    sentence = _("Có chi tiết nhận ra một em: %(pieces)s. Bạn bỏ hoặc thay tên, lớp, trường, số, tài khoản.")
    return sentence % {"pieces": pieces}
