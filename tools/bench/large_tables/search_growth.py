"""P4 for the search: fills the search table with many documents, then measures queries and suggestions.

    make bench BENCH=search                      # starts it in an environment of its own
    DOCUMENTS=1000000 make bench BENCH=search

The database of the environment must be empty and disposable: it is migrated and filled. Prints p50, p95 and maximum
in ms. At most 100,000 texts are made; PostgreSQL copies their rows, with other dates, until there are as many as asked
for.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "search")]

import django  # noqa: E402

django.setup()

import judged  # noqa: E402
import yaml  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from search.backend import PostgresStore  # noqa: E402
from search.index import document  # noqa: E402
from search.models import SearchEntry  # noqa: E402
from search.query import synonyms  # noqa: E402
from search.query.ranking import Search, in_languages, suggestions  # noqa: E402
from tools.bench.large_tables import indexes  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS", 5))
MADE = 100_000  # texts made in Python, 250 words each
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
#: Expensive queries of the maximum length: many short words, many unknown words, only stop words.
BAD = [
    "a b c d e g h i k l m n o p q r s t u v",
    "qwertyuiopasd zxcvbnmasdfgh poiuytrewqlkj mnbvcxzlkjhgf qazwsxedcrfvt tgbyhnujmikol",
    "qwertyuiopasd " * 7,
    "và là của cho khi thì ở tại với những các một",
    "toi bi la cua va co cho khi thi o tai voi nhung cac mot",
    "không không không người người người bạn bạn bạn",
    "100% .*[a-z]+(?=x) ' \" \\ & | ! <-> :* t:lua l:vi",
    "\u0301\u0323 \u202e\u2066abc\u200f",
    "a" * 100,
    "luwaf ddaor qua ddieenj thoaij cuar ngwowif laj goij ddeens nhaf",
    "ក" * 100,
    "ការការពារកុមារទាំងថ្ងៃទាំងយប់ការការពារកុមារទាំងថ្ងៃទាំងយប់ការការពារកុមារ",
    "ngườiquanhtôikhôngaibiếtgọichoaikhicầngiúpđỡvàolúcnửađêm",
]
TYPED = ["l", "lu", "lua", "lua d", "lừa", "c", "ca", "an", "an t", "điện th", "ក", "កុំ", "ព", "dung hoi", "p", "pos"]


def words(pick: random.Random) -> dict[str, list[str]]:
    """Vocabulary for random texts: Vietnamese syllables with Zipf's distribution and common words; Khmer clusters."""
    onsets = re.split(" ", "b c ch d đ g gi h kh l m n nh ng ph qu r s t th tr v x")
    rimes = "a á à ả ã ạ an án àn ang ác anh ay âm ấn ật ăng ắt e é en ẹt ê ết ên i in ít o ó on ong ộ ôi ơn u ung ưng"
    syllables = [onset + rime for onset in onsets for rime in rimes.split()]
    pick.shuffle(syllables)
    often = [word for rank, word in enumerate(syllables, 1) for _ in range(max(1, 400 // rank))]
    small = [
        "và",
        "của",
        "là",
        "có",
        "không",
        "bạn",
        "cho",
        "một",
        "người",
        "trong",
        "với",
        "được",
        "khi",
        "để",
        "an",
        "toàn",
    ]
    rows = yaml.safe_load((ROOT / "tests/search/corpus.yaml").read_text())["km"]
    cluster = "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1])*"
    khmer = re.findall(cluster, "".join(text for row in rows for text in row[2:]))
    return {"vi": often + small * (len(often) // 30), "km": khmer}


def fill(count: int) -> float:
    """Write `count` documents of about 250 words, nine of ten in Vietnamese; return the seconds it took."""
    pick, started = random.Random(1), time.perf_counter()
    vocabulary = words(pick)
    batch = []
    for number in range(count):
        language, glue = ("km", "") if number % 10 == 9 else ("vi", " ")
        text = [glue.join(pick.choices(vocabulary[language], k=size)) for size in (9, 35, 200)]
        batch.append(
            document(
                kind="article", object_id=f"x{number}", language=language, title=f"{text[0]} {number}", summary=text[1],
                body=text[2], address=f"/{language}/x/{number}/", facets=["cho:hoc-sinh"],
                published_at=datetime(2026, 11, 1, tzinfo=UTC) - timedelta(minutes=number),
            )
        )  # fmt: skip
        if len(batch) == 1000:
            PostgresStore().write(batch)
            synonyms.learn(batch)
            batch = []
    PostgresStore().write(batch)
    return time.perf_counter() - started


def copy(made: int, count: int) -> float:
    """Copy `made` rows until there are `count`, each copy older than the one before; return the seconds it took."""
    started = time.perf_counter()
    columns = "kind, language, title, summary, address, head, facets, vector, heading"
    with transaction.atomic(), connection.cursor() as cursor, indexes.built_afterwards(cursor, "search_searchentry"):
        for turn in range(1, count // made):
            cursor.execute(
                f"INSERT INTO search_searchentry ({columns}, object_id, published_at) SELECT {columns},"
                " object_id || %s, published_at - %s * interval '1 minute' FROM search_searchentry"
                " WHERE object_id ~ '^x[0-9]+$'",
                [f"-{turn}", turn * made],
            )
    return time.perf_counter() - started


def timed(name: str, calls: Sequence[tuple[str, Callable[[], object]]]) -> None:
    """Print p50, p95 and maximum of all calls over ROUNDS in ms, after one round to warm up."""
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


def language_of(query: str) -> str:
    """Khmer where the query begins with a Khmer letter, else Vietnamese."""
    return "km" if query > "ក" else "vi"


def ask(query: str, language: str) -> None:
    """Do what a page of results does: search, rank, read the rows."""
    results = Search(query, language)
    ids = [hit.pk for hit in results.ranked][:10]
    SearchEntry.objects.defer("vector", "heading").in_bulk(ids)
    if results.has_little:
        in_languages(query, [code for code in ("vi", "en", "km") if code != language])


def main(count: int) -> None:
    """Migrate, write `count` documents, measure and judge."""
    call_command("migrate", verbosity=0)
    written_count = min(count, MADE)
    print(f"{written_count} documents written in {fill(written_count):.0f} s", flush=True)
    if count > written_count:
        print(f"copied to {count} in {copy(written_count, count):.0f} s", flush=True)
    judged.load()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_size_pretty(pg_total_relation_size('search_searchentry'))")
        print("table and index:", cursor.fetchone()[0])
    for group in ("vi", "km", "en", "mixed"):
        cases = [case for case in judged.cases() if case.group == group]
        timed(f"judged {group}", [(case.query, partial(ask, case.query, case.language)) for case in cases])
    for name, is_marked in (("judged vi, with marks", True), ("judged vi, without marks", False)):
        asked = [case.query for case in judged.cases() if case.group == "vi" and case.query.isascii() is not is_marked]
        timed(name, [(query, partial(ask, query, "vi")) for query in asked])
    timed("bad input", [(query[:40], partial(ask, query[:100], language_of(query))) for query in BAD])
    timed("very common words", [(query, partial(ask, query, "vi")) for query in COMMON])
    timed("rare words", [(query, partial(ask, query, "vi")) for query in RARE])
    timed("suggestions", [(typed, partial(suggestions, typed, language_of(typed), 6)) for typed in TYPED])
    for name, number in ((judged.FRESH, "second"), (judged.LATER, "third"), (judged.UNSEEN, "fourth")):
        asked = [(case.query, partial(ask, case.query, case.language)) for case in judged.cases(name)]
        timed(f"{number} set", asked)
    for name, template in (
        (judged.TUNED, "{}"),
        (judged.FRESH, "{}, second set"),
        (judged.LATER, "{}, third set"),
        (judged.UNSEEN, "{}, fourth set"),
    ):
        for group, score in judged.judge(judged.shown, name).items():
            print(f"{template.format(group)}: MRR {score.mrr:.3f}, hit@3 {score.hit3:.3f}", *score.missed, sep="\n    ")


if __name__ == "__main__":
    main(int(sys.argv[1]))
