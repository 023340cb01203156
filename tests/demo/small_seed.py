"""The world "demo": the demo's seed with a few of its stories and without what takes long.

The library has its words and no files, one picture stands for all, and the tree is not translated: the whole is in
test_seed.py, every night.
"""

from unittest.mock import patch

from demo.seeding import (
    activities,
    content,
    coverage,
    library,
    newsroom,
    people,
    readers,
    stories,
    submissions,
    tasks,
    tree,
    vocabulary,
)
from demo.seeding.pictures import CREDIT
from demo.seeding.playing import challenges, scenarios
from tests.factories import make_image
from users.models import User

#: A story, one of a KOL, an e-magazine; one is corrected and another taken over.
FEW = {"bai-01", "bai-06", "bai-18", "bai-20", "bai-30"}


def fill_demo() -> None:
    plan = content("newsroom")
    few = {
        "articles": [row for row in content()["articles"] if row["id"] in FEW],
        "quick_tips": content()["quick_tips"][:1],
    }
    here = {"hashtags": {"khongmotminh": ["bai-01"]}, "storyline": plan["storyline"] | {"stories": ["bai-01"]}}
    with (
        patch.dict(content(), few),
        patch.dict(plan, here),
    ):
        seed()


def seed() -> None:
    tree.seed_locales()
    vocabulary.seed_vocabulary()
    people.seed_staff()
    people.seed_schools()
    coverage.seed_register()
    vocabulary.seed_identity(tree.seed_tree())
    pictures = dict.fromkeys(content("pictures"), make_image(credit=CREDIT))
    library.seed_asset_texts(User.objects.get(email=submissions.DESK))
    people.seed_partners(pictures)
    stories.seed_stories(pictures)
    readers.seed_readers()
    people.seed_rights()
    newsroom.seed_newsroom(pictures)
    submissions.seed_submissions(pictures)
    coverage.seed_claims()
    coverage.seed_last_season()
    coverage.seed_message()
    activities.seed_speakers()
    activities.seed_events()
    activities.seed_pledges()
    activities.seed_quiz()
    scenarios.seed_scenarios()
    challenges.seed_challenge()
    tasks.seed_tasks()
