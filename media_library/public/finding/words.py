"""Finding assets by words, with the folding, synonyms, spelling and sentences of the site's search.

The library knows no search; `search` registers its own from AppConfig.ready(). Without one, and for assets of the
staff, which the site's search does not have, the library's own column alone is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from media_library.models.querysets import AssetQuerySet


@dataclass(frozen=True)
class FoundByWords:
    """Assets that a search found, best first.

    `meant`: the query as probably meant, "" where it was understood as typed; `is_near`: nothing has all the words;
    `needs_help`: somebody in distress typed it.
    """

    uuids: list[UUID]
    meant: str = ""
    is_near: bool = False
    needs_help: bool = False


@dataclass(frozen=True)
class Matches:
    """Keys of assets in the order of the results, with what FoundByWords says of the query."""

    keys: list[int]
    meant: str = ""
    is_near: bool = False
    needs_help: bool = False


_Finder = Callable[[str, str, bool], FoundByWords]
_finders: list[_Finder] = []


def register_finder(finder: _Finder) -> None:
    """Register the search that is asked: (words, language, whether the column has them). A later one replaces it."""
    _finders[:] = [finder]


def matches(assets: AssetQuerySet, words: str, language: str) -> Matches:
    """Those of `assets` that `words` find: the search's own first, in its order, then all that have every word."""
    literal = list(assets.matching(words).values_list("pk", flat=True))
    if not _finders:
        return Matches(literal)
    result = _finders[0](words, language, bool(literal))
    pks = dict(assets.filter(uuid__in=result.uuids).values_list("uuid", "pk")) if result.uuids else {}
    ranked = [pks[uuid] for uuid in result.uuids if uuid in pks]
    is_near = result.is_near and not literal
    if result.is_near and literal:  # the search has only parts, the column has all the words
        literal_keys = set(literal)
        ranked = [key for key in ranked if key in literal_keys]
    keys = list(dict.fromkeys([*ranked, *literal]))
    return Matches(keys, result.meant, is_near and bool(keys), result.needs_help)
