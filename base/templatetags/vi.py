"""Filters for Vietnamese dates, numbers and sizes."""

from django import template

register = template.Library()
