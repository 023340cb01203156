"""Twelve files from the drop to “sent for review”: at most 25 presses and three minutes of a person."""

import pytest
from django.contrib.auth.models import Permission

from campaign.models import Topic
from media_library.models import Asset, AssetVersion
from tests.e2e import desk_flows as flows
from tests.e2e.desk_flows import MOST
from tests.e2e.hand import Hand
from tests.e2e.newsroom_hands import DESK
from tests.e2e.test_large_uploads import work
from tests.factories import make_user
from tests.media_library.small_library import make_library

MOST_SECONDS = 180


@pytest.fixture
def worker(transactional_db):
    """Checks what arrives, and ends with the test."""
    process = work("--interval", "0.1", "--queues", "media")
    yield process
    process.kill()
    process.wait()


@pytest.mark.night
def test_twelve_files_are_sent_for_review_in_25_presses(person, worker, live_server):
    make_library()
    Topic.objects.create(name="Cuộc gọi lạ", slug="cuoc-goi-la")
    editor = make_user()
    names = ["access_admin", "add_asset", "change_asset"]
    editor.user_permissions.set(Permission.objects.filter(codename__in=names))
    hand = Hand(person(editor, **DESK))
    flows.twelve_files(live_server.url, {flows.EDITOR: hand})
    print(f"12 files: {hand.clicks} presses, {hand.screens} screens, {hand.seconds:.0f} s of a person")
    assert hand.clicks <= MOST["twelve_files"] and hand.seconds <= MOST_SECONDS
    assert AssetVersion.objects.filter(submitted_at__isnull=False).count() == Asset.objects.count() == 3
    assert {len(version.files.all()) for version in AssetVersion.objects.all()} == {5, 4, 3}
    poster = Asset.objects.get(kind="poster")
    roles = set(poster.versions.get().files.values_list("role", "language"))
    assert {("print", "vi"), ("print", "km"), ("school-print", "vi"), ("social", "vi"), ("screen", "vi")} == roles
    assert "chao-co" in poster.moments
    assert not hand.page.problems, hand.page.problems
