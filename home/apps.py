"""App configuration: connects the receivers of gone.py and registers the links to the situations."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The site as a whole: front page, help page, archive, sitemaps."""

    name = "home"
    verbose_name = "Trang chủ"

    def ready(self) -> None:
        """Remember the addresses of deleted pages from now on; link and check the situations."""
        from base import publishing

        from . import gone
        from .situations import checks, links
        from .situations.pages import SituationPage

        gone.connect()
        links.connect()
        publishing.register_gate(SituationPage, checks.gate)
