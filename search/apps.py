"""App configuration: connects the receivers of signals.py."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The site's search."""

    name = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        """Connect the receivers, and give the library its search."""
        from media_library.public.finding import words

        from . import library, signals  # noqa: F401  (connects the receivers)

        words.register_finder(library.find_assets)
