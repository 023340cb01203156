"""App configuration: connects the receivers of signals.py."""

from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    """Management of translations."""

    name = "translations"
    verbose_name = "Bản dịch"

    def ready(self) -> None:
        from wagtail_localize import models
        from wagtail_localize.views import edit_translation

        from articles import publication
        from campaign import waiting

        from . import publish, review, signals  # noqa: F401  (connects the receivers)

        # Both modules write dates with strftime(), which knows no language: English months in Vietnamese sentences.
        models.DATE_FORMAT = edit_translation.DATE_FORMAT = "%d-%m-%Y"
        publication.register(publication.TRANSLATIONS, publish=publish.page_published)
        waiting.register(review.tasks)
