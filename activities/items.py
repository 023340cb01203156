"""Activities of this app as items that kits and checklist items point to (campaign/activities.py)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from activities.models import Contest
from articles.genres import Genre
from articles.models import ArticlePage
from base.addresses import path_of
from campaign.activities import Activity

GENRES = (Genre.QUIZ, Genre.SCENARIO, Genre.CHALLENGE)
MOST = 60  # pages offered, the newest
#: Key → (kind, title, name of the address) of what is there always.
STANDING = {
    "buc-tuong": (_("Ký"), _("Bức tường An toàn số"), "activities_public:pledge_sign"),
    "khung-anh": (_("Làm"), _("Khung ảnh đại diện"), "activities_public:frames"),
    "su-kien": (_("Dự"), _("Lịch sự kiện"), "activities_public:agenda"),
}


def standing(language: str) -> Iterator[Activity]:
    """Wall, frames and agenda; no query."""
    for key, (kind, title, name) in STANDING.items():
        with translation.override(language):
            yield Activity(key, kind, title, reverse(name))


def contests(language: str) -> Iterator[Activity]:
    """The newest contests with a public page. Three queries."""
    rows = Contest.objects.public().prefetch_related("texts__locale").order_by("-pk")[:MOST]
    with translation.override(language):
        for row in rows:
            address = reverse("activities_public:contest", args=[row.slug])
            yield Activity(contest_key(row), _("Thi"), row.said("title"), address)


def contest_key(row: Contest) -> str:
    """The key of a contest: shorter than its identifier with dashes, as the search keeps 40 characters."""
    return f"ct-{row.uuid.hex}"


def played(language: str) -> Iterator[Activity]:
    """Live quizzes, scenarios and challenges in `language`; their keys are the same in every language. One query."""
    pages = ArticlePage.objects.live().public().originals().filter(locale__language_code=language, genre__in=GENRES)
    rows = pages.newest_first().values_list("translation_key", "genre", "title", "url_path")[:MOST]
    for key, genre, title, url_path in rows:
        yield Activity(str(key), Genre(genre).label, title, path_of(url_path, language), is_page=True)
