"""Site context: the data of header, section bar, footer and help box on every page (`site_context` in templates).

`base` imports none of our apps, so each app adds its part with `register(name, columns, provider)` from
AppConfig.ready(). `columns` gives sub-selects, `provider` turns their values into plain data. All parts together cost
one query, and are stored in Django's cache under a version;
`invalidate()` changes the version. While the cache fails, each page sends that query.

Cached data depend on one of two versions: VERSION_KEY (page version) changes with everything, LASTING_KEY (lasting
version) with everything but the publication of a story that only lists and the search show. Data that name no story use
the lasting version: the site context itself, the library, the vocabulary of the search.
"""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.db.models.expressions import BaseExpression
from django.db.models.functions import JSONObject
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from base.day import today

#: Language code → {name: sub-select that returns JSON, an array of JSON, or one value}.
Columns = Callable[[str], dict[str, BaseExpression]]
#: Language code and the values of those sub-selects → what templates get; plain data that can be cached.
Provider = Callable[[str, dict[str, Any]], dict[str, Any]]

VERSION_KEY = "site_context:version"
LASTING_KEY = "site_context:lasting"
VERSIONS = (VERSION_KEY, LASTING_KEY)
SECONDS = 600  # lifetime of the cached data; limits how long a missed invalidation shows
LIBRARY_SECONDS = 60
NEAR_SECONDS, MOST_NEAR = 60, 64  # lifetime, and number, of the values that a process keeps itself
FILLING = "site_context:filling"  # cache key, set while the demo's films and kits are being made
#: Help lines shown while the database cannot be reached (docs/domain.md E.3).
EMERGENCY_LINES = (
    {"number": "113", "label": _("Nguy hiểm ngay trước mắt")},
    {"number": "111", "label": _("Bảo vệ trẻ em, miễn phí, cả ngày và đêm")},
)

log = logging.getLogger(__name__)
_parts: dict[str, tuple[Columns, Provider]] = {}
_near: dict[str, tuple[float, Any]] = {}
#: Versions that the present request has read; None outside of a request.
_of_request: ContextVar[dict[str, str] | None] = ContextVar("site_context_versions", default=None)


def register(name: str, columns: Columns, provider: Provider) -> None:
    """Add a part: templates see the provider's dictionary as `site_context.<name>`."""
    _parts[name] = (columns, provider)


def invalidate(*args: Any, **kwargs: Any) -> None:
    """Discard the cached data now and again after the current transaction commits.

    At once, so that this transaction reads its own changes; after the commit, because another request may have cached
    the old rows meanwhile. Accepts any arguments, so that it can be connected to signals directly.
    """
    _new_version(*VERSIONS)
    transaction.on_commit(lambda: _new_version(*VERSIONS))


def invalidate_stories(*args: Any, **kwargs: Any) -> None:
    """Like invalidate(), if only stories that lists and the search show have changed: the lasting version stays."""
    _new_version(VERSION_KEY)
    transaction.on_commit(lambda: _new_version(VERSION_KEY))


def _new_version(*keys: str) -> None:
    if known := _of_request.get():
        known.clear()
    try:
        cache.set_many(dict.fromkeys(keys, uuid.uuid4().hex), None)
    except Exception as error:
        log.warning("site_context: cache is away: %s", error)


def known_version(key: str) -> str:
    """The version under `key`. If the cache has lost it, a new random one: processes hold HTML of older versions.

    A request reads both versions once and together.
    """
    known = _of_request.get()
    if known is None:
        return _stored_version(key)
    if key not in known:
        note_versions(cache.get_many(VERSIONS))
    if key not in known:
        known[key] = _stored_version(key)
    return known[key]


def note_versions(found: Mapping[str, Any]) -> None:
    """Remember the versions among `found`, values read from the cache, for this request, unless it has them already."""
    known = _of_request.get()
    for key in VERSIONS:
        if known is not None and key in found:
            known.setdefault(key, str(found[key]))


def _stored_version(key: str) -> str:
    return str(cache.get_or_set(key, lambda: uuid.uuid4().hex, None))


@receiver(request_started)
def _begin(**_said: Any) -> None:
    _of_request.set({})


@receiver(request_finished)
def _end(**_said: Any) -> None:
    _of_request.set(None)


