"""App configuration of jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work."""

    name = "jobs"
    verbose_name = "Việc nền"
