"""App configuration; registers the front-page section of the agenda."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Fills the front-page registry when the app is ready."""

    name = "activities"
    verbose_name = "Hoạt động"

    def ready(self) -> None:
        """Register the provider of the section “events”."""
        from activities.front_page import front_page_part
        from base import front_page_registry

        front_page_registry.register("events", "activities/front.html", front_page_part)
