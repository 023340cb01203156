"""Whom a download reaches, in the words of the app that knows: level and ward of a school.

The library does not know what a school is. `schools` registers two expressions from AppConfig.ready();
they are annotated to the one query of a download click and copied into the event, so that a later move
of the school changes no history.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, QuerySet, Value

#: From a query for one organisation's key to an expression that gives a short text.
Expression = Callable[[QuerySet], Any]

_facts: dict[str, Expression] = {}


def register(**facts: Expression) -> None:
    """Add `level=` and `ward=`; each takes a query of one organisation's key and returns a text subquery."""
    _facts.update(facts)


def annotations(organisations: QuerySet | None) -> dict[str, Any]:
    """{"reader_level": …, "reader_ward": …}; empty texts for a visitor or when nobody registered."""
    blank = Value("", output_field=CharField())
    return {
        f"reader_{name}": _facts[name](organisations) if organisations is not None and name in _facts else blank
        for name in ("level", "ward")
    }
