"""The judged set: its corpus in the search table, its cases, and MRR and hit@3 over them.

`python -m tests.search.judged` is not needed: `pytest tests/search/test_judged.py -s` prints the figures.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml
from django.conf import settings

from search.backend import PostgresStore
from search.index import Document, document
from search.models import SearchEntry, SynonymGroup
from search.query import synonyms
from search.query.ranking import Search, in_languages, own_help
from search.results.finder import ELSEWHERE
from tests.factories import make_help_line

HERE = Path(__file__).parent
TUNED, FRESH, LATER, UNSEEN = "cases.yaml", "cases_fresh.yaml", "cases_later.yaml", "cases_unseen.yaml"
PUBLISHED = datetime(2026, 11, 1, tzinfo=UTC)
LINES = {"vi": "Bảo vệ trẻ em, ngày và đêm", "km": "ការពារកុមារ ទាំងថ្ងៃទាំងយប់", "en": "Child protection"}


def load() -> None:
    """Fill the search with the corpus and what the search was taught; the world "judged" of the tests."""
    taught = json.loads((settings.BASE_DIR / "demo" / "content" / "synonyms.json").read_text())
    for language, groups in taught.items():
        for phrases in groups:
            SynonymGroup.objects.create(language=language, phrases=phrases)
    documents = corpus()
    PostgresStore().write(documents)
    synonyms.learn(documents)
    for language, label in LINES.items():
        make_help_line("111", label=label, language=language)


def corpus() -> list[Document]:
    """The demo's Vietnamese things, Khmer and English ones of corpus.yaml."""
    return [*_vietnamese(), *_others()]


def _document(object_id, kind, language, title, summary, body="", number=0) -> Document:
    return document(
        kind=kind, object_id=object_id, language=language, title=title, summary=summary, body=body,
        address=f"/{language}/{object_id}/", published_at=PUBLISHED - timedelta(days=number), facets=[],
    )  # fmt: skip


def _vietnamese() -> Iterator[Document]:
    folder = settings.BASE_DIR / "demo" / "content"
    content = json.loads((folder / "demo_content.json").read_text())
    bodies = {item["id"]: item["body"] for item in json.loads((folder / "articles.json").read_text())}
    texts = json.loads((folder / "asset_texts.json").read_text())
    for number, item in enumerate(content["articles"]):
        kind = {"meo": "tip", "kol": "kol"}.get(item["kind"], "article")
        words = " ".join(str(part) for block in bodies[item["id"]] for part in block[1:])
        tags = " ".join(item["tags"]).replace("-", " ")
        yield _document(item["id"], kind, "vi", item["title_vi"], item["sapo_vi"], f"{tags} {words}", number)
    for item in content["quick_tips"]:
        yield _document(
            item["id"], "tip", "vi", item["title_vi"], item["body_vi"], f"{item['do_vi']} {item['dont_vi']}"
        )
    for item in content["assets"]:
        words = texts["assets"][item["code"]]
        body = " ".join([item["code"], item["kind"], *item["placement_vi"], words["alt"]])
        yield _document(item["code"], "asset", "vi", item["name_vi"], words["summary"], body)
    for item in content["kits"]:
        yield _document(item["code"], "kit", "vi", item["name_vi"], texts["kits"][item["code"]], item["code"])
    for item in content["kols"]:
        body = f"KOL {item['pledge_topic_vi']} {item['sample_content_vi']} {item['quote_vi']}"
        yield _document(item["id"], "kol", "vi", item["display_name"], f"{item['field_vi']} · {item['bio_vi']}", body)
    for item in content["events"]:
        yield _document(item["id"], "event", "vi", item["title_vi"], item["summary_vi"], item["place_vi"])


def _others() -> Iterator[Document]:
    for language, rows in yaml.safe_load((HERE / "corpus.yaml").read_text()).items():
        for number, (object_id, kind, title, summary) in enumerate(rows):
            yield _document(object_id, kind, language, title, summary, "", number)


@dataclass
class Case:
    language: str
    query: str
    wanted: list[str]
    group: str


@dataclass
class Score:
    """Reciprocal ranks of one language's cases."""

    ranks: list[float] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def mrr(self) -> float:
        return sum(self.ranks) / len(self.ranks)

    @property
    def hit3(self) -> float:
        return sum(rank >= 1 / 3 for rank in self.ranks) / len(self.ranks)


def cases(name: str = TUNED) -> list[Case]:
    """The cases of the file `name`: TUNED, FRESH, LATER or UNSEEN."""
    all_cases = []
    for group, rows in yaml.safe_load((HERE / name).read_text()).items():
        for row in rows:
            language, *row = row if group == "mixed" else [group, *row]
            all_cases.append(Case(language, str(row[0]), [str(wanted) for wanted in row[1:]], group))
    return all_cases


def shown(case):
    """What stands on the first page, in its order: other languages first where only some of the words were found."""
    search = Search(case.query, case.language)
    ids = [hit.pk for hit in search.ranked]
    others = [code for code in ("vi", "en", "km") if code != case.language]
    there = own_help(in_languages(case.query, others), case.language) if search.has_little else []
    elsewhere = [hit.pk for hit in there if hit.pk not in ids][:ELSEWHERE]
    return elsewhere + ids[:10] if search.is_partial else ids[:10] + elsewhere


def judge(ids_for, name: str = TUNED) -> dict[str, Score]:
    """Scores by group of the file `name`; `ids_for(case)` → primary keys of the results as a reader sees them."""
    groups: dict[str, list[Case]] = {}
    for case in cases(name):
        groups.setdefault(case.group, []).append(case)
    return {group: score_of(ids_for, judged_cases) for group, judged_cases in groups.items()}


def score_of(ids_for, judged_cases: list[Case]) -> Score:
    """The score of some cases."""
    names = dict(SearchEntry.objects.values_list("pk", "object_id"))
    score = Score()
    for case in judged_cases:
        result_names = [names[pk] for pk in ids_for(case)]
        rank = next((at for at, name in enumerate(result_names, 1) if name in case.wanted), 0)
        score.ranks.append(1 / rank if rank else 0)
        if rank != 1:
            score.missed.append(
                f"{case.query} → {', '.join(result_names[:3]) or '–'} (muốn {case.wanted[0]}, hạng {rank or '–'})"
            )
    return score
