"""Leases and validity: one function with reasons, and the same rule as SQL."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from media_library.models import Asset, Lease
from media_library.validity import validity
from tests.factories import make_asset
from tests.media_library.shelf import make_library

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
#: (effect, days from today of the first and of the last day), None = open
CASES = {
    "nothing": [],
    "allow-now": [("allow", -5, 5)],
    "allow-open": [("allow", None, None)],
    "allow-over": [("allow", -9, -1)],
    "allow-coming": [("allow", 1, 9)],
    "allow-last-day": [("allow", None, 0)],
    "two-allows": [("allow", -9, -1), ("allow", 0, 3)],
    "deny-now": [("deny", 0, None)],
    "deny-over": [("deny", None, -1)],
    "deny-coming": [("deny", 1, None)],
    "deny-beats-allow": [("allow", None, None), ("deny", -1, 1)],
}
CLOSED = {"allow-over", "allow-coming", "deny-now", "deny-beats-allow"}


def lease(asset, effect, first, last, note="Giấy phép nhạc nền."):
    day = TODAY()
    return Lease.objects.create(
        asset=asset,
        effect=effect,
        starts_on=None if first is None else day + timedelta(days=first),
        ends_on=None if last is None else day + timedelta(days=last),
        note=note,
    )


def test_the_function_and_the_query_say_the_same(client):
    make_library()
    asset = make_asset("L-01")
    for case, rows in CASES.items():
        Lease.objects.all().delete()
        for effect, first, last in rows:
            lease(asset, effect, first, last)
        same_answer(client, Asset.objects.get(pk=asset.pk), case)


def same_answer(client, asset, case):
    is_open = case not in CLOSED
    assert validity(asset).is_valid is is_open
    assert Asset.objects.released().filter(pk=asset.pk).exists() is is_open
    words = "" if is_open else validity(asset).blocking[0].words
    file = asset.current_version.files.get().get_absolute_url()
    for address, open_answer in ((file, 302), (asset.get_absolute_url(), 200), ("/t/l-01/", 200)):
        answer = client.get(address)
        assert answer.status_code == (open_answer if is_open else 410), (case, address)
        assert is_open or words in answer.content.decode(), (case, address)


def test_the_staffs_own_assets_keep_their_reasons_to_themselves(client):
    make_library()
    asset = make_asset("L-09", access="staff")
    lease(asset, "deny", 0, None)
    file = asset.current_version.files.get().get_absolute_url()
    for address in (file, asset.get_absolute_url(), "/t/l-09/"):
        answer = client.get(address)
        assert answer.status_code == 404 and "nhạc nền" not in answer.content.decode()


def test_reasons_speak_plainly_and_ahead_of_time():
    asset = make_asset("L-02")
    row = lease(asset, "allow", None, 10)
    [reason] = validity(asset).warnings
    assert reason.until == row.ends_on and "Giấy phép nhạc nền" in reason.words
    row.ends_on = TODAY() + timedelta(days=15)
    row.save()
    assert not validity(Asset.objects.get(pk=asset.pk)).reasons
    late = validity(Asset.objects.get(pk=asset.pk), on=TODAY() + timedelta(days=400))
    assert [one.code for one in late.blocking] == ["expired"] and late.warnings[-1].code == "review"
    asset.review_on = date(2026, 1, 1)
    assert validity(asset).warnings[-1].code == "review"


def test_versions_have_their_own_reasons():
    asset = make_asset("L-03", released=False)
    version = asset.versions.get()
    assert {one.code for one in validity(asset, version).reasons} == {"draft", "version-draft"}
    asset.release(version)
    assert validity(asset, version).is_valid
    version.withdrawn_at = timezone.now()
    assert [one.code for one in validity(asset, version).blocking] == ["version-withdrawn"]
    asset.withdraw()
    assert "withdrawn" in {one.code for one in validity(asset).blocking}
