"""Attributes of a download's organisation that another app knows: level and ward of a school.

The library does not know schools. `schools` registers two expressions from AppConfig.ready(); they are annotated to the
query of a download and copied into the event, so that later changes of the school do not change the history.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, QuerySet, Value

#: From a query for an organisation's key to an expression that gives a short text.
Expression = Callable[[QuerySet], Any]

_facts: dict[str, Expression] = {}


def register(**facts: Expression) -> None:
    """Register `level=` and `ward=`; each takes a query for one organisation's key and returns a text subquery."""
    _facts.update(facts)


def reader_annotations(organisations: QuerySet | None) -> dict[str, Any]:
    """{"reader_level": …, "reader_ward": …}; empty texts for a visitor or when nothing is registered."""
    blank = Value("", output_field=CharField())
    return {
        f"reader_{name}": _facts[name](organisations) if organisations is not None and name in _facts else blank
        for name in ("level", "ward")
    }
