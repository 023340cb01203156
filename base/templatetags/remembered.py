"""{% remembered %}: caches the HTML of a fragment in this process, by its inputs. Built in: no {% load %} needed.

    {% remembered story=card size %}<h3>{{ story.title }}</h3>{% endremembered %}

Inside, only the named inputs are visible, so the HTML depends only on them, the language and the day. Nothing has to be
invalidated: changed data are other inputs. Inputs are texts, numbers, dates, tuples of them, and the site context, of
which only the version counts. With any other input (a model instance) the fragment is rendered each time.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context, NodeList
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from base.day import today
from base.site_context import SiteContext

register = template.Library()

MOST = 4096  # fragments, of about 1 kB each; when it is reached all are dropped
_PLAIN = frozenset((str, bool, int, float, type(None), datetime, date))
_IN_TUPLES = _PLAIN | {SafeString}
#: A number for each tag in a template: templates are compiled once per process, and again after an edit.
_numbers = itertools.count()
_parts: dict[tuple[Any, ...], str] = {}


class Changeable(TypeError):
    """The input is mutable, so it cannot be a cache key."""


class RememberedNode(template.Node):
    """Node of the tag."""

    def __init__(self, nodelist: NodeList, inputs: dict[str, FilterExpression], names: frozenset[str]) -> None:
        self.nodelist, self.inputs, self.names, self.number = nodelist, inputs, names, next(_numbers)

    def render(self, context: Context) -> SafeString:
        """The remembered HTML for these inputs, else the fragment rendered with only them in its context."""
        # Most inputs given as a name alone are not in the context. Django finds that out by four exceptions, 2.7 µs.
        values = {
            name: expression.resolve(context) if name not in self.names or name in context else ""
            for name, expression in self.inputs.items()
        }
        key = self._key(context.autoescape, tuple(values.values()))
        inputs = values | {"LANGUAGE_CODE": get_language()}

        def make() -> SafeString:
            return self.nodelist.render(context.new(inputs))

        return make() if key is None else once(key, make)

    def _key(self, autoescape: bool, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """The key of everything the HTML depends on; None if an input is mutable."""
        try:
            return (self.number, get_language(), today(), autoescape, plain(values))
        except Changeable:
            return None


def once(key: tuple[Any, ...], make: Callable[[], str]) -> SafeString:
    """The HTML stored for `key`, else `make()`, which is then stored. The HTML must depend on nothing but `key`."""
    found = _parts.get(key)
    if found is None:
        if len(_parts) >= MOST:
            _parts.clear()
        found = _parts[key] = make()
    return mark_safe(found)  # noqa: S308 - made by a template


def plain(value: Any) -> Any:
    """`value` as a part of a key; a text marked as safe gives another key than a plain one. Raises Changeable."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, tuple):
        kinds = tuple(map(type, value))
        return (kinds, value) if _IN_TUPLES.issuperset(kinds) else tuple(map(plain, value))
    if kind is SafeString:
        return (SafeString, str(value))
    if kind is SiteContext and value.version:
        return value.version
    raise Changeable(kind)


@register.tag
def remembered(parser: Parser, token: Token) -> RememberedNode:
    """{% remembered name=value name … %} … {% endremembered %}; a name alone is an input of that name.

    Raises TemplateSyntaxError for anything else.
    """
    names = frozenset(bit for bit in token.split_contents()[1:] if bit.isidentifier())
    bits = [f"{bit}={bit}" if bit in names else bit for bit in token.split_contents()[1:]]
    inputs = token_kwargs(bits, parser)
    if bits or not inputs:
        raise template.TemplateSyntaxError("remembered: name=value name …")
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return RememberedNode(nodelist, inputs, names)
