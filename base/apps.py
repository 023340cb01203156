from django.apps import AppConfig
from django.conf import settings


class BaseConfig(AppConfig):
    """Ground level: imports none of our apps; nothing enters until two apps use it."""

    name = "base"
    verbose_name = "Nền"

    def ready(self):
        from django.db.models import SlugField
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.widgets.slug import SlugInput

        from base.caching import cdn_purge, page_cache  # ask for the Page model

        from .text import slug_formatters

        # Snippets and other models too: Wagtail's own script makes “dj” of đ.
        register_form_field_override(SlugField, override={"widget": SlugInput(formatters=slug_formatters())})
        cdn_purge.connect()
        page_cache.watch(settings.PAGE_CACHE_MODELS)
