"""The messages for refused files: code → HTTP status and Vietnamese sentence with reason, limit and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from files.cleaners.limits import GB, MB, Profile
from files.limits import PROFILES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REASONS: dict[str, tuple[int, StrOrPromise]] = {
    # --- the transfer ---
    "empty": (400, _("Tệp rỗng (0 byte). Bạn mở thử tệp trên máy rồi chọn lại.")),
    "interrupted": (400, _("Tệp chưa tải lên hết. Bạn kiểm tra mạng rồi gửi lại.")),
    "too_large": (413, _("Tệp lớn hơn %(limit)s. Bạn thử nén lại hoặc xuất với chất lượng thấp hơn.")),
    # --- the type ---
    "unknown_type": (415, _("Không nhận ra loại tệp. Ở đây nhận: %(accepted)s.")),
    "not_here": (415, _("Tệp này là %(found)s. Ở đây chỉ nhận: %(accepted)s.")),
    "picture_type": (415, _("Ảnh TIFF, BMP và PSD không nhận được. Bạn xuất ảnh thành JPEG hoặc PNG rồi gửi lại.")),
    "svg": (415, _("Không nhận tệp SVG vì có thể chứa mã chạy. Bạn xuất hình thành PNG hoặc PDF rồi gửi lại.")),
    "markup": (
        415,
        _("Không nhận tệp HTML hay XML vì có thể chứa mã chạy. Bạn lưu thành PDF, DOCX hoặc TXT rồi gửi lại."),
    ),
    "script": (415, _("Đây là tệp mã lệnh nên không nhận được. Bạn gửi nội dung ở dạng PDF, DOCX hoặc TXT.")),
    "executable": (415, _("Đây là chương trình chạy được, không phải tài liệu, nên không nhận được.")),
    "playlist": (415, _("Đây là danh sách phát, không phải video. Bạn gửi chính tệp video MP4.")),
    "archive_type": (415, _("Chỉ nhận tệp nén ZIP. Bạn nén lại thành ZIP hoặc gửi từng tệp.")),
    "old_office": (
        415,
        _(
            "Tệp Office kiểu cũ hoặc có mật khẩu thì không nhận được. "
            "Bạn bỏ mật khẩu và lưu thành DOCX, PPTX hoặc XLSX."
        ),
    ),
    # --- pictures ---
    "broken_picture": (
        422,
        _("Ảnh bị hỏng hoặc chưa tải lên hết nên không đọc được. Bạn mở thử ảnh trên máy rồi gửi lại."),
    ),
    "too_many_pixels": (
        422,
        _("Ảnh có hơn %(limit)s triệu điểm ảnh (tính mọi khung hình). Bạn thu nhỏ ảnh rồi gửi lại."),
    ),
    "animated": (422, _("Ảnh động không nhận được ở đây. Bạn gửi ảnh tĩnh (JPEG, PNG) hoặc video MP4.")),
    # --- documents ---
    "encrypted": (422, _("Tệp có mật khẩu hoặc bị khóa nên không kiểm tra được. Bạn bỏ mật khẩu rồi gửi lại.")),
    "broken_pdf": (422, _("Tệp PDF bị hỏng hoặc chưa tải lên hết nên không đọc được. Bạn xuất lại PDF rồi gửi lại.")),
    "too_many_pages": (422, _("Tệp PDF có hơn %(limit)s trang. Bạn chia thành nhiều tệp rồi gửi lại.")),
    "broken_office": (
        422,
        _("Tệp Office bị hỏng nên không đọc được. Bạn mở tệp, lưu lại thành DOCX, PPTX hoặc XLSX rồi gửi lại."),
    ),
    "macros": (
        422,
        _(
            "Tệp Office có macro hoặc thành phần chạy được. "
            "Bạn lưu thành DOCX, PPTX, XLSX không macro hoặc PDF rồi gửi lại."
        ),
    ),
    "embedded_object": (
        422,
        _(
            "Tệp Office có đối tượng nhúng không kiểm tra được. "
            "Bạn đổi đối tượng thành hình ảnh hoặc lưu thành PDF rồi gửi lại."
        ),
    ),
    "external_link": (
        422,
        _(
            "Tệp Office nối tới tệp hay hình ở nơi khác (%(target)s). "
            "Bạn nhúng nội dung vào tệp hoặc lưu thành PDF rồi gửi lại."
        ),
    ),
    "broken_text": (
        422,
        _("Tệp chữ phải ở bảng mã UTF-8 và không có ký tự điều khiển. Bạn lưu lại với bảng mã UTF-8 rồi gửi lại."),
    ),
    "broken_json": (422, _("Tệp JSON sai cú pháp ở dòng %(line)s. Bạn sửa lại rồi gửi lại.")),
    "broken_captions": (
        422,
        _(
            "Tệp phụ đề sai cấu trúc: tệp VTT bắt đầu bằng dòng WEBVTT, tệp SRT bằng số thứ tự và thời gian. "
            "Bạn xuất lại phụ đề rồi gửi lại."
        ),
    ),
    # --- archives ---
    "broken_zip": (422, _("Tệp ZIP bị hỏng hoặc chưa tải lên hết. Bạn nén lại rồi gửi lại.")),
    "too_many_entries": (422, _("Tệp ZIP có hơn %(limit)s mục. Bạn chia thành nhiều tệp rồi gửi lại.")),
    "zip_bomb": (422, _("Tệp nén phình quá lớn khi mở ra nên không nhận được. Bạn gửi từng tệp gốc.")),
    "zip_path": (
        422,
        _("Tệp ZIP có đường dẫn hoặc liên kết không an toàn (%(name)s). Bạn nén lại các tệp trong một thư mục thường."),
    ),
    "zip_member": (422, _("Trong tệp ZIP có “%(name)s” không nhận được: %(reason)s")),
    "nested_archive": (422, _("Tệp ZIP chứa tệp nén khác (%(name)s). Bạn giải nén rồi nén lại một lần.")),
    # --- clips and sound ---
    "broken_clip": (
        422,
        _("Video bị hỏng hoặc chưa tải lên hết nên không phát được. Bạn phát thử trên máy rồi gửi lại."),
    ),
    "broken_sound": (422, _("Tệp âm thanh bị hỏng hoặc chưa tải lên hết. Bạn phát thử trên máy rồi gửi lại.")),
    "clip_too_long": (422, _("Video dài hơn %(limit)s phút. Bạn cắt ngắn rồi gửi lại.")),
    "sound_too_long": (422, _("Âm thanh dài hơn %(limit)s phút. Bạn cắt ngắn rồi gửi lại.")),
    "clip_too_big": (422, _("Khung hình video lớn hơn 4K. Bạn xuất video ở 1080p rồi gửi lại.")),
    "clip_codec": (
        422,
        _(
            "Video dùng mã hóa %(codec)s. "
            "Bạn xuất thành MP4 (H.264) rồi gửi lại; trên iPhone chọn Cài đặt › Camera › Định dạng › Tương thích nhất."
        ),
    ),
    # --- everything ---
    "busy": (429, _("Máy chủ đang kiểm tra nhiều tệp cùng lúc. Bạn đợi các tệp kia xong, rồi gửi lại tệp này.")),
    "deadly": (
        422,
        _("Máy chủ dừng giữa chừng mỗi lần mở tệp này nên không kiểm tra được. Bạn xuất lại tệp rồi gửi lại."),
    ),
    "server_full": (
        507,
        _("Ổ đĩa tạm của máy chủ đang đầy nên chưa nhận được tệp. Chữ bạn gõ vẫn còn; bạn gửi lại tệp sau ít phút."),
    ),
    "lost": (410, _("Tệp không còn trong kho tạm. Bạn tải lên lại.")),
    "duplicate": (409, _("Đúng tệp này đã có ở %(code)s, phiên bản %(number)s: “%(label)s”.")),
    "version_closed": (
        409,
        _("Phiên bản đã phát hành hoặc không còn nên không thêm tệp được. Bạn tạo phiên bản mới."),
    ),
    "piece_closed": (409, _("Bài đã nộp, đã rút hoặc đã đủ tệp nên không thêm tệp này được nữa.")),
    "infected": (
        422,
        _("Trình quét vi-rút báo tệp này có mã độc nên tệp không được lưu. Bạn quét máy rồi gửi một bản khác."),
    ),
    "too_slow": (
        422,
        _("Tệp quá phức tạp, kiểm tra quá %(limit)s giây chưa xong. Bạn xuất lại tệp đơn giản hơn rồi gửi lại."),
    ),
    "no_time_left": (
        422,
        _("Biểu mẫu có nhiều tệp nặng nên chưa kịp kiểm tra tệp này. Bạn gửi lại riêng tệp này."),
    ),
    "undecodable": (422, _("Không đọc được tệp này. Bạn mở thử tệp trên máy, lưu lại rồi gửi lại.")),
}

#: Error messages for file fields of forms, which check for a missing or empty file before the gate does.
NO_FILE = {"required": _("Bạn chưa chọn tệp."), "empty": REASONS["empty"][1]}

FOUND = {
    "picture": _("hình ảnh"),
    "pdf": _("tài liệu PDF"),
    "clip": _("video"),
    "audio": _("âm thanh"),
    "office": _("tài liệu Office"),
    "text": _("tệp chữ"),
    "zip": _("tệp nén ZIP"),
    "GIF": _("ảnh GIF"),
}

_ACCEPTED = {
    "picture": "JPEG, PNG, WebP, AVIF, HEIC",
    "pdf": "PDF",
    "clip": "MP4, MOV, WebM",
    "audio": "MP3, M4A, WAV",
    "office": "DOCX, PPTX, XLSX",
    "text": "TXT, VTT, SRT, JSON",
    "zip": "ZIP",
}


RejectionDetails = dict[str, Any]


class UploadRejected(ValidationError):
    """A file that the gate does not accept.

    `.status`: the HTTP status where the answer is not a form (a 4xx). `.details`: code and values as JSON, kept in
    UploadSession.refused so that rejection_message() gives the sentence in each reader's language. `.file_name`: set
    by who takes several files at once, so that the sentence can name the refused one.
    """

    file_name = ""

    def __init__(self, reason: str, *, profile: str = "", params: dict[str, str | int] | None = None) -> None:
        self.status, message = REASONS[reason]
        self.reason = reason
        self.details: RejectionDetails = {"reason": reason, "profile": profile, "params": params or {}}
        super().__init__(message, code=reason, params=_readable(params or {}, PROFILES.get(profile)))


def rejection_message(details: RejectionDetails) -> str:
    """The sentence of a kept refusal (UploadRejected.details) in the active language; "" for {}.

    A code that REASONS no longer has gives the sentence of "undecodable".
    """
    if not details:
        return ""
    reason = details["reason"] if details["reason"] in REASONS else "undecodable"
    return " ".join(UploadRejected(reason, profile=details.get("profile", ""), params=details.get("params")).messages)


def _readable(params: dict[str, str | int], profile: Profile | None) -> _Blank:
    """`params` as people read them: bytes as MB, a nested reason as its own sentence."""
    words = _Blank({"accepted": accepted_types_text(profile) if profile else "", **params})
    if "limit_bytes" in words:
        words["limit"] = limit_text(int(str(words["limit_bytes"])))
    if "found" in words:
        words["found"] = FOUND.get(str(words["found"]), words["found"])
    if "reason" in words:
        inner = REASONS.get(str(words["reason"]), REASONS["undecodable"])[1]
        words["reason"] = str(inner) % words
    return words


def limit_text(size: int) -> str:
    """A limit in bytes as a rounded figure: “20 MB”, “2 GB”."""
    return f"{round(size / GB)} GB" if size >= GB else f"{round(size / MB)} MB"


class _Blank(dict[str, object]):
    """Values of a sentence; one that is not known, as of a file within another, reads “…”."""

    def __missing__(self, key: str) -> str:
        return "…"


def accepted_types_text(profile: Profile) -> str:
    """The file types that a profile accepts, e.g. “JPEG, PNG, WebP, AVIF, HEIC”."""
    words = [_ACCEPTED[kind] for kind in profile.sizes]
    if "GIF" in profile.pictures:
        words.insert(1, "GIF")
    return ", ".join(words)
