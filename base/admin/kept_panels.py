"""Editors whose unchanging parts this process makes once per language, where Wagtail makes them for each opening.

Form class, HTML around the widgets, panels and blocks as the browser's scripts get them (“packed”): all follow from the
code and from who may see which panel, so that nothing has to be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.forms import Media
from django.forms.widgets import ChoiceWidget
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as wagtails  # words of Wagtail's catalogue, not of ours
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.telepath import JSContext

from base.admin.packed import Packed

#: Panels that say nothing of an instance but what their children say.
GROUPS = (ObjectList, MultiFieldPanel, FieldRowPanel)
MARK = "\0"  # stands in no text of PostgreSQL
MOST, MOST_EMPTY = 64, 4096  # frames and widgets of one page type
OF_FIELDS = "get_context_data"  # the method of a field's panel that makes the widget


class KeptTabs(TabbedInterface):
    """Tabs of an editor. What is kept follows from the panels that an account sees and the words of its fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_classes: dict[str | None, Any] = {}
        self.packed: dict[tuple[Any, ...], tuple[Packed, Media]] = {}
        self.frames: dict[tuple[Any, ...], list[str]] = {}
        self.empty: dict[tuple[Any, ...], str] = {}

    def get_form_class(self) -> Any:
        """The form's class; widgets may hold words of the language in which they were made."""
        language = get_language()
        if language not in self.form_classes:
            self.form_classes[language] = super().get_form_class()
        return self.form_classes[language]

    class BoundPanel(TabbedInterface.BoundPanel):
        @cached_property
        def shown(self) -> tuple[Any, ...]:
            """What panels and their packing depend on."""
            return (get_language(), getattr(self.instance, "locale_id", None), _shown(self))

        def telepath_pack(self, context: Any) -> tuple[str, list[Any]]:
            """Wagtail's packing, of the panels that are shown."""
            if self.shown not in self.panel.packed:
                self.panel.packed[self.shown] = _pack(self.js_opts(), self.form)
            packed, media = self.panel.packed[self.shown]
            context.add_media(media)
            return self.telepath_adapter_name, [packed]

        def render_html(self, parent_context: Any = None) -> SafeString:
            """Wagtail's HTML: a frame that is kept, filled with the widgets of this form."""
            if self.form.is_bound:  # mistakes stand within the frame
                return super().render_html(parent_context)
            leaves = list(_leaves(self))
            contents = [self.html_of(panel, method) for panel, method in leaves]
            key = (self.shown, *_counts(self), *(_words(panel) for panel, _method in leaves))
            frame = self.panel.frames.get(key)
            if frame is None:
                if len(self.panel.frames) >= MOST:
                    self.panel.frames.clear()
                with _numbered(leaves):
                    self.panel.frames[key] = frame = super().render_html(parent_context).split(MARK)
            parts = [contents[int(part)] if n % 2 else part for n, part in enumerate(frame)]
            return mark_safe("".join(parts))  # noqa: S308 - rendered by panels

        def html_of(self, panel: Any, method: str) -> str:
            """HTML of a leaf, of a field its widget; those of empty fields are kept."""
            if method != OF_FIELDS:
                return str(getattr(panel, method)())
            key, kept = _if_empty(panel), self.panel.empty
            html = kept.get(key)
            if html is None:
                html = str(panel.get_context_data()["rendered_field"])
                if len(kept) >= MOST_EMPTY:
                    kept.clear()
                if key:
                    kept[key] = html
            return html


def _shown(panel: Any) -> tuple[Any, ...]:
    """Names of the panels that are shown, with those in them."""
    return (panel.prefix, *map(_shown, getattr(panel, "visible_children", ())))


def _pack(options: dict[str, Any], form: Any) -> tuple[Packed, Media]:
    """The options without the choices of fields: those differ by account, and the browser takes them from the page."""
    context = JSContext()
    widgets = [field.widget for field in form.fields.values() if hasattr(field.widget, "choices")]
    choices = [widget.choices for widget in widgets]
    for widget in widgets:
        widget.choices = []
    try:
        return Packed(context.pack(options)), context.media
    finally:
        for widget, offered in zip(widgets, choices, strict=True):
            widget.choices = offered


