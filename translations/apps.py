"""App configuration: connects the receivers of signals.py."""

from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    """Management of translations."""

    name = "translations"
    verbose_name = "Bản dịch"

    def ready(self) -> None:
        from . import signals  # noqa: F401  (connects the receivers)
