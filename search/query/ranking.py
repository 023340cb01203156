"""Runs a query in tiers and ranks the hits in Python; exact matches in the headline come first.

A tier is one question with a limit (newest matches only), so that a common word costs no more than a rare one. Weak
tiers run only where the strong ones have found too few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from search.backend import Hit, PostgresStore, Question, Term
from search.query import natural_language, spelling, synonyms
from search.query.natural_language import place_of
from search.query.terms import exact_terms, pair_terms, stem_terms, terms_of
from search.tokens import Word, pairs_of, words_of

MOST_WORDS = 12  # of a query; further words are ignored
MOST_VARIANTS = 4  # of a query, by replacing phrases with synonyms
ENOUGH = 150  # matches from which weaker tiers are not asked
LITTLE = 5  # matches up to which other languages are searched too
FEW = 10  # matches below which word prefixes are searched too
STRONG, WEAK = 150, 120  # limit of newest matches per tier
FRESH_DAYS = 120  # half-life of the bonus for recent articles

#: Points of a match by tier. The bonus for freshness (at most 3) is smaller than most differences between tiers.
WORTH = {
    "title_exact": 60, "title": 50, "synonym": 46, "title_stem": 44, "title_start": 42, "repaired": 36, "lead": 35,
    "exact_pairs": 33, "lead_stem": 32, "synonym_pairs": 26, "pairs": 24, "exact": 20, "all": 14, "stem": 12,
    "start": 6, "some": 0, "one": 0,
}  # fmt: skip
SENTENCE = 34  # points of the best match for a whole sentence; others get their share of it
#: Tiers in which the words match with their marks.
MEANT = {"title_exact", "exact", "exact_pairs", "synonym", "synonym_pairs", "repaired"}
LOOSE = {"all", "stem", "start", "some", "one", "exact"}  # tiers in which the words need not be adjacent
#: Words that ask for a file to download rather than a text to read.
ASKS_FOR_FILES = {
    "poster", "standee", "banner", "sticker", "infographic", "clip", "logo", "to roi", "hinh nen", "bo tai lieu",
    "ap phich", "bang ron", "bookmark", "danh dau", "khung anh", "in a3", "in a4", "tai ve", "wallpaper", "leaflet",
    "kit", "tai lieu",
}  # fmt: skip
Variant = tuple[Word, ...]
_PLACES = (("title", "t:"), ("lead", "s:"))


@dataclass
class Search:
    """The search for `query` in `language`, restricted to `must` (lexemes of kind and facets).

    `corrects`: whether a query that is not found as typed is corrected.

    Set by `ranked`: `repaired`, the corrected query; `replaces`, whether nothing was found for the query as typed;
    `is_partial`, whether the hits match only parts of it.
    """

    query: str
    language: str
    must: tuple[str, ...] = ()
    newest_first: bool = False
    corrects: bool = True
    repaired: str = field(default="", init=False)
    replaces: bool = field(default=False, init=False)  # nothing was found for the query as typed
    is_partial: bool = field(default=False, init=False)

    @cached_property
    def words(self) -> list[Word]:
        """The distinct words of the query, at most MOST_WORDS."""
        by_form = {word.folded + word.exact: word for word in words_of(self.query, query=True)}
        return list(by_form.values())[:MOST_WORDS]

    @cached_property
    def ranked(self) -> list[Hit]:
        """The hits, best first, every document once."""
        if not self.words:
            return []
        self._meant = self.words
        hits = self._ask()
        if self.corrects and not self._is_faceted and all(hit.tier in LOOSE for hit in hits):
            hits = self._repaired(hits)
        if len(self._meant) > 1 and not any(self._is_sure(hit) for hit in hits):
            more: list[Hit] = []
            for question in natural_language.questions(self._meant, self.language, self._must):
                more += PostgresStore().ask([question]) if len(more) < FEW else []
            self.is_partial = not hits and bool(more)
            hits += more
        return self._in_order(hits)

    def _is_sure(self, hit: Hit) -> bool:
        """Whether its words match together, and with their marks where marks were typed."""
        return hit.tier not in LOOSE and (not self.has_marks or hit.tier in MEANT)

    def _repaired(self, hits: list[Hit]) -> list[Hit]:
        """Add the hits of the corrected query (spelling.corrected()), if there is one."""
        self.repaired = spelling.corrected(self.words, self.language)
        if not self.repaired:
            return hits
        corrected = Search(self.repaired, self.language, self.must)
        self._meant = corrected.words
        extra_hits = [hit for hit in corrected._ask() if not hits or hit.tier not in LOOSE]
        if not extra_hits:
            self.repaired = ""
        self.replaces = bool(extra_hits) and not hits
        if self.replaces:
            self.__dict__["words"] = corrected.words
            self.__dict__.pop("has_marks", None)
            return extra_hits
        return hits + [hit._replace(tier="repaired") for hit in extra_hits]

    @cached_property
    def counts(self) -> Counter:
        return Counter(hit.kind for hit in self.ranked)

    @cached_property
    def facets(self) -> Counter:
        return Counter(facet for hit in self.ranked for facet in hit.facets)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more matches than were read."""
        return len(self.ranked) >= ENOUGH

    @property
    def has_little(self) -> bool:
        """Whether other languages should be searched too."""
        return len(self.ranked) <= LITTLE or self.is_partial

    @cached_property
    def has_marks(self) -> bool:
        """Whether a word of the query was typed with marks."""
        return any(word.exact for word in self.words)

    @cached_property
    def variants(self) -> list[Variant]:
        """The query with a phrase replaced by each of its synonyms, at most MOST_VARIANTS."""
        own = [word.folded for word in self.words]
        results: list[Variant] = []
        for group in synonyms.synonyms(self.language):
            places = ((phrase, place_of(phrase, own)) for phrase in group)
            phrase, at = next(((phrase, at) for phrase, at in places if at is not None), ([], None))
            if at is None:
                continue
            for other in group:
                if other and other != phrase:
                    results.append((*self.words[:at], *map(Word, other), *self.words[at + len(phrase) :]))
        return results[:MOST_VARIANTS]

    def _ask(self) -> list[Hit]:
        strong = self._strong()
        if self._is_rare(strong):
            hits = PostgresStore().ask([*strong, *self._weak()], with_texts=True)
        else:
            hits = PostgresStore().ask(strong)
            if len({hit.pk for hit in hits}) < ENOUGH:
                hits += PostgresStore().ask(self._weak())
        if len({hit.pk for hit in hits}) < FEW and len(self.words[-1].folded) > 1:
            hits += PostgresStore().ask([self._question("start", terms_of(self.words, "", is_start=True), WEAK)])
        return hits

    def _is_rare(self, questions: Sequence[Question]) -> bool:
        """Whether `questions` will probably not find enough: then weaker ones are asked in the same statement."""
        share = sum(PostgresStore().share(question) for question in questions)
        return share * synonyms.documents(self.language) < ENOUGH

    def _strong(self) -> list[Question]:
        questions = [
            self._question("title", terms_of(self.words, "t:"), STRONG),
            self._question("title_start", terms_of(self.words, "t:", is_start=True), WEAK),
            self._question("lead", terms_of(self.words, "s:"), STRONG),
        ]
        if self.has_marks:
            questions += [
                self._question("title_exact", exact_terms(self.words, "n:", "t:"), STRONG),
                self._question("exact_pairs", [*exact_terms(self.words, "m:", ""), *pair_terms(self.words)], STRONG),
            ]
        if self.variants:
            in_titles = tuple(tuple(terms_of(variant, "t:")) for variant in self.variants)
            questions.append(Question("synonym", in_titles, WEAK, self._must))
        if self.language == "en":
            questions += [self._question(f"{name}_stem", stem_terms(self.words, mark), WEAK) for name, mark in _PLACES]
        return questions

    def _weak(self) -> list[Question]:
        questions = [self._question("all", terms_of(self.words, ""), WEAK)]
        if len(self.words) > 1:
            questions.append(self._question("pairs", pair_terms(self.words), WEAK))
        if self.has_marks:
            questions.append(self._question("exact", exact_terms(self.words, "m:", ""), WEAK))
        if self.variants:
            together = tuple(tuple(pair_terms(variant) or terms_of(variant, "")) for variant in self.variants)
            questions.append(Question("synonym_pairs", together, WEAK, self._must))
        if self.language == "en":
            questions.append(self._question("stem", stem_terms(self.words, ""), WEAK))
        return questions

    @property
    def _is_faceted(self) -> bool:
        """Whether a facet is chosen: then few matches do not mean a slip of the pen."""
        return any(lexeme.startswith("f:") for lexeme in self.must)

    @property
    def _must(self) -> tuple[str, ...]:
        return (f"l:{self.language}", *self.must)

    def _question(self, name: str, terms: list[Term], limit: int) -> Question:
        return Question(name, (tuple(dict.fromkeys(terms)),), limit, self._must)

    def _in_order(self, hits: list[Hit]) -> list[Hit]:
        whole = max((hit.points for hit in hits), default=0) or 1.0
        hits = [hit._replace(points=hit.points / whole) if hit.points else hit for hit in hits]
        speaks = {hit.pk: hit.points for hit in hits if hit.points}
        best: dict[int, float] = {}
        hits_by_key: dict[int, Hit] = {}
        meant_keys = {hit.pk for hit in hits if hit.tier in MEANT}
        for hit in hits:
            best[hit.pk] = max(best.get(hit.pk, -1), WORTH[hit.tier] + SENTENCE * hit.points)
            hits_by_key[hit.pk] = hit
        if self.newest_first:
            oldest = datetime.min.replace(tzinfo=timezone.get_current_timezone())
            return sorted(hits_by_key.values(), key=lambda hit: (hit.published_at or oldest, hit.pk), reverse=True)
        now = timezone.now()
        for pk, hit in hits_by_key.items():
            best[pk] += self._bonus(hit, now)
            if self.has_marks and not self.replaces and pk not in meant_keys and not speaks.get(pk):
                best[pk] -= 100  # “sữa” is not “sửa”: hits that differ in marks come last
        return sorted(hits_by_key.values(), key=lambda hit: (best[hit.pk], hit.pk), reverse=True)

    @cached_property
    def _wanted(self) -> tuple[str, set[str], list[str], bool]:
        plain = " ".join(word.folded for word in self.words)
        pairs = [f" {pair} " for pair in pairs_of(self.words)]
        return plain, set(plain.split()), pairs, any(f" {ask} " in f" {plain} " for ask in ASKS_FOR_FILES)

    def _bonus(self, hit: Hit, now: datetime) -> float:
        plain, terms, pairs, asks_for_files = self._wanted
        head = set(hit.head.split())
        framed = f" {hit.head} "
        bonus = 0.0
        shared = len(terms & head)
        if head:
            bonus += 8 * shared / len(head) + 6 * shared / len(terms)
        if f" {plain} " in framed:
            bonus += 8 + 3 * hit.head.startswith(plain)
        if not hit.head.startswith("km"):
            bonus += min(20, 5 * sum(pair in framed for pair in pairs))
        if asks_for_files and hit.kind in ("asset", "kit"):
            bonus += 9 if shared else 3
        if hit.kind == "help" and hit.tier not in LOOSE:
            bonus += 12
        if hit.kind in ("article", "event") and hit.published_at:
            bonus += 3 * 0.5 ** (max(0, (now - hit.published_at).days) / FRESH_DAYS)
        return bonus


