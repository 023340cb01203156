"""App configuration: connects the receivers of signals.py."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The site's search."""

    name = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        """Connect the receivers."""
        from . import signals  # noqa: F401  (connects the receivers)
