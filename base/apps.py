"""App configuration: slugs, dates and addresses in forms, purging of the edge cache, invalidation of the page cache."""

from django.apps import AppConfig
from django.conf import settings


class BaseConfig(AppConfig):
    """The lowest app: it imports none of our apps and holds only what two or more apps use."""

    name = "base"
    verbose_name = "Nền"

    def ready(self) -> None:
        """Register widget and hook, connect the purges, watch the models of the page cache."""
        from django.core.checks import Tags, register
        from django.db.models import DateField, DateTimeField, EmailField, SlugField
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
        from wagtail.admin.widgets.slug import SlugInput

        from base.caching import cdn_purge, page_cache  # import the Page model, so not before ready()

        from . import day
        from .admin import title_index
        from .fields.mail_address import MailAddressField
        from .languages import converter
        from .pages import BasePage
        from .schema.check import check_tables
        from .text import slug_formatters

        # For snippets and other models too: Wagtail's own script turns đ into “dj”.
        register_form_field_override(SlugField, override={"widget": SlugInput(formatters=slug_formatters())})
        for column, field, widget in (
            (DateField, day.DateField, AdminDateInput),
            (DateTimeField, day.DateTimeField, AdminDateTimeInput),
        ):
            register_form_field_override(column, override={"form_class": field, "widget": widget})
        register_form_field_override(EmailField, override={"form_class": MailAddressField})
        register(check_tables, Tags.database)
        converter.register()
        title_index.connect(BasePage)
        cdn_purge.connect()
        page_cache.watch(settings.PAGE_CACHE_MODELS)
