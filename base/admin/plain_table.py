"""Lists of the administration whose cells and filters are rendered without a template each; same HTML as Wagtail's.

With Wagtail's classes a list of 25 rows and 65 choices renders 500 templates, two thirds of its time.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, Table, TitleColumn

ANY_KEY = "any-key"  # placeholder for the row's key in the cell of a checkbox


class PlainColumn(Column):
    """A column that shows a value."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        return mark_safe(f"<td>{conditional_escape(self.get_value(instance))}</td>")  # noqa: S308  (escaped)


class PlainTitleColumn(TitleColumn):
    """A column with the row's name, linked where the account may open it."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        """The name in a cell, with the id by which the row's box is described."""
        key, name = self.get_title_id(instance, parent_context), conditional_escape(self.get_value(instance))
        content = f'<span id="{conditional_escape(key)}">{name}</span>'
        if address := self.get_link_url(instance, parent_context):
            content = f'<a href="{conditional_escape(address)}">{content}</a>'
        return mark_safe(f'<td class="title"><div class="title-wrapper">{content}</div></td>')  # noqa: S308  (escaped)


class PlainCheckboxColumn(BulkActionsCheckboxColumn):
    """The boxes for bulk actions; Wagtail's cell is rendered once a table."""

    cell = ""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        """Wagtail's cell with the row's key, a number, in it."""
        self.cell = self.cell or super().render_cell_html(SimpleNamespace(pk=ANY_KEY), parent_context)
        return mark_safe(self.cell.replace(ANY_KEY, str(int(instance.pk))))  # noqa: S308  (Wagtail's, and a number)


class PlainTable(Table):
    """A table without attributes of single rows."""

    template_name = "base/admin/plain_table.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Wagtail's context, and `body`: all rows."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        rows = "".join(f"<tr>{self._cells(row, context)}</tr>" for row in self.rows)
        return context | {"body": mark_safe(rows)}  # noqa: S308  (cells are safe strings)

    def _cells(self, row: Any, context: dict[str, Any]) -> str:
        of_row = context | {"row": row}
        return "".join(column.render_cell_html(row.instance, of_row) for column in self.columns.values())


class PlainFilterSet(WagtailFilterSet):
    """Filters whose choices are rendered by one template for each filter."""

    @property
    def form(self) -> forms.Form:
        form: forms.Form = super().form
        for field in form.fields.values():
            widget: Any = field.widget
            if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
                widget.template_name = "base/admin/choices.html"
            elif type(widget) is forms.Select:
                widget.template_name = "base/admin/select.html"
        return form
