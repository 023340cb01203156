"""Patterns of details that may identify a child, in Vietnamese, Khmer and English; for text of `normalise()`."""

from __future__ import annotations

import re
import unicodedata

_KHMER_FIGURES = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


def normalise(text: str) -> str:
    """`text` in NFKC without invisible characters; full-width and Khmer figures become 0–9."""
    plain = unicodedata.normalize("NFKC", text).translate(_KHMER_FIGURES)
    visible = "".join(character for character in plain if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFC", visible)


_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_WORD = rf"[{_UPPER}][^\W\d_]*"
_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trương|Lâm|Mai|Tô|Châu|"
    "Thạch|Sơn|Kim|Danh"
)
_ANY_SURNAME = (
    f"{_SURNAMES}|{_SURNAMES.upper()}|Nguyen|Tran|Pham|Huynh|Hoang|Phan|Dang|Bui|Ngo|Duong|Dinh|Truong|NGUYEN|TRAN|PHAM"
)
_CHILD = r"(?i:em|cháu|bé(?:\s+(?:gái|trai))?|nữ sinh|nam sinh|học sinh|con)"
_LOWER_NAME = (
    rf"(?:{_CHILD}|tên|bạn|nạn nhân)\s+(?:{_SURNAMES.lower()})\s+(?:thị|văn|hữu|đức)\s+[^\W\d_]+(?:\s+[^\W\d_]+)?"
    rf"|{_CHILD}\s+(?:nguyễn|trần|phạm|huỳnh|đặng|bùi|ngô|đinh|trương|thạch)\s+[^\W\d_]+\s+[^\W\d_]+"
    rf"|{_CHILD}\s+(?:nguyen|tran|le|pham|huynh|hoang|phan|vo|dang|bui|do|ngo|duong|ly)\s+(?:thi|van|huu|duc)"
    r"\s+[^\W\d_]+(?:\s+[^\W\d_]+)?"
)
#: What stands before the name of a street, a school or a ward, not of a person.
_OF_PLACE = r"(?<!đường )(?<!phố )(?<!phường )(?<!quận )(?<!trường )(?<!THPT )(?<!THCS )(?<!học )(?<!\d )"
_NAMES = rf"\b{_CHILD}\s+(?:{_WORD}\s+){{1,3}}{_WORD}|{_OF_PLACE}\b(?:{_ANY_SURNAME})\s+(?:{_WORD}\s+){{1,2}}{_WORD}"
_KHMER_NAME = r"(?:ក្មេង|សិស្ស|ប្អូន|ជនរងគ្រោះ)[\u1780-\u17ff]{0,20}\s*ឈ្មោះ\s*[^\s។]+"

#: Words that follow “trường THCS” where no school is named.
_NO_SCHOOL = (
    r"(?!(?i:trên|ở|tại|trong|và|của|có|đã|đang|được|nào|này|đó|ấy|khác|công lập|để|với|cho|hay|hoặc|là|thì|mà|các)\b)"
)
#: Khmer words that follow “lycée” where none is named: to, and, or, which, at, in, has, must, all, this, can, for.
_KHMER_NO_NAME = r"(?!(?:ដើម្បី|និង|ឬ|ដែល|នៅ|ក្នុង|មាន|បាន|ត្រូវ|ទាំង|នេះ|នោះ|ណា|ទៅ|ជា|ក៏|អាច|សម្រាប់|របស់|រៀន|ទេ))"
_LEVEL = (
    r"(?:tiểu học|mầm non|mẫu giáo|trung học(?:\s+(?:cơ sở|phổ thông))?|thcs|thpt|ptdtnt|th|cấp [123]|cao đẳng|đại học)"
)
_SCHOOL_NAME = rf"{_WORD}(?:\s+(?:{_WORD}|\d{{1,2}}\b))*"
_SCHOOLS = (
    rf"\b(?i:trường\s+{_LEVEL})\s+{_NO_SCHOOL}(?:[^\W\d_]+\s+){{0,4}}?{_NO_SCHOOL}{_SCHOOL_NAME}"
    rf"|\b(?i:học\s+(?:ở\s+|tại\s+)?trường\s+{_LEVEL})\s+{_NO_SCHOOL}[^\W\d_]+(?:\s+[^\W\d_]+){{0,2}}"
    rf"|\b(?:THCS|THPT|PTDTNT)\s+{_NO_SCHOOL}{_SCHOOL_NAME}"
    rf"|\b(?:{_WORD}\s+){{1,5}}(?:Primary|Secondary|High|Middle|Elementary)\s+School\b"
    rf"|(?:(?:អនុ)?វិទ្យាល័យ|សាលាបឋមសិក្សា)\s*{_KHMER_NO_NAME}[\u1780-\u17ff]{{2,}}"
)

