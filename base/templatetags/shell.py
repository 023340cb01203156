"""Tags of the public shell."""

from django import template

register = template.Library()
