"""A test that commits leaves no data to the next one; a world that was only read is not copied again."""

import pytest

from campaign.models import Outlet
from tests.worlds import EMPTY, Worlds

pytestmark = pytest.mark.meta


def test_a_committed_row_is_gone_from_the_next_copy(worlds, transactional_db):
    Outlet.objects.create(slug="bao-la", name="Báo Lạ", short_name="Báo Lạ")
    worlds.changed = True
    worlds.give_back()
    assert not Outlet.objects.filter(slug="bao-la").exists()
    assert not worlds.changed


def test_a_world_that_was_only_read_is_not_copied_again(worlds, transactional_db, monkeypatch):
    worlds.restore(worlds.current)
    assert not Outlet.objects.filter(slug="bao-la").exists()
    worlds.changed = True
    monkeypatch.setattr(worlds, "restore", None)
    worlds.give_back()
    assert not worlds.changed


def test_the_end_of_a_run_takes_its_buckets_along_and_leaves_those_of_others(local_storage, tmp_path):
    admin = local_storage.client("admin")
    names = [f"released-world-{run}-city" for run in ("ended", "other")]
    try:
        for name in names:
            admin.create_bucket(Bucket=name)
            admin.put_object(Bucket=name, Key="a", Body=b"a")
        Worlds(tmp_path, "ended", EMPTY, admin, ()).remove_all()
        remaining = {bucket["Name"] for bucket in admin.list_buckets()["Buckets"]}
        assert names[0] not in remaining and names[1] in remaining
    finally:
        admin.delete_bucket(Bucket=names[1])
