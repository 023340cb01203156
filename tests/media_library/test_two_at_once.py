"""Two people, or one person and a worker, at the same moment: what one has decided is never written over by the other.

The second step is taken where the first one pauses: while bytes are copied, cleaned or looked at.
"""

import io
import threading

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection

from files.intake.accept import UploadRejected
from files.models import StoredFile, UploadSession
from files.uploads.tasks import check_upload
from media_library.admin.bulk_edit import BulkEdit
from media_library.admin.files.forms import VersionForm
from media_library.admin.forms import AssetForm
from media_library.catalogue.table_import import apply, judge
from media_library.models import Asset, AssetFile, AssetVersion
from media_library.recall.service import recall
from media_library.review import files, redaction, release
from media_library.review.release import release_version
from tests.factories import make_asset, make_stored_file, make_user, picture_bytes
from tests.files import sample_files as make
from tests.files.test_uploads import BASE, announce, put, sent
from tests.media_library.small_library import make_library, new_version
from tests.media_library.test_assets_admin import upload, words
from tests.media_library.test_release_job import RECALLED, REFUSED
from tests.worker import run_waiting_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
PUBLISHER = ("access_admin", "view_asset", "change_asset", "delete_asset", "release_asset")


def staff(*names):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=names or PUBLISHER))
    return user


@pytest.fixture
def asset():
    make_library()
    return make_asset("G-01", released=False, files=[{"stored": make_stored_file(zone="quarantine")}])


@pytest.fixture
def while_copying(monkeypatch):
    """`while_copying(step)` takes `step` once, at the moment in which a release copies the bytes."""
    copy = release.promote

    def meanwhile(step):
        steps = [step]

        def slow(stored):
            copy(stored)
            if steps:
                steps.pop()()

        monkeypatch.setattr(release, "promote", slow)

    return meanwhile


def post(client, asset, action, **fields):
    return client.post(f"/admin/kho/{asset.pk}/", {"action": action} | fields)


def test_what_is_recalled_while_its_next_version_is_released_stays_recalled(asset, client_for, while_copying):
    """The release was pressed before anybody knew of the harm; it must not bring the asset back."""
    release_version(asset, asset.versions.get())
    version = new_version(asset, "1.1")
    while_copying(lambda: recall(Asset.objects.get(pk=asset.pk), reason="Sai số điện thoại cứu trợ."))
    desk = client_for(staff())
    assert post(desk, asset, "release", version=version.pk).status_code == 302
    run_waiting_tasks()
    page = desk.get(f"/admin/kho/{asset.pk}/").content.decode()
    assert REFUSED in page and RECALLED in page
    asset.refresh_from_db()
    assert asset.status == "withdrawn"
    assert post(desk, asset, "release", version=version.pk).status_code == 302, "who has read of the recall may"
    run_waiting_tasks()
    asset.refresh_from_db()
    assert asset.status == "released" and asset.current_version == version


def test_a_recalled_version_is_never_released_again(asset, client_for):
    release_version(asset, asset.versions.get())
    old = asset.current_version
    recall(asset, reason="Sai số điện thoại cứu trợ.")
    desk = client_for(staff())
    response = post(desk, asset, "release", version=old.pk)
    assert response.status_code == 400 and "đã thu hồi nên không phát hành lại được" in response.content.decode()
    new_version(asset, "1.1")
    page = desk.get(f"/admin/kho/{asset.pk}/").content.decode()
    assert "Phát hành v1.1" in page and "Phát hành v1.0" not in page


def test_an_asset_deleted_while_it_is_released_is_said_so(asset, client_for, while_copying):
    def gone():
        AssetFile.objects.filter(version__asset=asset).delete()
        Asset.objects.filter(pk=asset.pk).delete()

    while_copying(gone)
    desk = client_for(staff())
    assert post(desk, asset, "release", version=asset.versions.get().pk).status_code == 302
    run_waiting_tasks()
    assert not Asset.objects.exists() and desk.get(f"/admin/kho/{asset.pk}/").status_code == 404


