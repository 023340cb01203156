"""Queries of the library as adjectives that compose: `.released().visible_to(user).with_cards()`."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Exists, Prefetch, Q, QuerySet, Subquery

from base.text import fold

from .vocabulary import Access

MAX_WORDS = 12  # words of a search that are looked at


def folded_words(text: str, *, query: bool = False) -> list[str]:
    """Words of `text` as the search index holds them: folded, cut at everything but letters and digits."""
    return re.findall(r"[^\W_]+", fold(text, query=query))


def active_organisation(user: Any) -> QuerySet:
    """The organisation `user` acts for, as a query: none for a visitor, none once it is switched off."""
    organisations = apps.get_model("users.Organisation").objects.active()
    return (
        organisations.filter(pk=user.organisation_id)
        if user.is_authenticated and user.organisation_id
        else organisations.none()
    )


def edits_library(user: Any) -> bool:
    return user.is_authenticated and user.has_perm("media_library.change_asset")


class AssetQuerySet(models.QuerySet):
    def released(self):
        return self.filter(status="released", current_version__isnull=False)

    def visible_to(self, user):
        """Released assets whose page `user` may see: all but the staff's own.

        An asset for schools is shown to everybody, with the word that taking it needs a school account:
        teachers must find out that it exists. Its files are another matter (AssetFileQuerySet.visible_to).
        """
        released = self.released()
        return released if edits_library(user) else released.exclude(access=Access.STAFF)

    def with_cards(self):
        """Everything a card in a list shows, in three queries whatever the number of rows."""
        texts = self.model.texts.rel.related_model.objects.select_related("locale")
        files = self.model._meta.get_field("versions").related_model.files.rel.related_model.objects.select_related(
            "stored"
        )
        return self.select_related("current_version").prefetch_related(
            Prefetch("texts", texts), Prefetch("current_version__files", files)
        )

    def matching(self, words: str):
        """Rows that hold every word of `words` (as prefixes), folded: “lua dao” finds “lừa đảo”."""
        tokens = folded_words(words, query=True)[:MAX_WORDS]
        if not tokens:
            return self
        query = SearchQuery(" & ".join(f"{token}:*" for token in tokens), search_type="raw", config="simple")
        return self.annotate(vector=SearchVector("search_text", config="simple")).filter(vector=query)


class AssetFileQuerySet(models.QuerySet):
    def released(self):
        """Files of released versions of released assets, whoever asks; old versions stay reachable."""
        return self.filter(
            version__released_at__isnull=False,
            version__withdrawn_at__isnull=True,
            version__asset__status="released",
            stored__zone="released",
        ).select_related("version__asset", "stored")

    def visible_to(self, user):
        """Released files `user` may take: open ones, schools' with an active organisation, all for editors."""
        if edits_library(user):
            return self.released()
        return self.released().filter(
            Q(version__asset__access=Access.OPEN)
            | Q(Exists(active_organisation(user)), version__asset__access=Access.SCHOOLS)
        )

    def with_reader(self, user):
        """`reader_organisation`: key of the active organisation `user` acts for, else None; no query of its own."""
        return self.annotate(reader_organisation=Subquery(active_organisation(user).values("pk")))
