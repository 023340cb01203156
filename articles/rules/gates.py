"""Publish gates: one function for editor, preview, workflow, publication and commands.

`check(story)` takes a story as it is (a draft object is enough, nothing is saved) and returns what is wrong, where,
and how to correct it. A finding with Severity.STOP prevents publication on every way (base/publishing.py); WARN
is only shown (docs/domain.md E.2, docs/security.md rule 26).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from articles.genres import Genre
from articles.rules import gates_images, gates_links, never_print, publish_gates
from articles.rules.publish_gates import Finding, Severity, personal_details
from articles.rules.reader_text import reader_text, texts_beside
from base import site_context
from base.pages import TITLE_LIMIT
from base.text import REASON_CHARACTERS, count_tieng, says_why

SAPO_TIENG = (25, 55)  # docs/domain.md B.2
TITLE_TIENG, TITLE_SOFT = 14, 70  # tiếng and characters at which a headline is still easy to read
#: Genres whose sapo is no news lead, so its length is free: tips, stories of partners, what readers play or join.
FREE_SAPO = {Genre.TIP, Genre.KOL, Genre.QUIZ, Genre.SCENARIO, Genre.CHALLENGE}
#: Genres whose content is their body alone; the others show pictures, clips, games or fields of their own.
BODY_GENRES = {Genre.NEWS, Genre.FEATURE, Genre.REPORTAGE, Genre.INTERVIEW, Genre.QA}
QUESTIONS = {
    "has_minor": gettext_lazy("có trẻ em, học sinh nhận ra được"),
    "has_victim": gettext_lazy("nói về nạn nhân hoặc vụ việc cụ thể"),
}
READ_BY_APPROVERS = {"personal-details", "answers-lowered", "correction-pending", "never-print-removed"}
#: Kind of a personal detail → its name.
DETAIL_LABELS = {
    "name": gettext_lazy("họ tên"),
    "school": gettext_lazy("tên trường"),
    "class": gettext_lazy("lớp"),
    "phone": gettext_lazy("số điện thoại"),
    "street": gettext_lazy("địa chỉ nhà"),
    "email": gettext_lazy("địa chỉ thư điện tử"),
    "account": gettext_lazy("tài khoản mạng xã hội"),
    "plate": gettext_lazy("biển số xe"),
    "paper": gettext_lazy("số giấy tờ"),
    "birth": gettext_lazy("ngày sinh"),
}


def check(story: Page) -> list[Finding]:
    """All findings of `story`, stops first. About six queries for a saved draft."""
    rules = (
        _headline,
        _sapo,
        _body,
        _pictures,
        _child_safety,
        _personal_details,
        _sensitivity,
        _genre,
        _people,
        _links,
        _corrections,
        _lowered_answers,
        _never_print,
        _no_longer_hidden,
    )
    return publish_gates.check(story, (*rules, _own))


def stops(story: Page) -> list[Finding]:
    return [finding for finding in check(story) if finding.is_stop]


def _stop(code: str, field: str, where: str, problem: str, mend: str) -> Finding:
    return Finding(code, Severity.STOP, field, where, problem, mend)


def _warn(code: str, field: str, where: str, problem: str, mend: str) -> Finding:
    return Finding(code, Severity.WARN, field, where, problem, mend)


def _own(story: Page) -> list[Finding]:
    return list(story.own_findings())


def _headline(story: Page) -> Iterator[Finding]:
    tieng, length = count_tieng(story.title), len(story.title)
    if length > TITLE_LIMIT:
        yield _stop(
            "title-long", "title", _("Tít"),
            _("Tít dài %(now)d ký tự, tối đa %(limit)d.") % {"now": length, "limit": TITLE_LIMIT},
            _("Bạn rút gọn, giữ việc chính."),
        )  # fmt: skip
    elif tieng > TITLE_TIENG or length > TITLE_SOFT:
        yield _warn(
            "title-soft", "title", _("Tít"),
            _("Tít có %(tieng)d tiếng, %(now)d ký tự; dễ đọc nhất là đến 14 tiếng, 70 ký tự.")
            % {"tieng": tieng, "now": length},
            _("Bạn thử bớt một ý."),
        )  # fmt: skip


def _sapo(story: Page) -> Iterator[Finding]:
    if story.genre in FREE_SAPO or story.locale.language_code != "vi":
        return
    tieng, (least, most) = count_tieng(story.sapo), SAPO_TIENG
    if not least <= tieng <= most:
        mend = _("Bạn thêm điều quan trọng nhất.") if tieng < least else _("Bạn chuyển bớt ý xuống thân bài.")
        yield _stop(
            "sapo-length", "sapo", _("Sapo"),
            _("Sapo có %(now)d tiếng, cần từ %(least)d đến %(most)d.") % {"now": tieng, "least": least, "most": most},
            mend,
        )  # fmt: skip


def _body(story: Page) -> Iterator[Finding]:
    if story.genre in BODY_GENRES and not story.body:
        yield _warn(
            "body-empty", "body", _("Nội dung"), _("Bài chỉ có tít và sapo, chưa có nội dung."),
            _("Bạn viết nội dung; tin ngắn chỉ cần sapo thì để vậy."),
        )  # fmt: skip


def _pictures(story: Page) -> Iterator[Finding]:
    for problem in gates_images.problems(story):
        make = _stop if problem.is_stop else _warn
        yield make(problem.code, problem.field, problem.where, problem.what, problem.mend)


def _child_safety(story: Page) -> Iterator[Finding]:
    for field, question in QUESTIONS.items():
        if getattr(story, field) is None:
            yield _stop(
                field.replace("_", "-") + "-unanswered", field, _("An toàn trẻ em"),
                _("Chưa trả lời: %(question)s.") % {"question": question},
                _("Bạn chọn Có hoặc Không; im lặng không phải là Không."),
            )  # fmt: skip


def _personal_details(story: Page) -> Iterator[Finding]:
    if personal_details.is_too_long(item.text for item in [*reader_text(story), *texts_beside(story)]):
        yield _stop(
            "text-too-long", "body", _("Nội dung"),
            _("Chữ của bài dài quá %(limit)d ký tự, máy không tìm hết được thông tin riêng.")
            % {"limit": personal_details.SCANNED},
            _("Bạn chia thành nhiều bài."),
        )  # fmt: skip
        return
    telling = telling_details(story)
    if not telling:
        return
    is_answered_no = not (story.has_minor or story.has_victim)
    problem = _("Bài có thể làm lộ một em là ai: %(pieces)s.") % {"pieces": name_pieces(telling)}
    if is_answered_no:
        problem += " " + _("Bài trả lời Không, mà chữ nói về một em hoặc nạn nhân: bạn xem lại câu trả lời.")
    override = story.detail_override()
    if override and {(detail.kind, detail.text) for detail in telling} <= {tuple(pair) for pair in override.details}:
        yield _warn(
            "personal-details", "body", _("Nội dung"), problem,
            _("%(who)s quyết định vẫn nêu; lý do: “%(reason)s”.")
            % {"who": override.decided_by or _("Tổng Biên tập"), "reason": override.reason},
        )  # fmt: skip
        return
    yield _stop(
        "personal-details", "body", _("Nội dung"), problem,
        _("Bạn bỏ hoặc thay tên, trường, lớp, số, địa chỉ. Buộc phải nêu thì Tổng Biên tập không viết bài quyết định."),
    )  # fmt: skip


def _lowered_answers(story: Page) -> Iterator[Finding]:
    questions = "; ".join(str(QUESTIONS[name]) for name in story.lowered_answers)
    if not questions:
        return
    problem = _("Bài từng trả lời Có, nay không còn Có: %(questions)s.") % {"questions": questions}
    if says_why(story.answers_reason):
        yield _warn(
            "answers-lowered", "answers_reason", _("An toàn trẻ em"), problem,
            _("Lý do: “%(reason)s” Người kiểm an toàn trẻ em đọc lại bài.") % {"reason": story.answers_reason.strip()},
        )  # fmt: skip
        return
    yield _stop(
        "answers-lowered", "answers_reason", _("An toàn trẻ em"), problem,
        _("Bạn ghi vì sao (từ %(limit)d ký tự) ở ô “vì sao đổi từ Có sang Không”, hoặc trả lời Có.")
        % {"limit": REASON_CHARACTERS},
    )  # fmt: skip


def _never_print(story: Page) -> Iterator[Finding]:
    items = [*reader_text(story), *texts_beside(story)]
    for line in story.words_never_printed():
        place = next((item for item in items if never_print.stands_in(line, item.text)), None)
        if place:
            yield _stop(
                "never-print", "body" if place.field == "corrections" else place.field, _("Nội dung"),
                _("Bài có “%(line)s”, mà tòa soạn đã ghi là không bao giờ in.") % {"line": line},
                _("Bạn bỏ chữ ấy ở mọi ô, cả bản dịch, mô tả ảnh và lời dẫn mạng xã hội."),
            )  # fmt: skip


def _no_longer_hidden(story: Page) -> Iterator[Finding]:
    """Who approves sees which words the story may print again, and whether it does."""
    lines = story.words_no_longer_hidden()
    if not lines:
        return
    items = [*reader_text(story), *texts_beside(story)]
    printed = [line for line in lines if any(never_print.stands_in(line, item.text) for item in items)]
    problem = _("Danh sách “Không bao giờ in” vừa bỏ: %(lines)s.") % {"lines": "; ".join(f"“{x}”" for x in lines[:6])}
    if printed:
        problem += " " + _("Bài nay in ra: %(lines)s.") % {"lines": "; ".join(f"“{line}”" for line in printed[:6])}
    yield _warn(
        "never-print-removed", "never_print", _("An toàn trẻ em"), problem,
        _("Bạn hỏi người viết vì sao bỏ; chưa rõ thì trả bài và ghi lại những chữ ấy."),
    )  # fmt: skip


def for_approvers(story: Page) -> list[Finding]:
    """Findings that whoever approves must have read: printed details, a lowered answer, a correction, shown words."""
    return [finding for finding in check(story) if finding.code in READ_BY_APPROVERS]


def telling_details(story: Page, added: str = "") -> list[personal_details.Detail]:
    """Details with which `story`, and a text that is `added` to it, tells who a child is; [] where it does not."""
    details = personal_details.identifying(details_of(story, help_numbers(story), added), bool(story.has_victim))
    speaks_of_child = story.has_minor or story.has_victim or personal_details.speaks_of_child(details)
    return details if speaks_of_child else []


def telling_details_in(text: str, story: Page) -> list[personal_details.Detail]:
    """Those of telling_details() that stand in `text`, which is to be added to `story`."""
    own = {(detail.kind, detail.text) for detail in personal_details.find([text], help_numbers(story))}
    return [detail for detail in telling_details(story, text) if (detail.kind, detail.text) in own]


def name_pieces(details: Iterable[personal_details.Detail]) -> str:
    """The first six of `details` with their kinds, for a message."""
    return "; ".join(name_all(list(details)[:6]))


def name_all(details: Iterable[personal_details.Detail]) -> list[str]:
    """Each of `details` with its kind."""
    return [f"{DETAIL_LABELS[detail.kind]} “{detail.text}”" for detail in details]


def help_numbers(story: Page) -> list[str]:
    """Telephone numbers of the help lines in the story's language."""
    return numbers_of(help_lines(story))


