"""Configuration of the app `files`."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """App for storage and uploads; it imports no app above it."""

    name = "files"
    verbose_name = "Tệp"

    def ready(self) -> None:
        """Register the system check of the sandbox."""
        from files.intake import sandbox_check  # noqa: F401 - registers
