"""How many requests of a web process check files at once, so that its other threads stay free for pages.

A request that checks a file keeps its thread for up to ten seconds (limits.REQUEST_SECONDS), and a web process has four
threads (deploy/entrypoint.sh). It takes a slot when it first has a file to decode and holds it until its end, whatever
it reads or stores afterwards. A process has PROCESS_SLOTS, of which an account, or without an account an address, gets
SENDER_SLOTS; WAITING requests may wait WAIT_SECONDS for theirs. All others are refused at once (429). Workers, commands
and seeds have no request and no limit.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from files.intake.messages import UploadRejected
from users.signin.throttling import client_network

PROCESS_SLOTS = 2
SENDER_SLOTS = 1
WAITING = 1
WAIT_SECONDS = 3.0  # less than half of limits.REQUEST_SECONDS: enough is left to check the file

_changed = threading.Condition()
_running: Counter[str] = Counter()  # sender → slots held
_waiting = 0  # requests


@dataclass
class _Uploading:
    """The request of this thread.

    `sender`: whose slot it holds; "" while it holds none. `status`: of a refusal for a reason of the server's.
    """

    request: HttpRequest
    sender: str = ""
    status: int | None = None


_uploading: ContextVar[_Uploading | None] = ContextVar("uploading", default=None)


class UploadMiddleware:
    """Gives back the slot at the end of the request; a form that is shown again with a server_refusal() has its status.

    JSON is left alone: scripts of Wagtail read the reason only from 200. Stands after the middlewares that decide about
    `request.user`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        uploading = _Uploading(request)
        token = _uploading.set(uploading)
        try:
            response = self.get_response(request)
            is_page = response.get("Content-Type", "").startswith("text/html")
            if uploading.status and is_page and response.status_code in {200, 400, 422}:
                response.status_code = uploading.status
            return response
        finally:
            _uploading.reset(token)
            if uploading.sender:
                _give_back(uploading.sender)


def server_refusal(reason: str, profile: str = "") -> UploadRejected:
    """A refusal that is not the file's fault: "busy" (429) or "server_full" (507)."""
    rejected = UploadRejected(reason, profile=profile)
    if uploading := _uploading.get():
        uploading.status = rejected.status
    return rejected


def take_slot() -> None:
    """Give this request a slot until its end. Raises UploadRejected (429) when none becomes free."""
    uploading = _uploading.get()
    if uploading is None or uploading.sender:
        return
    user = uploading.request.user
    sender = f"account {user.pk}" if user.is_authenticated else f"address {client_network(uploading.request)}"
    if not _taken(sender):
        raise server_refusal("busy")
    uploading.sender = sender


def _taken(sender: str) -> bool:
    global _waiting

    def is_free() -> bool:
        return _running.total() < PROCESS_SLOTS and _running[sender] < SENDER_SLOTS

    with _changed:
        if not is_free():
            if _waiting >= WAITING:
                return False
            _waiting += 1
            try:
                if not _changed.wait_for(is_free, WAIT_SECONDS):
                    return False
            finally:
                _waiting -= 1
        _running[sender] += 1
        return True


def _give_back(sender: str) -> None:
    with _changed:
        _running[sender] -= 1
        if not _running[sender]:
            del _running[sender]
        _changed.notify_all()
