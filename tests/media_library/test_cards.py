"""Cards of assets show what the reader may see now, as it is now."""

import re

import pytest

from media_library.models import Asset
from tests.factories import asset_row, make_user
from tests.media_library.prints import make_kit
from tests.media_library.small_library import make_library

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
LIST, KIT, BESIDE = "/vi/kho-tai-lieu/", "/vi/bo-tai-lieu/kit-a/", "/vi/kho-tai-lieu/first/"


@pytest.fixture
def made():
    make_library()
    assets = [asset_row(code, name=f"Tờ {code}", moments=["lop-hoc"]) for code in ("FIRST", "SECOND", "THIRD")]
    closed = asset_row("CLOSED", name="Tờ thu hồi", moments=["lop-hoc"])
    make_kit([closed, *assets], "KIT-A")
    Asset.objects.filter(pk=closed.pk).update(status="withdrawn")
    return assets


def shown(reader, path):
    """Names of the assets in the list, in the kit, or beside the asset; of its own page, its heading is not one."""
    html = reader.get(path).text.partition("<h1")[2]
    return set(re.findall(r'href="/vi/kho-tai-lieu/(first|second|third)/"', html))


def test_a_kept_card_is_shown_to_nobody_who_may_not_see_the_asset_now(client, client_for, made):
    librarian = client_for(make_user(is_superuser=True, is_staff=True))
    both, all_three = {"second", "third"}, {"first", "second", "third"}
    for reader in (client, librarian):
        assert [shown(reader, path) for path in (LIST, KIT, BESIDE)] == [all_three, all_three, both]
    # update() sends no signal: cards, and the keys of the list, stay as they were kept.
    Asset.objects.filter(code="SECOND").update(access="staff")
    Asset.objects.filter(code="THIRD").update(status="withdrawn")
    assert [shown(client, path) for path in (LIST, KIT, BESIDE)] == [{"first"}, {"first"}, set()]
    assert [shown(librarian, path) for path in (LIST, KIT, BESIDE)] == [{"first", "second"}] * 2 + [{"second"}]


def test_a_card_is_read_anew_when_its_asset_changes(client, made):
    client.get(LIST)
    text = made[1].texts.get()
    text.name = "Tờ đổi tên"
    text.save()
    for path in (LIST, KIT, BESIDE):
        html = client.get(path).text
        assert "Tờ đổi tên" in html and "Tờ SECOND" not in html
