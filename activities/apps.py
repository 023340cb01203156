"""App configuration; registers front-page sections, what the wall counts for a unit, the upload target of contests."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Fills the registries of lower apps when the app is ready."""

    name = "activities"
    verbose_name = "Hoạt động"

    def ready(self) -> None:
        """Register the sections “events” and “quiz”, the wall's number beside C15, the upload target."""
        from activities.contests.files import ContestUploadTarget
        from activities.front_page import front_page_part, quiz_columns, quiz_data, quiz_part
        from activities.pledges.walls import figure_of
        from base import front_page_registry, site_context
        from campaign import units
        from files.uploads import targets

        front_page_registry.register("events", "activities/front.html", front_page_part)
        front_page_registry.register("quiz", "activities/quiz/front.html", quiz_part)
        site_context.register("activities", quiz_columns, quiz_data)
        units.register_figure("C15", figure_of)
        targets.register(ContestUploadTarget())
