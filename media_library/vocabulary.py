"""Words of the library that code depends on: kinds, moments, roles, licences (domain.md C)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    """When and where a teacher uses it (domain.md C.2; plan III.2.c–d)."""

    FLAG_CEREMONY = "chao-co", _("Chào cờ")
    CLASSROOM = "lop-hoc", _("Lớp học")
    GATE = "cong-truong", _("Cổng trường")
    LIBRARY = "thu-vien", _("Thư viện")
    COMPUTER_ROOM = "phong-may", _("Phòng máy")
    SOCIAL = "mang-xa-hoi", _("Mạng xã hội")
    PRINT_AT_SCHOOL = "in-tai-truong", _("In tại trường")


class FileRole(models.TextChoices):
    PRINT = "print", _("Bản in")
    SCHOOL_PRINT = "school-print", _("In tại trường")
    SCREEN = "screen", _("Bản trình chiếu")
    LIGHT = "light", _("Bản nhẹ")
    SOCIAL = "social", _("Đăng mạng")
    EDITABLE = "editable", _("Sửa được")
    TEXT = "text", _("Bản chữ")
    AUDIO = "audio", _("Âm thanh")
    SOURCE = "source", _("Trọn bộ")


class Language(models.TextChoices):
    VI = "vi", pgettext_lazy("language", "Tiếng Việt")
    KM = "km", pgettext_lazy("language", "Tiếng Khmer")
    EN = "en", pgettext_lazy("language", "Tiếng Anh")


class Licence(models.TextChoices):
    CAMPAIGN = "campaign", _("Dùng miễn phí trong chiến dịch")
    CREDIT = "credit", _("Dùng miễn phí, ghi nguồn")
    SCHOOL_ONLY = "school-only", _("Chỉ dùng trong trường")


class Access(models.TextChoices):
    OPEN = "open", _("Mọi người")
    SCHOOLS = "schools", _("Trường đã đăng nhập")
    STAFF = "staff", _("Chỉ ban biên tập")
