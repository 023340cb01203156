"""Hostile texts for every column of text; each probe has the number of its column.

`window.__hit = number` is what a browser does that runs one; SEEN finds the numbers in a text that shows them.
"""

from __future__ import annotations

import re
from itertools import count
from zlib import crc32

from django.apps import apps
from django.core.cache import cache
from django.db.models import EmailField, Field, Model, URLField
from django.utils.html import escape
from wagtail.fields import RichTextField
from wagtail.models import RevisionMixin

from tests.base.inline_scripts import runs
from tests.base.text_fields import JSON_WORDS, columns

#: Leaves attributes, comments, <title>, <textarea> and <script>; a template's syntax; signs that turn or hide letters.
LONG = (
    "javascript:window.__hit={0}//\"'`--></title></textarea></script><script>window.__hit={0}</script>"
    "<img src=x onerror=window.__hit={0}><svg onload=window.__hit={0}>{{{{7919*7}}}}\u202e\u200b"
)
#: Fits into a headline.
TITLE = (
    "javascript:__hit={0}//\"'`</script><svg onload=__hit={0}><img src=x onerror=__hit={0}>{{{{7919*7}}}}\u202e\u200b"
)
SHORT = (
    "<svg onload=__hit={0}>",
    '"onfocus=__hit={0} autofocus="',
    "javascript:__hit={0}",
    "'><img src=x onerror=__hit={0}>",
    "</script><script>__hit={0}//",
)
ADDRESS = 'https://a.example/"onmouseover=window.__hit={0}//'
EMAIL = '"<svg/onload=__hit={0}>{1}"@a.example'
COMPUTED = str(7919 * 7)
SEEN = re.compile(r"__hit=(\d+)")


def value_for(field: Field, number: int, row: int) -> str:
    """A probe that fits into the column; no two rows have the same, and short ones take turns."""
    if isinstance(field, EmailField):
        return EMAIL.format(number, row)
    suffix = f"//{row}" if row else ""
    if isinstance(field, URLField):
        return ADDRESS.format(number) + suffix
    if isinstance(field, RichTextField):  # stored as the editor's whitelist leaves it
        return f"<p>{escape(LONG.format(number))}</p>"
    room = (field.max_length or len(LONG) * 2) - len(suffix)
    fitting = [short.format(number) for short in SHORT if len(short.format(number)) <= room]
    probe = LONG.format(number)
    if len(probe) > room:
        probe = fitting[(crc32(field.name.encode()) + row) % len(fitting)] if fitting else f"<b>{number}"[:room]
    return probe + suffix


def poison() -> dict[int, str]:
    """Put a probe into every column that people fill, in every row there is. {number: “app.Model.column”}"""
    numbers, names_by_number = count(100), {}
    for model, fields in columns().items():
        own = {field: next(numbers) for field in fields}
        names_by_number |= {number: str(field) for field, number in own.items()}
        _fill(model, own)
    for (label, name), number in zip(JSON_WORDS.items(), numbers, strict=False):
        names_by_number[number] = f"{label}.{name}"
        _fill_json(apps.get_model(label), name, number)
    cache.clear()
    return names_by_number


def _fill(model: type[Model], fields: dict[Field, int]) -> None:
    rows = model._base_manager
    for number, pk in enumerate(rows.order_by("pk").values_list("pk", flat=True)):
        rows.filter(pk=pk).update(**{field.name: value_for(field, hit, number) for field, hit in fields.items()})
    if issubclass(model, RevisionMixin):  # its form shows the last version, and comparing shows it beside the first
        for row in rows.all():
            row.save_revision(clean=False)


def _fill_json(model: type[Model], name: str, number: int) -> None:
    for row in model._base_manager.all():
        words = getattr(row, name) or {}
        hostile = {key: LONG.format(number) if isinstance(value, str) else value for key, value in words.items()}
        model._base_manager.filter(pk=row.pk).update(**{name: hostile})


def has_run(html: str) -> list[str]:
    """What of the probes a browser would run, or a template has computed, in the text of an answer."""
    result = runs(html)
    wrong = [handler for handler in result.handlers if "__hit" in handler or "src='x'" in handler]
    wrong += [script.text[:120] for script in result.scripts if "__hit" in script.text]
    # As a number of its own: the microseconds of a time can contain these digits.
    return wrong + re.findall(rf"\b{COMPUTED}\b", html)
