"""Page editors whose constant parts each process makes once per language; Wagtail makes them for each opening.

Cached are the form class, the HTML around the widgets (the “frame”), and panels and blocks as they are sent to the
browser's scripts (“packed”). All of it depends only on the code and on the panels that the account sees, which is the
cache key, so nothing has to be invalidated.
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

#: Panels that show nothing of an instance themselves, only their children.
GROUPS = (ObjectList, MultiFieldPanel, FieldRowPanel)
MARK = "\0"  # separator: PostgreSQL stores no text with this character
MOST, MOST_EMPTY = 64, 4096  # frames, and widgets of empty fields, cached for one page type
OF_FIELDS = "get_context_data"  # method of a field's panel that renders the widget


class KeptTabs(TabbedInterface):
    """Tabs of an editor; the caches are keyed by the panels that an account sees and the texts of its fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_classes: dict[str | None, Any] = {}
        self.packed: dict[tuple[Any, ...], tuple[Packed, Media]] = {}
        self.frames: dict[tuple[Any, ...], list[str]] = {}
        self.empty: dict[tuple[Any, ...], str] = {}

    def get_form_class(self) -> Any:
        """The form class, one per language, because widgets may contain translated texts."""
        language = get_language()
        if language not in self.form_classes:
            self.form_classes[language] = super().get_form_class()
        return self.form_classes[language]

    class BoundPanel(TabbedInterface.BoundPanel):
        @cached_property
        def shown(self) -> tuple[Any, ...]:
            """Cache key: language, locale of the page, names of the shown panels."""
            return (get_language(), getattr(self.instance, "locale_id", None), _shown(self))

        def telepath_pack(self, context: Any) -> tuple[str, list[Any]]:
            """Wagtail's result for the shown panels, cached."""
            if self.shown not in self.panel.packed:
                self.panel.packed[self.shown] = _pack(self.js_opts(), self.form)
            packed, media = self.panel.packed[self.shown]
            context.add_media(media)
            return self.telepath_adapter_name, [packed]

        def render_html(self, parent_context: Any = None) -> SafeString:
            """Wagtail's HTML: the cached frame, filled with the widgets of this form."""
            if self.form.is_bound:  # the frame contains error messages
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
            """HTML of a leaf (of a field: its widget); widgets of empty fields are cached."""
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
    """Names of the shown panels, nested as they are."""
    return (panel.prefix, *map(_shown, getattr(panel, "visible_children", ())))


def _pack(options: dict[str, Any], form: Any) -> tuple[Packed, Media]:
    """The packed `options` without choices of fields, which differ by account; the browser reads them from the page."""
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
    """(panel, name of its method that renders it) for everything that differs between forms, in the order shown."""
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
    """(number of stored rows, number of rows) of each inline panel."""
    for child in panel.visible_children:
        if type(child.panel) in GROUPS:
            yield from _counts(child)
        elif type(child.panel) is InlinePanel:
            yield child.formset.initial_form_count(), child.formset.total_form_count()


def _is_field(panel: Any) -> bool:
    return isinstance(panel, FieldPanel.BoundPanel) and panel.bound_field is not None


def _words(panel: Any) -> tuple[Any, ...]:
    """The texts about a field that the frame contains; () for other panels, whose frame is the same in each form."""
    if not _is_field(panel):
        return ()
    field, name = panel.bound_field, panel.bound_field.html_name
    widget = type(field.field.widget)
    return (name, field.id_for_label, str(panel.heading), str(panel.help_text), panel.is_required(), widget)


def _if_empty(panel: Any) -> tuple[Any, ...] | None:
    """Cache key for the widget of an empty field; None for a field with a value or with choices."""
    field, value = panel.bound_field.field, panel.bound_field.value()
    is_empty = value is None or value is False or (isinstance(value, str) and not value)
    if not is_empty or type(panel.panel) is not FieldPanel or isinstance(field.widget, ChoiceWidget):
        return None
    name, attrs = panel.bound_field.html_name, str(field.widget.attrs)
    return (get_language(), name, type(field.widget), attrs, field.disabled, field.required, bool(panel.help_text))


@contextmanager
def _numbered(leaves: list[tuple[Any, str]]) -> Iterator[None]:
    """Within this context each leaf renders its number between two MARKs: a field instead of its widget."""
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
    """Widget of a StreamField whose block definitions are packed once: they are the same for every story.

    It has the name of Wagtail's class, because stylesheets of the page use that name.
    """

    kept: dict[tuple[str, str | None], blocks.BlockWidget] = {}

    @property
    def first(self) -> blocks.BlockWidget:
        """The shared widget for these blocks in the active language, which packs them at first use."""
        key = (self.block_def.definition_prefix, get_language())
        return self.kept.setdefault(key, blocks.BlockWidget(self.block_def))

    @property
    def block_json(self) -> Any:
        """Definition of the blocks for the browser."""
        return self.first.block_json

    @property
    def js_context(self) -> Any:
        """Wagtail's context with the scripts of the blocks."""
        return self.first.js_context

    @property
    def media(self) -> Any:
        return self.first.media
