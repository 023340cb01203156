"""App configuration."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Figures of the campaign; the app has no tables."""

    name = "reporting"
    verbose_name = "Báo cáo"
