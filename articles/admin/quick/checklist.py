"""The eight lines “Trước khi gửi”: the publish gates of a short item, each with its place on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.models import ArticlePage
from articles.rules import gates
from articles.rules.gates import Finding
from base.text import count_tieng

#: gate → the line of its own that it belongs to; the others go by their field
LINE_OF_CODE = {
    "has-minor-unanswered": "o-tre-em",
    "has-victim-unanswered": "o-bi-hai",
    "minor-contradiction": "o-tre-em",
}
LINE_OF_FIELD = {"title": "o-tit", "sapo": "o-sapo", "lead_image": "o-anh", "bylines": "o-tac-gia"}


@dataclass(frozen=True)
class Line:
    """One line: `anchor` of its place, `state` is ok, stop or open (nothing written yet)."""

    anchor: str
    label: str
    state: str
    mend: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.state == "ok"


def lines(story: ArticlePage | None, section: Any) -> list[Line]:
    """The eight lines; without a saved story all but the section are open."""
    findings = gates.check(story) if story is not None else []
    places: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.is_stop or finding.code == "image-unanswered":
            places.setdefault(_line_of(finding), []).append(finding)
    rows = [("o-tit", _title_label(story)), ("o-sapo", _sapo_label(story)), ("o-anh", _picture_label(story))]
    rows += [("o-tre-em", _("Câu trẻ em")), ("o-bi-hai", _("Câu người bị hại")), ("o-chu", _("Nội dung"))]
    rows.append(("o-tac-gia", _("Tác giả")))
    place = Line("o-chuyen-muc", _("Chuyên mục"), "ok" if section else "open", _("Bạn chọn chuyên mục."))
    return [place, *(_line(anchor, label, places.get(anchor, []), story is None) for anchor, label in rows)]


def _line_of(finding: Finding) -> str:
    return LINE_OF_CODE.get(finding.code) or LINE_OF_FIELD.get(finding.field, "o-chu")


def _line(anchor: str, label: str, findings: list[Finding], is_unsaved: bool) -> Line:
    if is_unsaved:
        return Line(anchor, label, "open")
    if not findings:
        return Line(anchor, label, "ok")
    mend = " ".join(f"{finding.problem} {finding.mend}" for finding in findings[:2])
    return Line(anchor, label, "stop", mend)


def _title_label(story: ArticlePage | None) -> str:
    return _("Tít %(number)d tiếng") % {"number": count_tieng(story.title)} if story else _("Tít")


def _sapo_label(story: ArticlePage | None) -> str:
    return _("Sapo %(number)d tiếng") % {"number": count_tieng(story.sapo)} if story else _("Sapo")


def _picture_label(story: ArticlePage | None) -> str:
    if story is not None and not story.lead_image_id:
        return _("Không kèm ảnh")
    return _("Ảnh có chữ thay, tác giả, câu trẻ em")