@pytest.mark.parametrize("action", ["remove", "describe"])
def test_a_file_of_a_version_that_was_just_released_is_not_touched(asset, client_for, monkeypatch, action):
    """Its form was looked at before the release, its lock comes after it."""
    version, lock = asset.versions.get(), files.lock_open

    def late(row):
        monkeypatch.setattr(files, "lock_open", lock)
        release_version(Asset.objects.get(pk=asset.pk), AssetVersion.objects.get(pk=version.pk))
        lock(row)

    monkeypatch.setattr(files, "lock_open", late)
    file = version.files.get()
    words = {"role": "light", "language": "km", "label": "Khác", "shows_minor": "no"}
    response = post(client_for(staff()), asset, action, file=file.pk, **words)
    assert response.status_code in {400, 409} and "đã phát hành" in response.content.decode()
    there = AssetFile.objects.get(pk=file.pk)
    assert (there.role, there.language, there.label) == (file.role, file.language, file.label)


def test_a_file_taken_out_while_it_is_described_is_said_so(asset, client_for, monkeypatch):
    file, lock = asset.versions.get().files.get(), files.lock_open

    def late(row):
        lock(row)
        AssetFile.objects.filter(pk=file.pk).delete()

    monkeypatch.setattr(files, "lock_open", late)
    words = {"role": "light", "language": "km", "label": "Khác", "shows_minor": "no"}
    response = post(client_for(staff()), asset, "describe", file=file.pk, **words)
    assert response.status_code == 400 and "không còn trong tài liệu" in response.content.decode()


def test_words_said_of_a_picture_that_is_being_covered_go_to_the_covered_one(asset):
    """Otherwise the answer about people would stand beside bytes that nobody sees any more."""
    file = asset.versions.get().files.get()
    covered = make_stored_file(picture_bytes(61, 47), zone="quarantine", shows_minor=None)
    AssetFile.objects.filter(pk=file.pk).update(stored=covered)
    files.describe(file, role="screen", language="vi", label="Bản che mặt", shows_minor=False)
    covered.refresh_from_db()
    assert covered.shows_minor is False


def test_the_plain_form_leaves_no_row_when_the_version_went_away_while_the_file_was_cleaned(
    asset, client_for, monkeypatch
):
    version, accept = asset.versions.get(), files.accept_upload

    def slow(*arguments, **options):
        AssetFile.objects.filter(version=version).delete()
        AssetVersion.objects.filter(pk=version.pk).delete()
        return accept(*arguments, **options)

    monkeypatch.setattr(files, "accept_upload", slow)
    rows = StoredFile.objects.count()
    data = {"version": version.pk, "role": "screen", "language": "vi", "label": "A", "shows_minor": "no"}
    response = post(client_for(staff()), asset, "file", file=upload(), **data)
    assert response.status_code == 400 and "vừa bị xóa" in response.content.decode()
    assert StoredFile.objects.count() == rows


def test_a_version_made_by_two_at_once_is_made_once(asset, client_for, monkeypatch):
    ask = VersionForm.is_valid

    def second(form):
        response = ask(form)
        AssetVersion.objects.create(asset=asset, number="2.0")
        return response

    monkeypatch.setattr(VersionForm, "is_valid", second)
    response = post(client_for(staff()), asset, "version", number="2.0")
    assert response.status_code == 409 and "Một người khác vừa tạo" in response.content.decode()
    assert asset.versions.filter(number="2.0").count() == 1


def test_who_edits_words_tables_or_many_assets_does_not_undo_a_recall(asset, client_for, monkeypatch):
    """Each writes a row that was read before; what was recalled in between became released again."""
    release_version(asset, asset.versions.get())
    many, table = Asset.objects.get(pk=asset.pk), judge([{"code": asset.code, "licence": "partner"}])
    assert table[0].errors == [] and table[0].changes
    desk, clean = client_for(staff()), AssetForm.clean

    def recalled_meanwhile(form):
        recall(Asset.objects.get(pk=asset.pk), reason="Sai số điện thoại cứu trợ.")
        return clean(form)

    monkeypatch.setattr(AssetForm, "clean", recalled_meanwhile)
    address = f"/admin/snippets/media_library/asset/edit/{asset.pk}/"
    assert desk.post(address, words(code=asset.code, slug=asset.slug, name_vi="Tên mới")).status_code == 302
    BulkEdit.execute_action([many], user=None, values={"access": "schools"})
    assert apply(table, by=None) == 1
    asset = Asset.objects.get(pk=asset.pk)
    assert (asset.name, asset.access, asset.licence, asset.status) == ("Tên mới", "schools", "partner", "withdrawn")


