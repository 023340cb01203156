"""What `make demo` prints when the first page answers: accounts, what to try, how to stop and to start anew."""

from __future__ import annotations

from demo.seeding.accounts import ADMIN, PASSWORD, emails
from tools.devserver.console.language import say

ADMINISTRATION, SCHOOL, PARTNER = "/admin/", "/truong/", "/doi-tac/"

#: e-mail → (role, address, what to try first), each in Vietnamese and English
ROLES: dict[str, tuple[tuple[str, str], str, tuple[str, str]]] = {
    ADMIN: (
        ("Quản trị", "Administrator"),
        ADMINISTRATION,
        ("Trợ giúp → Hướng dẫn từng việc", "Help → the guide, role by role"),
    ),
    "phongvien@baocantho.example": (
        ("Phóng viên", "Reporter"),
        ADMINISTRATION,
        ("Tòa soạn → Viết bài, rồi gửi duyệt", "Newsroom → write a story, submit it"),
    ),
    "bientap@baocantho.example": (
        ("Biên tập, kho, KOL", "Desk, library, KOL"),
        ADMINISTRATION,
        ("duyệt bài đang chờ, nhận xét tại chỗ", "approve a waiting story"),
    ),
    "thuky@baocantho.example": (("Thư ký", "Secretary"), ADMINISTRATION, ("lịch tòa soạn, hẹn giờ", "the calendar")),
    "tongbientap@baocantho.example": (
        ("Tổng Biên tập", "Editor-in-chief"),
        ADMINISTRATION,
        ("đăng bài, đính chính, gỡ gấp", "publish, correct, take down"),
    ),
    "bientap@vanhoa.example": (
        ("Biên tập văn hóa", "Culture desk"),
        ADMINISTRATION,
        ("chỉ thấy chuyên mục của sở", "sees its own sections only"),
    ),
    "thuky@vanhoa.example": (
        ("Thư ký văn hóa", "Culture secretary"),
        ADMINISTRATION,
        ("lấy lại bài của báo", "take over a story"),
    ),
    "sogddt@demo.example": (
        ("Sở GD&ĐT", "Education dept."),
        ADMINISTRATION,
        ("độ phủ, xác nhận minh chứng", "coverage, confirm evidence"),
    ),
    "congan@demo.example": (
        ("Cơ quan Thường trực", "Standing office"),
        ADMINISTRATION,
        ("độ phủ toàn thành phố", "coverage of the city"),
    ),
    "thanhdoan@demo.example": (
        ("Thành đoàn", "Youth union"),
        ADMINISTRATION,
        ("chỉ thấy cơ sở của mình", "its own bases only"),
    ),
    "hoiphunu@demo.example": (
        ("Hội Phụ nữ", "Women's union"),
        ADMINISTRATION,
        ("chỉ thấy cơ sở của mình", "its own bases only"),
    ),
    "dich-km@demo.example": (
        ("Dịch tiếng Khmer", "Khmer translator"),
        ADMINISTRATION,
        ("bảng dịch: một bài quá hạn", "translations: one is overdue"),
    ),
    "dich-en@demo.example": (
        ("Dịch tiếng Anh", "English translator"),
        ADMINISTRATION,
        ("bảng dịch: bài được giao", "translations: what is assigned"),
    ),
    "kol@demo.example": (("KOL", "KOL partner"), PARTNER, ("gửi một clip từ điện thoại", "send a clip from a phone")),
    "kol2@demo.example": (("KOL khác", "Another KOL"), PARTNER, ("sửa hồ sơ của mình", "change the own profile")),
    "truong@thcs.example": (
        ("Trường THCS", "Lower secondary"),
        SCHOOL,
        ("khai một việc đã làm", "declare what was done"),
    ),
    "truong@thpt.example": (
        ("Trường THPT", "Upper secondary"),
        SCHOOL,
        ("tải một bộ tài liệu", "download a kit"),
    ),
}


def table(origin: str) -> str:
    """The accounts as a table: role, e-mail, address, what to try first."""
    head = say("vai|thư điện tử|địa chỉ|thử gì trước", "role|e-mail|address|try first").split("|")
    rows = [head, *([say(*ROLES[key][0]), key, origin + ROLES[key][1], say(*ROLES[key][2])] for key in emails())]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  " + "  ".join([*(row[place].ljust(widths[place]) for place in range(3)), row[3]]) for row in rows
    )


def text(port: int, *, took: str, target: str = "demo") -> str:
    """All that is printed at the end. `took`: seconds from the start, for people."""
    origin = f"http://127.0.0.1:{port}"
    vi = f"""
  Trang đầu sẵn sàng sau {took}: {origin}/
  Đăng nhập: {origin}/tai-khoan/dang-nhap/ – mật khẩu chung: {PASSWORD}

{table(origin)}

  Dừng: Ctrl-C (dữ liệu được giữ). Chạy lại: make {target}. Làm lại từ đầu: make demo-reset.
  Mở ngay trên trình duyệt: OPEN=1 make {target}. Cổng khác: PORT=8100 make {target}."""
    en = f"""
  The first page answers after {took}: {origin}/
  Sign in: {origin}/tai-khoan/dang-nhap/ – one password for all: {PASSWORD}

{table(origin)}

  Stop: Ctrl-C (data is kept). Start again: make {target}. Start from nothing: make demo-reset.
  Open a browser at once: OPEN=1 make {target}. Another port: PORT=8100 make {target}."""
    return say(vi, en)
