"""Filters of the pages of a report."""

from django import template

from reporting.reports.documents.content import cell

register = template.Library()
register.filter("report_cell", cell)
