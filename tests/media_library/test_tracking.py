"""Downloads with all their answers; roll-ups equal to the events; kits and places counted; previews never."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from media_library.models import DownloadDay, DownloadEvent
from media_library.statistics import daily
from media_library.vocabulary import Place
from tests.factories import make_asset, make_organisation, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-22 09:00")]
DIMENSIONS = ("asset", "version", "organisation", "language", "role", "level", "ward", "place", "way")


def from_events():
    counts = Counter()
    for event in DownloadEvent.objects.select_related("kit_version"):
        day = timezone.localtime(event.created_at).date()
        kit = event.kit_version.kit_id if event.kit_version else None
        counts[(day, kit, *(getattr(event, f"{name}_id", getattr(event, name)) for name in DIMENSIONS))] += 1
    return counts


def from_days():
    counts = Counter()
    for row in DownloadDay.objects.all():
        key = (row.day, row.kit_id, *(getattr(row, f"{name}_id", getattr(row, name)) for name in DIMENSIONS))
        assert key not in counts
        counts[key] = row.n
    return counts


def seed_events(asset, number):
    """Events over three days, some at the edges of a day in Cần Thơ, which is not the day in UTC."""
    file = asset.current_version.files.get()
    school = make_organisation()
    edge = timezone.make_aware(datetime(2026, 11, 20, 23, 59, 59))
    for n in range(number):
        event = DownloadEvent.objects.create(
            asset=asset,
            version=asset.current_version,
            file=file,
            language="vi",
            role=file.role,
            organisation=school if n % 3 else None,
            level="thcs" if n % 3 else "",
            place=Place.SCREEN if n % 2 else "",
        )
        DownloadEvent.objects.filter(pk=event.pk).update(created_at=edge + timedelta(seconds=n % 4, days=n % 2))


def test_rollups_equal_the_events_however_they_were_made():
    asset = make_asset()
    seed_events(asset, 24)
    daily.roll_up()
    assert from_days() == from_events() and sum(from_days().values()) == 24
    seed_events(asset, 7)
    daily.rebuild()
    once = from_days()
    assert once == from_events()
    daily.roll_up()
    daily.rebuild()
    assert from_days() == once
    DownloadEvent.objects.create(
        asset=asset, version=asset.current_version, file=asset.current_version.files.get(), language="vi"
    )
    daily.roll_up()
    assert from_days() == from_events()


def test_a_click_writes_every_answer_and_no_person(client, client_for):
    asset = make_asset("C-01")
    address = asset.current_version.files.get().get_absolute_url()
    school = make_organisation()
    client_for(make_user(organisation=school)).get(f"{address}?noi=bang-tin")
    client.get(f"{address}?noi=khong-co")
    client.get(f"{address}?noi=led", headers={"User-Agent": "facebookexternalhit/1.1"})
    client.head(f"{address}?noi=led")
    first, second = DownloadEvent.objects.order_by("pk")
    assert (first.organisation, first.place, first.role, first.way) == (school, "bang-tin", "screen", "page")
    assert (second.organisation, second.place, second.level, second.ward) == (None, "", "", "")
