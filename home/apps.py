"""App configuration: connects the receivers of gone.py."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The site as a whole: front page, help page, archive, sitemaps."""

    name = "home"
    verbose_name = "Trang chủ"

    def ready(self) -> None:
        from . import gone

        gone.connect()
