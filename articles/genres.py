"""The genres of a newsroom (docs/domain.md B.1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Genre(models.TextChoices):
    """Genres of a story."""

    NEWS = "tin", _("Tin")
    FEATURE = "bai", _("Bài")
    REPORTAGE = "phong-su", _("Phóng sự")
    INTERVIEW = "phong-van", _("Phỏng vấn")
    QA = "hoi-dap", _("Hỏi – đáp")
    INFOGRAPHIC = "infographic", _("Infographic")
    PHOTOS = "chum-anh", _("Chùm ảnh")
    VIDEO = "video", _("Video")
    PODCAST = "podcast", _("Podcast")
    TIP = "meo", _("Mẹo")
    LONGFORM = "emagazine", _("E-magazine")
    ROUNDUP = "diem-tin", _("Điểm tin")
    CASE_STUDY = "cach-lam-hay", _("Cách làm hay")
    KOL = "kol", _("KOL")
    QUIZ = "do-vui", _("Đố vui")
    SCENARIO = "nhap-vai", _("Nhập vai")
    CHALLENGE = "thu-thach", _("Thử thách")


#: Genres of an ArticlePage; the others have page types of their own.
ARTICLE_GENRES = (
    Genre.NEWS,
    Genre.FEATURE,
    Genre.REPORTAGE,
    Genre.INTERVIEW,
    Genre.QA,
    Genre.INFOGRAPHIC,
    Genre.PHOTOS,
    Genre.VIDEO,
    Genre.PODCAST,
)

#: Genres of the front-page section “Xem và nghe”; a partial index serves them.
CLIP_GENRES = (Genre.VIDEO, Genre.KOL, Genre.PODCAST)
