"""Warns of text in legacy fonts (base/text/legacy_fonts.py) when a page or record is saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext

from base.text import legacy_text


def legacy_in(texts: Iterable[str]) -> str:
    """The first such piece of `texts`, which may contain markup; empty where there is none."""
    return next((piece for text in texts if (piece := legacy_text(strip_tags(text)))), "")


def words_of(record: models.Model) -> Iterator[str]:
    """All texts of `record` and of its rows per language (texts of an asset or kit)."""
    for source in (record, *(record.texts.all() if hasattr(record, "texts") else ())):
        for field in source._meta.fields:
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                yield str(getattr(source, field.attname) or "")


def warn_of(request: HttpRequest, texts: Iterable[str]) -> None:
    """Add a warning message where `texts` contain such text; does not prevent saving."""
    if piece := legacy_in(texts):
        messages.warning(
            request,
            gettext("“%(piece)s” có vẻ gõ bằng phông cũ (Limon, ABC, VNI), bạn đọc sẽ thấy chữ lỗi.") % {"piece": piece}
            + " "
            + gettext("Bạn chuyển đoạn này sang Unicode nhé."),
        )
