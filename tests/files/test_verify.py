"""The storage audit compares rows with objects; garbage collection deletes only what no row has named for a day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile

from files.maintenance import audit, garbage
from files.models import StoredFile, UploadSession
from files.storage.objects import purge
from files.storage.versions import versions
from media_library.models import FileWords, SubjectConsent
from partners.models import Partner, Submission
from tests.factories import make_asset, make_image, make_stored_file, make_user
from tests.objects import keys_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("emptied")]


@pytest.fixture(autouse=True)
def nothing_but_this_tests_own(monkeypatch, s3, buckets):
    """What other tests keep in the buckets is not listed: the sweeper would delete it, whose rows are not here."""
    before = {version.key for bucket in buckets for version in versions(s3, bucket)}
    for name in ("listing", "hidden"):
        real = getattr(audit, name)
        monkeypatch.setattr(
            audit, name, lambda zone, real=real: {key: facts for key, facts in real(zone).items() if key not in before}
        )


@pytest.fixture
def old(monkeypatch):
    """Everything in storage counts as older than a day."""
    monkeypatch.setattr(audit, "GRACE", timedelta(seconds=-60))
    monkeypatch.setattr(garbage, "GRACE", timedelta(seconds=-60))


def lines(capsys, *arguments):
    code = 0
    try:
        call_command("verify_media", *arguments)
    except SystemExit as end:
        code = end.code
    return code, capsys.readouterr().out


def new_key():
    """A key that no other test has left in the bucket."""
    return f"files/2026/11/{uuid4()}.bin"


def names(found):
    return {row.key for row in found}


def test_each_missing_altered_and_extra_object_is_named(s3, buckets, capsys, old):
    asset = make_asset("V-01")
    missing_file, changed, swapped = make_stored_file(), make_stored_file(), make_stored_file(zone="quarantine")
    make_image()
    purge("released", missing_file.key)
    s3.put_object(Bucket=buckets[1], Key=changed.key, Body=b"other")
    size = s3.head_object(Bucket=buckets[0], Key=swapped.key)["ContentLength"]
    s3.put_object(Bucket=buckets[0], Key=swapped.key, Body=b"x" * size)
    nobody = new_key()
    s3.put_object(Bucket=buckets[0], Key=nobody, Body=b"x")
    report = audit.verify()
    assert missing_file.key in names(report.missing) and not names(report.missing) & {changed.key, swapped.key}
    assert {changed.key, swapped.key} <= names(report.altered)
    assert swapped.key not in names(audit.verify(read=False).altered), "the same size: only reading tells"
    assert ("quarantine", nobody) in report.extra
    code, words = lines(capsys)
    assert code == 1 and all(key in words for key in (missing_file.key, changed.key, swapped.key, nobody))
    assert asset.versions.get().files.get().stored.key not in words


def test_the_sweeper_takes_orphans_after_a_day_only(s3, buckets, monkeypatch):
    kept_file, orphan = make_asset("V-02").versions.get().files.get().stored, new_key()
    loose = make_stored_file(zone="quarantine")  # a file taken out of its version: nobody holds the row
    papers = [make_stored_file(zone="quarantine") for _each in range(2)]  # signed consents: no relation leads back
    SubjectConsent.objects.create(subject="Lan", age_band="7-15", paper=papers[0], collected_by=make_user())
    piece = Submission.objects.create(partner=Partner.objects.create(slug="may", display_name="Mây"))
    piece.people.create(name="Lan", paper=papers[1])
    s3.put_object(Bucket=buckets[0], Key=orphan, Body=b"x")
    assert garbage.collect_garbage() == (0, 0)
    monkeypatch.setattr(audit, "GRACE", timedelta(seconds=-60))
    monkeypatch.setattr(garbage, "GRACE", timedelta(seconds=-60))
    assert garbage.collect_garbage(dry=True)[0] == 1 and orphan in keys_in(s3, *buckets)
    rows, objects = garbage.collect_garbage()
    assert rows == 1 and objects >= 2
    loose.refresh_from_db()
    kept_file.refresh_from_db()
    assert loose.state == StoredFile.State.PURGED and kept_file.state != StoredFile.State.PURGED
    there = keys_in(s3, *buckets)
    assert kept_file.key in there and orphan not in there and loose.key not in there
    for paper in papers:
        paper.refresh_from_db()
        assert paper.state != StoredFile.State.PURGED and paper.key in there
    assert not audit.verify(read=False).missing


def held(s3, bucket):
    """The key of an object that a row is about to name."""
    key = new_key()
    s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    return key


def arrived(key, **facts):
    facts = {"state": "received", "object_id": "1", "name": "a.png", "size": 1, "part_bytes": 1} | facts
    return UploadSession.objects.create(upload_target="library", key=key, expires_at=timezone.now(), **facts)


def test_the_sweeper_leaves_every_object_that_a_row_names(s3, buckets, old):
    """Of each kind of row: what it took would be lost for good."""
    quarantine, released = buckets
    stored = make_asset("V-03").versions.get().files.get().stored
    preview, form, document, parked = (held(s3, released) for _each in range(4))
    coming, viewing, still = (held(s3, quarantine) for _each in range(3))
    StoredFile.objects.filter(pk=stored.pk).update(preview_key=preview)
    stored.derivatives.create(form="png", state="done", key=form)
    get_document_model().objects.create(title="Thư ngỏ", file=document)
    UploadedFile.objects.create(file=parked)
    arrived(coming)
    piece = Submission.objects.create(partner=Partner.objects.create(slug="may", display_name="Mây"))
    piece.files.create(declared_name="a.mp4", viewing_key=viewing, still_key=still)
    image = make_image()
    pictures = {image.file.name, image.get_rendition("width-100").file.name}
    garbage.collect_garbage()
    there = keys_in(s3, *buckets)
    assert {stored.key, preview, form, document, parked, coming, viewing, still} | pictures <= there


def test_what_was_made_of_a_removed_file_goes_with_it_and_its_upload_does_not_keep_it(s3, buckets, old):
    """A picture that was covered goes as well, once the covered one is gone: it shows whom nobody may see."""
    removed, original = make_stored_file(zone="quarantine"), make_stored_file(zone="quarantine")
    covered = make_stored_file(zone="quarantine")
    StoredFile.objects.filter(pk=covered.pk).update(redacted_from=original)
    form = held(s3, buckets[0])
    removed.derivatives.create(form="xem-nho", state="done", key=form)
    FileWords.objects.create(stored=removed, words="Gọi 111")
    arrived(new_key(), state="accepted", stored=removed)
    for _night in range(2):
        garbage.collect_garbage()
    purged_files = StoredFile.objects.filter(pk__in=[removed.pk, original.pk, covered.pk])
    assert {stored_file.state for stored_file in purged_files} == {StoredFile.State.PURGED}
    assert not keys_in(s3, *buckets) & {removed.key, original.key, covered.key, form}
    assert not removed.derivatives.exists() and not FileWords.objects.exists()


def test_half_a_listing_deletes_nothing(s3, buckets, monkeypatch, old):
    orphan = new_key()
    s3.put_object(Bucket=buckets[0], Key=orphan, Body=b"x")

    def half(zone):
        raise OSError("storage went away between two pages")

    monkeypatch.setattr(audit, "listing", half)
    with pytest.raises(OSError):
        garbage.collect_garbage()
    assert s3.head_object(Bucket=buckets[0], Key=orphan)
