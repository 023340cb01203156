"""The inventory of text that readers can see of a page: every text of its fields and blocks, derived from the model.

Gates, the child-safety hash and the places of the safety check ask it and texts_beside(). A field belongs to it unless
it has choices, cannot be edited, or is named by `never_shown_fields` of the page type. `manage.py reader_text` prints
it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from taggit.managers import TaggableManager
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import COMMENTS_RELATION_NAME, Page

#: Fields of Wagtail's Page that readers do not see.
_OF_WAGTAIL = {"path", "url_path", "draft_title", COMMENTS_RELATION_NAME}
#: Names of those who made something: a person named there for their work is no child of the story.
MAKERS = {"credit", "lead_credit", "signed_as", "made_by", "paid_by", "source_name", "byline_note"}
_TAG = re.compile(r"<[^>]*>")
_TARGET = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class ReaderText:
    """One text. `path`: field and blocks, with dots; `field`: the editor's field."""

    path: str
    text: str

    @property
    def field(self) -> str:
        return self.path.split(".", 1)[0]

    @property
    def is_of_maker(self) -> bool:
        return self.path.rsplit(".", 1)[-1] in MAKERS


def shown_fields(model: type[models.Model]) -> list[Any]:
    """Fields of a page type, or of its child rows, whose text readers can see."""
    hidden = _OF_WAGTAIL | set(getattr(model, "never_shown_fields", ()))
    return [field for field in model._meta.get_fields() if field.name not in hidden and _has_text(field)]


def _has_text(field: Any) -> bool:
    if isinstance(field, StreamField | TaggableManager):
        return bool(field.editable)
    if isinstance(field, models.ForeignKey):
        return field.related_model is get_image_model()
    if isinstance(field, models.ManyToManyField):
        return any(name.name == "name" for name in field.related_model._meta.get_fields())
    if isinstance(field, models.ManyToOneRel):
        return isinstance(field.field, ParentalKey) and not issubclass(field.related_model, ItemBase)
    return isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices


def inventory(model: type[models.Model], prefix: str = "") -> list[str]:
    """Paths of every text of a page type that readers can see."""
    paths: list[str] = []
    for field in shown_fields(model):
        path = f"{prefix}{field.name}"
        if isinstance(field, StreamField):
            paths += _paths_of_block(field.stream_block, path)
        elif isinstance(field, models.ManyToOneRel):
            paths += inventory(field.related_model, f"{path}.")
        else:
            paths += _paths_of_picture(path) if isinstance(field, models.ForeignKey) else [path]
    return paths


def _paths_of_picture(path: str) -> list[str]:
    return [f"{path}.alt", f"{path}.credit"]


def _paths_of_block(block: Any, path: str) -> list[str]:
    if isinstance(block, blocks.BaseStreamBlock | blocks.BaseStructBlock):
        parts = block.child_blocks.items()
        return [item for name, child in parts for item in _paths_of_block(child, f"{path}.{name}")]
    if isinstance(block, blocks.ListBlock):
        return _paths_of_block(block.child_block, path)
    if isinstance(block, ImageChooserBlock):
        return _paths_of_picture(path)
    return [path] if isinstance(block, TypedTableBlock) or _is_text_block(block) else []


def _is_text_block(block: Any) -> bool:
    chosen = blocks.ChooserBlock | blocks.ChoiceBlock | blocks.MultipleChoiceBlock | blocks.BooleanBlock
    moment = blocks.DateBlock | blocks.TimeBlock | blocks.DateTimeBlock
    return isinstance(block, blocks.FieldBlock) and not isinstance(block, chosen | moment)


def reader_text(page: Page) -> list[ReaderText]:
    """Every text of `page`, saved or not, that readers can see, in the order of its fields."""
    return [item for item in _texts_of(page, "", page.locale.language_code) if item.text.strip()]


def texts_beside(page: Page) -> list[ReaderText]:
    """Texts that a story shows and that are part of no version of it: its corrections, published and pending."""
    if not page.pk or not hasattr(page, "corrections"):
        return []
    return [ReaderText("corrections.text", row.text) for row in page.corrections.all() if row.text.strip()]


def _texts_of(instance: Any, prefix: str, language: str) -> Iterator[ReaderText]:
    for field in shown_fields(type(instance)):
        path = f"{prefix}{field.name}"
        if isinstance(field, models.ManyToOneRel):
            for row in getattr(instance, field.get_accessor_name()).all():
                yield from _texts_of(row, f"{path}.", language)
        elif isinstance(field, models.ManyToManyField | TaggableManager):
            yield from (ReaderText(path, item.name) for item in getattr(instance, field.name).all())
        else:
            value = getattr(instance, field.name)
            if isinstance(field, StreamField):
                yield from _texts_of_block(value.stream_block, value, path, language)
            elif isinstance(field, models.ForeignKey):
                yield from _texts_of_picture(value, path, language)
            elif isinstance(field, RichTextField):
                yield ReaderText(path, _plain(value))
            elif value is not None:
                yield ReaderText(path, str(value).replace("-", " ") if field.name == "slug" else str(value))


def _texts_of_block(block: Any, value: Any, path: str, language: str) -> Iterator[ReaderText]:
    if value is None:
        return
    if isinstance(block, blocks.BaseStreamBlock | blocks.BaseStructBlock | blocks.ListBlock):
        for child, part, name in _parts(block, value):
            yield from _texts_of_block(child, part, f"{path}.{name}" if name else path, language)
    elif isinstance(block, TypedTableBlock):
        yield from (ReaderText(path, text) for text in _texts_of_table(value))
    elif isinstance(block, ImageChooserBlock):
        yield from _texts_of_picture(value, path, language)
    elif _is_text_block(block):
        yield ReaderText(path, _plain(value.source) if isinstance(block, blocks.RichTextBlock) else str(value))


def _parts(block: Any, value: Any) -> Iterator[tuple[Any, Any, str]]:
    """(block, value, name) of what a stream, struct or list contains; items of a list have no name."""
    if isinstance(block, blocks.BaseStreamBlock):
        yield from ((child.block, child.value, child.block_type) for child in value)
    elif isinstance(block, blocks.ListBlock):
        yield from ((block.child_block, item, "") for item in value)
    else:
        yield from ((child, value.get(name), name) for name, child in block.child_blocks.items())


def _texts_of_table(table: Any) -> list[str]:
    cells = [cell for row in table.row_data for cell in row["values"]]
    texts = [table.caption, *(column["heading"] for column in table.columns), *cells]
    return [str(text) for text in texts if text]


def _texts_of_picture(image: Any, path: str, language: str) -> Iterator[ReaderText]:
    """What the library says of a picture; a credit of the page itself hides the library's."""
    if image:
        yield ReaderText(f"{path}.alt", image.alt_in(language)[0])
        yield ReaderText(f"{path}.credit", image.credit)


def _plain(markup: str) -> str:
    """The words of rich text, then the addresses of its links."""
    targets = " ".join(_TARGET.findall(markup or ""))
    return html.unescape(f"{_TAG.sub(' ', markup or '')} {targets}").strip()
