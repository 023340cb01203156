"""One wait a request for storage that does not answer: what the request asks of it afterwards fails at once.

A form may ask storage many times (is the name free, write, read back, abort). Each call ends within its own time-outs
and attempts (client.py), but all together kept a request for 15 s and more, and with it a thread of the web process.
Outside requests, as in workers, every call waits for itself.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from botocore.exceptions import ReadTimeoutError
from django.core.signals import request_finished, request_started
from django.dispatch import receiver

from files.storage.pause import NO_ANSWER

#: Whether storage has failed to answer the request that this thread works on; None outside a request.
_is_silent: ContextVar[bool | None] = ContextVar("storage_is_silent", default=None)


def watch(client: Any) -> None:
    """Let `client` of boto3 wait for silent storage once in a request."""
    client.meta.events.register("after-call-error.s3", _note)
    client.meta.events.register("before-call.s3", _refuse)


def _note(exception: BaseException, **kwargs: Any) -> None:
    if _is_silent.get() is False and isinstance(exception, NO_ANSWER):
        _is_silent.set(True)


def _refuse(model: Any, **kwargs: Any) -> None:
    if _is_silent.get():
        raise ReadTimeoutError(endpoint_url=f"storage, {model.name}", error="it has not answered this request before")


@receiver(request_started)
def _begin(**kwargs: Any) -> None:
    _is_silent.set(False)


@receiver(request_finished)
def _end(**kwargs: Any) -> None:
    _is_silent.set(None)
