from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "translations"
    verbose_name = "Bản dịch"

    def ready(self):
        from . import signals  # noqa: F401  (connects the receivers)
