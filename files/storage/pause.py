"""A pause after storage did not answer: a page with twenty pictures waits for it once, not twenty times.

Each process counts for itself, by endpoint. Only what shows pictures asks here; uploads and downloads always try.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection

PAUSE = 10  # seconds in which storage is not asked for pictures

#: What botocore raises where nobody listens, or nothing comes within the time-outs.
NO_ANSWER = (NoConnection, HTTPClientError)
#: endpoint → until when (seconds of the monotonic clock) it is not asked
_silent_until: dict[str, float] = {}


class StorageSilent(OSError):
    """Storage does not answer, or did not a moment ago."""


@contextmanager
def answering(storage: Any) -> Iterator[None]:
    """Run the block, which asks `storage` for a picture. Raises StorageSilent when it does not answer.

    That begins a pause in which the block is not run. What storage answers below 500 is passed on.
    """
    endpoint = str(getattr(storage, "endpoint_url", ""))
    if monotonic() < _silent_until.get(endpoint, 0):
        raise StorageSilent("storage did not answer a moment ago")
    try:
        yield
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) < 500:
            raise
        _silent_until[endpoint] = monotonic() + PAUSE
        raise StorageSilent(str(error)) from error
    except NO_ANSWER as error:
        _silent_until[endpoint] = monotonic() + PAUSE
        raise StorageSilent(str(error)) from error
