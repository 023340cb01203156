"""Wait until a new site has nothing left to do in the background."""

from __future__ import annotations

from media_library.models import Derivative
from tools.bench.site import FOLDER
from tools.devserver import state


def settle() -> None:
    """Wait until the worker has made all films: those of a new site would be measured together with the page.

    Raises LocalError after half an hour.
    """
    state.wait_until(lambda: not Derivative.objects.unfinished().exists(), lambda: True, 1_800, FOLDER / "worker.log")
