"""What readers can play, sign, enter and join, as kits and checklist items point to it.

Those are below the apps that have quizzes, walls and contests (docs/architecture.md): they keep a key, and ask here for
what it stands for. `activities` registers the answers from AppConfig.ready(). A key that stands for nothing any more,
because its page was taken off, is shown nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KEY_LIMIT = 60  # characters


@dataclass(frozen=True)
class Activity:
    """Something to do: `key` is the same in every language, `kind` says what it is, `address` is in one language."""

    key: str
    kind: str | Promise
    title: str | Promise
    address: str
    is_page: bool = False  # a page of the tree: search and sitemaps know it already


#: (language code, wanted keys or None for all) → what there is now, in two queries at most; it may name more.
Provider = Callable[[str, Collection[str] | None], Iterable[Activity]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let `provider` name activities."""
    if provider not in _providers:
        _providers.append(provider)


def activities(language: str, keys: Collection[str] | None = None) -> list[Activity]:
    """Everything there is now in `language`; with `keys` at least those of them that there are."""
    return [one for provider in _providers for one in provider(language, keys)]


def chosen(keys: Collection[str], language: str) -> list[Activity]:
    """The activities of `keys` in their order, in `language`, else in Vietnamese; no query for no keys."""
    if not any(keys):
        return []
    found = {one.key: one for one in activities("vi", keys)}
    if language != "vi":
        found |= {one.key: one for one in activities(language, keys)}
    return [found[key] for key in keys if key in found]


class ActivitySelect(forms.Select):
    """A list of what there is now; a key that stands for nothing any more stays choosable, so that nothing is lost."""

    def optgroups(self, name: str, value: list[Any], attrs: Any = None) -> Any:
        """Read the choices when the form is drawn."""
        there = [(one.key, f"{one.kind}: {one.title}") for one in activities("vi")]
        gone = [(key, key) for key in value if key and key not in dict(there)]
        self.choices = [("", _("Không có")), *there, *gone]
        return super().optgroups(name, value, attrs)