def in_languages(query: str, languages: Sequence[str], limit: int = 20) -> list[Hit]:
    """Hits for all words of `query` in `languages`, in one statement, without synonyms and corrections.

    They may include the help page of another language: see `own_help()`.
    """
    words = tuple(words_of(query, query=True)[:MOST_WORDS])
    tiers = [("title", "t:"), ("lead", "s:"), ("all", "")] if words else []
    questions = [
        Question(name, (tuple(terms_of(words, prefix)),), limit, (f"l:{language}",))
        for language in languages
        for name, prefix in tiers
    ]
    return Search(query, "")._in_order(PostgresStore().ask(questions))


def own_help(hits: Sequence[Hit], language: str) -> list[Hit]:
    """`hits` of other languages with their help pages replaced by that of `language`, in the first place."""
    others = [hit for hit in hits if hit.kind != "help"]
    if len(others) == len(hits):
        return others
    return [*PostgresStore().ask([Question("all", ((("k:help", False),),), 1, (f"l:{language}",))]), *others]


def suggestions(typed: str, language: str, limit: int) -> list[Hit]:
    """Documents whose headline contains the words of `typed`, the last of which may be incomplete."""
    words = words_of(typed, query=True)[:MOST_WORDS]
    if not words:
        return []
    *whole, last = words
    terms: list[Term] = [(f"t:{word.folded}", False) for word in whole]
    terms.append(
        (f"p:{last.folded}", False)
        if len(last.folded) <= 3 and not last.folded.startswith("km")
        else (f"t:{last.folded}", True)
    )
    questions = [Question("title", (tuple(terms),), 40, (f"l:{language}",))]
    if any(word.exact for word in words):
        exact = [(f"n:{word.exact}", False) if word.exact else term for word, term in zip(words, terms, strict=True)]
        questions.append(Question("title_exact", (tuple(exact),), 40, (f"l:{language}",)))
    return Search(typed, language)._in_order(PostgresStore().ask(questions))[:limit]
