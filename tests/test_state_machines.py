"""Two people at one row: every state that people or workers move has a test in which both move it at once."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field

pytestmark = pytest.mark.meta

TESTS = Path(__file__).parent
MOVED = re.compile(r"^(state|status|step|recheck|verdict|scan_state)$")
#: Column → the file with a test of two at once, and a word of that test's name.
TWO_AT_ONCE = {
    "activities.ChallengeLink.state": ("activities/test_challenge.py", "two_at_the_desk"),
    "activities.ClassSession.step": ("activities/test_class_mode.py", "plays_a_quiz_to_its_end"),
    "activities.Contest.state": ("activities/test_contest_results.py", "who_publish_results"),
    "activities.Entry.state": ("activities/test_contest_entries.py", "withdrawn_meanwhile"),
    "activities.SpeakerRequest.state": ("activities/test_request_conflicts.py", "ends_once"),
    "articles.ChildSafetyState.status": ("articles/test_two_decide.py", "two_decisions"),
    "articles.PlannedStory.state": ("articles/test_two_decide.py", "is_not_dropped_and_a_dropped_one_not_begun"),
    "home.FrontArrangement.state": ("home/test_front_desk_at_once.py", "two_decisions"),
    "files.StoredFile.state": ("media_library/test_two_at_once.py", "same_bytes"),
    "files.UploadSession.state": ("files/test_uploads.py", "mended_by_asking_again"),
    "media_library.Asset.status": ("media_library/test_library_conflicts.py", "two_releases"),
    "media_library.Derivative.state": ("media_library/test_derivatives.py", "nobody_elses"),
    "media_library.KitVersion.state": ("media_library/test_kits.py", "not_built_twice"),
    "media_library.SiteImage.scan_state": ("files/test_scanning.py", "go_on_by_themselves"),
    "notifications.Letter.state": ("notifications/test_outbox.py", "two_workers"),
    "partners.Submission.state": ("partners/test_piece_conflicts.py", "two_decisions"),
    "partners.SubmissionFile.verdict": ("partners/test_piece_conflicts.py", "two_decisions"),
    "reporting.Task.state": ("reporting/test_given_tasks.py", "two_decisions"),
    "reporting.Report.state": ("reporting/test_period_reports.py", "two_who_freeze"),
    "schools.Claim.recheck": ("schools/test_claim_conflicts.py", "rechecked_once"),
    "schools.Claim.state": ("schools/test_claim_conflicts.py", "two_decisions"),
    "schools.PrintOrder.state": ("schools/test_at_once.py", "promised_once"),
    "translations.TranslationAssignment.step": ("translations/test_translation_review.py", "who_return"),
}


def moved() -> set[str]:
    """Columns of our models with a fixed list of values, by whose name somebody moves them from one to the next."""
    own_apps = [app for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    return {
        f"{model._meta.label}.{field.name}"
        for app in own_apps
        for model in app.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.choices and MOVED.match(field.name)
    }


def test_every_state_has_a_test_of_two_at_once():
    """A new state fails here until two people have moved it at the same moment."""
    assert moved() == set(TWO_AT_ONCE)


@pytest.mark.parametrize("column", TWO_AT_ONCE)
def test_the_test_is_there(column):
    name, word = TWO_AT_ONCE[column]
    names = re.findall(r"^def (test_\w+)", (TESTS / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert [test_name for test_name in names if word in test_name], f"{name} has no test_…{word}…"
