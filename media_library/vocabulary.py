"""The library's fixed choices, on which code depends: kinds, moments, roles, licences … (docs/domain.md C)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an asset is (plan II.2.a(4))."""

    POSTER = "poster", _("Poster, tờ dán")
    BANNER = "banner", _("Băng rôn, banner")
    STANDEE = "standee", _("Standee")
    STICKER = "sticker", _("Sticker")
    DECAL = "decal", _("Decal")
    BOOKMARK = "bookmark", _("Đánh dấu trang")
    INFOGRAPHIC = "infographic", _("Infographic")
    VIDEO = "video", _("Clip, TVC")
    AUDIO = "audio", _("Phát thanh")
    WALLPAPER = "wallpaper", _("Hình nền")
    SLIDE = "slide", _("Slide")
    AVATAR_FRAME = "avatar-frame", _("Khung ảnh đại diện")
    COVER = "cover", _("Ảnh bìa")
    BRAND_KIT = "brand-kit", _("Bộ nhận diện")
    TEACHING_PROP = "teaching-prop", _("Giáo cụ, thẻ")
    POST_TEXT = "post-text", _("Mẫu bài đăng")


class Moment(models.TextChoices):
    """When and where a teacher uses an asset (docs/domain.md C.2; plan III.2.c–d)."""

    FLAG_CEREMONY = "chao-co", _("Chào cờ")
    CLASSROOM = "lop-hoc", _("Lớp học")
    GATE = "cong-truong", _("Cổng trường")
    LIBRARY = "thu-vien", _("Thư viện")
    COMPUTER_ROOM = "phong-may", _("Phòng máy")
    SOCIAL = "mang-xa-hoi", _("Mạng xã hội")
    PRINT_AT_SCHOOL = "in-tai-truong", _("In tại trường")


class Corner(models.TextChoices):
    """Of a printed sheet, where its mark stands."""

    BOTTOM_RIGHT = "bottom-right", _("dưới, phải")
    BOTTOM_LEFT = "bottom-left", _("dưới, trái")
    TOP_RIGHT = "top-right", _("trên, phải")
    TOP_LEFT = "top-left", _("trên, trái")


class FileRole(models.TextChoices):
    """What a file of an asset is for."""

    PRINT = "print", _("Bản in")
    SCHOOL_PRINT = "school-print", _("In tại trường")
    SCREEN = "screen", _("Bản trình chiếu")
    LIGHT = "light", _("Bản nhẹ")
    SOCIAL = "social", _("Đăng mạng")
    EDITABLE = "editable", _("Sửa được")
    TEXT = "text", _("Bản chữ")
    AUDIO = "audio", _("Âm thanh")
    SOURCE = "source", _("Trọn bộ")


class Licence(models.TextChoices):
    """The licences; what each allows and forbids is in licences.py."""

    CAMPAIGN = "campaign", _("Dùng miễn phí trong chiến dịch")
    CREDIT = "credit", _("Dùng miễn phí, ghi nguồn")
    CREDIT_UNCHANGED = "credit-unchanged", _("Ghi nguồn, giữ nguyên, không sửa")
    SCHOOL_ONLY = "school-only", _("Chỉ dùng trong trường")
    PARTNER = "partner", _("Của người đồng hành, theo thỏa thuận")
    LOGO = "logo", _("Dấu hiệu nhận diện, dùng theo quy định")


class Access(models.TextChoices):
    """Who may download an asset's files."""

    OPEN = "open", _("Mọi người")
    SCHOOLS = "schools", _("Trường đã đăng nhập")
    STAFF = "staff", _("Chỉ ban biên tập")


class SchoolLevel(models.TextChoices):
    """Levels of schools that an asset suits; the same values as schools.Level."""

    LOWER = "thcs", _("THCS")
    UPPER = "thpt", _("THPT")
    COLLEGE = "cao-dang", _("Cao đẳng")
    UNIVERSITY = "dai-hoc", _("Đại học")


class Size(models.TextChoices):
    """Size of a printed sheet, as print shops name it."""

    A0 = "a0", _("A0")
    A1 = "a1", _("A1")
    A2 = "a2", _("A2")
    A3 = "a3", _("A3")
    A4 = "a4", _("A4")
    A5 = "a5", _("A5")
    STANDEE = "standee", _("Standee")
    LARGE = "lon", _("Khổ lớn, từ 1 m")
    SMALL = "nho", _("Nhỏ hơn bàn tay")
    OTHER = "khac", _("Khổ khác")


class Screen(models.TextChoices):
    """The screen that a picture or clip fits."""

    WIDE = "ngang", _("Ngang 16:9: LED, máy chiếu")
    OLD_PC = "pc-cu", _("Máy tính 1366 × 768")
    STRIP = "dai", _("Dải ngang: ảnh bìa, LED dài")
    TALL = "doc", _("Dọc 9:16: điện thoại")
    PORTRAIT = "doc-4-5", _("Dọc 4:5: bảng tin")
    SQUARE = "vuong", _("Vuông")


class Alternative(models.TextChoices):
    """Alternative formats, for people whom the first format does not serve."""

    AUDIO = "am-thanh", _("Nghe được")
    TEXT = "ban-chu", _("Bản chữ")
    CAPTIONS = "phu-de", _("Có phụ đề")
    BLACK_WHITE = "den-trang", _("Đen trắng, in ở trường")
    EDITABLE = "sua-duoc", _("Sửa được")


class Place(models.TextChoices):
    """Where a download will be used; an optional answer (docs/domain.md C.2)."""

    CLASSROOM = "lop-hoc", _("Trong lớp")
    CEREMONY = "chao-co", _("Giờ chào cờ")
    BOARD = "bang-tin", _("Bảng tin, hành lang")
    GATE = "cong-truong", _("Cổng trường")
    SCREEN = "led", _("Màn hình LED")
    SOCIAL = "mang-xa-hoi", _("Mạng xã hội")
    OTHER = "khac", _("Nơi khác")


class Way(models.TextChoices):
    """How a file was downloaded."""

    PAGE = "page", _("Từng tệp")
    KIT = "kit", _("Cả bộ")
    BASKET = "basket", _("Giỏ tài liệu")
    IMPRINT = "imprint", _("Bản có tên trường")
    FORMAT = "format", _("Dạng khác của tệp")
    SCREEN = "screen", _("Máy phát màn hình")


class KitVariant(models.TextChoices):
    """The ZIP files of a kit."""

    FULL = "full", _("Trọn bộ")
    LIGHT = "light", _("Gói nhẹ")
    PRINT = "print", _("Gói nhà in")


SLIDE_SHOW = "-hinh"  # suffix of a playlist's code: the posters of that moment instead of its clips

#: kinds whose picture is shown on a school's screen; clips are played
SHOWN_KINDS = {Kind.POSTER, Kind.INFOGRAPHIC, Kind.WALLPAPER, Kind.BANNER}
