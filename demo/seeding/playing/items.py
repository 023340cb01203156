"""Points kits and checklist items of the demo to what can be played, signed and joined."""

from activities.models import ChallengePage, QuizPage, ScenarioPage
from media_library.models.kit import Kit, KitActivity
from schools.models import ChecklistItem


def point_to_activities() -> None:
    """Two activities for each kit; the checklist items of quizzes, role plays and campaign posts."""
    quiz, scenario, challenge = (
        str(
            model.objects.filter(locale__language_code="vi").order_by("pk").values_list("translation_key", flat=True)[0]
        )
        for model in (QuizPage, ScenarioPage, ChallengePage)
    )
    for number, kit in enumerate(Kit.objects.order_by("order", "pk")):
        keys = (scenario, "buc-tuong") if number % 2 else (quiz, scenario)
        KitActivity.objects.bulk_create(
            KitActivity(kit=kit, activity=key, order=order) for order, key in enumerate(keys)
        )
    for code, key in (("C02", challenge), ("C11", quiz), ("C12", scenario)):
        ChecklistItem.objects.filter(code=code).update(activity=key)
