"""App configuration; registers front-page sections, what the wall counts for a unit, the upload target of contests."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Fills the registries of lower apps when the app is ready."""

    name = "activities"
    verbose_name = "Hoạt động"

    def ready(self) -> None:
        """Register the sections of the front page, games, items, the wall's number beside C15, the upload target."""
        from activities import items
        from activities.challenge.links import units_of
        from activities.classes import games
        from activities.contests.files import ContestUploadTarget
        from activities.front_page import context_columns, context_data, front_page_part, quiz_part, wall_part
        from activities.kit_copies import refresh
        from activities.kit_copies.files import KitCopies
        from activities.models import ChallengeLink, EventPhoto, QuizPage, ScenarioPage
        from activities.pledges.walls import figure_of
        from activities.quiz.game import QuizGame
        from activities.scenario.game import ScenarioGame
        from activities.waiting import tasks
        from base import front_page_registry, site_context
        from campaign import acting, units, waiting
        from campaign import activities as todo
        from files.uploads import targets
        from media_library.derivatives.prewarm import make_ahead

        front_page_registry.register("events", "activities/front.html", front_page_part)
        front_page_registry.register("quiz", "activities/quiz/front.html", quiz_part)
        site_context.register("activities", context_columns, context_data)
        front_page_registry.register("wall", "activities/pledges/front.html", wall_part)
        todo.register(items.standing)
        make_ahead(ChallengeLink, "poster", "body")
        make_ahead(EventPhoto, "image", "card")
        todo.register(items.played)
        todo.register(items.contests)
        todo.register_offline(KitCopies())
        refresh.connect()
        acting.register(units_of)
        waiting.register(tasks)
        units.register_figure("C15", figure_of)
        games.register(QuizPage, QuizGame())
        games.register(ScenarioPage, ScenarioGame())
        targets.register(ContestUploadTarget())