_COUNTED = "không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín"
_CLASSES = (
    r"\b(?i:lớp|lop|class|grade)\s*:?\s*(?:[1-9]|1[0-2])\s?(?i:[a-zđ]\d{0,2}|[/.]\d{1,2})\b"
    r"|\b(?:[6-9]|1[0-2])[A-EĐ]\d{1,2}\b"
    rf"|\b(?i:lớp\s+(?:mười(?:\s+(?:một|hai))?|{_COUNTED})\s+[a-hđ](?:\s+(?:{_COUNTED}|\d+))?)\b"
    r"|ថ្នាក់(?:ទី)?\s*\d{1,2}\s?[A-Za-z]\d{0,2}"
)

_GAP = r"[\s._\-–—/()•·]{0,3}"
_FIGURE = rf"(?:\d|{_COUNTED})"
_PHONES = (
    rf"(?<![\d.,/])(?:\+?\(?\+?84\)?|0)(?:{_GAP}\d){{8,11}}(?!\d)"
    rf"|\b(?i:(?:không|0){_GAP}(?:{_FIGURE}[\s.,\-]{{0,2}}){{7,10}}{_FIGURE})(?!\w)"
)
_MAIL = (
    r"(?<![\w.+\-])[\w.+\-]{1,64}\s?(?:@|[\[(]\s?at\s?[\])])\s?[\w\-]{1,63}"
    r"(?:(?:\.|\s?[\[(]dot[\])]\s?)[\w\-]{1,63}){1,4}"
    r"|\b(?i:(?:\w{1,30}\s+){1,3}\(?a còng\)?\s+\w+\s+\(?chấm\)?\s+\w+)"
)
_NETWORK = (
    r"(?i:facebook|fb|zalo|tik\s?tok|instagram|insta|ig|telegram|messenger|viber|discord|nick|tài khoản|user\s?name)"
)
_HANDLE = r"@?[A-Za-z][\w.]*[\d_.]\w*"
_ACCOUNTS = (
    r"(?i:(?:facebook|fb|instagram)\.com/(?!watch|reel|groups|share|p/)[\w.]+/?(?![\w/?])|m\.me/[\w.]+|"
    r"tiktok\.com/@[\w.]+/?(?![\w/])|zalo\.me/\d+)"
    r"|(?<![\w@/.])@[A-Za-z][\w.]{2,}"
    rf"|\b{_NETWORK}(?:\s+{_NETWORK})?(?:\s+(?i:của|of)(?:\s+[^\W\d_]+){{1,2}})??\s*"
    rf"(?i::|là|tên(?:\s+là)?|is|=)\s*[“\"]?(?:{_HANDLE}|{_WORD}(?:\s+(?:{_WORD}|\d\w*))+)"
    rf"|\b(?i:nick|tài khoản)(?:\s+{_NETWORK})?\s+[“\"][^”\"]{{2,40}}[”\"]"
)

