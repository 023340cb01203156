"""P4 for the search: fill a table with many documents, then time queries and suggestions on PostgreSQL alone.

    SECRET_KEY=x DJANGO_SETTINGS_MODULE=cms.settings.test DATABASE_URL=postgres://… python bench/search_growth.py 100000

The database must be empty and disposable: it is migrated and filled. Prints p50, p95 and the worst in ms.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "search")]

import django  # noqa: E402

django.setup()

import judged  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from home.models import SearchEntry  # noqa: E402
from home.search import vocabulary  # noqa: E402
from home.search.documents import document  # noqa: E402
from home.search.engine import Search, in_languages, suggestions  # noqa: E402
from home.search.store import store  # noqa: E402

ROUNDS = 5
COMMON = [
    "an toàn",
    "an toan",
    "bạn",
    "ban",
    "không",
    "khong",
    "điện thoại",
    "dien thoai",
    "la",
    "và",
    "mot",
    "người lạ",
]
RARE = ["xyzzy", "qwertyuiop", "bai-viet-99990", "nhà nghỉ cửa khẩu", "số hiệu 4711"]
TYPED = ["l", "lu", "lua", "lua d", "lừa", "c", "ca", "an", "an t", "điện th", "ក", "កុំ", "ព", "dung hoi", "p", "pos"]


def sentences() -> dict[str, list[str]]:
    """Sentences of the demo's articles (vi) and of corpus.yaml (km), to shuffle into documents."""
    articles = json.loads((ROOT / "demo" / "content" / "articles.json").read_text())
    vi = [str(part) for item in articles for block in item["body"] for part in block[1:] if len(str(part)) > 40]
    import yaml

    km = [text for row in yaml.safe_load((ROOT / "tests/search/corpus.yaml").read_text())["km"] for text in row[2:]]
    return {"vi": [one for text in vi for one in text.split(". ") if one], "km": km}


def fill(count: int) -> float:
    """Write `count` documents, nine of ten Vietnamese, about 250 words each; returns seconds."""
    pick, told, started = random.Random(1), sentences(), time.perf_counter()
    batch = []
    for number in range(count):
        language = "km" if number % 10 == 9 else "vi"
        head = " ".join(pick.choice(told[language]).split()[:12])
        body = ". ".join(pick.choices(told[language], k=14))
        batch.append(
            document(
                kind="article", object_id=f"x{number}", language=language, title=f"{head} {number}",
                summary=pick.choice(told[language]), body=body, address=f"/{language}/x/{number}/",
                published_at=datetime(2026, 11, 1, tzinfo=UTC) - timedelta(minutes=number), facets=["cho:hoc-sinh"],
            )
        )  # fmt: skip
        if len(batch) == 1000:
            store().write(batch)
            vocabulary.learn(batch)
            batch = []
    store().write(batch)
    return time.perf_counter() - started


def timed(name: str, calls) -> None:
    """Print p50, p95 and the worst of all calls over ROUNDS, in ms; a first round warms up."""
    took, worst = [], ("", 0.0)
    for turn in range(ROUNDS + 1):
        for label, call in calls:
            started = time.perf_counter()
            call()
            spent = (time.perf_counter() - started) * 1000
            if turn:
                took.append(spent)
                worst = max(worst, (label, spent), key=lambda pair: pair[1])
    p95 = statistics.quantiles(took, n=20)[-1]
    print(
        f"{name:28} p50 {statistics.median(took):7.1f}  p95 {p95:7.1f}  worst {worst[1]:7.1f} ms ({worst[0]})",
        flush=True,
    )


def ask(query: str, language: str) -> None:
    """What one page of results costs in the database and in ranking."""
    found = Search(query, language)
    ids = [hit.pk for hit in found.ranked][:10]
    SearchEntry.objects.defer("vector").in_bulk(ids)
    if found.has_little:
        in_languages(query, [code for code in ("vi", "en", "km") if code != language])


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    print(f"{count} documents written in {fill(count):.0f} s")
    judged.load()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_size_pretty(pg_total_relation_size('home_searchentry'))")
        print("table and index:", cursor.fetchone()[0])
    timed("judged vi", [(c.query, lambda c=c: ask(c.query, c.language)) for c in judged.cases() if c.group == "vi"])
    timed("judged km", [(c.query, lambda c=c: ask(c.query, c.language)) for c in judged.cases() if c.group == "km"])
    timed(
        "judged en, mixed",
        [(c.query, lambda c=c: ask(c.query, c.language)) for c in judged.cases() if c.group in ("en", "mixed")],
    )
    timed("very common words", [(query, lambda q=query: ask(q, "vi")) for query in COMMON])
    timed("rare words", [(query, lambda q=query: ask(q, "vi")) for query in RARE])
    timed("suggestions", [(typed, lambda t=typed: suggestions(t, "km" if t > "ក" else "vi", 6)) for typed in TYPED])
    for group, score in judged.judge(lambda c: [hit.pk for hit in Search(c.query, c.language).ranked]).items():
        print(f"{group}: MRR {score.mrr:.3f}, hit@3 {score.hit3:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
