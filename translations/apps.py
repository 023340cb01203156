"""App configuration: connects the receivers of signals.py."""

from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    """Management of translations."""

    name = "translations"
    verbose_name = "Bản dịch"

    def ready(self) -> None:
        from articles import publication

        from . import publish, signals  # noqa: F401  (connects the receivers)

        publication.register(publication.TRANSLATIONS, publish=publish.page_published)
