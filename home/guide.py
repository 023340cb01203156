"""Views of the editors' guide: one page per job, linked in the help menu of the administration.

Texts are in `data/guide.json`, pictures in `static/home/guide/`; `make shots` renews the pictures
(tools/shots/guide.py). The guide exists in Vietnamese only, as the newsroom's own content.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

WORDS = Path(__file__).parent / "data" / "guide.json"


@cache
def jobs() -> list[dict[str, Any]]:
    """The jobs in order: dicts of slug, title, who, icon, lead, steps with {title, text, picture?}."""
    return list(json.loads(WORDS.read_text(encoding="utf-8")))


def index(request: HttpRequest) -> HttpResponse:
    """List all jobs."""
    return render(request, "home/guide/index.html", {"page_title": "Hướng dẫn", "header_icon": "help", "jobs": jobs()})


def job(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the steps of a job. Raises Http404 for an unknown slug."""
    for place, found in enumerate(jobs()):
        if found["slug"] == slug:
            context = {"page_title": found["title"], "header_icon": found["icon"], "job": found}
            context |= {"following": jobs()[place + 1 : place + 2]}
            return render(request, "home/guide/job.html", context)
    raise Http404("Không có trang hướng dẫn này.")