def cached(
    key: str,
    compute: Callable[[], Any],
    *,
    seconds: int = SECONDS,
    version_key: str = VERSION_KEY,
    by_process: bool = False,
) -> Any:
    """The value cached under `key` since the last invalidate(), or `compute()`, which is then cached for `seconds`.

    The version is read before computing: a value computed while data changed is stored under an outdated version, which
    nobody reads. `by_process`: callers do not change the value, so this process holds the unpickled object too, for
    NEAR_SECONDS at most and never longer than the cache, and then reads only the version from the cache.
    """
    try:
        name = f"site_context:until:{known_version(version_key)}:{key}"
        if by_process and (near := _near.get(name)) and near[0] > time.time():
            return near[1]
        found = cache.get(name)
    except Exception as error:
        log.warning("site_context: cache is away: %s", error)
        return compute()
    if found is None:
        found = time.time() + seconds, compute()
        try:
            cache.set(name, found, seconds)
        except Exception as error:
            log.warning("site_context: cache is away: %s", error)
    end, value = found
    if by_process:
        if len(_near) >= MOST_NEAR:
            _near.clear()
        _near[name] = min(end, time.time() + NEAR_SECONDS), value
    return value


def of_library(key: str, compute: Callable[[], Any], *, by_process: bool = False) -> Any:
    """cached() for data of assets and kits that everybody may see, in the active language and on this day.

    They stay valid when stories are published. A change that sends no signal shows after LIBRARY_SECONDS.
    """
    name = f"library:{key}:{get_language()}:{today()}"
    return cached(name, compute, seconds=LIBRARY_SECONDS, version_key=LASTING_KEY, by_process=by_process)


def data(language: str | None = None) -> dict[str, Any]:
    """All providers' dictionaries for `language` (default: the active one), cached."""
    return _kept(language)[1]


def _kept(language: str | None = None) -> tuple[str, dict[str, Any]]:
    """(a digest of the data, the data)."""
    language = language or get_language() or settings.LANGUAGE_CODE
    name = f"with-digest:{language}"
    digest, found = cached(name, lambda: _read(language), version_key=LASTING_KEY, by_process=True)
    return digest, found


def _read(language: str) -> tuple[str, dict[str, Any]]:
    """Run every part's sub-selects in one query on a Locale row; ("", {}) where no Locale exists."""
    row = _everything(language).first()
    if row is None:
        return "", {}
    found = {name: provider(language, row[name]) for name, (_columns, provider) in _parts.items()}
    return hashlib.sha256(repr(found).encode()).hexdigest(), found


def _everything(language: str) -> QuerySet:
    """{part: {name: value of its sub-select}} of a language."""
    columns = {name: JSONObject(**columns(language)) for name, (columns, _provider) in _parts.items()}
    return Locale.objects.order_by("pk").values_list(JSONObject(**columns), flat=True)


def _safe_data() -> tuple[str, dict[str, Any]]:
    """(digest of the data, data); ("", {}) while the database is away."""
    try:
        return _kept()
    except DatabaseError as error:
        log.error("site_context: database is away: %s", error)
        return "", {}


def _is_filling() -> bool:
    return bool(cache.get(FILLING))


class SiteContext:
    """What templates see as `site_context`: reads on first use; empty while the database cannot be reached."""

    @cached_property
    def _read(self) -> tuple[str, dict[str, Any]]:
        return _safe_data()

    @property
    def version(self) -> str:
        """A digest of the data, by which remembered HTML of header and footer is found as long as they are the same."""
        return self._read[0]

    def __getitem__(self, name: str) -> dict[str, Any]:
        if name not in _parts:
            raise KeyError(name)  # templates then try the attribute of that name
        return self._read[1].get(name, {})

    @property
    def help_lines(self) -> Sequence[Mapping[str, Any]]:
        """Verified help lines of the language; EMERGENCY_LINES where there are none, so never empty."""
        lines: Sequence[Mapping[str, Any]] = self["campaign"].get("help_lines", [])
        return lines or EMERGENCY_LINES

    @property
    def is_demo(self) -> bool:
        """Whether the site shows demo content (settings.DEMO)."""
        return settings.DEMO

    @property
    def is_filling(self) -> bool:
        """Whether the demo's films and kits are still being made (manage.py seed_demo), or were a minute or two ago."""
        return settings.DEMO and cached("filling", _is_filling, seconds=60, version_key=LASTING_KEY, by_process=True)

    @property
    def has_styleguide(self) -> bool:
        """Whether /styleguide/ exists (settings.STYLEGUIDE)."""
        return getattr(settings, "STYLEGUIDE", False)


def site_context(request: HttpRequest) -> dict[str, SiteContext]:
    """Context processor: adds `site_context`."""
    return {"site_context": SiteContext()}
