"""App configuration of notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The outbox."""

    name = "notifications"
    verbose_name = "Thư và thông báo"

    def ready(self) -> None:
        """Register the purpose of Django's, allauth's and Wagtail's letters."""
        from . import mailer  # noqa: F401
