from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Ground level: imports none of our apps; nothing enters until two apps use it."""

    name = "base"
    verbose_name = "Nền"
