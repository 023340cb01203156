"""A release is a job: one press queues it, the worker copies and opens, and whoever pressed sees how it went."""

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from files.storage.objects import ObjectDamaged
from jobs.recovery import MAX_ATTEMPTS
from media_library.models import SubjectConsent
from media_library.review import redaction, release
from tests.factories import make_asset, make_stored_file, make_user
from tests.letters import delivered
from tests.media_library.small_library import make_library, new_version
from tests.objects import keys_in
from tests.worker import run_waiting_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets"), pytest.mark.clock("2026-11-18 09:00")]
REFUSED, RECALLED = "Chưa phát hành được", "Tài liệu vừa được thu hồi"


@pytest.fixture
def asset():
    make_library()
    return make_asset("J-01", released=False, files=[{"stored": make_stored_file(zone="quarantine")}])


@pytest.fixture
def publisher():
    user = make_user("publisher@kho.example")
    names = ["access_admin", "view_asset", "change_asset", "release_asset"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def ask(client, asset):
    response = client.post(f"/admin/kho/{asset.pk}/", {"action": "release", "version": asset.versions.get().pk})
    assert response.status_code == 302
    return client.get(f"/admin/kho/{asset.pk}/").content.decode()


def page_of(client, asset):
    return client.get(f"/admin/kho/{asset.pk}/").content.decode()


def test_storage_that_is_away_delays_a_release_and_loses_none(asset, publisher, client_for, monkeypatch, clock):
    def away(_stored):
        raise ConnectionError("no storage")

    desk, copy = client_for(publisher), release.promote
    monkeypatch.setattr(release, "promote", away)
    assert "đang phát hành" in ask(desk, asset), "no request waits for storage"
    with pytest.raises(ConnectionError):
        run_waiting_tasks()
    page = page_of(desk, asset)
    assert "đang phát hành" in page and "Hệ thống tự thử lại" in page
    monkeypatch.setattr(release, "promote", copy)
    clock.move_to("2026-11-18 09:03")
    call_command("maintain_media")
    run_waiting_tasks()
    asset.refresh_from_db()
    assert asset.status == "released" and "Hệ thống tự thử lại" not in page_of(desk, asset)
    assert ModelLogEntry.objects.get(action="media_library.release").user == publisher
    call_command("maintain_media")
    assert not DBTaskResult.objects.filter(status="READY", task_path__endswith="release_requested").exists()


def test_what_is_closed_meanwhile_is_not_released_and_who_pressed_is_told(asset, publisher, client_for):
    desk = client_for(publisher)
    ask(desk, asset)
    redaction.request_redaction(asset.versions.get().files.get(), "10,10,20,20", by=publisher)
    run_waiting_tasks()
    asset.refresh_from_db()
    assert asset.status == "draft"
    page = page_of(desk, asset)
    assert REFUSED in page and "che mặt" in page and "đang phát hành" not in page
    letter = next(letter for letter in delivered() if letter.subject.startswith("Chưa phát hành được: J-01"))
    assert letter.to == [publisher.email] and "che mặt" in letter.body


def test_a_consent_that_is_withdrawn_while_the_bytes_are_copied_keeps_the_version_in(
    publisher, client_for, client, monkeypatch
):
    make_library()
    stored = make_stored_file(zone="quarantine", shows_minor=True)
    asset, desk = make_asset("J-02", released=False, files=[{"stored": stored}]), client_for(publisher)
    consent = SubjectConsent.objects.create(
        subject="Em A", age_band="0-6", representative_agreed=True, purpose="x", scope="site", collected_by=publisher
    )
    consent.files.add(stored)
    ask(desk, asset)
    file, copy = asset.versions.get().files.get(), release.promote

    def withdrawn_meanwhile(stored_file):
        monkeypatch.setattr(release, "promote", copy)
        fields = {"action": "withdraw-consent", "file": file.pk, "consent": consent.pk}
        assert desk.post(f"/admin/kho/{asset.pk}/", fields).status_code == 302
        copy(stored_file)

    monkeypatch.setattr(release, "promote", withdrawn_meanwhile)
    run_waiting_tasks()
    asset.refresh_from_db()
    assert asset.status == "draft" and "rút lại" in page_of(desk, asset)
    assert client.get(file.get_absolute_url()).status_code == 404
    SubjectConsent.objects.create(
        subject="Em A", age_band="0-6", representative_agreed=True, purpose="x", scope="site", collected_by=publisher
    ).files.add(stored)
    ask(desk, asset)
    run_waiting_tasks()
    assert client.get(file.get_absolute_url()).status_code == 302


def test_other_bytes_than_were_looked_at_are_not_released(asset, s3, buckets):
    version = asset.versions.get()
    stored = version.files.get().stored
    s3.put_object(Bucket=buckets[0], Key=stored.key, Body=b"x" * stored.size)
    with pytest.raises(ObjectDamaged):
        release.release_version(asset, version)
    asset.refresh_from_db()
    assert asset.status == "draft" and stored.key not in keys_in(s3, buckets[1])


def test_a_release_that_ends_its_workers_is_given_up_in_words(asset, publisher, client_for, clock):
    desk = client_for(publisher)
    ask(desk, asset)
    runs = DBTaskResult.objects.filter(task_path=release.release_requested.module_path)
    assert runs.update(status="FAILED", worker_ids=[f"w{number}" for number in range(MAX_ATTEMPTS)]) == 1
    clock.move_to("2026-11-18 09:03")
    call_command("maintain_media")
    page = page_of(desk, asset)
    assert "dừng giữa chừng nhiều lần" in page and "Phát hành v1.0" in page, "it can be pressed again"
    asset.refresh_from_db()
    assert asset.status == "draft" and runs.count() == 1


def test_a_recall_ends_the_release_that_waits_and_a_new_press_opens_it_again(asset, publisher, client_for, client):
    """Else the worker opens a minute later what somebody has just taken back."""
    release.release_version(asset, asset.versions.get())
    desk, better = client_for(publisher), new_version(asset)
    press = {"action": "release", "version": better.pk}
    assert desk.post(f"/admin/kho/{asset.pk}/", press).status_code == 302
    recalled = {"action": "withdraw", "reason": "Có một em nhỏ trong hình.", "so_don_vi": "0"}
    assert desk.post(f"/admin/kho/{asset.pk}/", recalled).status_code == 302
    run_waiting_tasks()
    addresses = (asset.get_absolute_url(), "/t/j-01/", "/t/j-01/v1.1/")
    assert [client.get(address).status_code for address in addresses] == [410] * 3
    assert client.get(better.files.get().get_absolute_url()).status_code == 404
    assert RECALLED in page_of(desk, asset)
    assert desk.post(f"/admin/kho/{asset.pk}/", press).status_code == 302
    run_waiting_tasks()
    assert [client.get(address).status_code for address in addresses] == [200] * 3


@pytest.mark.parametrize("copying", [False, True], ids=["waiting", "copying"])
def test_returning_a_version_ends_its_release(asset, publisher, client_for, monkeypatch, copying):
    other = make_user("second@kho.example")
    other.user_permissions.set(publisher.user_permissions.all())
    desk, version, copy = client_for(publisher), asset.versions.get(), release.promote
    client_for(other).post(f"/admin/kho/{asset.pk}/", {"action": "submit", "version": version.pk})
    ask(desk, asset)

    def send_back(stored=None):
        monkeypatch.setattr(release, "promote", copy)
        fields = {"action": "return", "version": version.pk, "reason": "Thiếu dòng nguồn ảnh."}
        assert desk.post(f"/admin/kho/{asset.pk}/", fields).status_code == 302

    if copying:
        monkeypatch.setattr(release, "promote", send_back)
    else:
        send_back()
    run_waiting_tasks()
    asset.refresh_from_db()
    assert asset.status == "draft" and "Thiếu dòng nguồn ảnh" in page_of(desk, asset)
