"""Site context: the data of header, section bar, footer and help box on every page (`site_context` in templates).

`base` imports none of our apps, so each app adds its part with `register(name, columns, provider)` from
AppConfig.ready(). `columns` gives sub-selects, `provider` turns their values into plain data. All parts together cost
one query and are stored in Django's cache for SECONDS, under a version that `invalidate()` changes. The page cache
(base/caching/page_cache.py) uses the same version.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, transaction
from django.db.models.expressions import BaseExpression
from django.db.models.functions import JSONObject
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

#: Language code → {name: sub-select that returns JSON, an array of JSON, or one value}.
Columns = Callable[[str], dict[str, BaseExpression]]
#: Language code and the values of those sub-selects → what templates get; plain data that can be cached.
Provider = Callable[[str, dict[str, Any]], dict[str, Any]]

VERSION_KEY = "site_context:version"
SECONDS = 600  # lifetime of the cached data; limits how long a missed invalidation shows
FILLING = "site_context:filling"  # cache key, set while the demo's films and kits are being made
#: Help lines shown while the database cannot be reached (docs/domain.md E.3).
EMERGENCY_LINES = (
    {"number": "113", "label": _("Nguy hiểm ngay trước mắt")},
    {"number": "111", "label": _("Bảo vệ trẻ em, miễn phí, cả ngày và đêm")},
)
#: The national ambulance; shown where life or body is in danger, also before the desk has written the number itself.
AMBULANCE = {"number": "115", "label": _("Mọi tuổi: bị thương, uống thuốc, uống chất độc, không muốn sống nữa")}

log = logging.getLogger(__name__)
_parts: dict[str, tuple[Columns, Provider]] = {}
#: {key: value} that the present request has read from the cache; None outside of a request.
_of_request: ContextVar[dict[str, Any] | None] = ContextVar("site_context", default=None)


def with_ambulance(lines: Iterable[Mapping[str, Any]], *, first: bool) -> list[Mapping[str, Any]]:
    """The lines that have a number, with 115: before all others, or after the first one."""
    others = [line for line in lines if line.get("number")]
    ambulance = next((line for line in others if line["number"] == AMBULANCE["number"]), AMBULANCE)
    others = [line for line in others if line is not ambulance]
    at = 0 if first else 1
    return [*others[:at], ambulance, *others[at:]]


def register(name: str, columns: Columns, provider: Provider) -> None:
    """Add a part: templates see the provider's dictionary as `site_context.<name>`."""
    _parts[name] = (columns, provider)


def invalidate(*args: Any, **kwargs: Any) -> None:
    """Discard the cached data and all cached pages, now and again after the current transaction commits.

    At once, so that this transaction reads its own changes; after the commit, because another request may have cached
    the old rows meanwhile. Accepts any arguments, so that it can be connected to signals directly.
    """
    _new_version()
    transaction.on_commit(_new_version)


def _new_version() -> None:
    if values := _of_request.get():
        values.clear()
    cache.set(VERSION_KEY, uuid.uuid4().hex, None)


def version() -> str:
    """The current version. If the cache has lost it, a new random one; a request reads it once."""
    values = _of_request.get()
    if values is None:
        return _stored_version()
    if VERSION_KEY not in values:
        values[VERSION_KEY] = _stored_version()
    return str(values[VERSION_KEY])


def _stored_version() -> str:
    return str(cache.get_or_set(VERSION_KEY, lambda: uuid.uuid4().hex, None))


@receiver(request_started)
def _begin(**_kwargs: Any) -> None:
    _of_request.set({})


@receiver(request_finished)
def _end(**_kwargs: Any) -> None:
    _of_request.set(None)


def cached(key: str, compute: Callable[[], Any], *, seconds: int = SECONDS) -> Any:
    """The value cached under `key` since the last invalidate(), or `compute()`, which is then cached for `seconds`.

    The version is read before computing: a value computed while data changed is stored under an outdated version, which
    nobody reads. A request reads each value once; callers must not change it.
    """
    name = f"site_context:{version()}:{key}"
    values = _of_request.get()
    if values is not None and name in values:
        return values[name]
    try:
        value = cache.get(name)
    except (AttributeError, ImportError):  # an object of a class that another release of the code has
        value = None
    if value is None:
        value = compute()
        cache.set(name, value, seconds)
    if values is not None:
        values[name] = value
    return value


def data(language: str | None = None) -> dict[str, Any]:
    """All providers' dictionaries for `language` (default: the active one), cached; {} where no Locale exists."""
    language = language or get_language() or settings.LANGUAGE_CODE
    values: dict[str, Any] = cached(f"data:{language}", lambda: _read(language))
    return values


def _read(language: str) -> dict[str, Any]:
    """The data, read by all parts' sub-selects in one query on any Locale row."""
    columns = {name: JSONObject(**columns(language)) for name, (columns, _provider) in _parts.items()}
    row = Locale.objects.order_by("pk").values_list(JSONObject(**columns), flat=True).first()
    return {name: provider(language, row[name]) for name, (_columns, provider) in _parts.items()} if row else {}


class SiteContext:
    """What templates see as `site_context`: reads on first use; empty while the database cannot be reached."""

    @cached_property
    def _data(self) -> dict[str, Any]:
        try:
            return data()
        except DatabaseError as error:
            log.error("site_context: database is away: %s", error)
            return {}

    def __getitem__(self, name: str) -> dict[str, Any]:
        if name not in _parts:
            raise KeyError(name)  # templates then try the attribute of that name
        return self._data.get(name, {})

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
        return settings.DEMO and bool(cache.get(FILLING))

    @property
    def has_styleguide(self) -> bool:
        """Whether /styleguide/ exists (settings.STYLEGUIDE)."""
        return getattr(settings, "STYLEGUIDE", False)


def site_context(request: HttpRequest) -> dict[str, SiteContext]:
    """Context processor: adds `site_context`."""
    return {"site_context": SiteContext()}
