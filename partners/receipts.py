"""Receipt of a sent piece, as data for a page and as a PDF with the same content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from base.templatetags.vi import ngay_ngan, stamp
from media_library.print import typst

from .models import Consent, DepictedPerson, Submission

FOLDER = Path(__file__).resolve().parent / "typ"


def facts_of(submission: Submission) -> dict[str, Any]:
    """{"rows": [(label, value)], "files": […], "people": […], "consents": […]} of the last sending.

    Includes the present state of the piece and of each statement: the receipt stays available after a withdrawal.
    """
    answers = {True: _("Có"), False: _("Không"), None: _("Chưa trả lời")}
    rows = [
        (_("Mã bài"), submission.code),
        (_("Tên nội dung"), submission.shown_title),
        (_("Đối tác"), submission.partner.display_name),
        (_("Gửi lúc"), stamp(submission.sent_at)),
        (_("Hiện nay"), submission.get_state_display()),
        (_("Tòa soạn trả lời trước"), ngay_ngan(submission.due_at) if submission.awaits_answer else ""),
        (_("Đề bài"), _brief(submission)),
        (_("Ghi nguồn là"), submission.credit or submission.partner.display_name),
        (_("Cho dùng đến ngày"), ngay_ngan(submission.licence_until)),
        (_("Nhận tiền hoặc tài trợ"), _with_words(answers[submission.is_paid], submission.commercial)),
        (_("Dùng AI"), _with_words(answers[submission.uses_ai], submission.ai_use)),
        (_("Nhạc"), _with_words(submission.get_music_display(), submission.music_source)),
        (_("Người dưới 18 tuổi"), answers[submission.has_minor]),
        (_("Liên kết bài đăng"), submission.post_url),
    ]
    files = [
        (row.declared_name, row.caption, row.stored.original_sha256 if row.stored else "")
        for row in submission.files.select_related("stored")
    ]
    return {
        "rows": [(label, str(value)) for label, value in rows if value],
        "files": files,
        "people": [_person(person) for person in submission.people.select_related("paper")],
        "consents": [_consent(consent) for consent in submission.consents.of_last_sending()],
    }


def pdf_of(submission: Submission) -> bytes:
    """The receipt on A4. Raises typst.Busy when every compiler of this process is at work."""
    return typst.pdf(
        "receipt",
        facts_of(submission)
        | {
            "title": _("Biên nhận nội dung"),
            "campaign": _("Không một mình – Cùng nhau an toàn trực tuyến"),
            "files_title": _("Tệp đã nhận"),
            "people_title": _("Người trong hình"),
            "consents_title": _("Những điều đã đồng ý"),
            "note": _(
                "Bạn rút lại được trước khi đăng và có quyền yêu cầu gỡ sau khi đăng. SHA-256 là dấu của đúng bản chữ, "
                "đúng tệp bạn đã gửi."
            ),
        },
        folder=FOLDER,
    )


def _brief(submission: Submission) -> str:
    if submission.brief is None:
        return ""
    return _("%(title)s, bản %(version)d") % {"title": submission.brief.title, "version": submission.brief_version}


def _with_words(answer: str, words: str) -> str:
    return f"{answer}: {words}" if words and answer else str(answer)


def _person(person: DepictedPerson) -> dict[str, str]:
    return {
        "name": str(person),
        "age": str(person.get_age_band_display()),
        "representative": person.representative_name,
        "paper": person.paper.original_sha256 if person.paper else "",
    }


def _consent(consent: Consent) -> dict[str, Any]:
    """Values of one statement for the page; `meta` has the same texts for the PDF."""
    until = ngay_ngan(consent.expires_on)
    meta = [stamp(consent.given_at), _("đến %(day)s") % {"day": until} if until else ""]
    meta.append(_("bản chữ %(version)s") % {"version": consent.version})
    withdrawn = _("đã rút lại %(at)s") % {"at": stamp(consent.withdrawn_at)} if consent.withdrawn_at else ""
    return {
        "title": consent.title,
        "text": consent.text,
        "at": stamp(consent.given_at),
        "version": consent.version,
        "hash": consent.text_hash,
        "until": until,
        "withdrawn": withdrawn,
        "meta": [words for words in (*meta, withdrawn) if words],
    }
