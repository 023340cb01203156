"""Waits for the background work of a new site."""

from __future__ import annotations

from media_library.models import Derivative
from tools.bench.site import FOLDER
from tools.devserver import state


def settle() -> None:
    """Wait until the worker has made all derivatives, so that their work is not measured together with the pages.

    Raises LocalError after half an hour.
    """
    state.wait_until(lambda: not Derivative.objects.unfinished().exists(), lambda: True, 1_800, FOLDER / "worker.log")
