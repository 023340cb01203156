"""Texts of a library row in several languages, loaded in the row's own query."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import get_language
from wagtail.models import Locale


def text_rows(model: type[models.Model], outer: str = "pk") -> ArraySubquery:
    """Subquery for the texts of the `model` row that `outer` names in the surrounding query."""
    texts = model._meta.get_field("texts")
    columns = {field.attname: F(field.attname) for field in texts.related_model._meta.concrete_fields}
    rows = texts.related_model.objects.filter(**{texts.field.name: OuterRef(outer)}).order_by("pk")
    return ArraySubquery(rows.values(json=JSONObject(language_code=F("locale__language_code"), **columns)))


class TranslatedTextsQuerySet(models.QuerySet):
    """QuerySet of models with `texts`."""

    def with_texts(self) -> TranslatedTextsQuerySet:
        """Each row with its texts, without a further query."""
        return self.annotate(text_rows=text_rows(self.model))


class TranslatedTextsModel(models.Model):
    """Base of models with `texts`, one row per language."""

    class Meta:
        abstract = True

    def text(self, language: str | None = None) -> Any:
        """The texts in `language` (default: the active one), else Vietnamese, else any; None without texts.

        Uses what with_texts() or a prefetch loaded, so that a list needs no query per row.
        """
        texts = {text.locale.language_code: text for text in self._texts()}
        return texts.get(language or get_language() or "vi") or texts.get("vi") or next(iter(texts.values()), None)

    def _texts(self) -> list[Any]:
        rows, others = self.__dict__.get("text_rows"), ("_prefetched_objects_cache", "_cluster_related_objects")
        if rows is None or any("texts" in (getattr(self, cache, None) or {}) for cache in others):
            return list(self.texts.all())
        return [self._text(**row) for row in rows]

    def _text(self, language_code: str, **values: Any) -> Any:
        text = self._meta.get_field("texts").related_model(**values)
        text.locale = Locale(pk=values["locale_id"], language_code=language_code)
        return text
