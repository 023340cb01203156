"""A value already packed for the administration's scripts (Telepath), to be sent again unchanged."""

from __future__ import annotations

from typing import Any

from wagtail.admin.telepath import register, registry


class Packed(dict[str, Any]):
    """The result of a JSContext as a part of what another one packs."""


register(registry.find_adapter(int), Packed)
