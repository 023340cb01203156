"""The figures of a newsroom, for who arranges its front page: the first page, and the tables behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

from articles.editorial.access import outlets_of, sections_of, within
from articles.genres import Genre
from articles.models import ArticlePage, PlannedStory
from articles.models.querysets import ArticleQuerySet
from media_library.models import PictureCollection, SubjectConsent
from partners import wrapup
from reporting.figures import CHANGE_DAYS, Figure, Row, Value
from translations.status import OPEN, languages, with_states
from users.models import User
from users.roles import ARRANGERS

PERIOD_DAYS = 30


class NewsroomReading:
    """What figures are read for: the outlets whose front page `user` arranges, and the last PERIOD_DAYS."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.now = timezone.now()
        self.since = self.now - timedelta(days=PERIOD_DAYS)
        self.week_before = self.now - timedelta(days=CHANGE_DAYS)

    @cached_property
    def outlets(self) -> list[Any]:
        return list(outlets_of(self.user, ARRANGERS))

    @cached_property
    def sections(self) -> list[Any]:
        return sections_of(self.outlets)

    @property
    def published(self) -> ArticleQuerySet:
        """Vietnamese stories that were published in the period and are live, each once."""
        keys = [section.pk for section in self.sections if section.locale.language_code == settings.LANGUAGE_CODE]
        stories: ArticleQuerySet = ArticlePage.objects.live().originals()
        return stories.filter(listed_in__in=keys, published_at__range=(self.since, self.now))

    @property
    def planned(self) -> QuerySet[PlannedStory]:
        """What was to be published in the period, without what was given up."""
        plans = PlannedStory.objects.filter(section__in=self.sections, planned_for__range=(self.since, self.now))
        return plans.exclude(state=PlannedStory.State.DROPPED)

    @property
    def waiting(self) -> QuerySet[WorkflowState]:
        """Texts at any step of the workflow."""
        pages = Page.objects.filter(within(self.sections)).values_list("pk", flat=True)
        states = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS, base_content_type=ContentType.objects.get_for_model(Page)
        )
        keys = {int(key) for key in states.values_list("object_id", flat=True)}
        return states.filter(object_id__in=[str(key) for key in pages.filter(pk__in=keys)])

    @property
    def behind(self) -> QuerySet[Page]:
        """Published stories of the period that are missing, a draft or older in a language."""
        states = Q()
        for code, _name in languages():
            states |= Q(**{f"state_{code}__in": [state.value for state in OPEN]})
        keys = self.published.order_by().values_list("pk", flat=True)
        return with_states(Page.objects.filter(pk__in=list(keys)).order_by()).filter(states)

    @property
    def consents(self) -> QuerySet[SubjectConsent]:
        """Consents of the outlets' pictures that end within PERIOD_DAYS from today."""
        today = timezone.localdate()
        places = PictureCollection.objects.filter(outlet__in=self.outlets).values("collection")
        ending = SubjectConsent.objects.filter(withdrawn_at=None, images__collection__in=places)
        return ending.filter(expires_on__range=(today, today + timedelta(days=PERIOD_DAYS)))

    def pieces(self, days: int) -> wrapup.Line:
        """The KOL desk's work for the outlets in the last `days` days."""
        last = timezone.localdate()
        first = last - timedelta(days=days - 1)
        return wrapup.total([line for outlet in self.outlets for line in wrapup.lines(first, last, outlet)])


def _published(reading: NewsroomReading) -> Value:
    counts = reading.published.aggregate(
        number=Count("pk"), added=Count("pk", filter=Q(published_at__gt=reading.week_before))
    )
    return Value(counts["number"], added=counts["added"])


def _planned(reading: NewsroomReading) -> Value:
    """Added: those of the week."""
    live = Q(page__live=True)
    counts = reading.planned.aggregate(
        number=Count("pk", filter=live),
        out_of=Count("pk"),
        added=Count("pk", filter=live & Q(page__published_at__gt=reading.week_before)),
    )
    return Value(counts["number"], counts["out_of"], counts["added"])


def _waiting(reading: NewsroomReading) -> Value:
    """Added: those that were sent within the week."""
    recent = Q(created_at__gt=reading.week_before)
    counts = reading.waiting.aggregate(number=Count("pk"), added=Count("pk", filter=recent))
    return Value(counts["number"], added=counts["added"])


