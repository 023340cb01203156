"""The form of a page's editor, as a browser sends it back: what the page was given, and its texts of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.test import Client
from wagtail.blocks import Block, BlockField, BooleanBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html, rich_text


def read_form(client: Client, page: Page) -> QueryDict:
    """The form of `page` as its editor gives it to `client`, with what its scripts add from blocks.

    Raises PermissionDenied where the editor does not open.
    """
    answer = client.get(f"/admin/pages/{page.pk}/edit/")
    if answer.status_code != HTTPStatus.OK:
        raise PermissionDenied
    data = querydict_from_html(answer.text, form_id="page-edit-form")
    newest = page.get_latest_revision_as_object()
    for name, field in newest.get_edit_handler().get_form_class().base_fields.items():
        if isinstance(field, BlockField):
            data.update(dict(_sent(name, field.block, getattr(newest, name).get_prep_value())))
    return data


def _sent(name: str, block: Block, value: Any) -> Iterator[tuple[str, Any]]:
    """(field, value) of a block with the stored `value`."""
    if isinstance(block, StructBlock):
        for key, child in block.child_blocks.items():
            yield from _sent(f"{name}-{key}", child, value.get(key))
    elif isinstance(block, StreamBlock | ListBlock):
        yield f"{name}-count", str(len(value))
        for number, item in enumerate(value):
            place = f"{name}-{number}"
            child = block.child_block if isinstance(block, ListBlock) else block.child_blocks[item["type"]]
            yield from ((f"{place}-deleted", ""), (f"{place}-order", str(number)), (f"{place}-id", item["id"]))
            yield f"{place}-type", item["type"]
            yield from _sent(f"{place}-value", child, item["value"])
    elif isinstance(block, RichTextBlock):
        yield name, rich_text(value or "")
    elif not isinstance(block, BooleanBlock) or value:
        yield name, "on" if value is True else "" if value is None else str(value)