_ROAD = r"(?i:đường|hẻm|ngõ|ngách|kiệt|phố)"
_OFFICE = r"(?!(?:Bộ|Sở|Ủy|Ban|Công|Luật|Nghị|Quyết|Tháng|Ngày|Cục|Tổng|Chủ|Thủ|Đường|Quốc)\b)"
_NUMBER = r"(?<![\d/])\d{1,6}[A-Za-z]?(?:/\d{1,6}[A-Za-z]?){0,3}"
_STREET_NAME = rf"{_OFFICE}{_WORD}\s+{_WORD}(?:\s+{_WORD})*"
_STREETS = (
    rf"\b(?:(?i:số(?:\s+nhà)?)\s*)?{_NUMBER},?\s+{_ROAD}\s+[\w/]+"
    rf"|\b(?i:hẻm|ngõ|ngách|kiệt|alley)\s+(?:số\s+)?\d+[/\d]*"
    r"|\b(?i:(?:nhà|phòng trọ)\s+(?:[^\W\d_]+\s+){0,2}?số)\s*\d+"
    rf"|\b(?i:số(?:\s+nhà)?)\s*{_NUMBER},?\s+{_STREET_NAME}"
    rf"|\b(?i:nhà|ở|tại|căn)\s+\d+[A-Za-z]?(?:/\d+[A-Za-z]?){{1,3}}\s+{_STREET_NAME}"
    rf"|\b(?i:ấp)\s+{_WORD}(?:\s+{_WORD})*,\s+(?i:xã)\s+{_WORD}"
    r"|\b(?i:tổ)\s+\d+,?\s+(?i:khu vực|khóm|ấp|khu phố)\s+\w+(?:\s+\w+)?"
    rf"|\b\d+[A-Za-z]?\s+(?:{_WORD}\s+){{1,4}}(?:Street|St|Road|Rd|Avenue|Lane)\b"
    r"|(?:ផ្ទះ|គេហដ្ឋាន)(?:លេខ)?\s*\d+|លេខ\s*\d+\s*ផ្លូវ"
)

_PLATES = r"\b\d{2}[A-Z]{1,2}\d?\s?[-–.]?\s?(?:\d{3}[.\s]?\d{2}|\d{4})\b"
_PAPERS = r"\b(?i:cccd|cmnd|căn cước|hộ chiếu|thẻ học sinh|mã (?:số )?học sinh)[^\d\n]{0,25}\d[\d.\s]{7,16}\d\b"

#: Kind of a detail → its pattern.
PATTERNS = {
    "name": re.compile(f"{_NAMES}|{_LOWER_NAME}|{_KHMER_NAME}"),
    "school": re.compile(_SCHOOLS),
    "class": re.compile(_CLASSES),
    "phone": re.compile(_PHONES),
    "street": re.compile(_STREETS),
    "email": re.compile(_MAIL),
    "account": re.compile(_ACCOUNTS),
    "plate": re.compile(_PLATES),
    "paper": re.compile(_PAPERS),
}
#: A day within what looks like a telephone number: 03/12/2026 08.
DAY = re.compile(r"(?<!\d)\d{1,2}([./\- ])\d{1,2}\1(?:19|20)\d\d(?!\d)")
#: What stands directly before the name of somebody who is named for their work.
AT_WORK = re.compile(
    r"(?i:\b(?:thầy|cô giáo|giáo viên|hiệu trưởng|hiệu phó|tổng phụ trách|thạc sĩ|tiến sĩ|bác sĩ|luật sư|nhà báo|"
    r"phóng viên|biên tập viên|chuyên gia|đồng chí|(?:thiếu|trung|thượng|đại) (?:úy|tá)|giám đốc|chủ tịch|chuyên viên|"
    r"phó \w+(?: \w+)?|thực hiện|trình bày|đồ họa|ảnh|bài|theo|nguồn)|\b(?:ThS|TS|PGS|GS|BS|Mr|Ms|Mrs|Dr))\.?:?\s*$"
)
#: Words that speak of a child or a victim in the sentence of a detail.
CHILD = re.compile(
    r"(?i:\b(?:em|cháu|bé|con gái|con trai|học sinh|nữ sinh|nam sinh|nạn nhân|người bị hại|"
    r"bị (?:kẻ |bạn |người )?(?:\w+ )?(?:dụ|lừa|xâm hại|hiếp|bắt nạt|ép|đe dọa|tống tiền|quấy rối|hại|tung ảnh)|"
    r"(?:[1-9]|1[0-7]) tuổi|pupil|student|victim|girl|boy)\b)|សិស្ស|ក្មេង|កុមារ|ជនរងគ្រោះ"
)
SENTENCE = re.compile(r"[.!?…]\s+|\n")
