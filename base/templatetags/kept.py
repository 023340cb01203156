"""{% kept "main" %}: an area of base.html whose HTML is cached with the page's parts. Built in: no {% load %} needed.

On a page whose parts are not cached (base/caching/kept_parts.py) the area is rendered each time.
"""

from __future__ import annotations

from django import template
from django.template import Context, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString, mark_safe

from base.caching.kept_parts import AREAS, KeptParts

register = template.Library()


class KeptNode(template.Node):
    """Node of the tag."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: Context) -> SafeString:
        """The cached HTML of the area, else the rendered one, which is stored in the request's KeptParts."""
        parts: KeptParts | None = context.get("kept_parts")
        if parts is None:
            return self.nodelist.render(context)
        if self.name not in parts.html:
            parts.html[self.name] = self.nodelist.render(context)
        return mark_safe(parts.html[self.name])  # noqa: S308 - rendered by this node


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """{% kept "name" %} … {% endkept %}; the name is one of AREAS. Raises TemplateSyntaxError for another."""
    name = token.contents.partition(" ")[2].strip("'\"")
    if name not in AREAS:
        raise template.TemplateSyntaxError(f"kept: one of {AREAS}")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, name)
