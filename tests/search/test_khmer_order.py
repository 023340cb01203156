"""Khmer sorts as ICU sorts it: our own key over every Khmer word of ours."""

import json
import re
import subprocess
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from playwright._impl._driver import compute_driver_executable

from base.text import sort_key

ROOT = Path(settings.BASE_DIR)
SOURCES = ["locale/km/LC_MESSAGES/django.po", "demo/content/asset_translations.json", "demo/content/tree_texts.json"]
CLUSTER = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17d3\u17dd])*")
MOST = 3  # syllables of a piece


def pieces() -> list[str]:
    """Runs of one to three syllables out of real sentences: beginnings, ends and middles of words."""
    parts = set()
    for source in SOURCES:
        syllables = CLUSTER.findall((ROOT / source).read_text("utf-8"))
        parts |= {"".join(syllables[at : at + size]) for at in range(len(syllables)) for size in range(1, MOST + 1)}
    return sorted(parts)


ASK = """
const words = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const order = new Intl.Collator('km', { sensitivity: 'accent' });
if (order.resolvedOptions().locale !== 'km') throw new Error('no Khmer in this ICU');
words.sort(order.compare);
console.log(JSON.stringify(words.map((word, at) => [word, at ? Math.sign(order.compare(words[at - 1], word)) : 0])));
"""


def test_our_order_is_that_of_icu():
    """The ICU of the node that Playwright brings along: browsers leave Khmer's collation out."""
    words = pieces()
    assert len(words) > 5_000 and sum("\u17d2" in word for word in words) > 1_000, "coeng is where orders differ"
    node, _script = compute_driver_executable()
    result = subprocess.run([node, "-e", ASK], input=json.dumps(words), capture_output=True, text=True, check=True)
    pairs = json.loads(result.stdout)
    wrong = [
        (one, other)
        for (one, _first), (other, sign) in pairwise(pairs)
        if _compare(sort_key(one)[:2], sort_key(other)[:2]) != sign
    ]
    assert not wrong, json.dumps(wrong[:10], ensure_ascii=False)


def _compare(one, other) -> int:
    return (one > other) - (one < other)
