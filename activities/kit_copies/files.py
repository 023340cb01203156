"""What goes into a kit's ZIP for an activity: a page that needs no network, and sheets to print.

Every language in which the page is live has files of its own, because a school has classes of more than one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from activities.models import QuizPage, ScenarioPage
from activities.playable import papers
from activities.pledges.print_views import signing_data
from activities.quiz import documents as quiz_documents
from activities.scenario import documents as scenario_documents
from articles.genres import Genre
from articles.models import ArticlePage
from articles.models.querysets import ArticleQuerySet
from base.text import vn_slugify
from campaign.activities import OfflineFile
from media_library.print import typst

log = logging.getLogger(__name__)

WALL = "buc-tuong"  # the key of the pledge wall (activities/items.py)
GENRES = (Genre.QUIZ, Genre.SCENARIO)
NAME_LIMIT = 50  # characters of a page's slug in a file name

PLAY = _("Chơi trên máy, không cần mạng")
#: (end of the name, label, what typesets it)
QUIZ_SHEETS = (("de-in", _("Đề và đáp án để in"), quiz_documents.sheet),)
SCENARIO_SHEETS = (
    ("the", _("Bộ thẻ để cắt"), scenario_documents.cards_sheet),
    ("thay-co", _("Gợi ý cho thầy cô"), scenario_documents.notes_sheet),
    ("dong-vai", _("Phiếu đóng vai"), scenario_documents.roles_sheet),
)


class KitCopies:
    """The files of this app's activities."""

    def states(self, keys: Collection[str]) -> dict[str, str]:
        """{key: pages and when each was published}; one query."""
        rows = _pages(keys).values_list("translation_key", "pk", "last_published_at")
        states: dict[str, str] = {}
        for key, pk, at in rows:
            states[str(key)] = f"{states.get(str(key), '')}{pk}@{at:%Y%m%d%H%M%S%f} " if at else f"{pk} "
        return states | ({WALL: WALL} if WALL in keys else {})

    def files(self, key: str) -> list[OfflineFile]:
        """The files of the quiz, scenario or wall. May raise Busy."""
        if key == WALL:
            sheet = papers.typeset("pledge_sheet", signing_data(None))
            return [OfflineFile("to-ky-a4.pdf", _("Tờ ký tay cho lớp"), "vi", sheet)]
        stories = [row.specific for row in _pages([key]).select_related("locale", "lead_image")]
        stem = vn_slugify(stories[0].slug, NAME_LIMIT) or key[:8] if stories else ""
        return [file for story in stories if story.question_list for file in _files_of(story, stem)]


def _pages(keys: Collection[str]) -> ArticleQuerySet:
    """Readable quizzes and scenarios of `keys`, the Vietnamese one first."""
    uuids = [uuid for key in keys if (uuid := _uuid(key))]
    pages = ArticlePage.objects.readable().originals().filter(translation_key__in=uuids, genre__in=GENRES)
    return pages.order_by("translation_key", "-locale__language_code")


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


def _files_of(story: QuizPage | ScenarioPage, stem: str) -> Iterator[OfflineFile]:
    """The playable page, then the sheets; a sheet that its template refuses is left out, the kit goes on."""
    code = story.locale.language_code
    with translation.override(code):
        is_quiz = isinstance(story, QuizPage)
        page = quiz_documents.offline_copy(story) if is_quiz else scenario_documents.offline_copy(story)
        yield OfflineFile(f"{stem}_{code}.html", PLAY, code, page.encode())
        for tail, label, make in QUIZ_SHEETS if is_quiz else SCENARIO_SHEETS:
            sheet = _sheet(make, story)
            if sheet:
                yield OfflineFile(f"{stem}_{tail}_{code}.pdf", label, code, sheet)


def _sheet(make: Callable[..., bytes], story: ArticlePage) -> bytes:
    try:
        return make(story)
    except typst.Unset:
        log.warning("no sheet of page %s in kits", story.pk, exc_info=True)
        return b""
