"""What header, section bar, footer and help box need on every page.

`base` imports no app of ours, so the apps hand their part in: `register(name, columns, provider)` from
AppConfig.ready(). `columns` names sub-selects, `provider` makes plain data of their values, so the whole shell is
one query however many apps take part, and it is kept in Django's cache under one version; `invalidate()` makes
the next page read anew. Without a cache the pages still work, at one query more.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import Case, Value, When
from django.db.models.expressions import BaseExpression
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

#: Language code → {name: sub-select that gives JSON, an array of JSON, or one value}.
Columns = Callable[[str], dict[str, BaseExpression]]
#: Language code and the values of those sub-selects → what templates see; plain data that can be cached.
Provider = Callable[[str, dict[str, Any]], dict[str, Any]]

VERSION_KEY = "shell:version"
SECONDS = 600  # a forgotten signal heals itself after ten minutes
#: Shown when the database is away: the two numbers everybody may call (docs/domain.md E.3).
EMERGENCY_LINES = (
    {"number": "113", "label": _("Nguy hiểm ngay trước mắt")},
    {"number": "111", "label": _("Bảo vệ trẻ em, miễn phí, cả ngày và đêm")},
)

log = logging.getLogger(__name__)
_parts: dict[str, tuple[Columns, Provider]] = {}


def register(name: str, columns: Columns, provider: Provider) -> None:
    """Add a part; the provider's dictionary appears in templates as `shell.<name>`."""
    _parts[name] = (columns, provider)


def invalidate(*args: Any, **kwargs: Any) -> None:
    """Forget what is cached: now, for the rest of this transaction, and once more when it is committed.

    Takes any arguments, so that it can be connected to signals directly.
    """
    _new_version()
    transaction.on_commit(_new_version)


def _new_version() -> None:
    try:
        cache.set(VERSION_KEY, uuid.uuid4().hex, None)
    except Exception as error:
        log.warning("shell: cache is away: %s", error)


def cached(key: str, compute: Callable[[], Any]) -> Any:
    """`compute()`, or what it returned before under `key` since the last invalidate().

    The version is read before computing: a slow reader can only fill the version that is already left.
    """
    try:
        version = cache.get(VERSION_KEY, "0")
        name = f"shell:{version}:{key}"
        value = cache.get(name)
    except Exception as error:
        log.warning("shell: cache is away: %s", error)
        return compute()
    if value is None:
        value = compute()
        try:
            cache.set(name, value, SECONDS)
        except Exception as error:
            log.warning("shell: cache is away: %s", error)
    return value


def data(language: str | None = None) -> dict[str, Any]:
    """All providers' dictionaries for `language` (default: the page's), cached."""
    language = language or get_language() or settings.LANGUAGE_CODE
    return cached(language, lambda: _read(language))


def along(language: str) -> tuple[dict[str, BaseExpression], Callable[[dict[str, Any]], None]]:
    """(sub-selects, what to do with their values) for a query that is asked anyway and saves the shell its own.

    Nothing to select while the shell of `language` is kept, or the cache is away.
    """
    try:
        name = f"shell:{cache.get(VERSION_KEY, '0')}:{language}"
        kept = cache.get(name)
    except Exception as error:
        log.warning("shell: cache is away: %s", error)
        kept = {}
    if kept is not None:
        return {}, lambda row: None
    return _columns(language), lambda row: cache.set(name, _provided(language, row), SECONDS)


def _read(language: str) -> dict[str, Any]:
    """One row of the table of languages carries every part's sub-selects; without any language there is no shell."""
    own_first = Case(When(language_code=language, then=Value(0)), default=Value(1))
    row = Locale.objects.order_by(own_first, "pk").values(**_columns(language)).first()
    return {} if row is None else _provided(language, row)


def _columns(language: str) -> dict[str, BaseExpression]:
    """Every part's sub-selects under names of their own."""
    return {
        f"{name}_of_{column}": expression
        for name, (columns_of, _provider) in _parts.items()
        for column, expression in columns_of(language).items()
    }


def _provided(language: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: provider(language, {column: row[f"{name}_of_{column}"] for column in columns_of(language)})
        for name, (columns_of, provider) in _parts.items()
    }


def _safe_data() -> dict[str, Any]:
    try:
        return data()
    except DatabaseError as error:
        log.error("shell: database is away: %s", error)
        return {}


class Shell:
    """What templates see as `shell`: lazily read, harmless while a service is away."""

    def __init__(self) -> None:
        self._data = SimpleLazyObject(_safe_data)

    def __getitem__(self, name: str) -> dict[str, Any]:
        if name not in _parts:
            raise KeyError(name)  # templates then look for an attribute of that name
        return self._data.get(name, {})

    @property
    def help_lines(self) -> list[dict[str, str]] | tuple[dict[str, str], ...]:
        """Verified lines of the language; never empty: a frightened reader must find a number."""
        return self["campaign"].get("help_lines") or EMERGENCY_LINES

    @property
    def is_demo(self) -> bool:
        return settings.DEMO

    @property
    def has_styleguide(self) -> bool:
        return getattr(settings, "STYLEGUIDE", False)


def shell(request: HttpRequest) -> dict[str, Shell]:
    return {"shell": Shell()}
