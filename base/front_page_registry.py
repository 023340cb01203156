"""Registry of front-page parts that other apps provide, e.g. events and coverage of schools.

Call `register(name, template, provider)` from AppConfig.ready(). The provider gets a language code and returns the
template's context, or None where there is nothing to show. It may use one query: the budget of the page is twelve.
A part must not show stories or depend on its reader: its HTML is cached for settings.KEPT_PARTS_SECONDS under the
lasting version of the site context, which a published story does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from base import site_context
from base.day import today

Provider = Callable[[str], dict[str, Any] | None]


@dataclass(frozen=True)
class Part:
    """A registered part, rendered."""

    name: str
    html: str


_registered: dict[str, tuple[str, Provider]] = {}


def register(name: str, template: str, provider: Provider) -> None:
    """Register `template` under `name`; a second call with the same name replaces the first."""
    _registered[name] = (template, provider)


def parts(names: tuple[str, ...], language: str) -> list[Part]:
    """The parts among `names`, in that order, whose provider returned a context for `language`."""
    found: list[Part] = site_context.cached(
        f"front:{'+'.join(names)}:{language}:{get_language()}:{today()}",
        lambda: list(_drawn(names, language)),
        seconds=settings.KEPT_PARTS_SECONDS,
        version_key=site_context.LASTING_KEY,
        by_process=True,
    )
    return found


def _drawn(names: tuple[str, ...], language: str) -> Iterator[Part]:
    for name in names:
        template, provider = _registered.get(name, ("", lambda _language: None))
        if (context := provider(language)) is not None:
            yield Part(name, render_to_string(template, {"part": context}))
