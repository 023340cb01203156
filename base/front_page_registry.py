"""Registry of front-page parts that other apps provide, e.g. events and coverage of schools.

Call `register(name, template, provider)` from AppConfig.ready(). The provider gets a language code and returns the
template's context, or None where there is nothing to show. A part must not depend on its reader: the front page is
cached for everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

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
    registered = [(name, *_registered[name]) for name in names if name in _registered]
    contexts = [(name, template, provider(language)) for name, template, provider in registered]
    return [
        Part(name, render_to_string(template, {"part": context}))
        for name, template, context in contexts
        if context is not None
    ]