def numbers_of(lines: Iterable[dict[str, Any]]) -> list[str]:
    """Telephone numbers of help `lines`."""
    return [number for line in lines for number in (line["number"], line["sms_number"]) if number]


def details_of(story: Page, known_numbers: Iterable[str], added: str = "") -> list[personal_details.Detail]:
    """Details in all that readers can see of `story`, and in `added`, without names of those who made something."""
    items = [*reader_text(story), *texts_beside(story)]
    texts = [*(item.text for item in items if not item.is_of_maker), added]
    makers = personal_details.find((item.text for item in items if item.is_of_maker), known_numbers)
    own = [detail for detail in makers if detail.kind != "name" or detail.of_child]
    return [*personal_details.find(texts, known_numbers), *own]


def is_sensitive(story: Page) -> bool:
    """Whether the story is about a victim, has a content warning, or a sensitive topic."""
    return bool(story.has_victim or story.content_warning or any(topic.is_sensitive for topic in story.topics.all()))


def _sensitivity(story: Page) -> Iterator[Finding]:
    if not is_sensitive(story):
        return
    if not story.content_warning.strip():
        yield _stop(
            "warning-missing", "content_warning", _("Cảnh báo nội dung"),
            _("Bài chạm chủ đề nhạy cảm mà chưa có cảnh báo."),
            _("Bạn viết một câu báo trước và cách bỏ qua đoạn khó đọc."),
        )  # fmt: skip
    if not help_lines(story):
        yield _stop(
            "no-help-line", "body", _("Hộp trợ giúp"),
            _("Chưa có đường dây trợ giúp nào được kiểm chứng để hiện ở bài này."),
            _("Bạn nhờ cơ quan thường trực kiểm số trong “Đường dây trợ giúp”."),
        )  # fmt: skip
    elif not any(block.block_type in {"help", "steps"} for block in story.blocks_within()):
        yield _stop(
            "no-help-block", "body", _("Nội dung"),
            _("Bài nhạy cảm mà trong bài chưa nói ai giúp được."),
            _("Bạn thêm khối “Hộp trợ giúp” hoặc “Làm ngay” vào nội dung."),
        )  # fmt: skip


