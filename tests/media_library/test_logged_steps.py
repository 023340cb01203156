"""A decision in the library or at the KOL desk and its line in the history: both are there, or neither."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from media_library.admin.files.asset_views import TYPED, reach
from media_library.models import AssetFile, AssetVersion, DraftLink, Kit, Recall, RequiredFile
from partners.models import Submission
from tests.users.accounts import ADMINISTRATOR, client_of
from tests.users.things import things

pytestmark = [pytest.mark.world("permissions"), pytest.mark.django_db]
DAY = timedelta(days=1)


def steps(of):
    """(address, form, what the step changes)."""
    draft = of.draft_asset.versions.get()
    at, file = f"/admin/kho/{of.draft_asset.pk}/", AssetFile.objects.filter(version=draft).first()
    released, version = f"/admin/kho/{of.released.pk}/", of.file.version
    holders = reach(of.released, version).holders
    link = DraftLink.objects.create(version=draft, reader="Thầy Ba", expires_at=timezone.now() + DAY)
    return {
        "submit": (at, {"action": "submit", "version": draft.pk, "was": "draft"}, lambda: stage(draft)),
        "describe": (
            at,
            {"action": "describe", "file": file.pk, "role": file.role, "language": file.language, "label": "Bản mới"},
            lambda: AssetFile.objects.get(pk=file.pk).label,
        ),
        "remove": (at, {"action": "remove", "file": file.pk}, lambda: AssetFile.objects.filter(pk=file.pk).count()),
        "required": (
            at,
            {"action": "require", "language": "en", "role": "print", "waived": "Không dùng tiếng Anh."},
            RequiredFile.objects.count,
        ),
        "share": (f"{at}gui-xem/", {"reader": "Cô Tư", "days": "7"}, DraftLink.objects.count),
        "revoke": (f"{at}gui-xem/", {"revoke": link.pk}, DraftLink.objects.filter(revoked_at=None).count),
        "version": (
            released,
            {"action": "version", "number": "9.0", "changelog": "Thêm một trang."},
            AssetVersion.objects.count,
        ),
        "withdraw": (
            released,
            {"action": "withdraw", "version": version.pk, "reason": "Số điện thoại đã đổi.", TYPED: holders},
            Recall.objects.count,
        ),
        "claim": (f"/admin/kol/bai/{of.piece.pk}/nhan/", {"was": "0"}, lambda: holder(of.piece)),
    }


def stage(version):
    return AssetVersion.objects.get(pk=version.pk).stage


def holder(piece):
    return Submission.objects.get(pk=piece.pk).claimed_by


def fail(*args, **kwargs):
    raise RuntimeError("the database is away")


def test_a_step_whose_line_in_the_history_is_lost_is_not_done(monkeypatch):
    """As when the database goes away between the two."""
    client, real = client_of(ADMINISTRATOR), ModelLogEntry.save
    for name, (address, sent, state) in steps(things()).items():
        before, lines = state(), ModelLogEntry.objects.count()
        monkeypatch.setattr(ModelLogEntry, "save", fail)
        with pytest.raises(RuntimeError):
            client.post(address, sent)
        monkeypatch.setattr(ModelLogEntry, "save", real)
        assert state() == before, name
        assert client.post(address, sent).status_code == 302, name
        assert state() != before and ModelLogEntry.objects.count() > lines, name


def test_a_kit_has_no_version_that_is_built_while_the_kit_stays_closed(monkeypatch):
    client, kit = client_of(ADMINISTRATOR), things().draft_kit
    address, real = f"/admin/bo-tai-lieu/{kit.pk}/", Kit.save
    monkeypatch.setattr(Kit, "save", fail)
    with pytest.raises(RuntimeError):
        client.post(address, {"changelog": "Bản đầu."})
    assert not kit.versions.exists()
    monkeypatch.setattr(Kit, "save", real)
    assert client.post(address, {"changelog": "Bản đầu."}).status_code == 302
    assert kit.versions.exists() and Kit.objects.get(pk=kit.pk).is_released
