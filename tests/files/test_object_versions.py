"""Deletion: the buckets keep versions, and every deletion of the project removes all of them."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from activities.models import Mark
from files.maintenance import audit, garbage
from files.storage.backends import storage_for
from files.storage.objects import purge, purge_below
from files.storage.versions import versions
from media_library.models import SubjectConsent
from media_library.recall import service
from schools.coverage import rollups
from schools.models import ChecklistItem, Claim, Coverage, EvidencePhoto
from tests.activities.contest_rows import make_contest, make_entry, seat
from tests.factories import make_asset, make_image, make_stored_file, make_user, picture_bytes
from tests.schools.register import make_season, make_unit


def kept(s3, bucket, prefix):
    """Keys of all versions and delete markers below `prefix`, one for each."""
    return sorted(version.key for version in versions(s3, bucket, prefix))


def hidden_object(s3, bucket, key):
    """What a plain delete leaves behind: two versions and a marker."""
    for body in (b"first", b"second"):
        s3.put_object(Bucket=bucket, Key=key, Body=body)
    s3.delete_object(Bucket=bucket, Key=key)
    assert kept(s3, bucket, key) == [key] * 3
    return key


def test_each_bucket_keeps_versions_and_forgets_hidden_ones_after_days(s3, buckets):
    for bucket in buckets:
        assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
        rule = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"][0]
        assert rule["Status"] == "Enabled" and rule["NoncurrentVersionExpiration"]["NoncurrentDays"] <= 7


def test_purge_leaves_no_version_and_touches_no_other_key(s3, buckets):
    for zone, bucket in zip(("quarantine", "released"), buckets, strict=True):
        key = hidden_object(s3, bucket, f"files/2026/11/{uuid4()}")
        s3.put_object(Bucket=bucket, Key=f"{key}.webp", Body=b"another object whose name begins the same")
        assert purge(zone, key) == 3 and purge(zone, key) == 0
        assert kept(s3, bucket, key) == [f"{key}.webp"]
        assert purge_below(zone, key) == [f"{key}.webp"] and kept(s3, bucket, key) == []
        with pytest.raises(ValueError, match="empty the bucket"):
            purge_below(zone, "")


def test_what_wagtail_deletes_is_gone_too(s3, buckets):
    key = f"renditions/{uuid4()}.width-400.webp"
    s3.put_object(Bucket=buckets[1], Key=key, Body=b"x")
    storage_for("released").delete(key)
    assert kept(s3, buckets[1], key) == []


@pytest.mark.django_db
def test_a_removed_evidence_photo_leaves_nothing(s3, buckets):
    make_season()
    claim = Claim.objects.create(unit=make_unit(), item=ChecklistItem.objects.get(code="C04"), state="declared")
    stored, other = make_stored_file(zone="quarantine"), make_stored_file(zone="quarantine")
    photo, young = (EvidencePhoto.objects.create(claim=claim, stored=stored_file) for stored_file in (stored, other))
    EvidencePhoto.objects.filter(pk=photo.pk).update(removed_at=timezone.now() - timedelta(days=2))
    EvidencePhoto.objects.filter(pk=young.pk).update(removed_at=timezone.now())
    call_command("tidy_evidence")
    assert kept(s3, buckets[0], stored.key) == [] and list(EvidencePhoto.objects.all()) == [young]
    assert kept(s3, buckets[0], other.key) == [other.key]


@pytest.mark.django_db
@pytest.mark.clock("2029-12-31 03:00")
def test_evidence_goes_three_years_after_its_season_and_its_row_and_figures_stay(s3, buckets, client_for, clock):
    """The season ends on 31 December 2026; until the third anniversary the photo is kept."""
    season, later = make_season(), make_season("Mùa 2027", ends_on=date(2027, 12, 31), is_current=False)
    unit = make_unit()
    photos = []
    for of in (season, later):
        item = ChecklistItem.objects.get(season=of, code="C04")
        claim = Claim.objects.create(
            unit=unit, item=item, state="confirmed", declared_on=of.starts_on, confirmed_on=of.starts_on
        )
        stored = make_stored_file(name="Lan 8A.png", zone="quarantine")
        photos.append(EvidencePhoto.objects.create(claim=claim, stored=stored))
    old, young = photos
    key, sha256 = old.stored.key, old.stored.sha256
    s3.put_object(Bucket=buckets[0], Key=key, Body=picture_bytes().read())  # an older version lies beneath
    client = client_for(make_user(organisation=unit.organisation))
    paths = [f"/truong/anh/{photo.uuid}/" for photo in photos]

    def figures():
        rollups.rebuild(season)
        return list(Coverage.objects.order_by("pk").values("dimension", "key", *Coverage.COUNTS))

    call_command("tidy_evidence")
    assert kept(s3, buckets[0], key) and [client.get(path).status_code for path in paths] == [200, 200]
    before = figures()
    clock.move_to("2030-01-01 03:00")
    call_command("tidy_evidence")
    call_command("tidy_evidence")
    assert kept(s3, buckets[0], key) == [] and kept(s3, buckets[0], young.stored.key)
    assert [client.get(path).status_code for path in paths] == [404, 200] and figures() == before
    old.refresh_from_db()
    assert (old.stored.state, old.stored.sha256, old.stored.display_name) == ("purged", sha256, "")
    assert old.ended_at is not None and old.claim.live_photos == [] and len(old.claim.ended_photos) == 1


@pytest.mark.django_db
@pytest.mark.clock("2026-12-01 09:00")
@pytest.mark.slow
def test_entries_end_after_the_season_or_after_the_results(s3, buckets, old, client_for, clock):
    """A shown work on 31 December 2029, three years after the season; one that is not shown 90 days after results."""
    make_season()
    contest = make_contest(days=(-30, -10), state="results", results_at=timezone.now())
    shown = make_entry(contest, state="shortlisted", is_hung=True, prize="nhat")
    plain, excluded = make_entry(contest), make_entry(contest, state="excluded", office_note="Em Lan nộp muộn.")
    open_contest = make_contest(days=(-30, -10))  # nobody ever publishes its results
    open_contest_entry = make_entry(open_contest)
    entries = (shown, plain, excluded, open_contest_entry)
    keys = {}
    for entry in entries:
        stored = make_stored_file(name="Lan 8A.png", zone="quarantine", profile="contest")
        entry.files.update(stored=stored)
        type(stored).objects.filter(pk=stored.pk).update(state="clean")
        keys[entry.pk] = stored.key
        Mark.objects.create(entry=entry, juror=seat(entry.contest), total=70, comment="Tranh của Lan.")
    schools = [client_for(entry.submitted_by) for entry in entries]
    pages = [f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/" for entry in entries]
    texts = [client.get(page).text for client, page in zip(schools, pages, strict=True)]
    assert "31-12-2029" in texts[0] and "01-03-2027" in texts[1] and "90 ngày" in texts[3]
    visitor, proof = client_for(), f"/vi/giay-cuoc-thi/{shown.code}/"

    def at(moment):
        clock.move_to(moment)
        call_command("forget_entries")
        garbage.collect_garbage()
        for entry in entries:
            entry.refresh_from_db()
        kept_objects = [bool(kept(s3, buckets[0], keys[entry.pk])) for entry in entries]
        assert [entry.state != "ended" for entry in entries] == kept_objects
        return kept_objects

    assert at("2027-03-01 03:00") == [True, True, True, True]
    assert at("2027-03-02 03:00") == [True, False, False, True]
    assert at("2027-03-31 03:00") == [True, False, False, True], "90 days after the season"
    assert at("2027-04-01 03:00") == [True, False, False, False]
    assert at("2029-12-31 03:00")[0] and visitor.get(proof).status_code == 200
    assert not at("2030-01-01 03:00")[0] and visitor.get(proof).status_code == 410
    assert at("2030-01-02 03:00") == [False] * 4
    for entry, page in zip(entries, pages, strict=True):
        consent = entry.authors.get().consent
        assert (entry.title, entry.office_note, consent.subject, consent.age_band) == ("", "", entry.code, "")
        assert list(entry.marks.values_list("total", "comment")) == [(70, "")] and not entry.files.exists()
        assert "Bài đã hết hạn lưu" in client_for(entry.submitted_by).get(page).text
    assert shown.prize == "nhat"


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["expires_on", "withdrawn_at"])
@pytest.mark.clock("2029-11-18 04:00")
def test_a_consent_loses_its_paper_three_years_after_its_end(s3, buckets, old, clock, field):
    paper = make_stored_file(name="Giấy của Lan 8A.png", zone="quarantine")
    end = date(2026, 11, 18) if field == "expires_on" else datetime(2026, 11, 18, 9, tzinfo=UTC)
    facts = {"subject": "Nhóm bốn bạn", "age_band": "7-15", "purpose": "Áp phích", "scope": "site"}
    consent, running = (
        SubjectConsent.objects.create(**facts, **extra, paper=stored, paper_sha256="a" * 64, collected_by=make_user())
        for stored, extra in ((paper, {field: end}), (make_stored_file(zone="quarantine"), {}))
    )
    for moment, is_kept in (("2029-11-18 04:00", True), ("2029-11-19 04:00", False)):
        clock.move_to(moment)
        call_command("maintain_library")
        garbage.collect_garbage()
        assert bool(kept(s3, buckets[0], paper.key)) is is_kept
        consent.refresh_from_db()
        assert (consent.paper_id is not None) is is_kept and consent.paper_sha256 == "a" * 64
    paper.refresh_from_db()
    assert (paper.state, paper.display_name) == ("purged", "")
    running.refresh_from_db()
    assert running.paper_id and kept(s3, buckets[0], running.paper.key)


@pytest.mark.django_db
def test_a_recalled_file_keeps_no_version_under_its_public_name(s3, buckets):
    asset = make_asset("V-09")
    stored = asset.versions.get().files.get().stored
    card_key = f"cards/tai-lieu-vi-{asset.slug}-{'0' * 12}.jpg"
    neighbour = f"cards/tai-lieu-vi-{asset.slug}-kem-{'0' * 12}.jpg"  # of another asset, whose slug begins the same
    for key in (card_key, neighbour):
        s3.put_object(Bucket=buckets[1], Key=key, Body=b"x")
    service.clear(service.recall(asset, reason="Sai số điện thoại.").pk)
    assert kept(s3, buckets[1], stored.key) == []
    assert kept(s3, buckets[1], f"recalled/{stored.key}") == [f"recalled/{stored.key}"]
    assert kept(s3, buckets[1], card_key) == [] and kept(s3, buckets[1], neighbour) == [neighbour]


@pytest.fixture
def old(monkeypatch, s3, buckets):
    """All that this test stores counts as older than a day; what other tests left is not looked at."""
    before = {version.key for bucket in buckets for version in versions(s3, bucket)}
    for name in ("listing", "hidden"):
        real = getattr(audit, name)
        monkeypatch.setattr(
            audit, name, lambda zone, real=real: {key: facts for key, facts in real(zone).items() if key not in before}
        )
    for module in (audit, garbage):
        monkeypatch.setattr(module, "GRACE", timedelta(seconds=-60))


@pytest.mark.django_db
def test_the_audit_names_what_is_only_hidden_and_the_sweeper_takes_what_nobody_wants(s3, buckets, old, capsys):
    lost, changed = (make_asset(code).versions.get().files.get().stored for code in ("V-10", "V-11"))
    make_image()
    hidden_key = hidden_object(s3, buckets[0], f"files/2026/11/{uuid4()}")
    s3.delete_object(Bucket=buckets[1], Key=lost.key)  # by mistake: its row is there
    s3.put_object(Bucket=buckets[1], Key=changed.key, Body=b"other")
    report = audit.verify(read=False)
    assert set(report.lingering) == {("quarantine", hidden_key), ("released", lost.key)} and not report.is_clean
    assert report.overwritten == [("released", changed.key)]
    with pytest.raises(SystemExit):
        call_command("verify_media", "--quick")
    output = capsys.readouterr().out
    for key in (hidden_key, lost.key, changed.key):
        assert key in output
    assert "2 deleted but kept, 1 overwritten" in output
    garbage.collect_garbage()
    assert kept(s3, buckets[0], hidden_key) == []
    assert len(kept(s3, buckets[1], lost.key)) == 2, "a version of it can still bring it back"
    assert len(kept(s3, buckets[1], changed.key)) == 2


def test_nothing_else_in_the_product_deletes_from_storage():
    product = [
        path
        for path in Path(settings.BASE_DIR).rglob("*.py")
        if path.relative_to(settings.BASE_DIR).parts[0] not in {"tests", "tools", "demo"}
        and not path.relative_to(settings.BASE_DIR).parts[0].startswith(".")
    ]
    calls = {
        str(path.relative_to(settings.BASE_DIR))
        for path in product
        if re.search(r"\.delete_objects?\(", path.read_text(encoding="utf-8"))
    }
    assert len(product) > 300 and calls == {"files/storage/versions.py"}
