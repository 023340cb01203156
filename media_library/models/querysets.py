"""QuerySets of the library; their methods combine: `.released().visible_to(user).with_cards()`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import and_
from typing import Any, Self

from django.apps import apps
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import get_language

from base.day import today
from base.text import fold
from media_library.download_attributes import reader_annotations
from media_library.models.lease import Lease
from media_library.texts import TranslatedTextsQuerySet
from media_library.vocabulary import Access

from .derivative import Derivative

MAX_WORDS = 12  # words of a search that are used


def folded_tokens(text: str, *, query: bool = False) -> list[str]:
    """Words of `text` as the search index holds them: folded, split at everything but letters and digits."""
    return re.findall(r"[^\W_]+", fold(text, query=query))


def own_language_first() -> models.Case:
    """Order of texts: the active language, Vietnamese, any other."""
    own, vietnamese = (
        models.When(locale__language_code=code, then=models.Value(place))
        for place, code in enumerate((get_language() or "vi", "vi"))
    )
    return models.Case(own, vietnamese, default=models.Value(2))


def active_organisation(user: Any) -> QuerySet:
    """The active organisation that `user` acts for, as a query; empty for visitors and closed organisations."""
    organisations = apps.get_model("users.Organisation").objects.active()
    return (
        organisations.filter(pk=user.organisation_id)
        if user.is_authenticated and user.organisation_id
        else organisations.none()
    )


def edits_library(user: Any) -> bool:
    """Whether `user` is an editor of the library (change_asset)."""
    return user.is_authenticated and user.has_perm("media_library.change_asset")


#: Condition that closes the asset of a key on a day.
Barrier = Callable[[OuterRef, date], Exists]
_barriers: list[Barrier] = []


def register_barrier(barrier: Barrier) -> None:
    """Register a condition that closes assets, e.g. consents of depicted people."""
    _barriers.append(barrier)


def unbarred(asset: str = "pk") -> Q:
    """Condition that the asset whose key is the column `asset` may be used today: no lease and no barrier closes it.

    The same rule as rights/availability.py.
    """
    day, key = today(), OuterRef(asset)
    closing = [
        Exists(Lease.objects.denied_on(day).filter(asset=key)),
        Exists(Lease.objects.not_allowed_on(day).filter(asset=key)),
        *(barrier(key, day) for barrier in _barriers),
    ]
    return reduce(and_, (~Q(condition) for condition in closing))


class AssetQuerySet(TranslatedTextsQuerySet):
    """Queries of assets."""

    def released(self) -> Self:
        """Assets with the status “released” and a current version that may be used today."""
        return self.filter(unbarred(), status="released", current_version__isnull=False)

    def visible_to(self, user: Any) -> Self:
        """Released assets whose page `user` may see: all except those of the staff.

        An asset for schools is shown to everybody, with a note that downloading needs a school account, so that
        teachers find it. For its files see AssetFileQuerySet.visible_to().
        """
        return self.on_pages(edits_library(user))

    def on_pages(self, for_editors: bool) -> Self:
        """visible_to() an editor of the library, or any other account or visitor."""
        released = self.released()
        return released if for_editors else released.exclude(access=Access.STAFF)

    def choosable_by(self, user: Any) -> Self:
        """Assets that `user`, of the administration, may put into a text: all for editors of the library.

        Others get no drafts and no staff-only assets. Closed and withdrawn assets stay in the list: the chooser shows
        the reason (admin/chooser.py).
        """
        return self if edits_library(user) else self.exclude(status="draft").exclude(access=Access.STAFF)

    def with_cards(self) -> Self:
        """Everything that a card of a list shows, in three queries for any number of rows."""
        versions: Any = self.model._meta.get_field("versions").related_model  # AssetVersion, whose module imports this
        files = versions._meta.get_field("files").related_model.objects.with_pictures()
        return (
            self.with_texts()
            .select_related("current_version")
            .prefetch_related(Prefetch("current_version__files", files))
        )

    def matching(self, words: str) -> Self:
        """Rows that contain every word of `words` as a prefix, folded: “lua dao” finds “lừa đảo”."""
        tokens = folded_tokens(words, query=True)[:MAX_WORDS]
        if not tokens:
            return self
        query = SearchQuery(" & ".join(f"{token}:*" for token in tokens), search_type="raw", config="simple")
        return self.annotate(vector=SearchVector("search_text", config="simple")).filter(vector=query)


def with_reader[Rows: QuerySet](rows: Rows, user: Any) -> Rows:
    """`rows` with key, level and ward of `user`'s active organisation; None and "" without one."""
    keys = active_organisation(user).values("pk")
    organisation_keys = keys if user.is_authenticated and user.organisation_id else None
    return rows.annotate(reader_organisation=Subquery(keys), **reader_annotations(organisation_keys))


def _made(form: str) -> Subquery:
    """Key of the file's finished derivative of this form, or NULL."""
    return Subquery(Derivative.objects.done().filter(form=form, stored=OuterRef("stored")).values("key")[:1])


class AssetFileQuerySet(models.QuerySet):
    """Queries of the files of assets."""

    def with_pictures(self) -> Self:
        """Each file with its stored file and `small_preview_key`: the key of its small preview, or None."""
        return self.select_related("stored").annotate(small_preview_key=_made("xem-nho"))

    def with_stage_pictures(self) -> Self:
        """with_pictures() and `middle_preview_key`; used on an asset's page."""
        return self.with_pictures().annotate(middle_preview_key=_made("xem-vua"))

    def released(self) -> Self:
        """Files of released versions of released assets that may be used today; older versions included."""
        return self.filter(
            unbarred("version__asset_id"),
            version__released_at__isnull=False,
            version__withdrawn_at__isnull=True,
            version__asset__status="released",
            stored__zone="released",
        ).select_related("version__asset", "stored")

    def visible_to(self, user: Any) -> Self:
        """Released files `user` may download: open ones, schools' ones with an active organisation, all for editors."""
        if edits_library(user):
            return self.released()
        return self.released().filter(
            Q(version__asset__access=Access.OPEN)
            | Q(Exists(active_organisation(user)), version__asset__access=Access.SCHOOLS)
        )

    def with_reader(self, user: Any) -> Self:
        """`reader_organisation`, `reader_level`, `reader_ward`: whom a download counts for; adds no query."""
        return with_reader(self, user)


class AssetVersionQuerySet(models.QuerySet):
    """Versions that are not released yet, by stage; those without files are left out."""

    def in_review(self) -> Self:
        """Submitted, not approved."""
        return self._open().filter(submitted_at__isnull=False, approved_at=None)

    def returned(self) -> Self:
        return self._open().filter(submitted_at=None).exclude(returned_why="")

    def approved(self) -> Self:
        """Approved, not released and not being released."""
        return self._open().filter(approved_at__isnull=False)

    def cancel_releases(self, why: str) -> int:
        """End the requested releases (review/release.py) with the reason `why`. Call it with the asset locked."""
        return self.exclude(release_requested_at=None).update(release_requested_at=None, release_error=why[:300])

    def _open(self) -> Self:
        return self.filter(released_at=None, release_requested_at=None, files__isnull=False).distinct()
