"""Deletion: the buckets keep versions, and every deletion of the project removes all of them."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from files.maintenance import audit, garbage
from files.storage.backends import storage_for
from files.storage.objects import purge, purge_below
from files.storage.versions import versions
from media_library.recall import service
from schools.models import ChecklistItem, Claim, EvidencePhoto
from tests.factories import make_asset, make_image, make_stored_file
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
