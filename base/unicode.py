"""NFC in every text of a page or record, nested blocks too: macOS and some keyboards send NFD (docs/domain.md B.3)."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from base.text import nfc

#: Fields of the tree and of addresses, which are ASCII or not ours.
LEFT_ALONE = {"slug", "path", "url_path", "draft_title"}


def clean_texts(record: Any) -> None:
    """Bring all text fields and StreamFields of `record` into NFC, without control and bidi-override characters."""
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
