"""Parts of the front page that belong to apps the front page need not know: quiz, wall, events, coverage of schools.

`register(name, template, provider)` from AppConfig.ready(); the provider gets a language code and returns the
template's context, or None when there is nothing to show. One query each, please: the whole page has twelve.
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
    """A registered part with what it shows now."""

    name: str
    template: str
    context: dict[str, Any]


_registered: dict[str, tuple[str, Provider]] = {}


def register(name: str, template: str, provider: Provider) -> None:
    """Offer `template` under `name`; registering again replaces."""
    _registered[name] = (template, provider)


def parts(names: tuple[str, ...], language: str) -> list[Part]:
    """The parts among `names`, in that order, that have something to show in `language`."""
    found = []
    for name in names:
        if name in _registered:
            template, provider = _registered[name]
            context = provider(language)
            if context is not None:
                found.append(Part(name, template, context))
    return found
