"""Models of contests: the page with its levels, rounds, criteria and jury (plan II.2.c, III.2.đ)."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Locale, Orderable

from activities.identity import clean_of_organiser
from media_library.vocabulary import SchoolLevel
from users.models import Organisation, User
from users.roles import bodies_of

CHANGE = "activities.change_contest"  # permission to begin contests, and to run those of the own body
HIGHEST = 10  # marks of one criterion
WORDS = ("title", "summary", "rules_do", "rules_dont")  # what readers see of a contest
CONSENT_WORDS = ("person_words", "guardian_words")  # what authors and their guardians sign
MARKS_NEEDED = 2  # jurors who mark an entry, each without seeing the other's marks


class Format(models.TextChoices):
    """The nine formats that the plan names."""

    ESSAY = "viet-luan", _("Viết luận")
    TALK = "thuyet-trinh", _("Thuyết trình")
    DEBATE = "tranh-bien", _("Tranh biện")
    DRAWING = "ve-tranh", _("Vẽ tranh")
    COMIC = "truyen-tranh", _("Truyện tranh")
    MUSIC = "am-nhac", _("Âm nhạc")
    POSTER = "poster", _("Poster")
    VIDEO = "video", _("Video")
    GAME = "tro-choi", _("Trò chơi nhập vai")


class ContestQuerySet(models.QuerySet["Contest"]):
    """Queries of contests by who may see them."""

    def public(self) -> Self:
        return self.filter(state__in=Contest.ON_PAGE)

    def run_by(self, user: User) -> Self:
        """Contests that `user` administers: all with `run_every_contest`, else those of the own body.

        A contest stays with the body that began it, such as Thành đoàn or an outlet, wherever who began it works now.
        """
        if user.has_perm("activities.run_every_contest"):
            return self
        if not user.has_perm(CHANGE):
            return self.none()
        return self.filter(Q(bodies__overlap=sorted(bodies_of(user, CHANGE))) | Q(bodies=[], started_by=user))


class Contest(ClusterableModel):
    """A contest, a template that schools copy (`is_template`), or a school's own contest (`copied_from`).

    draft → public → proposed (results) → results; a school's own: draft = closed to others, asked → public.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Nháp, chỉ đơn vị tổ chức thấy")
        ASKED = "asked", _("Chờ duyệt để hiện công khai")
        PUBLIC = "public", _("Đang hiện công khai")
        PROPOSED = "proposed", _("Kết quả chờ người thứ hai duyệt")
        RESULTS = "results", _("Đã công bố kết quả")

    ON_PAGE = (State.PUBLIC, State.PROPOSED, State.RESULTS)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("địa chỉ"), max_length=90, unique=True, help_text=_("Ví dụ: truyen-tranh-mua-thu"))
    title = models.CharField(_("tên cuộc thi"), max_length=120)
    summary = models.CharField(_("giới thiệu"), max_length=400, blank=True)
    formats = ArrayField(models.CharField(max_length=20, choices=Format), verbose_name=_("hình thức"), default=list)
    rules_do = models.TextField(_("thể lệ: nên"), max_length=1500, blank=True, help_text=_("Mỗi dòng một điều."))
    rules_dont = models.TextField(_("thể lệ: không"), max_length=1500, blank=True, help_text=_("Mỗi dòng một điều."))
    person_words = models.TextField(_("lời đồng ý của tác giả"), max_length=600, blank=True)
    guardian_words = models.TextField(_("lời đồng ý của cha mẹ, người giám hộ"), max_length=600, blank=True)
    opens_at = models.DateTimeField(_("nhận bài từ"))
    closes_at = models.DateTimeField(_("nhận bài đến"))
    takes_entries = models.BooleanField(
        _("nhận bài trên trang này"), default=True, help_text=_("Bỏ chọn khi bài nộp trên giấy, tại trường.")
    )
    host = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị tổ chức")
    )
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    bodies = ArrayField(
        models.CharField(max_length=50),
        default=list,
        blank=True,
        editable=False,
        help_text="keys of users.roles.bodies_of",
    )
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.DRAFT)
    is_template = models.BooleanField(_("mẫu cho trường tự tổ chức"), default=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    tie_reason = models.CharField(
        _("lý do khi hai bài bằng điểm mà khác giải"),
        max_length=400,
        blank=True,
        help_text=_("Hiện cho ban giám khảo."),
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    results_at = models.DateTimeField(_("công bố kết quả lúc"), null=True, blank=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc thi")
        verbose_name_plural = _("cuộc thi")
        ordering = ["-closes_at", "-pk"]
        permissions = [("run_every_contest", _("Được điều hành mọi cuộc thi"))]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raises ValidationError for an end before the beginning, and for words that tell who a child is."""
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("Ngày đóng phải sau ngày mở.")})
        clean_of_organiser(**{name: getattr(self, name) for name in WORDS})

    @property
    def is_public(self) -> bool:
        """Whether everybody may read its page."""
        return self.state in self.ON_PAGE

    @property
    def has_results(self) -> bool:
        return self.state == self.State.RESULTS

    @property
    def is_open(self) -> bool:
        in_time = self.opens_at <= timezone.now() < self.closes_at
        return self.takes_entries and self.state == self.State.PUBLIC and in_time

    @property
    def is_being_marked(self) -> bool:
        """Whether jurors mark now: entries have closed, results are not proposed yet."""
        return self.state == self.State.PUBLIC and timezone.now() >= self.closes_at

    def said(self, field: str) -> str:
        """The text `field` in the active language, else in Vietnamese."""
        language = get_language()
        for text in self.texts.all():
            if text.locale.language_code == language and getattr(text, field):
                return str(getattr(text, field))
        return str(getattr(self, field))

    def is_said(self, field: str) -> bool:
        """Whether `field` exists in the active language."""
        language = get_language()
        texts = {text.locale.language_code: getattr(text, field) for text in self.texts.all()}
        return language == "vi" or bool(texts.get(language or "vi"))

    @property
    def format_labels(self) -> list[str]:
        return [str(Format(value).label) for value in self.formats if value in Format.values]


class ContestText(models.Model):
    """The texts of a contest in another language; empty ones are read in Vietnamese."""

    contest = ParentalKey(Contest, on_delete=models.CASCADE, related_name="texts")
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+", verbose_name=_("ngôn ngữ"))
    title = models.CharField(_("tên cuộc thi"), max_length=120, blank=True)
    summary = models.CharField(_("giới thiệu"), max_length=400, blank=True)
    rules_do = models.TextField(_("thể lệ: nên"), max_length=1500, blank=True)
    rules_dont = models.TextField(_("thể lệ: không"), max_length=1500, blank=True)
    person_words = models.TextField(_("lời đồng ý của tác giả"), max_length=600, blank=True)
    guardian_words = models.TextField(_("lời đồng ý của cha mẹ, người giám hộ"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("bản dịch của cuộc thi")
        verbose_name_plural = _("bản dịch của cuộc thi")
        constraints = [models.UniqueConstraint(fields=["contest", "locale"], name="one_text_per_contest_and_language")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raises ValidationError for words that tell who a child is."""
        clean_of_organiser(**{name: getattr(self, name) for name in WORDS})


class ContestLevel(Orderable):
    """What one level of schools hands in, and its prizes."""

    contest = ParentalKey(Contest, on_delete=models.CASCADE, related_name="levels")
    level = models.CharField(_("bảng"), max_length=20, choices=SchoolLevel)
    submit = models.CharField(_("nộp gì"), max_length=200)
    prizes = models.CharField(_("giải"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("bảng thi")
        verbose_name_plural = _("bảng thi")

    def __str__(self) -> str:
        return str(self.get_level_display())


class ContestRound(Orderable):
    """A milestone with the planned days and, when they differ, the real one."""

    contest = ParentalKey(Contest, on_delete=models.CASCADE, related_name="rounds")
    name = models.CharField(_("mốc"), max_length=80)
    planned_from = models.DateField(_("dự kiến từ"))
    planned_until = models.DateField(_("dự kiến đến"), null=True, blank=True)
    held_on = models.DateField(_("ngày thực tế"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("mốc thời gian")
        verbose_name_plural = _("mốc thời gian")

    def __str__(self) -> str:
        return self.name

    @property
    def step(self) -> str:
        """CSS class on the road: “done”, “here” or “”."""
        today = timezone.localdate()
        begins = self.held_on or self.planned_from
        ends = self.held_on or self.planned_until or self.planned_from
        return "done" if ends < today else "here" if begins <= today else ""


class Criterion(Orderable):
    """One criterion of the jury; the weights of a contest are per cent and sum to 100."""

    contest = ParentalKey(Contest, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("tiêu chí"), max_length=120)
    weight = models.PositiveSmallIntegerField(_("phần trăm"))

    class Meta(Orderable.Meta):
        verbose_name = _("tiêu chí chấm")
        verbose_name_plural = _("tiêu chí chấm")

    def __str__(self) -> str:
        return self.name


class Juror(Orderable):
    """A member of the jury; `shown_as` stands on the contest's page."""

    contest = ParentalKey(Contest, on_delete=models.CASCADE, related_name="jury")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="juries", verbose_name=_("tài khoản")
    )
    shown_as = models.CharField(_("tên hiện trên trang"), max_length=80)
    role = models.CharField(_("giới thiệu"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("giám khảo")
        verbose_name_plural = _("giám khảo")
        constraints = [models.UniqueConstraint(fields=["contest", "user"], name="one_seat_per_juror")]

    def __str__(self) -> str:
        return self.shown_as

    @property
    def initials(self) -> str:
        """Two letters for the circle beside the name."""
        words = [word for word in self.shown_as.split() if word[0].isalpha()]
        return "".join(word[0] for word in words[:2]).upper()

    def clean(self) -> None:
        self.shown_as = " ".join(self.shown_as.split())


def weights_of(criteria: Any) -> int:
    """Sum of the weights in per cent."""
    return sum(criterion.weight for criterion in criteria)