def help_lines(story: Page) -> list[dict]:
    """Verified help lines of the story's language, from the site context (base/site_context.py), which is cached."""
    return site_context.data(story.locale.language_code).get("campaign", {}).get("help_lines", [])


def _genre(story: Page) -> Iterator[Finding]:
    blocks = [block.block_type for block in story.blocks_within()]
    if story.genre == Genre.VIDEO and not story.video_id:
        yield _warn(
            "no-video", "video", _("Clip và bản nghe"), _("Thể loại Video mà chưa có clip."), _("Bạn chọn clip.")
        )
    if story.genre == Genre.PODCAST and not story.audio_id:
        yield _warn(
            "no-audio",
            "audio",
            _("Clip và bản nghe"),
            _("Thể loại Podcast mà chưa có bản nghe."),
            _("Bạn chọn bản nghe."),
        )
    if (story.video_id or story.audio_id) and not story.transcript.strip():
        yield _warn(
            "no-transcript", "transcript", _("Bản chữ"), _("Clip, bản nghe chưa có bản chữ."),
            _("Bạn dán lời thoại để người không nghe được cũng đọc được."),
        )  # fmt: skip
    if story.genre == Genre.PHOTOS and "gallery" not in blocks and blocks.count("figure") < 2:
        yield _warn("no-gallery", "body", _("Nội dung"), _("Chùm ảnh mà chưa có ảnh."), _("Bạn thêm khối “Chùm ảnh”."))


