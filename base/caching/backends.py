"""Cache backend for Valkey that behaves as an empty cache while the server cannot be reached.

Wagtail's list of sites and Django's sessions use the cache without catching errors: with Django's own backend every
page answers 500 while Valkey is down. Keys of COUNTED_HERE are counted in this process meanwhile; wrong passwords are
also counted in PostgreSQL (users/signin/throttling.py). /readyz still reports a missing cache, because it reads back
what it writes.

Each call to a server that hangs takes a time-out, and a page makes twenty calls. So after the first time-out no thread
of the process calls the server for PAUSE seconds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from time import monotonic
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as NoAnswer

AWAY = (RedisError, OSError)
#: Prefixes of keys that this process counts while the server is away: allauth's limits, and once.py. Each prefix has
#: its own LocMemCache of ROOM keys, so that many keys of one do not evict those of the other.
COUNTED_HERE = ("allauth:rl:", "once:")
ROOM = 10_000  # keys each
PAUSE = 5  # seconds
#: address → until when (seconds of the monotonic clock) the server is not called
_silent_until: dict[str, float] = {}

log = logging.getLogger(__name__)


class OneClientEach(RedisCacheClient):
    """Django's client with one redis-py object to read and one to write; making one per call took half of the call.

    Such an object holds no connection and may be shared by threads; connections come from a pool.
    """

    def __init__(self, servers: Any, **options: Any) -> None:
        super().__init__(servers, **options)
        self._clients: dict[bool, Any] = {}  # for reading, and for writing

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The object for the server that Django's client chose; with several replicas always the first one chosen."""
        if write not in self._clients:
            self._clients[write] = super().get_client(key, write=write)
        return self._clients[write]


class ForgivingRedisCache(RedisCache):
    """Django's backend; while the server is down all but COUNTED_HERE is a miss. Wrong arguments still raise."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OneClientEach
        self._address = str(server)
        self._here = {name: LocMemCache(name, {"OPTIONS": {"MAX_ENTRIES": ROOM}}) for name in COUNTED_HERE}

    def _tried(self, name: str, instead: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            self._take_pause()
            return getattr(super(), name)(*args, **kwargs)
        except AWAY as error:
            self._note(name, error)
            key = args[0] if args and isinstance(args[0], str) else ""
            here = next((backend for prefix, backend in self._here.items() if key.startswith(prefix)), None)
            return instead if here is None else getattr(here, name)(*args, **kwargs)

    def _take_pause(self) -> None:
        """Raises OSError during a pause, in which the server is not called."""
        if monotonic() < _silent_until.get(self._address, 0):
            raise OSError("it did not answer a moment ago")

    def _note(self, name: str, error: Exception) -> None:
        """Log that the server is away; begin a pause if it hangs."""
        if isinstance(error, NoAnswer):
            _silent_until[self._address] = monotonic() + PAUSE
            log.warning("cache does not answer (%s), not asked for %d s: %s", name, PAUSE, error)
        else:
            log.warning("cache is away (%s): %s", name, error)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Django's add(); False while the server is away, for COUNTED_HERE what this process knows."""
        return bool(self._tried("add", False, key, value, timeout, version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Django's get(); `default` while it is away, for COUNTED_HERE what this process knows."""
        return self._tried("get", default, key, default, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Django's set(); nothing but COUNTED_HERE is kept while the server is away."""
        self._tried("set", None, key, value, timeout, version)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Django's touch(); False while the server is away."""
        return bool(self._tried("touch", False, key, timeout, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Django's delete(); False while the server is away."""
        return bool(self._tried("delete", False, key, version))

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """Django's get_many(); {} while the server is away, and for no keys, which Valkey answers with an error."""
        all_keys = list(keys)
        return dict(self._tried("get_many", {}, all_keys, version)) if all_keys else {}

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Django's has_key(); False while the server is away."""
        return bool(self._tried("has_key", False, key, version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Django's incr(). Raises ValueError, as for a missing key, while the server is away."""
        try:
            self._take_pause()
            return int(super().incr(key, delta, version))
        except AWAY as error:  # the same error as for a missing key
            self._note("incr", error)
            raise ValueError(f"cache is away: {error}") from error

    def set_many(self, data: dict[str, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[str]:
        """Django's set_many(): the keys that failed, all of them while the server is away."""
        return list(self._tried("set_many", list(data), data, timeout, version))

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        """Django's delete_many(); nothing while the server is away."""
        self._tried("delete_many", None, keys, version)

    def clear(self) -> None:
        """Django's clear(); nothing while the server is away."""
        self._tried("clear", None)
