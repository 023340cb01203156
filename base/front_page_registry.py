"""Registry of front-page parts that other apps provide, e.g. events and coverage of schools.

Call `register(name, template, provider)` from AppConfig.ready(). The provider gets a language code and returns the
template's context, or None where there is nothing to show. It may use one query: the budget of the page is twelve.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Provider = Callable[[str], dict[str, Any] | None]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """A registered part and the context for its template."""

    name: str
    template: str
    context: dict[str, Any]


_registered: dict[str, tuple[str, Provider]] = {}


def register(name: str, template: str, provider: Provider) -> None:
    """Register `template` under `name`; a second call with the same name replaces the first."""
    _registered[name] = (template, provider)


def parts(names: tuple[str, ...], language: str) -> list[Part]:
    """The registered parts among `names`, in that order, whose provider returned a context for `language`."""
    found = []
    for name in names:
        if name in _registered:
            template, provider = _registered[name]
            context = provider(language)
            if context is not None:
                found.append(Part(name, template, context))
    return found
