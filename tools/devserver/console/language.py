"""The language of the console: Vietnamese where the environment asks for it, else English."""

from __future__ import annotations

import os
from collections.abc import Mapping


def is_vietnamese(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether LC_ALL, else LC_MESSAGES, else LANG names Vietnamese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return value.startswith("vi")
    return False


def say(vi: str, en: str) -> str:
    """The sentence of the two that the user reads."""
    return vi if is_vietnamese() else en
