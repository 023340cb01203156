"""Activities of this app as items that kits and checklist items point to (campaign/activities.py)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from activities.models import Contest, ContestText
from articles.genres import Genre
from articles.models import ArticlePage
from base.addresses import path_of
from campaign.activities import Activity

GENRES = (Genre.QUIZ, Genre.SCENARIO, Genre.CHALLENGE)
CONTEST = "ct-"  # how the keys of contests begin
MOST = 60  # pages offered, the newest
#: Key → (kind, title, name of the address) of what is there always.
STANDING = {
    "buc-tuong": (_("Ký"), _("Bức tường An toàn số"), "activities_public:pledge_sign"),
    "khung-anh": (_("Làm"), _("Khung ảnh đại diện"), "activities_public:frames"),
    "su-kien": (_("Dự"), _("Lịch sự kiện"), "activities_public:agenda"),
}


def standing(language: str, keys: Collection[str] | None) -> Iterator[Activity]:
    """Wall, frames and agenda; no query."""
    with translation.override(language):
        activities = [
            Activity(key, kind, title, reverse(name), language)
            for key, (kind, title, name) in STANDING.items()
            if keys is None or key in keys
        ]
    yield from activities


def contests(language: str, keys: Collection[str] | None) -> Iterator[Activity]:
    """The newest contests with a public page. One query; none where no contest is wanted."""
    wanted = (
        None if keys is None else _identifiers(key.removeprefix(CONTEST) for key in keys if key.startswith(CONTEST))
    )
    if wanted == []:
        return
    rows = Contest.objects.public().order_by("-pk")
    if wanted:
        rows = rows.filter(uuid__in=wanted)
    texts = ContestText.objects.filter(contest=OuterRef("pk"), locale__language_code=language)
    lines = rows.annotate(translated=Subquery(texts.values("title"))).values_list("uuid", "slug", "title", "translated")
    with translation.override(language):
        for uuid, slug, title, translated in lines[:MOST]:
            address = reverse("activities_public:contest", args=[slug])
            own = language if translated else settings.LANGUAGE_CODE
            yield Activity(_key(uuid), _("Thi"), translated or title, address, own)


def contest_key(row: Contest) -> str:
    return _key(row.uuid)


def _key(uuid: UUID) -> str:
    """Shorter than the identifier with dashes, as the search keeps 40 characters."""
    return f"{CONTEST}{uuid.hex}"


def _identifiers(words: Iterable[str]) -> list[UUID]:
    """The identifiers among `words`."""
    identifiers = []
    for word in words:
        with suppress(ValueError):
            identifiers.append(UUID(word))
    return identifiers


def played(language: str, keys: Collection[str] | None) -> Iterator[Activity]:
    """Live quizzes, scenarios and challenges in `language`; their keys are the same in every language.

    One query; none where no page is wanted.
    """
    wanted = None if keys is None else _identifiers(keys)
    if wanted == []:
        return
    pages = ArticlePage.objects.readable().originals().filter(locale__language_code=language, genre__in=GENRES)
    if wanted is not None:
        pages = pages.filter(translation_key__in=wanted)
    rows = pages.newest_first().values_list("translation_key", "genre", "title", "url_path")
    for key, genre, title, url_path in rows[:MOST]:
        yield Activity(str(key), Genre(genre).label, title, path_of(url_path, language), language, is_page=True)
