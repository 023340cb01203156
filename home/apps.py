"""App configuration: connects the receivers of gone.py and registers the links to the situations."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The site as a whole: front page, help page, archive, sitemaps."""

    name = "home"
    verbose_name = "Trang chủ"

    def ready(self) -> None:
        """Remember the addresses of deleted pages from now on; link the situations from every page."""
        from . import gone
        from .situations import links

        gone.connect()
        links.connect()
