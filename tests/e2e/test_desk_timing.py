"""Twelve files from the drop to “sent for review”: at most 25 clicks and three minutes of a person, counted by hand."""

import time
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import Locator, Page, expect

from campaign.models import Topic
from media_library.models import Asset, AssetVersion
from tests.e2e.test_large_uploads import work
from tests.factories import make_user
from tests.media_library.small_library import make_library
from tools.bench.clicks.samples import twelve_files

MOST_CLICKS, MOST_SECONDS = 25, 180
#: Keystroke-level model (Card, Moran, Newell 1980): seconds for pointing and pressing, for a key, for a decision.
POINT, KEY, THINK = 1.3, 0.28, 1.35


@dataclass
class Hand:
    """Does what a person does, and counts it."""

    clicks: int = 0
    seconds: float = 0.0

    def click(self, target: Locator) -> None:
        """Decide, point, press."""
        self.clicks += 1
        self.seconds += THINK + POINT
        target.click()

    def tick(self, box: Locator) -> None:
        """Press a box that the name of the files has not ticked already."""
        if not box.is_checked():
            self.click(box)

    def choose(self, target: Locator, value: str) -> None:
        """Open a list and press a row of it: two clicks."""
        self.clicks += 2
        self.seconds += THINK + 2 * POINT
        target.select_option(value)

    def drop(self, page: Page, files: list[str]) -> None:
        """Mark a folder's files and drag them: as three clicks."""
        self.clicks += 3
        self.seconds += THINK + 3 * POINT
        page.set_input_files("[data-upload-box] input[type=file]", files)


@pytest.fixture
def worker(transactional_db):
    """Checks what arrives, and ends with the test."""
    process = work("--interval", "0.1", "--queues", "media")
    yield process
    process.kill()
    process.wait()


@pytest.mark.slow
def test_twelve_files_are_sent_for_review_in_25_clicks(person, worker, live_server, client_for, tmp_path):
    make_library()
    Topic.objects.create(name="Cuộc gọi lạ", slug="cuoc-goi-la")
    editor = make_user()
    names = ["access_admin", "add_asset", "change_asset"]
    editor.user_permissions.set(Permission.objects.filter(codename__in=names))
    paths = []
    for name, content in twelve_files().items():
        (tmp_path / name).write_bytes(content)
        paths.append(tmp_path / name)
    page, hand = person(editor), Hand()
    page.goto("/admin/kho/tha-tep/")
    hand.clicks += 2  # menu “Kho tài liệu”, “Thả tệp”
    began = time.monotonic()
    hand.drop(page, paths)
    expect(page.locator(".upload-row[data-kind=good]")).to_have_count(12, timeout=120_000)
    # Whoever answers before the last file has joined its group is asked for that file again.
    expect(page.locator("[data-groups] > [role=status]")).to_contain_text("12 tệp, xếp vào 3 tài liệu")
    for group in page.locator("[data-group]").all():
        hand.choose(group.get_by_label("dưới 18 tuổi"), "no")
        for word in ("Chào cờ", "Cuộc gọi lạ"):
            hand.tick(group.get_by_role("checkbox", name=word, exact=True))
    hand.click(page.get_by_role("button", name="Lưu và gửi duyệt 3 tài liệu"))
    expect(page.locator(".messages")).to_contain_text("Đã gửi duyệt 3 tài liệu")
    waited = time.monotonic() - began
    print(f"\n12 files: {hand.clicks} clicks, {hand.seconds:.0f} s of a person, {waited:.0f} s with this machine")
    assert hand.clicks <= MOST_CLICKS and hand.seconds <= MOST_SECONDS
    assert AssetVersion.objects.filter(submitted_at__isnull=False).count() == Asset.objects.count() == 3
    assert {len(version.files.all()) for version in AssetVersion.objects.all()} == {5, 4, 3}
    poster = Asset.objects.get(kind="poster")
    roles = set(poster.versions.get().files.values_list("role", "language"))
    assert {("print", "vi"), ("print", "km"), ("school-print", "vi"), ("social", "vi"), ("screen", "vi")} == roles
    assert "chao-co" in poster.moments