def _links(story: Page) -> Iterator[Finding]:
    broken = gates_links.broken(story)
    if broken:
        titles = "; ".join(f"“{title}”" for title in broken[:4])
        yield _warn(
            "broken-link", "body", _("Liên kết"),
            _("Bài dẫn tới trang bạn đọc không mở được: %(titles)s.") % {"titles": titles},
            _("Bạn thay bằng trang đã đăng, hoặc bỏ liên kết."),
        )  # fmt: skip
    if addresses := story.broken_outside_links():
        yield _warn(
            "broken-outside", "body", _("Liên kết"),
            _("Trang ngoài không còn mở được: %(addresses)s.") % {"addresses": "; ".join(addresses[:4])},
            _("Bạn tìm địa chỉ mới của trang ấy, hoặc bỏ liên kết."),
        )  # fmt: skip


def _corrections(story: Page) -> Iterator[Finding]:
    """Who approves the version approves its corrections, so they are shown among the findings."""
    rows = story.corrections.pending().select_related("created_by") if story.pk else ()
    for row in rows:
        yield _warn(
            "correction-pending", "body", _("Đính chính"),
            _("%(kind)s chờ đăng cùng bản này: “%(text)s” (%(who)s viết).")
            % {"kind": row.get_kind_display(), "text": row.text, "who": row.created_by or _("Tòa soạn")},
            _("Bạn đọc cả câu này; đăng rồi thì không sửa được nữa."),
        )  # fmt: skip


def _people(story: Page) -> Iterator[Finding]:
    bylines = list(story.bylines.all())
    is_signed = bylines or story.signed_by_outlet or story.made_by or story.source_name
    if not is_signed and story.genre != Genre.KOL:
        yield _stop(
            "no-byline", "bylines", _("Tác giả"), _("Bài chưa ghi tác giả hay nguồn."),
            _("Bạn thêm người viết, hoặc chọn “ký tên tòa soạn”."),
        )  # fmt: skip
    shares = [byline.share for byline in bylines if byline.share is not None]
    if shares and sum(shares) > 100:
        yield _warn(
            "shares", "bylines", _("Tác giả"),
            _("Phần công cộng lại là %(sum)d%%.") % {"sum": sum(shares)}, _("Bạn chia lại cho đủ 100%."),
        )  # fmt: skip
