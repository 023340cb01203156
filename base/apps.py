from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Ground level: imports none of our apps; nothing enters until two apps use it."""

    name = "base"
    verbose_name = "Nền"

    def ready(self):
        from . import edge  # asks for the Page model

        edge.connect()
