"""Tags of contests: their texts in the page's language."""

from __future__ import annotations

from django import template

from activities.models import Contest
from base.templatetags.vi import in_vietnamese

register = template.Library()


@register.simple_tag
def said(contest: Contest, field: str) -> str:
    """The text `field` in the page's language, else in Vietnamese and marked so."""
    return said_line(contest, field, contest.said(field))


@register.simple_tag
def said_line(contest: Contest, field: str, line: str) -> str:
    """One line of the text `field`, marked as Vietnamese where it is."""
    return line if contest.is_said(field) else in_vietnamese(line)
