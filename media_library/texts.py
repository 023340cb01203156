"""Texts of a library row in several languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import get_language


class TranslatedTextsQuerySet(models.QuerySet):
    """QuerySet of models with `texts`."""

    def with_texts(self) -> Self:
        """Each row with its texts; one query for any number of rows."""
        texts: Any = self.model._meta.get_field("texts").related_model
        return self.prefetch_related(Prefetch("texts", texts.objects.select_related("locale").order_by("pk")))


class TranslatedTextsModel(models.Model):
    """Base of models with `texts`, one row per language."""

    if TYPE_CHECKING:
        texts: ClassVar[Any]  # reverse manager, from the ParentalKey of the subclass's text model

    class Meta:
        abstract = True

    def text(self, language: str | None = None) -> Any:
        """The texts in `language` (default: the active one), else Vietnamese, else any; None without texts.

        No query for rows of with_texts().
        """
        texts = {text.locale.language_code: text for text in self.texts.all()}
        return texts.get(language or get_language() or "vi") or texts.get("vi") or next(iter(texts.values()), None)
