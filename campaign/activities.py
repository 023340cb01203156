"""What readers can play, sign, enter and join, as kits and checklist items point to it.

Those are below the apps that have quizzes, walls and contests (docs/architecture.md): they keep a key, and ask here for
what it stands for. `activities` registers the answers from AppConfig.ready(). A key that stands for nothing any more,
because its page was taken off, is shown nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KEY_LIMIT = 60  # characters


@dataclass(frozen=True)
class Activity:
    """Something to do: `key` is the same in every language, `kind` says what it is, `address` is in one language.

    `language`: code of the title's language.
    """

    key: str
    kind: str | Promise
    title: str | Promise
    address: str
    language: str
    is_page: bool = False  # a page of the tree: search and sitemaps know it already


#: (language code, wanted keys or None for all) → what there is now, in one query at most; it may name more.
Provider = Callable[[str, Collection[str] | None], Iterable[Activity]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let `provider` name activities."""
    if provider not in _providers:
        _providers.append(provider)


def activities(language: str, keys: Collection[str] | None = None) -> list[Activity]:
    """Everything there is now in `language`; with `keys` at least those of them that there are."""
    return [activity for provider in _providers for activity in provider(language, keys)]


def chosen(keys: Collection[str], language: str) -> list[Activity]:
    """The activities of `keys` in their order, in `language`, else in Vietnamese; no query for no keys."""
    if not any(keys):
        return []
    by_key = {activity.key: activity for activity in activities("vi", keys)}
    if language != "vi":
        by_key |= {activity.key: activity for activity in activities(language, keys)}
    return [by_key[key] for key in keys if key in by_key]


@dataclass(frozen=True)
class OfflineFile:
    """One file with which an activity goes on without a network: a page to open, or a sheet to print."""

    name: str  # ASCII, with its ending; unique within the activity
    label: str | Promise
    language: str  # code
    content: bytes


class OfflineFiles(Protocol):
    """Who makes such files for some of the keys."""

    def states(self, keys: Collection[str]) -> dict[str, str]:
        """{key: words that change when its files do} of those of `keys` that have files; a fixed number of queries."""

    def files(self, key: str) -> list[OfflineFile]:
        """The files of a key of states(). Slow: it typesets."""


_offline: list[OfflineFiles] = []


def register_offline(provider: OfflineFiles) -> None:
    """Let `provider` make files for kits."""
    if provider not in _offline:
        _offline.append(provider)


def offline_states(keys: Collection[str]) -> dict[str, str]:
    """{key: state} of those of `keys` that have offline files; no query for no keys."""
    if not keys:
        return {}
    return {key: state for provider in _offline for key, state in provider.states(keys).items()}


def offline_files(key: str) -> list[OfflineFile]:
    """The offline files of one activity, [] where there are none."""
    return [file for provider in _offline if provider.states([key]) for file in provider.files(key)]


class ActivitySelect(forms.Select):
    """A list of what there is now; a key that stands for nothing any more stays choosable, so that nothing is lost."""

    def optgroups(self, name: str, value: list[Any], attrs: Any = None) -> Any:
        """Read the choices when the form is drawn."""
        there = [(activity.key, f"{activity.kind}: {activity.title}") for activity in activities("vi")]
        missing = [(key, key) for key in value if key and key not in dict(there)]
        self.choices = [("", _("Không có")), *there, *missing]
        return super().optgroups(name, value, attrs)
