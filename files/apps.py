"""Configuration of the app `files`."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class FilesConfig(AppConfig):
    """App for storage and uploads; it imports no app above it."""

    name = "files"
    verbose_name = "Tệp"

    def ready(self) -> None:
        """Register the system check of the sandbox, and the task that nothing else imports at the start."""
        from files.intake.sandbox_check import check_sandbox
        from files.maintenance import tasks  # noqa: F401

        register(check_sandbox, Tags.security)
