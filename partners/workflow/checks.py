"""Lists what is missing before a piece can be sent or accepted; one sentence for each gap."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from files.models import StoredFile, UploadSession
from partners.consents import BY_KEY, unticked
from partners.models import Submission, SubmissionFile
from partners.workflow.statements import held
from users.models import User

Problems = dict[str, list[str]]


def problems_before_sending(submission: Submission, ticked: list[str]) -> Problems:
    """What is missing before the piece can be sent: field name → sentences; empty when nothing is.

    Fields are those of the form; "tep" stands for the files, "nguoi" for depicted people, "dong-y" for the statements.
    """
    problems: Problems = _answers(submission)
    files = list(submission.files.all())
    arriving = _arriving(submission)
    if not submission.title:
        problems["title"] = [_("Bạn đặt tên cho nội dung giúp tòa soạn.")]
    if not (submission.post_url or submission.text or arriving or any(not file.refusal for file in files)):
        problems["tep"] = [_("Bạn đưa một tệp, dán một liên kết hoặc viết vài dòng: có một trong ba là gửi được.")]
    problems.update(_files(files, arriving, problems))
    people = _people(submission)
    if people:
        problems["nguoi"] = people
    missing = unticked([*ticked, *held(submission)])
    if missing:
        problems["dong-y"] = [_("Còn thiếu điều “%(title)s”.") % {"title": statement.title} for statement in missing]
    return problems


def unmet_wishes(submission: Submission) -> list[str]:
    """What the brief wishes and the files do not have: length of the clips, captions. It prevents nothing."""
    brief = submission.brief
    if brief is None:
        return []
    stored = [row.stored for row in submission.files.select_related("stored") if row.stored]
    clips = [file for file in stored if file.duration_ms]
    unmet = []
    for clip in clips:
        seconds = round((clip.duration_ms or 0) / 1000)
        params = {"name": clip.display_name, "n": seconds, "least": brief.least_seconds, "most": brief.most_seconds}
        if brief.least_seconds and seconds < brief.least_seconds:
            unmet.append(_("Tệp “%(name)s” dài %(n)s giây, đề bài cần ít nhất %(least)s giây.") % params)
        if brief.most_seconds and seconds > brief.most_seconds:
            unmet.append(_("Tệp “%(name)s” dài %(n)s giây, đề bài cần nhiều nhất %(most)s giây.") % params)
    if brief.wants_captions and clips and not any(file.media_type == "text/vtt" for file in stored):
        unmet.append(_("Đề bài cần tệp phụ đề (VTT) và bài chưa có tệp nào."))
    return unmet


def _answers(submission: Submission) -> Problems:
    """Gaps in the questions without a default, which must be answered (docs/security.md, rule 26)."""
    problems: Problems = {}
    if submission.has_minor is None:
        problems["has_minor"] = [_("Bạn chọn “Có” hoặc “Không”: trong nội dung có người dưới 18 tuổi không?")]
    if submission.is_paid is None:
        problems["is_paid"] = [_("Bạn chọn “Có” hoặc “Không”: có ai trả tiền hoặc tặng quà cho nội dung này không?")]
    elif submission.is_paid and not submission.commercial:
        problems["commercial"] = [_("Bạn ghi ai trả hoặc tài trợ, và bằng gì.")]
    if submission.uses_ai is None:
        problems["uses_ai"] = [_("Bạn chọn “Có” hoặc “Không”: có phần nào do công cụ AI tạo ra không?")]
    elif submission.uses_ai and not submission.ai_use:
        problems["ai_use"] = [_("Bạn ghi phần nào dùng AI, ví dụ: nhạc nền, giây 0 đến 12.")]
    if not submission.music:
        problems["music"] = [_("Bạn chọn một dòng về nhạc: không có, của bạn, đã xin phép, hay nhạc miễn phí.")]
    elif submission.music in {"licensed", "free"} and not submission.music_source:
        problems["music_source"] = [_("Bạn ghi tên bài nhạc và nơi lấy hoặc nơi cho phép.")]
    if submission.licence_until is None:
        problems["licence_until"] = [_("Bạn chọn ngày cho phép dùng đến.")]
    elif submission.licence_until < timezone.localdate():
        problems["licence_until"] = [_("Ngày cho phép đã qua. Bạn chọn một ngày từ hôm nay trở đi.")]
    return problems


def _arriving(submission: Submission) -> list[UploadSession]:
    """Uploads in parts that are not finished or not checked yet."""
    mine = UploadSession.objects.filter(upload_target="partner", object_id=str(submission.uuid))
    return list(mine.filter(state__in=UploadSession.UNDECIDED))


def _files(files: list[SubmissionFile], arriving: list[UploadSession], problems: Problems) -> Problems:
    sentences = list(problems.get("tep", []))
    for file in files:
        if file.refusal:
            sentence = _("Tệp “%(name)s” không nhận được. Bạn bỏ tệp đó, hoặc thay tệp khác.")
            sentences.append(sentence % {"name": file.declared_name})
    for session in arriving:
        if session.state == UploadSession.State.OPEN:
            sentence = _("Tệp “%(name)s” chưa tải lên xong. Bạn chờ tải xong, hoặc bỏ tệp đó.")
            sentences.append(sentence % {"name": session.name})
    return {"tep": sentences} if sentences else {}


def _people(submission: Submission) -> list[str]:
    """Gaps in the consents of depicted people, and answers that contradict each other."""
    people = list(submission.people.select_related("paper"))
    sentences = [sentence for person in people for sentence in person.gaps()]
    minors = any(person.is_minor for person in people)
    if submission.has_minor and not minors:
        sentences.append(_("Bạn trả lời có người dưới 18 tuổi: bạn thêm từng người vào danh sách giúp nhé."))
    if submission.has_minor is False and minors:
        sentences.append(_("Danh sách có người dưới 18 tuổi mà bạn trả lời “Không”. Bạn sửa một trong hai."))
    return sentences


def reasons_against(
    submission: Submission, *, by: User, took_unscanned: bool = False, declined: list[str] | None = None
) -> list[str]:
    """Sentences that prevent the newsroom from accepting; empty when nothing does.

    Files whose UUID is in `declined` are not checked: they are not used.
    """
    reasons = []
    if by.pk == submission.created_by_id or submission.partner.members.filter(user=by).exists():
        reasons.append(_("Người gửi bài không tự duyệt được: cần một người khác của tòa soạn."))
    if not submission.partner.is_active:
        reasons.append(_("Đối tác đang bị tạm ngưng: không nhận bài mới."))
    for file in submission.files.select_related("stored"):
        if str(file.uuid) not in (declined or []):
            reasons += _against_file(file, took_unscanned)
    for session in _arriving(submission):
        reasons.append(
            _("Tệp “%(name)s” đang chờ kiểm tra. Bạn chờ ít phút rồi tải lại trang.") % {"name": session.name}
        )
    reasons += _against_consents(submission)
    if submission.has_minor is None:
        reasons.append(_("Đối tác chưa trả lời có người dưới 18 tuổi hay không."))
    return reasons + _people(submission)


def _against_file(file: SubmissionFile, took_unscanned: bool) -> list[str]:
    name = {"name": file.declared_name}
    if file.refusal:
        return [_("Tệp “%(name)s” bị từ chối: %(reason)s") % {**name, "reason": file.refusal}]
    if file.is_pending:
        return [_("Tệp “%(name)s” đang chờ kiểm tra. Bạn chờ ít phút rồi tải lại trang.") % name]
    state = file.stored.state if file.stored else ""
    if state == StoredFile.State.INFECTED:
        return [_("Tệp “%(name)s” có mã độc và đã bị xóa. Bạn không nhận tệp này.") % name]
    if state not in {StoredFile.State.CLEAN, StoredFile.State.NOT_SCANNED}:
        return [_("Tệp “%(name)s” không ở trạng thái sạch.") % name]
    if file.is_unscanned and not took_unscanned:
        return [_("Tệp “%(name)s” chưa được quét vi-rút. Bạn xem tệp rồi đánh dấu ô nhận trách nhiệm.") % name]
    return []


def _against_consents(submission: Submission) -> list[str]:
    """A sentence for every statement that is missing, withdrawn or expired."""
    live = {consent.key: consent for consent in submission.consents.live()}
    reasons = [
        _("Thiếu lời đồng ý còn hiệu lực: “%(title)s”.") % {"title": statement.title}
        for statement in unticked(list(live))
    ]
    return reasons + [
        _("Lời đồng ý đã hết hạn: “%(title)s”, đến %(day)s.")
        % {"title": BY_KEY[key].title, "day": f"{consent.expires_on:%d-%m-%Y}"}
        for key, consent in live.items()
        if consent.is_expired and key in BY_KEY
    ]
