from django.apps import AppConfig
from django.conf import settings


class BaseConfig(AppConfig):
    """Ground level: imports none of our apps; nothing enters until two apps use it."""

    name = "base"
    verbose_name = "Nền"

    def ready(self):
        from . import edge, page_cache  # ask for the Page model

        edge.connect()
        page_cache.watch(settings.PAGE_CACHE_MODELS)
