"""Waits for the background work of a new site."""

from __future__ import annotations

from media_library.derivatives.specs import CLIPS
from media_library.models import Derivative
from tools.bench.site import FOLDER
from tools.devserver import state


def settle() -> None:
    """Wait until the worker has made all derivatives, so that their work is not measured together with the pages.

    Those of clips are left out: no worker of the measured site takes them. Raises LocalError after half an hour.
    """
    left = Derivative.objects.unfinished().exclude(form__in=CLIPS)
    state.wait_until(lambda: not left.exists(), lambda: True, 1_800, FOLDER / "worker.log")
