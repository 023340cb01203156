"""The eight statements that a partner ticks, as data; each record keeps text and hash (docs/domain.md D).

The legal desk has not approved the wording yet. A changed text needs no migration: records keep their own copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

VERSION = "2026-11-24"  # of the wording below; goes into each record


class Part(StrEnum):
    """Parts of a piece that a statement is about; workflow/statements.py says what belongs to each."""

    WORDS = "words"
    UPLOADS = "files"
    PEOPLE = "people"
    LICENCE = "licence"
    MONEY = "money"
    AI = "ai"
    MUSIC = "music"


@dataclass(frozen=True)
class Statement:
    """One statement: `key` in records, `title` its short name, `detail` the draft field that explains it.

    `concerns`: when none of these parts has changed since the last sending, the statement is not asked again.
    """

    key: str
    title: str
    text: str
    detail: str = ""
    concerns: tuple[Part, ...] = ()


STATEMENTS = (
    Statement(
        "tac-gia",
        "Tác giả",
        "Tôi là tác giả hoặc được quyền cung cấp nội dung này; nội dung không vi phạm bản quyền hình ảnh, âm "
        "nhạc, nhãn hiệu.",
        concerns=(Part.WORDS, Part.UPLOADS, Part.MUSIC),
    ),
    Statement(
        "cap-phep",
        "Cho phép dùng",
        "Tôi cho phép tòa soạn và các trường sử dụng nội dung, không độc quyền, không thu tiền, trong hoạt "
        "động chiến dịch đến ngày ghi ở trên; "
        "được cắt ngắn, thêm phụ đề, đổi khung hình mà không làm sai ý; luôn ghi tên tôi.",
        concerns=(Part.LICENCE,),
    ),
    Statement(
        "nguoi-trong-hinh",
        "Người trong hình",
        "Mọi người nhận diện được trong nội dung đã đồng ý. Với người dưới 16 tuổi, tôi có sự đồng ý của cha "
        "mẹ hoặc người giám hộ và, "
        "nếu em từ đủ 7 tuổi, của chính em.",
        concerns=(Part.UPLOADS, Part.PEOPLE),
    ),
    Statement(
        "nan-nhan",
        "Không lộ nạn nhân",
        "Nội dung không nêu tên, hình ảnh, giọng nói, trường lớp hay chi tiết giúp nhận ra nạn nhân.",
        concerns=(Part.WORDS, Part.UPLOADS),
    ),
    Statement(
        "khong-quang-cao",
        "Không quảng cáo",
        "Nội dung không quảng cáo sản phẩm. Nếu tôi có hợp đồng hoặc lợi ích thương mại liên quan, tôi khai "
        "ở ô bên dưới.",
        "commercial",
        concerns=(Part.WORDS, Part.UPLOADS, Part.MONEY),
    ),
    Statement(
        "ai",
        "Phần do AI tạo",
        "Tôi khai rõ phần hình, tiếng do công cụ AI tạo hoặc chỉnh sửa đáng kể.",
        "ai_use",
        concerns=(Part.UPLOADS, Part.AI),
    ),
    Statement(
        "du-lieu",
        "Dữ liệu của tôi",
        "Tôi đồng ý cho lưu họ tên, liên hệ, tài khoản mạng xã hội để duyệt và ghi nguồn; tôi có thể rút lại "
        "đồng ý bất cứ lúc nào.",
    ),
    Statement(
        "quy-tac", "Quy tắc", "Tôi đã đọc quy tắc của chiến dịch và Bộ Quy tắc ứng xử văn hóa trên môi trường số."
    ),
)
KEYS = tuple(statement.key for statement in STATEMENTS)
BY_KEY = {statement.key: statement for statement in STATEMENTS}


def unticked(ticked: list[str]) -> list[Statement]:
    """The statements that are not among the keys `ticked`."""
    return [statement for statement in STATEMENTS if statement.key not in ticked]