def test_a_right_that_ends_while_the_file_travels_ends_the_upload(asset, client_for):
    editor, content = staff("access_admin", "change_asset"), make.noise(90)
    desk, version = client_for(editor), asset.versions.get()
    session = announce(desk, version, content).json()["id"]
    assert put(desk, session, 1, content) == 200
    editor.user_permissions.remove(Permission.objects.get(codename="change_asset"))
    words = {"role": "print", "language": "km", "label": "Bản in", "shows_minor": "no"}
    for tail, data in (("phan/", {"part": 1}), ("xong/", {}), ("ghi/", words)):
        response = desk.post(f"{BASE}{session}/{tail}", data)
        assert response.status_code == 403 and response.json()["error"].endswith("."), tail
    assert UploadSession.objects.get(pk=session).state == "open"
    editor.user_permissions.add(Permission.objects.get(codename="change_asset"))
    assert desk.post(f"{BASE}{session}/xong/").status_code == 200


def test_an_asset_deleted_while_its_file_travels_takes_nothing_in(asset, client_for):
    desk, version = client_for(staff()), asset.versions.get()
    first = announce(desk, version, make.picture(), name="a.jpg").json()["id"]
    content = make.noise(90)
    second = sent(desk, version, content, name="b.png")
    assert desk.post(f"{BASE}{second}/xong/").status_code == 200
    rows = StoredFile.objects.count()
    assert desk.post(f"/admin/snippets/media_library/asset/delete/{asset.pk}/").status_code == 302
    assert not Asset.objects.filter(pk=asset.pk).exists()
    for tail, data in (("phan/", {"part": 1}), ("xong/", {})):
        response = desk.post(f"{BASE}{first}/{tail}", data)
        assert response.status_code == 404 and "Không có phiên bản này" in response.json()["error"]
    assert check_upload.call(second) == "refused"
    assert desk.get(f"{BASE}{second}/").json()["refusal"]
    assert StoredFile.objects.count() == rows and not AssetFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_sent_to_two_versions_at_once_are_stored_once_and_offered_once():
    """Two workers look whether the library has them before either has stored them."""
    make_library()
    versions = [make_asset(code, released=False).versions.get() for code in ("G-02", "G-03")]
    content, results = make.noise(120), []

    def send(version):
        words = {"name": "a.png", "role": "screen", "label": "A", "offer": True}
        try:
            results.append(files.add_file(version, io.BytesIO(content), **words))
        except UploadRejected as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[version]) for version in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reasons = [result.reason if isinstance(result, UploadRejected) else "came in" for result in results]
    assert sorted(reasons) == ["came in", "duplicate"]
    assert AssetFile.objects.filter(label="A").count() == 1


@pytest.mark.django_db(transaction=True)
def test_covering_and_releasing_at_once_end_without_waiting_for_each_other(client_for):
    """Both lock the asset before its version: one of them is told no, none hangs, nothing half is left."""
    make_library()
    asset = make_asset("G-04", released=False, files=[{"stored": make_stored_file(zone="quarantine")}])
    file, outcomes = asset.versions.get().files.get(), []

    def run(step):
        try:
            step()
            outcomes.append("done")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    steps = (
        lambda: release_version(Asset.objects.get(pk=asset.pk), AssetVersion.objects.get(pk=file.version_id)),
        lambda: redaction.request_redaction(AssetFile.objects.get(pk=file.pk), "10,10,20,20", by=None),
    )
    threads = [threading.Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    asset.refresh_from_db()
    assert (asset.status == "released") != bool(StoredFile.objects.get(pk=file.stored_id).redaction_areas)
