"""App configuration."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Figures of the campaign, and the tasks that the standing office gives."""

    name = "reporting"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        """Name the tasks that wait for an account, on its first page."""
        from campaign.waiting import register
        from reporting.tasks.waiting import tasks_waiting

        register(tasks_waiting)
