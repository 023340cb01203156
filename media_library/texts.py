"""Texts of a library row in several languages, loaded in the row's own query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import get_language
from wagtail.models import Locale


def text_rows(model: type[models.Model], outer: str = "pk") -> ArraySubquery:
    """Subquery for the texts of the `model` row that `outer` names in the surrounding query."""
    texts: Any = model._meta.get_field("texts")  # a reverse relation; django-stubs knows only that it is some field
    columns = {field.attname: F(field.attname) for field in texts.related_model._meta.concrete_fields}
    rows = texts.related_model.objects.filter(**{texts.field.name: OuterRef(outer)}).order_by("pk")
    return ArraySubquery(rows.values(json=JSONObject(language_code=F("locale__language_code"), **columns)))


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
