"""Converts all texts of a page or record to NFC, nested blocks included (docs/domain.md B.3)."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from base.text import nfc

#: Fields that Wagtail fills itself or that are ASCII.
LEFT_ALONE = {"slug", "path", "url_path", "draft_title"}


def clean_texts(record: Any) -> None:
    """Convert all text fields and StreamFields of `record` with nfc(), in place; does not save."""
    for field in record._meta.fields:
        value = getattr(record, field.attname)
        if isinstance(field, StreamField):
            raw = value.get_prep_value() if value else []
            cleaned = _cleaned(raw)
            if cleaned != raw:
                setattr(record, field.attname, StreamValue(field.stream_block, cleaned, is_lazy=True))
        elif _is_text(field) and isinstance(value, str):
            setattr(record, field.attname, nfc(value))


def _is_text(field: models.Field) -> bool:
    words = isinstance(field, models.CharField | models.TextField)
    return words and field.editable and field.name not in LEFT_ALONE


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return nfc(value) if isinstance(value, str) else value
