"""The campaign comes again next year: no page, rule or sheet knows in which year it was built."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PLACES = (
    "base",
    "files",
    "jobs",
    "campaign",
    "media_library",
    "articles",
    "activities",
    "partners",
    "reporting",
    "schools",
    "home",
    "search",
    "translations",
    "users",
    "cms",
)
ENDINGS = {".py", ".html", ".js", ".css", ".txt", ".xml", ".svg"}
#: A year by itself. Laws (“91/2025”), dates in examples (“05/09/2025”, “01-07-2026”) and numbers (12026) are none.
ALLOWED = re.compile(r"<(svg|path|polygon|g|use) |English pages: |^Copyright |ví dụ 2026|nhạc nền")
YEAR = re.compile(r"(?<![\w/.#-])20(?:2[4-9]|3\d)(?![\w/-])")


def lines_with_a_year() -> list[str]:
    dated_lines = []
    for place in PLACES:
        for path in (ROOT / place).rglob("*"):
            if path.suffix in ENDINGS and "migrations" not in path.parts:
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                    if YEAR.search(line) and not ALLOWED.search(line):
                        dated_lines.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    return dated_lines


def test_nothing_hard_codes_a_year():
    assert lines_with_a_year() == []


def test_the_search_would_see_one():
    assert YEAR.search("Mùa 2025 đã mở") and YEAR.search("starts = date(2026, 10, 1)")
    assert not YEAR.search("Law 91/2025 Art. 24") and not YEAR.search("05/09/2025")
