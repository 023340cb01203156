"""Texts of a library row in several languages, loaded in the row's own query."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F
from django.db.models.functions import JSONObject
from django.utils.translation import get_language
from wagtail.models import Locale

from base.compiled_once import ValuesOf


def text_rows(model: type[models.Model], key: str = "pk") -> ValuesOf:
    """The texts of the `model` row with this key, as rows."""
    return ValuesOf(f"texts of {model._meta.label}", partial(_text_rows, model), key)


def _text_rows(model: type[models.Model]) -> models.QuerySet:
    texts: Any = model._meta.get_field("texts")  # a reverse relation; django-stubs knows only that it is some field
    columns = {field.attname: F(field.attname) for field in texts.related_model._meta.concrete_fields}
    row = JSONObject(language_code=F("locale__language_code"), **columns)
    rows: models.QuerySet = texts.related_model.objects.order_by("pk").values_list(texts.field.attname, row)
    return rows


class TranslatedTextsQuerySet(models.QuerySet):
    """QuerySet of models with `texts`."""

    def with_texts(self) -> Self:
        """Each row with its texts as they are now, without a further query."""
        return self.annotate(text_rows=text_rows(self.model))


class TranslatedTextsModel(models.Model):
    """Base of models with `texts`, one row per language."""

    #: Columns of the texts, set by with_texts(); None: `texts` is asked, which a prefetch may have filled.
    text_rows: list[dict[str, Any]] | None = None
    if TYPE_CHECKING:
        texts: ClassVar[Any]  # reverse manager, from the ParentalKey of the subclass's text model

    class Meta:
        abstract = True

    def text(self, language: str | None = None) -> Any:
        """The texts in `language` (default: the active one), else Vietnamese, else any; None without texts.

        Uses what with_texts() or a prefetch loaded, so that a list needs no query per row.
        """
        if self.text_rows is None:
            texts = {text.locale.language_code: text for text in self.texts.all()}
        else:
            texts = {row["language_code"]: row for row in self.text_rows}
        found = texts.get(language or get_language() or "vi") or texts.get("vi") or next(iter(texts.values()), None)
        return self._text_of(found) if isinstance(found, dict) else found

    def _text_of(self, row: dict[str, Any]) -> Any:
        model: Any = self._meta.get_field("texts").related_model
        text = model(**{name: value for name, value in row.items() if name != "language_code"})
        text.locale = Locale(pk=row["locale_id"], language_code=row["language_code"])
        return text
