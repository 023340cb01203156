"""Objects on their way to a decoder: out of storage into a temporary file without a name."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from botocore.exceptions import ClientError

from files.storage.backends import CHUNK_BYTES, storage_for


@contextmanager
def fetched(key: str, zone: str = "quarantine") -> Iterator[IO[bytes]]:
    """The object's bytes in a temporary file at 0. Raises FileNotFoundError, ClientError when storage is away."""
    storage = storage_for(zone)
    try:
        body = storage.client.get_object(Bucket=storage.bucket_name, Key=key)["Body"]
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}:
            raise FileNotFoundError(key) from error
        raise
    with tempfile.TemporaryFile(prefix="fetched-") as file:
        for chunk in body.iter_chunks(CHUNK_BYTES):
            file.write(chunk)
        file.seek(0)
        yield file