def _leaves(panel: Any) -> Iterator[tuple[Any, str]]:
    """What differs from form to form, in its order: (panel, its method that makes it)."""
    for child in panel.visible_children:
        if type(child.panel) in GROUPS:
            yield from _leaves(child)
        elif type(child.panel) is InlinePanel:
            for row in (*child.children, child.empty_child):
                yield row, "render_missing_fields"
                yield from _leaves(row)
        else:
            yield child, OF_FIELDS if _is_field(child) else "render_html"


def _counts(panel: Any) -> Iterator[tuple[int, int]]:
    """Of each table: (rows that are stored, rows)."""
    for child in panel.visible_children:
        if type(child.panel) in GROUPS:
            yield from _counts(child)
        elif type(child.panel) is InlinePanel:
            yield child.formset.initial_form_count(), child.formset.total_form_count()


def _is_field(panel: Any) -> bool:
    return isinstance(panel, FieldPanel.BoundPanel) and panel.bound_field is not None


def _words(panel: Any) -> tuple[Any, ...]:
    """What the frame says of a field; of other panels it says the same in each form."""
    if not _is_field(panel):
        return ()
    field, name = panel.bound_field, panel.bound_field.html_name
    widget = type(field.field.widget)
    return (name, field.id_for_label, str(panel.heading), str(panel.help_text), panel.is_required(), widget)


def _if_empty(panel: Any) -> tuple[Any, ...] | None:
    """What the widget of an empty field depends on; None for a field that says something or offers choices."""
    field, value = panel.bound_field.field, panel.bound_field.value()
    is_empty = value is None or value is False or (isinstance(value, str) and not value)
    if not is_empty or type(panel.panel) is not FieldPanel or isinstance(field.widget, ChoiceWidget):
        return None
    name, attrs = panel.bound_field.html_name, str(field.widget.attrs)
    return (get_language(), name, type(field.widget), attrs, field.disabled, field.required, bool(panel.help_text))


@contextmanager
def _numbered(leaves: list[tuple[Any, str]]) -> Iterator[None]:
    """Within this context each leaf makes its number: a field in place of its widget, others as a whole."""
    for number, (panel, method) in enumerate(leaves):
        mark = mark_safe(f"{MARK}{number}{MARK}")  # noqa: S308 - a number
        made = panel.get_context_data() | {"rendered_field": mark} if method == OF_FIELDS else mark
        setattr(panel, method, partial(_same, made))
    try:
        yield
    finally:
        for panel, method in leaves:
            delattr(panel, method)


def _same(content: Any, parent_context: Any = None) -> Any:
    return content


class PageTabs:
    """`edit_handler` of page types: Wagtail's tabs of the panels of each type."""

    def __get__(self, page: Any, page_type: Any) -> KeptTabs:
        tabs = (
            (page_type.content_panels, wagtails("Content")),
            (page_type.promote_panels, wagtails("Promote")),
            (page_type.settings_panels, wagtails("Settings")),
        )
        lists = [ObjectList(panels, heading=heading) for panels, heading in tabs if panels]
        return KeptTabs(lists, base_form_class=page_type.base_form_class)


class BlockWidget(blocks.BlockWidget):
    """Widget of a StreamField. Its blocks are packed once: a story has the same ones as every other.

    It has Wagtail's name, which the page's stylesheets see as a class.
    """

    kept: dict[tuple[str, str | None], blocks.BlockWidget] = {}

    @property
    def first(self) -> blocks.BlockWidget:
        """The widget that packed these blocks first in this language."""
        key = (self.block_def.definition_prefix, get_language())
        return self.kept.setdefault(key, blocks.BlockWidget(self.block_def))

    @property
    def block_json(self) -> Any:
        """Definition of the blocks for the browser."""
        return self.first.block_json

    @property
    def js_context(self) -> Any:
        """Holds the scripts of the blocks."""
        return self.first.js_context

    @property
    def media(self) -> Any:
        """Scripts and styles of the blocks."""
        return self.first.media
