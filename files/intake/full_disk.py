"""What happens to an upload when the disk for temporary files is full: the form's words are kept, the file is refused.

Django writes files above FILE_UPLOAD_MAX_MEMORY_SIZE to the disk while it reads a form. An error there would end the
whole form as a 500, together with everything that was typed.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from base.errors import disk_is_full

#: Bytes below which a folder counts as full: a cleaner that fails then has most likely failed for want of space.
LEAST_FREE = 1024 * 1024
FULL = "server_full"  # code of the refusal (messages.py)


def has_no_room(folder: str | None = None) -> bool:
    """Whether the disk of `folder` (default: of temporary files) is full."""
    return shutil.disk_usage(folder or tempfile.gettempdir()).free < LEAST_FREE


class UnstoredFile(InMemoryUploadedFile):
    """An upload whose bytes did not fit on the disk. It has name and size; accept_upload() refuses it with 507."""


class SparingUploadHandler(TemporaryFileUploadHandler):
    """TemporaryFileUploadHandler that reads a form to its end on a full disk and gives UnstoredFile for the file."""

    full = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file. No temporary file is opened on a full disk."""
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._give_up(error)
        else:
            self.full = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a chunk, unless the disk is full."""
        if self.full:
            return
        try:
            self.file.write(raw_data)
            self.file.flush()
        except OSError as error:
            self._give_up(error)
            with contextlib.suppress(OSError):  # it tries once more to write the rest
                self.file.close()  # deletes it: others need the space

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file, or an UnstoredFile."""
        if not self.full:
            return super().file_complete(file_size)
        names = (self.field_name, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)
        return UnstoredFile(io.BytesIO(), *names)

    def _give_up(self, error: OSError) -> None:
        if not disk_is_full(error):
            raise error
        self.full = True
