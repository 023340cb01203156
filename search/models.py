"""Models of the search: entries, known words, and the synonyms and crisis phrases that editors maintain."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel

from base.languages import VIETNAMESE, language_choices
from search.tokens import words_of

WORDS = "tieng:"  # how the facet begins that names the language of a title


def words_language(language: str, facets: Iterable[str]) -> str:
    """Code of the language of the title of a row of `language`: what has no translation is found by its own words."""
    return next((facet.removeprefix(WORDS) for facet in facets if facet.startswith(WORDS)), language)


class SearchEntry(models.Model):
    """A public document in one language (docs/adr/0003-search.md).

    Only live content has a row, so the search cannot reveal drafts.
    """

    class Kind(models.TextChoices):
        """Kinds of documents, one tab of the results each."""

        ARTICLE = "article", _("Tin, bài")
        TIP = "tip", _("Mẹo")
        ASSET = "asset", _("Tài liệu")
        KIT = "kit", _("Bộ tài liệu")
        EVENT = "event", _("Sự kiện")
        KOL = "kol", _("KOL")
        PAGE = "page", _("Trang")
        HELP = "help", _("Trợ giúp")

    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.CharField(max_length=40, help_text="page id, or uuid of an asset, kit or partner")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    address = models.CharField(max_length=300, help_text="path of the page, with the language prefix")
    head = models.CharField(max_length=600, blank=True, help_text="folded words of the title, for ranking")
    # values to choose from, and the language of a title in another one (words_language())
    facets = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    # Written by backend.py from the lexemes of tokens.py, without PostgreSQL's text parsers.
    vector = SearchVectorField(null=True, editable=False)
    # Lexemes of the headline only: small enough to be stored in the row, so that scans need no further reads.
    heading = SearchVectorField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language"], name="one_entry_per_object_and_language")
        ]
        # The GIN indexes find rare words; for common ones the newest rows are scanned (frequencies.py).
        indexes = [
            # Without a list of what is pending: PostgreSQL reads that for each search, or rather all rows instead.
            GinIndex(fields=["vector"], name="search_entry_vector", fastupdate=False),
            GinIndex(fields=["heading"], name="search_entry_heading", fastupdate=False),
            models.Index(fields=["-published_at"], name="search_entry_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class SearchWord(models.Model):
    """A folded word, or a pair of adjacent words of a headline, that a document contains; used to correct spelling."""

    language = models.CharField(max_length=5)
    word = models.CharField(max_length=125)
    shown = models.CharField(max_length=160, blank=True, help_text="the same with its marks, as first seen")
    count = models.PositiveIntegerField(default=1, help_text="documents; exact after rebuild_search only")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.shown or self.word


class DistressCount(models.Model):
    """How many queries of one kind of distress were answered in a month: never the query, never who asked."""

    SMALLEST_SHOWN = 5  # smaller numbers are shown as “fewer than 5”

    month = models.DateField(_("tháng"), help_text="its first day")
    kind = models.CharField(_("loại"), max_length=10, help_text="key of crisis_rules.RULES, or “added”")
    count = models.PositiveIntegerField(_("lượt"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "kind"], name="distress_count_once")]

    def __str__(self) -> str:
        return f"{self.month:%m-%Y} {self.kind}"


MOST_PHRASES = 12  # of one group of synonyms


class SynonymGroup(models.Model):
    """Synonyms: a query for one phrase of the group also finds the others."""

    language = models.CharField(_("ngôn ngữ"), max_length=5, choices=language_choices, default=VIETNAMESE)
    phrases = models.TextField(
        _("các cách nói"),
        max_length=600,
        help_text=_("Mỗi dòng một cách nói, ví dụ “tờ rơi”, “tờ gấp”, “leaflet”. Có dấu hay không đều được."),
    )

    panels = [FieldPanel("language"), FieldPanel("phrases")]

    class Meta:
        verbose_name = _("nhóm từ đồng nghĩa")
        verbose_name_plural = _("từ đồng nghĩa")
        ordering = ["language", "phrases"]

    def __str__(self) -> str:
        return ", ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """The phrases, one per line, with single spaces."""
        return [" ".join(line.split()) for line in self.phrases.splitlines() if line.strip()]

    def clean(self) -> None:
        """Raises ValidationError unless 2 to MOST_PHRASES phrases differ once folded."""
        usable = {" ".join(word.folded for word in words_of(line)) for line in self.lines} - {""}
        if not 2 <= len(usable) <= MOST_PHRASES:
            raise ValidationError(
                {
                    "phrases": _("Một nhóm cần từ 2 đến %(most)d cách nói khác nhau, bạn đang có %(now)d.")
                    % {"most": MOST_PHRASES, "now": len(usable)}
                }
            )


class MissedQuery(models.Model):
    """Words that found nothing in the library, with how often (missed.py); nothing says who asked."""

    language = models.CharField(_("ngôn ngữ"), max_length=5, choices=language_choices)
    folded = models.CharField(max_length=60, editable=False)
    words = models.CharField(_("chữ đã gõ"), max_length=60)
    times = models.PositiveIntegerField(_("số lần"), default=1)
    last_on = models.DateField(_("lần cuối"), auto_now_add=True)

    class Meta:
        verbose_name = _("câu tìm không ra")
        verbose_name_plural = _("câu tìm không ra")
        ordering = ["-times", "words"]
        default_permissions = ["view", "delete"]
        constraints = [models.UniqueConstraint(fields=["language", "folded"], name="missed_query_once")]

    def __str__(self) -> str:
        return self.words


class DistressPhrase(models.Model):
    """A crisis phrase: a query with it shows the help card before the results. Queries are not stored."""

    language = models.CharField(_("ngôn ngữ"), max_length=5, choices=language_choices, default=VIETNAMESE)
    phrase = models.CharField(
        _("cụm từ"),
        max_length=80,
        help_text=_("Viết đủ dấu: “tự tử” cũng bắt được “tu tu”, nhưng không bắt nhầm “từ từ”."),
    )
    note = models.CharField(_("vì sao có từ này"), max_length=200, blank=True)

    panels = [
        HelpPanel(content=_("Danh sách gốc của hệ thống luôn có hiệu lực; ở đây là các cụm từ tòa soạn thêm vào.")),
        FieldPanel("language"),
        FieldPanel("phrase"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("từ cầu cứu")
        verbose_name_plural = _("từ cầu cứu")
        ordering = ["language", "phrase"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "phrase"],
                name="distress_phrase_once",
                violation_error_message=_("Cụm từ này đã có rồi."),
            )
        ]

    def __str__(self) -> str:
        return self.phrase

    def clean(self) -> None:
        """Single spaces; raises ValidationError for fewer than three characters."""
        self.phrase = " ".join(self.phrase.split())
        if not words_of(self.phrase) or len(self.phrase) < 3:
            raise ValidationError({"phrase": _("Bạn gõ ít nhất ba chữ cái, để từ này không bắt nhầm mọi câu tìm.")})
