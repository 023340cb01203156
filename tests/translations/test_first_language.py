"""Objects that a process builds once are not in the language of the first request."""

import importlib
import json
import subprocess
import sys

import pytest
from django.urls import clear_url_caches, get_resolver
from django.utils.translation import override

import cms.wsgi
from base.admin.snippets import PermittedSnippetViewSet
from campaign.models import HelpLine

#: Loads all views as a first request in the language argv[1] does; prints the words that they hold from then on.
LOAD = """
import json, sys
import django
django.setup()
from django.urls import get_resolver
from django.utils.translation import override

def views(patterns):
    for pattern in patterns:
        yield from views(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern.callback]

def strings(value):
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else []
    return [value] if type(value) is str else [text for part in parts for text in strings(part)]

def held(view):
    kind = getattr(view, "view_class", object)
    settings = {name: getattr(kind, name) for name in dir(kind)} | getattr(view, "view_initkwargs", {})
    return {f"{kind.__module__}.{kind.__qualname__}.{name}": sorted(strings(settings[name])) for name in settings}

with override(sys.argv[1]):
    loaded = list(views(get_resolver().url_patterns))
print(json.dumps([held(view) for view in loaded]))
"""


@pytest.mark.night
def test_words_of_views_are_translated_for_each_request_whoever_came_first():
    """A worker whose first request was English showed “Home” to every editor until it was started again."""
    english, vietnamese = (
        json.loads(subprocess.check_output([sys.executable, "-c", LOAD, language], text=True))
        for language in ("en", "vi")
    )
    assert len(english) == len(vietnamese) > 500
    pairs = zip(english, vietnamese, strict=True)
    differences = [(name, texts) for one, two in pairs for name, texts in one.items() if texts != two[name]]
    assert not differences, differences[:20]


def test_the_crumbs_of_a_snippet_are_asked_for_once_and_shown_in_each_language():
    with override("en"):
        crumbs = PermittedSnippetViewSet(model=HelpLine).breadcrumbs_items
        assert [str(crumb["label"]) for crumb in crumbs] == ["Home", "Snippets"]
    with override("vi"):
        assert [str(crumb["label"]) for crumb in crumbs] == ["Trang chủ", "Danh mục"]


def test_the_server_loads_its_views_before_the_first_request():
    """Words that Wagtail translates on import are in the site's own language then, not in that of the first reader."""
    clear_url_caches()
    assert "url_patterns" not in vars(get_resolver())
    importlib.reload(cms.wsgi)
    assert "url_patterns" in vars(get_resolver())
