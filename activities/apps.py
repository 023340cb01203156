"""App configuration; registers front-page section of the agenda, and what the wall counts for a unit."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Fills the registries of lower apps when the app is ready."""

    name = "activities"
    verbose_name = "Hoạt động"

    def ready(self) -> None:
        """Register the sections “events” and “quiz”, and the wall's number beside the checklist item C15."""
        from activities.front_page import front_page_part, quiz_columns, quiz_data, quiz_part
        from activities.pledges.walls import figure_of
        from base import front_page_registry, site_context
        from campaign import units

        front_page_registry.register("events", "activities/front.html", front_page_part)
        front_page_registry.register("quiz", "activities/quiz/front.html", quiz_part)
        site_context.register("activities", quiz_columns, quiz_data)
        units.register_figure("C15", figure_of)