def _behind(reading: NewsroomReading) -> Value:
    """Added: stories of the week."""
    recent = Q(first_published_at__gt=reading.week_before)
    counts = reading.behind.aggregate(number=Count("pk"), added=Count("pk", filter=recent))
    return Value(counts["number"], reading.published.count(), counts["added"])


def _consents(reading: NewsroomReading) -> Value:
    """Added: those whose end came within PERIOD_DAYS during the week."""
    seen = timezone.localdate() + timedelta(days=PERIOD_DAYS - CHANGE_DAYS)
    counts = reading.consents.aggregate(
        number=Count("pk", distinct=True), added=Count("pk", distinct=True, filter=Q(expires_on__gt=seen))
    )
    return Value(counts["number"], added=counts["added"])


def _answers(reading: NewsroomReading) -> Value:
    period, week = reading.pieces(PERIOD_DAYS), reading.pieces(CHANGE_DAYS)
    return Value(period.in_time, period.answered, week.in_time)


def _address(part: str) -> Callable[[NewsroomReading], str]:
    return lambda reading: f"{reverse('newsroom_figures')}#{part}"


_COUNTED = _("Hệ thống tự đếm")
FIGURES = (
    Figure(
        "waiting",
        _("Bài chờ duyệt"),
        _("Bài đang ở một bước của quy trình duyệt, ở các chuyên mục của cơ quan."),
        _("bài"),
        _COUNTED,
        _waiting,
        lambda reading: reverse("newsroom:board"),
    ),
    Figure(
        "planned",
        _("Đề tài đã lên trang"),
        _("Đề tài định đăng trong 30 ngày qua mà bài đã đăng, trên số đề tài định đăng; đề tài đã bỏ không tính."),
        _("đề tài"),
        _COUNTED,
        _planned,
        _address("ke-hoach"),
    ),
    Figure(
        "published",
        _("Bài đã đăng"),
        _("Bài tiếng Việt đăng trong 30 ngày qua và đang hiện; bài dẫn lại ở cơ quan khác không tính."),
        _("bài"),
        _COUNTED,
        _published,
        _address("ke-hoach"),
    ),
    Figure(
        "behind",
        _("Bài còn thiếu ngôn ngữ"),
        _("Bài đã đăng trong 30 ngày qua có ngôn ngữ chưa có bản dịch, còn là bản nháp hoặc cũ hơn bản gốc."),
        _("bài"),
        _COUNTED,
        _behind,
        _address("ngon-ngu"),
    ),
    Figure(
        "consents",
        _("Bản đồng ý sắp hết"),
        _("Bản đồng ý cho ảnh của cơ quan hết hạn trong 30 ngày tới."),
        _("bản"),
        _COUNTED,
        _consents,
        _address("dong-y"),
    ),
    Figure(
        "answers",
        _("Bài KOL được trả lời đúng hạn"),
        _("Lần gửi được trả lời trong ba ngày làm việc, trên mọi lần gửi được trả lời trong 30 ngày qua."),
        _("lần"),
        _COUNTED,
        _answers,
        _address("kol"),
    ),
)


def rows(reading: NewsroomReading) -> list[Row]:
    """All figures with their values; the number of queries does not depend on the number of stories."""
    return [Row(figure, figure.read(reading), figure.rows(reading)) for figure in FIGURES]


@dataclass
class PlanRow:
    """A section and genre: planned stories, those of them that are live, and all that were published."""

    section: str
    genre: str
    planned: int
    kept: int
    published: int


def plan_table(reading: NewsroomReading) -> list[PlanRow]:
    """Plan against published by section and genre, in the order of the sections; three queries."""
    planned, kept, published = Counter[tuple[int, str]](), Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    for section, genre, live in reading.planned.values_list("section", "genre", "page__live"):
        planned[section, genre] += 1
        kept[section, genre] += bool(live)
    counts = reading.published.order_by().values("listed_in", "genre").annotate(n=Count("pk"))
    for count in counts:
        published[count["listed_in"], count["genre"]] = count["n"]
    labels = dict(Genre.choices)
    return [
        PlanRow(section.title, str(labels.get(genre, genre)), planned[key], kept[key], published[key])
        for section in reading.sections
        for key in sorted(planned | published)
        if key[0] == section.pk
        for genre in (key[1],)
    ]


def consent_rows(reading: NewsroomReading) -> QuerySet[Any]:
    """(picture, title, last day), the nearest first."""
    consents = reading.consents.order_by("expires_on", "images__pk")
    return consents.values_list("images__pk", "images__title").annotate(last=Min("expires_on"))
