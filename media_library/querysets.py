"""Queries of the library as adjectives that compose: `.released().visible_to(user).with_cards()`."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Prefetch, Q

from base.text import fold

from .vocabulary import Access


def _readable_access(user) -> list[str]:
    """Access levels that `user` may take from; a signed-out visitor has the open ones."""
    if user.is_authenticated and user.has_perm("media_library.change_asset"):
        return list(Access.values)
    if user.is_authenticated and user.organisation_id:
        return [Access.OPEN, Access.SCHOOLS]
    return [Access.OPEN]


class AssetQuerySet(models.QuerySet):
    def released(self):
        return self.filter(status="released", current_version__isnull=False)

    def visible_to(self, user):
        """Released assets whose access level `user` holds; editors of the library see all of them."""
        return self.released().filter(access__in=_readable_access(user))

    def with_cards(self):
        """Everything a card in a list shows, in three queries whatever the number of rows."""
        texts = self.model.texts.rel.related_model.objects.select_related("locale")
        files = self.model._meta.get_field("versions").related_model.files.rel.related_model.objects.select_related("stored")
        return self.select_related("current_version").prefetch_related(
            Prefetch("texts", texts), Prefetch("current_version__files", files)
        )

    def matching(self, words: str):
        """Rows that hold every word of `words` (as prefixes), folded: “lua dao” finds “lừa đảo”."""
        tokens = [token for token in fold(words, query=True).split() if token.isalnum()][:12]
        if not tokens:
            return self
        query = SearchQuery(" & ".join(f"{token}:*" for token in tokens), search_type="raw", config="simple")
        return self.annotate(vector=SearchVector("search_text", config="simple")).filter(vector=query)


class AssetFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of released versions of released assets that `user` may take; old versions stay reachable."""
        return self.filter(
            Q(version__released_at__isnull=False, version__withdrawn_at__isnull=True),
            version__asset__status="released",
            version__asset__access__in=_readable_access(user),
            stored__zone="released",
        ).select_related("version__asset", "stored")
