"""Patterns of details that may identify a child, in Vietnamese, Khmer and English; for text of `normalise()`."""

from __future__ import annotations

import re
import unicodedata

_KHMER_FIGURES = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
#: Invisible characters that are letters or marks to Unicode: joiners, fillers, variation selectors, Khmer vowels.
_INVISIBLE = dict.fromkeys(
    [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)]
)
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """`text` in NFKC without invisible characters; full-width and Khmer figures become 0–9.

    A run of spaces becomes one space, or a line break when it contains one.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_KHMER_FIGURES | _INVISIBLE)
    visible = "".join(character for character in plain if unicodedata.category(character) != "Cf")
    return _SPACES.sub(_one_space, unicodedata.normalize("NFC", visible))


def _one_space(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] else " "


# Every repetition below has a limit, so the work for one character is bounded and the search is linear in the text.
# After normalise() a gap between words is one character.
_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_WORD = rf"[{_UPPER}][^\W\d_]{{0,20}}"
_MORE_WORDS = rf"(?:\s{_WORD}){{0,6}}"
_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trương|Lâm|Mai|Tô|Châu|"
    "Thạch|Sơn|Kim|Danh|Lò|Lương|Đào|Phùng|Quách|Tạ|Trịnh|Vương|Lưu|Tăng|Hứa|Nông|Khưu|Diệp|Tống|Lục|Triệu|Nghiêm"
)
#: The same without marks, as in English and in careless writing.
_BARE_SURNAMES = (
    "Nguyen|Tran|Le|Pham|Huynh|Hoang|Phan|Vu|Vo|Dang|Bui|Ngo|Duong|Ly|Dinh|Truong|Lam|Chau|Thach|Luong|Dao|Phung|Quach|"
    "Trinh|Vuong|Luu|Khuu|Trieu"
)
_ANY_SURNAME = f"{_SURNAMES}|{_SURNAMES.upper()}|{_BARE_SURNAMES}|{_BARE_SURNAMES.upper()}"
_CHILD = r"(?i:em|cháu|chau|bé(?:\s(?:gái|trai))?|be\s(?:gai|trai)|n[ữu] sinh|nam sinh|h[ọo]c sinh|con)"
_MIDDLE = r"(?i:thị|văn|hữu|đức|thi|van|huu|duc)"
_TWO_WORDS = r"[^\W\d_]{1,20}\s[^\W\d_]{1,20}"
_LOWER_NAME = (
    rf"(?:{_CHILD}|tên|bạn|nạn nhân)\s(?:{_SURNAMES.lower()})\s{_MIDDLE}\s[^\W\d_]{{1,20}}(?:\s[^\W\d_]{{1,20}})?"
    rf"|(?:{_CHILD}|bạn|nạn nhân)\s(?:nguyễn|trần|phạm|huỳnh|đặng|bùi|ngô|đinh|trương|thạch)\s{_TWO_WORDS}"
    rf"|{_CHILD}\s(?:{_BARE_SURNAMES.lower()}|do)\s{_MIDDLE}\s[^\W\d_]{{1,20}}(?:\s[^\W\d_]{{1,20}})?"
    rf"|\b(?:tên|ten)\s(?:là\s|la\s)?(?:{_SURNAMES.lower()}|{_BARE_SURNAMES.lower()})\s{_TWO_WORDS}"
)
#: What stands before the name of a street, a school or a ward, not of a person.
_OF_PLACE = r"(?<!đường )(?<!phố )(?<!phường )(?<!quận )(?<!trường )(?<!THPT )(?<!THCS )(?<!học )(?<!\d )"
_NAMES = (
    rf"\b{_CHILD}\s(?:{_WORD}\s){{1,3}}{_WORD}"
    rf"|{_OF_PLACE}\b(?:{_ANY_SURNAME})\s(?:{_WORD}\s){{1,2}}{_WORD}"
    rf"|{_OF_PLACE}\b{_WORD}\s(?:Thị|THỊ|Thi|THI)\s{_WORD}(?:\s{_WORD})?"
)
_KHMER_NAME = r"(?:ក្មេង|សិស្ស|ប្អូន|ជនរងគ្រោះ|ខ្ញុំ|ឪពុក|ម្តាយ|ម្ដាយ)[\u1780-\u17ff]{0,20}\s?ឈ្មោះ\s?[^\s។]{1,40}"
_KHMER_NAME += r"|(?:នាង|កុមារី|កុមារា|យុវតី)\s?[\u1780-\u17ff]{2,20}\s[\u1780-\u17ff]{2,20}(?=,?\s?អាយុ)"

#: Words that follow “trường THCS” where no school is named.
_NO_SCHOOL = (
    r"(?!(?i:trên|ở|tại|trong|và|của|có|đã|đang|được|nào|này|đó|ấy|khác|công lập|để|với|cho|hay|hoặc|là|thì|mà|các|"
    r"gần|xa|vùng|miền|huyện|tỉnh|xã|quê)\b)"
)
#: Khmer words that follow “lycée” where none is named: to, enter, lycée, and, or, which, at, in, has, must, all, this.
_KHMER_NO_NAME = r"(?!(?:ដើម្បី|ចូល|វិទ្យាល័យ|និង|ឬ|ដែល|នៅ|ក្នុង|មាន|បាន|ត្រូវ|ទាំង|នេះ|នោះ|ណា|ទៅ|ជា|ក៏|អាច|សម្រាប់|របស់|រៀន|ទេ))"
_LEVEL = (
    r"(?:tiểu học|mầm non|mẫu giáo|m\.?\s?n\.?|trung học(?:\s(?:cơ sở|phổ thông))?|thcs|thpt|ptdtnt|th|cấp [123]|"
    r"cao đẳng|đại học)"
)
_SCHOOL_NAME = rf"{_WORD}(?:\s(?:{_WORD}|\d{{1,2}}\b)){{0,6}}"
_SCHOOLS = (
    rf"\b(?i:trường\s{_LEVEL})\s{_NO_SCHOOL}(?:[^\W\d_]{{1,20}}\s){{0,4}}?{_NO_SCHOOL}{_SCHOOL_NAME}"
    rf"|\b(?i:học\s(?:ở\s|tại\s)?trường\s{_LEVEL})\s{_NO_SCHOOL}[^\W\d_]{{1,20}}(?:\s[^\W\d_]{{1,20}}){{0,2}}"
    r"|\b(?i:truong\s(?:tieu hoc|mam non|th|thcs|thpt|cap [123]))(?:\s[^\W\d_]{1,20}){1,3}"
    rf"|\b(?i:h[ọo]c\s(?:ở\s|tại\s)?(?:thcs|thpt|tiểu học))\s{_NO_SCHOOL}[^\W\d_]{{1,20}}(?:\s[^\W\d_]{{1,20}}){{0,2}}"
    rf"|\b(?i:l[ớo]p\s[\w/]{{1,5}},?\s(?:ở\s|tại\s|của\s)?trường\s{_LEVEL})\s(?![{_UPPER}]){_NO_SCHOOL}{_TWO_WORDS}"
    rf"|\b(?i:lớp)\s[\w/]{{1,5}},?\s(?i:trường)\s(?!(?i:{_LEVEL})\b){_NO_SCHOOL}{_WORD}\s{_WORD}"
    r"|\b(?i:trường\s(?:thcs|thpt|tiểu học))\s(?:nguyễn|trần|lê|phạm|huỳnh|phan|đặng|bùi|ngô|đinh|trương|thạch|"
    rf"lương\s(?=thế|định|văn))\s?{_TWO_WORDS}"
    rf"|\b(?i:(?:thcs|thpt)\s(?:{_BARE_SURNAMES.lower()}))(?:\s[^\W\d_]{{1,20}}){{1,2}}"
    rf"|\b(?i:(?:lớp|nhóm trẻ|nhà trẻ)\s(?:mẫu giáo|mầm non|tư thục|độc lập)(?:\stư thục)?)\s{_WORD}\s{_WORD}"
    rf"|(?<!thị )(?<!công )(?<!môi )(?<!hội )\b(?i:trường)\s(?:{_SURNAMES})\s{_WORD}(?:\s{_WORD})?"
    rf"|\b(?:THCS|THPT|PTDTNT)\s{_NO_SCHOOL}{_SCHOOL_NAME}"
    rf"|\b(?:{_WORD}\s){{1,5}}(?:Primary|Secondary|High|Middle|Elementary)\sSchool\b"
    rf"|ថ្នាក់(?:ទី)?\s?\w{{1,6}}\s(?:នៅ\s?)?សាលា\s?{_KHMER_NO_NAME}[\u1780-\u17ff]{{2,40}}"
    rf"|(?:(?:អនុ)?វិទ្យាល័យ|សាលាបឋមសិក្សា)\s?{_KHMER_NO_NAME}[\u1780-\u17ff]{{2,40}}"
)

_COUNTED = "không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín|khong|mot|bon|tu|nam|lam|sau|bay|tam|chin"
_LETTER = "a|á|b|bê|be|bờ|c|xê|xe|cờ|d|dê|de|đ|đê|e|g|h"
_CLASSES = (
    r"\b(?i:lớp|lop|class|grade)\s?:?\s?(?:[1-9]|[1lI][0-2Oo])\s?(?i:[a-zđ]\d{0,2}|[/.]\d{1,2})\b"
    r"|\b(?:[1-9]|1[0-2])[A-EĐa-eđ]\d{1,2}\b"
    rf"|\b(?i:lớp\s(?:{_COUNTED})\s(?:{_COUNTED}))\b"
    r"|\b(?i:lớp)\s1[0-2]\s(?i:chuyên)\s\w{1,20}"
    r"|\b(?i:lớp)\s(?:Mầm|Chồi|Lá)\b(?:\s?\d)?"
    rf"|\b(?i:(?:lớp|lop)\s(?:(?:mười|muoi)(?:\s(?:một|hai|mot))?|{_COUNTED})\s(?:{_LETTER})(?:\s(?:{_COUNTED}|\d{{1,2}}))?)\b"
    r"|\b(?i:lớp|khối)\b[^.!?\n]{1,60}?(?<!ngày )(?<![\d/])(?:[1-9]|1[0-2])/\d{1,2}(?![\d/])"
    r"|ថ្នាក់(?:ទី)?\s?\d{1,2}\s?[A-Za-zកខគឃង]\d{0,2}"
    r"|ថ្នាក់ទី(?:មួយ|ពីរ|បី|បួន|ប្រាំ(?:មួយ|ពីរ|បី|បួន)?|ដប់(?:មួយ|ពីរ)?)\s?[កខគឃង]"
)

_GAP = r"[\s._\-–—/()•·]{0,3}"
_FIGURE = rf"(?:\d|{_COUNTED})"
_ENGLISH_FIGURE = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_KHMER_FIGURE = r"ប្រាំ(?:មួយ|ពីរ|បី|បួន)|សូន្យ|មួយ|ពីរ|បី|បួន|ប្រាំ"
_PHONES = (
    rf"(?<![\d.,/])(?:\+?\(?\+?84\)?|0)(?:{_GAP}\d){{8,11}}(?!\d)"
    rf"|(?<![\w.,/])[0O]\d[\dOo](?:{_GAP}[\dOo]){{7,8}}(?!\w)"
    rf"|\b(?i:(?:zero|oh|o)(?:[\s,\-]{{1,2}}(?:double\s)?{_ENGLISH_FIGURE}){{7,10}})\b"
    rf"|(?:សូន្យ|០)(?:[\s,]?(?:{_KHMER_FIGURE})){{8,10}}"
    rf"|\b(?i:(?:không|khong|0){_GAP}(?:(?:số\s|so\s)?{_FIGURE}[\s.,\-]{{0,2}}){{7,10}}{_FIGURE})(?!\w)"
)
_MAIL = (
    r"(?<![\w.+\-])[\w.+\-]{1,64}\s?(?:@|[\[(]\s?at\s?[\])])\s?[\w\-]{1,63}"
    r"(?:(?:\s?\.(?:\s(?=(?:com|vn|net|org|edu)\b))?|\s?[\[(]dot[\])]\s?)[\w\-]{1,63}){1,4}"
    r"|\b(?i:(?:\w{1,30}\s){1,3}\(?a còng\)?\s\w{1,30}\s\(?chấm\)?\s\w{1,10})"
)
_NETWORK = (
    r"(?i:facebook|fb|zalo|tik\s?tok|instagram|insta|ig|telegram|messenger|viber|discord|nick|tài khoản|user\s?name)"
)
_HANDLE = r"@?[A-Za-z][\w.]{0,50}[\d_.]\w{0,50}"
_ACCOUNTS = (
    r"(?i:(?:facebook|fb|instagram)\s?\.\s?com\s?/\s?(?!watch|reel|groups|share|p/)[\w.]{1,80}/?(?![\w/?])|m\.me/[\w.]{1,80}|"
    r"tiktok\.com/@[\w.]{1,80}/?(?![\w/])|zalo\.me/\d{1,15})"
    r"|(?<![\w@/.])@[A-Za-z][\w.]{2,80}"
    rf"|\b{_NETWORK}(?:\s{_NETWORK})?(?:\s(?i:của|of)(?:\s[^\W\d_]{{1,20}}){{1,4}}"
    rf"|\s(?i:em|cháu|bé|con bé|con trai|con gái|bạn ấy|nạn nhân))??\s?"
    rf"(?i::|là|(?:có\s)?tên(?:\slà)?|is|=)\s?[“\"]?(?:{_HANDLE}|{_WORD}(?:\s(?:{_WORD}|\d\w{{0,20}})){{1,6}})"
    rf"|(?<!trang )(?<!kênh )(?<!nhóm )(?<!page )\b{_NETWORK}\s(?:{_NETWORK}\s)?[“\"][^”\"]{{2,40}}[”\"]"
    rf"|\b{_NETWORK}\b[^.!?\n]{{0,30}}\b(?i:(?:lấy|đặt|dùng|có) tên(?: là)?)\s[“\"]?{_WORD}\s{_WORD}{_MORE_WORDS}"
    rf"|\b(?i:goes by|calls (?:her|him)self|known as|found as)\s[“\"]?{_WORD}{_MORE_WORDS}[”\"]?\s(?i:on)\s{_NETWORK}"
    rf"|\b{_NETWORK}\s{_WORD}\s{_WORD}{_MORE_WORDS}\s(?i:của|of)\s(?i:em|cháu|bé|con|bạn ấy|nạn nhân)\b"
    rf"|\b{_NETWORK}[,:]?\s(?i:it'?s|its|is)\s{_HANDLE}"
    r"|\b(?i:game|vào game)\b[^.!?\n]{0,30}\bID\s?:?\s?\d{6,12}"
    r"|\b(?i:nick|acc|tài khoản)\s[^\W\d_]\w{0,50}[\d_]\w{0,50}"
    rf"|\b(?i:nick|acc|tài khoản)\s(?:[^\W\d_]{{1,20}}\s){{0,4}}(?i:là|tên)\s"
    rf"(?:{_HANDLE}|[A-Za-z]{{0,40}}[a-z][A-Z]\w{{0,40}})"
    r"|(?<![\w/.])[A-Za-z][A-Za-z0-9]{0,50}_\w{1,50}(?![\w/])(?!\.\w)"
)

_ROAD = r"(?i:đường|hẻm|ngõ|ngách|kiệt|phố)"
_OFFICE = r"(?!(?:Bộ|Sở|Ủy|Ban|Công|Luật|Nghị|Quyết|Tháng|Ngày|Cục|Tổng|Chủ|Thủ|Đường|Quốc)\b)"
_NUMBER = r"(?<![\d/])\d{1,6}[A-Za-z]?(?:/\d{1,6}[A-Za-z]?){0,3}"
_STREET_NAME = rf"{_OFFICE}{_WORD}\s{_WORD}{_MORE_WORDS}"
_STREETS = (
    rf"\b(?:(?i:số(?:\snhà)?)\s?)?{_NUMBER},?\s{_ROAD}\s[\w/]{{1,20}}{_MORE_WORDS}"
    r"|(?<![\w/])(?i:[kh]?\d{1,5}[a-z]?(?:/[kh]?\d{1,5}[a-z]?){0,4},?\s(?:duong|hem|ngo|ngach|kiet|pho))\s\w{1,20}"
    r"|\b(?i:phòng|căn hộ|căn)\s(?:số\s)?[A-Z]?\d{3,4}\b"
    rf"|\b(?i:chung cư|ký túc xá|khu trọ|nhà trọ)\s{_WORD}\s{_WORD}"
    rf"|\b(?i:hẻm|ngõ|ngách|kiệt|alley)\s(?:số\s)?\d[/\d]{{0,20}}{_MORE_WORDS}"
    rf"|\b(?i:(?:nhà|phòng trọ)\s(?:[^\W\d_]{{1,20}}\s){{0,2}}?số)\s?\d{{1,6}}{_MORE_WORDS}"
    rf"|\b(?i:số(?:\snhà)?)\s?{_NUMBER},?\s{_STREET_NAME}"
    rf"|\b(?i:nhà|ở|tại|căn)\s\d{{1,6}}[A-Za-z]?(?:/\d{{1,6}}[A-Za-z]?){{1,3}}\s{_STREET_NAME}"
    rf"|\b(?i:nhà|ở|tại|trú|ngụ|căn)\s\d{{1,4}}[A-Za-z]?\s(?:{_SURNAMES})\s{_WORD}{_MORE_WORDS}"
    rf"|(?<![\d/.])(?<!ngày )\d{{1,4}}[A-Za-z]?(?:/\d{{1,4}}[A-Za-z]?){{1,3}},?\s(?:{_SURNAMES})\s{_WORD}{_MORE_WORDS}"
    rf"|\b\d{{1,4}}\s(?:{_SURNAMES})\s{_WORD}\s{_WORD},?\s(?i:là (?:nơi|nhà)|nơi (?:em|cháu|bé))"
    rf"|\b(?i:so nha|nha so|số nhà)\s\d{{1,4}}[a-z]?,?\s(?i:{_BARE_SURNAMES}|{_SURNAMES})\s{_TWO_WORDS}"
    rf"|\b(?i:lives? at)\s(?:(?i:no|number)\.?\s)?\d{{1,4}}[A-Za-z]?(?:/\d{{1,4}})?,?\s{_WORD}\s{_WORD}{_MORE_WORDS}"
    rf"|\b(?i:ấp|thôn|xóm|khóm)\s{_WORD}\s{_WORD}{_MORE_WORDS}"
    rf"|\b(?i:nhà\s(?:[^\W\d_]{{1,20}}\s){{0,4}}?(?:sau lưng|đối diện|cạnh|kế|kế bên|sát|gần)\s"
    rf"(?:[^\W\d_]{{1,20}}\s){{0,4}}?){_WORD}\s{_WORD}"
    r"|\b(?i:tổ)\s\d{1,3},?\s(?i:khu vực|khóm|ấp|khu phố)\s\w{1,20}(?:\s\w{1,20})?"
    rf"|\b\d{{1,6}}[A-Za-z]?(?:/\d{{1,6}}[A-Za-z]?){{0,3}}\s(?:{_WORD}\s){{1,4}}(?i:Street|St|Road|Rd|Avenue|Lane)\b"
    rf"|\b(?i:khu vực)\s{_WORD}{_MORE_WORDS},?\s(?i:tổ)\s\d{{1,3}}"
    r"|(?:ផ្ទះ|គេហដ្ឋាន)\s?លេខ\s?\d{1,6}|លេខ\s?\d{1,6}\s?ផ្លូវ"
)

_PLATES = (
    rf"\b(?i:(?:{_COUNTED})\s(?:mươi\s)?(?:{_COUNTED})\s(?:{_LETTER}),?\s(?:(?:{_COUNTED})\s){{2}}(?:{_COUNTED}))\b|"
    r"\b\d{2}[-–.\s]?[A-Z]{1,2}\d?\s?[-–.]?\s?(?:\d{3}[.\s]?\d{2}|\d{4})\b"
    r"|\b\d{2}[a-z]\d?[-–.\s]\d{3}[.\s]?\d{2}\b"
    r"|\b(?i:biển(?: số)?|bien so|bks|xe)\s\d{2}[-–.\s]?[A-Za-z]{1,2}\d?\s?[-–.]?\s?(?:\d{3}[.\s]?\d{2}|\d{4})\b"
)
_PAPERS = (
    r"\b(?i:cccd|cmnd|căn cước|hộ chiếu|thẻ học sinh|mã (?:số |định danh )?học sinh|bảo hiểm y tế|bhyt|stk|"
    r"số tài khoản|tài khoản ngân hàng)[^\d\n]{0,25}"
    r"\d[\d.\s]{7,16}\d\b"
    r"|\b(?i:số báo danh|sbd|candidate number|passport)[^\d\n]{0,16}\d{5,9}\b"
)

#: A date of birth of somebody who was born from 2007 on.
_BIRTHS = (
    r"\b(?i:(?:sinh|ngày sinh|sinh ngày|birth|born(?: on)?)[\s:]{1,2}(?:ngày |là |on )?)"
    r"\d{1,2}[\s./\-](?:tháng )?\d{1,2}[\s./\-](?:năm )?20(?:0[7-9]|[12]\d)\b"
    r"|កើត\s?(?:នៅ)?ថ្ងៃ(?:ទី)?\s?\d{1,2}[\s./\-]?(?:ខែ)?\s?[\w]{1,12}[\s./\-]?(?:ឆ្នាំ)?\s?20(?:0[7-9]|[12]\d)"
)

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
    "birth": re.compile(_BIRTHS),
}
#: A day within what looks like a telephone number: 03/12/2026 08.
DAY = re.compile(r"(?<!\d)\d{1,2}([./\- ])\d{1,2}\1(?:19|20)\d\d(?!\d)")
#: What stands directly before the name of somebody who is named for their work.
AT_WORK = re.compile(
    r"(?i:\b(?:thầy|cô giáo|giáo viên|hiệu trưởng|hiệu phó|tổng phụ trách|thạc sĩ|tiến sĩ|bác sĩ|luật sư|nhà báo|"
    r"phóng viên|biên tập viên|chuyên gia|đồng chí|(?:thiếu|trung|thượng|đại) (?:úy|tá)|giám đốc|chủ tịch|chuyên viên|"
    r"phó \w{1,20}(?: \w{1,20})?|thực hiện|trình bày|đồ họa|ảnh|bài|theo|nguồn)|"
    r"\b(?:ThS|TS|PGS|GS|BS|Mr|Ms|Mrs|Dr))\.?:?\s?$"
)
_HARMED = (
    r"(?:nạn nhân|người bị hại|bị (?:kẻ |bạn |người )?(?:\w{1,20} )?"
    r"(?:dụ|lừa|xâm hại|hiếp|bắt nạt|ép|đe dọa|tống tiền|quấy rối|hại|tung ảnh|bạo hành|hành hung|gạ gẫm)|victim|"
    r"(?:was|been|being) (?:abused|assaulted|groomed|bullied|blackmailed|threatened|raped))"
)
_KHMER_HARMED = "រងគ្រោះ|រំលោភ|គំរាម"
#: Words that speak of a victim in the sentence of a detail.
VICTIM = re.compile(rf"(?i:\b{_HARMED}\b)|{_KHMER_HARMED}")
#: The same of a child or a victim.
CHILD = re.compile(
    rf"(?i:\b(?:em|cháu|bé|chau|be gai|be trai|con be|con gái|con trai|học sinh|nữ sinh|nam sinh|{_HARMED}|"
    r"bạn ấy|bạn nhỏ|(?:[1-9]|1[0-7]) tuổi|pupil|student|girl|boy|kid|schoolmate)\b)"
    rf"|សិស្ស|ក្មេង|កុមារ|ប្អូន(?!ៗ)|{_KHMER_HARMED}"
)
#: What makes a name that of a child: how it begins, what stands directly before it, what directly after it.
CHILDS_NAME = re.compile(rf"{_CHILD}\s|{_KHMER_NAME}")
BEFORE_CHILDS_NAME = re.compile(
    r"(?i:\b(?:em|cháu|bé|nạn nhân|học sinh|nữ sinh|nam sinh|girl|boy|victim|pupil|student)"
    r"(?:,? (?:tên|ten|là|gái|trai|này|named|is|was|called)){0,3}[,:]?\s?"
    r"|\b(?:con|con gái|con trai|cháu|mẹ|ba|bố|cha)(?: của)?(?: em| cháu| bé)?(?: là)? (?:anh|chị|ông|bà|cô|chú)\s)$"
)
AFTER_CHILDS_NAME = re.compile(
    r"[,\s(–-]{1,3}(?i:(?:mới )?(?:[1-9]|1[0-7]) tuổi|(?:[1-9]|1[0-7])\b(?!/)|(?:học|nữ|nam) sinh (?:lớp|trường|bị)\b|"
    r"sinh năm 20[12]\d|là tên (?:thật )?của (?:em|cháu|bé|nạn nhân))"
)
SENTENCE = re.compile(r"(?<!\bNo)[.!?…]\s|\n")

_ONE_CHILD = r"(?<!các )(?<!trẻ )(?<!chị )(?<!con )(?<!\d )\b(?:em|con|cháu|bé|nạn nhân|bạn ấy|chau)"
#: Up to eight words, none of which leads to an office.
_WORDS_BETWEEN = r"(?: (?!(?:đến|tới|gọi|gặp|hỏi|trung|công|bệnh|trạm|ủy|ubnd|thư|viện|văn|cung)\b)\w{1,10}){0,8}?"
#: A sentence that tells where a child lives; “trẻ em” beside a hospital's address does not.
CHILD_LIVES = re.compile(
    r"(?i:\b(?:nhà|nha) (?:của |cua |thuê của )?(?:gia đình )?(?:em|con|cháu|bé|nạn nhân|bạn ấy|chau)\b"
    r"|\b(?:her|his|girl's|boy's|victim's) (?:house|home|room|flat)\b"
    r"|\bcủa gia đình (?:em|cháu|bé|nạn nhân)\b"
    r"|\bnơi (?:em|con|cháu|bé|nạn nhân|bạn ấy)(?: \w{1,10}){0,3}? (?:ở|sống|ngụ|trọ|cư trú)\b"
    rf"|{_ONE_CHILD}{_WORDS_BETWEEN} (?:ở|sống|ngụ|trọ|cư trú|o){_WORDS_BETWEEN},? "
    r"(?:(?:số|so|hẻm|hem|ngõ|ngách|kiệt|đường|duong|tổ|ấp|thôn|xóm|khóm|phòng|chung cư|ký túc xá)\b|\d)"
    r"|\b(?:she|he|girl|boy|victim|child|pupil|kid|family)(?: \w{1,12}){0,4}? (?:lives?|stays?|sleeps?)"
    r"(?: \w{1,12}){0,5}? (?:at|on|in|outside)\b)"
    r"|(?:ក្មេង|នាង|គាត់|ប្អូន|ខ្ញុំ|សិស្ស|កុមារ|ជនរងគ្រោះ)[\u1780-\u17ff]{0,20}?(?:រស់នៅ|ស្នាក់នៅ)"
    r"|ផ្ទះ(?:របស់)?(?:គាត់|នាង|ខ្ញុំ|ប្អូន|ក្មេង|សិស្ស|កុមារ|ជនរងគ្រោះ)"
)
#: An e-mail address or account that tells by itself that its owner is a child: a year of birth, a class, “be.na”.
CHILDS_HANDLE = re.compile(r"(?i:2k(?:[89]|0[89]|1\d)(?!\d)|(?<!\d)20(?:0[89]|1\d)(?!\d)|l[oơớ]p\s?\d|\bbe[._\-]\w)")
