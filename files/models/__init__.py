"""Models of the app `files`."""

from .stored_file import StoredFile
from .upload_session import UploadSession

__all__ = ["StoredFile", "UploadSession"]
