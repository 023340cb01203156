"""A test that commits leaves nothing to the next one; a world that was only read is not copied again."""

from campaign.models import Outlet


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
