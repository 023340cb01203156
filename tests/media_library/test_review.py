"""States of a version: in review, approved, published, withdrawn; who may change them, and for which content."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from files.models import StoredFile
from media_library.models import AssetFile, AssetVersion
from media_library.recall.service import recall
from media_library.review import release
from media_library.review.files import add_file, describe
from media_library.review.redaction import request_redaction
from media_library.review.release import release_version
from notifications.models import Letter
from tests.factories import make_asset, make_stored_file, make_user, picture_bytes
from tests.letters import Server, delivered
from tests.media_library.small_library import make_library, new_version
from tests.worker import run_waiting_tasks
from users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
EDITOR = ("change_asset", "view_asset")
PUBLISHER = (*EDITOR, "release_asset")


def staff(*names):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *names]))
    return user


@pytest.fixture
def asset():
    make_library()
    return make_asset("R-01", released=False, files=[{"stored": make_stored_file(zone="quarantine")}])


def move(client, asset, action, status=302, **fields):
    response = client.post(f"/admin/kho/{asset.pk}/", {"action": action, "version": asset.versions.first().pk} | fields)
    assert response.status_code == status, (action, response.status_code)
    return response.content.decode()


def step_of(client, asset):
    """The state as the files page reads, and the one step of the journey that lists the file."""
    page = client.get(f"/admin/kho/{asset.pk}/").content.decode()
    file = asset.versions.first().files.first()
    names, listed = [], {}
    with pytest.MonkeyPatch.context() as patch:  # a dozen lists, of which only the rows are read, are not drawn
        noted = SimpleNamespace(render_to_string=lambda _name, context, *_, **__: listed.update(context) or "")
        patch.setattr("django.shortcuts.loader", noted)
        for name in [*StoredFile.State.values, *AssetVersion.Stage.values]:
            listed.clear()
            assert client.get("/admin/kho/duong-di/", {"buoc": name}).status_code == 200 and listed
            if listed.get("chosen") and any(stored.asset_file == file for stored in listed["page_obj"]):
                names.append(name)
    assert len(names) == 1, names
    return page, names[0]


@pytest.mark.slow
def test_each_state_is_read_in_vietnamese_and_moved_by_who_may(asset, client_for):
    writer, second, reader = staff(*PUBLISHER), staff(*PUBLISHER), staff(*EDITOR)
    writer_client, two, third = client_for(writer), client_for(second), client_for(reader)
    page, step = step_of(writer_client, asset)
    assert "đang soạn" in page and step == "not_scanned" and "Gửi duyệt" in page
    move(two, asset, "approve", 400)
    move(writer_client, asset, "submit")
    move(writer_client, asset, "submit", 400)
    page, step = step_of(writer_client, asset)
    assert "chờ duyệt" in page and step == "in_review" and "Phát hành v" not in page, "not by who asked for it"
    move(writer_client, asset, "approve", 400)
    move(writer_client, asset, "release", 400)
    for action in ("approve", "return", "release"):
        move(third, asset, action, 403)
    assert asset.code in two.get("/admin/snippets/media_library/asset/?unanswered=review").content.decode()
    move(two, asset, "return", 400, reason="chưa")
    move(two, asset, "return", reason="Thiếu dòng nguồn ảnh ở góc dưới.")
    page, step = step_of(writer_client, asset)
    assert "Thiếu dòng nguồn ảnh" in page and step == "not_scanned"
    move(writer_client, asset, "submit")
    move(two, asset, "approve")
    page, step = step_of(writer_client, asset)
    assert "đã duyệt" in page and step == "approved" and second.get_full_name() in page
    move(writer_client, asset, "release")
    page, step = step_of(writer_client, asset)
    assert "đang phát hành" in page and "Đã chép 0/1 tệp" in page and step == "releasing"
    assert "Phát hành v" not in page and "Thêm tệp" not in page, "once, and as it is"
    move(writer_client, asset, "release", 409)
    run_waiting_tasks()
    page, step = step_of(writer_client, asset)
    assert "đã phát hành" in page and step == "published"
    version = asset.versions.get()
    assert (version.submitted_by, version.approved_by, version.released_by) == (writer, second, writer)
    for action in ("submit", "approve", "return"):
        assert "đã phát hành rồi" in move(two, asset, action, 400, reason="Muộn mất rồi bạn ơi.")
    recall(type(asset).objects.get(pk=asset.pk), reason="Sai số điện thoại.", by=second)
    page, step = step_of(writer_client, asset)
    assert "đã thu hồi" in page and step == "withdrawn"
    steps = ModelLogEntry.objects.filter(object_id=str(asset.pk)).values_list("action", "user")
    expected_steps = {("submit", writer.pk), ("return", second.pk), ("approve", second.pk), ("release", writer.pk)}
    assert {(f"media_library.{name}", user) for name, user in expected_steps} <= set(steps)
    history = writer_client.get(f"/admin/snippets/media_library/asset/history/{asset.pk}/")
    if history.status_code == 200:
        assert "Đã duyệt một phiên bản" in history.content.decode()


def test_it_is_sent_for_approval_when_its_editor_has_answered_for_the_people_in_it(asset, client_for):
    """What the editor has to answer is refused; what only an approver decides is said, and goes."""
    writer = client_for(staff(*EDITOR))
    stored = StoredFile.objects.filter(asset_file__version__asset=asset)
    for shows_minor, sentence in ((None, "chưa trả lời câu"), (True, "chưa có giấy đồng ý nào")):
        stored.update(shows_minor=shows_minor)
        assert sentence in move(writer, asset, "submit", 400)
        assert asset.versions.get().submitted_at is None
    stored.update(shows_minor=False)
    asset.versions.get().files.update(role="print")
    move(writer, asset, "submit")
    page = writer.get(f"/admin/kho/{asset.pk}/").text
    assert "Người duyệt còn phải quyết: “" in page and "Bản in ấn phải là PDF" in page
    assert asset.versions.get().submitted_at


def test_the_journey_names_every_state_and_is_for_the_library_alone(asset, client_for):
    page = client_for(staff(*EDITOR)).get("/admin/kho/duong-di/").content.decode()
    states = [str(StoredFile.State.RECEIVED.label), "đang quét", "đã quét, sạch", "chưa quét được", "có mã độc"]
    for word in [*states, "chờ duyệt", "đã duyệt", "đã phát hành", "đã thu hồi", "đã xóa hẳn"]:
        assert word in page, word
    assert client_for(staff()).get("/admin/kho/duong-di/").status_code == 403
    assert client_for(None).get("/admin/kho/duong-di/").status_code == 302
    for state in ("received", "scanning", "infected", "clean"):
        StoredFile.objects.filter(asset_file__version__asset=asset).update(state=state)
        assert step_of(client_for(staff(*EDITOR)), asset)[1] == state


def test_the_librarys_own_pages_are_in_its_menu(client_for):
    """The menu of reports is hidden from who publishes no pages: the library's desk never saw what stood there."""
    pages = ("/admin/kho/con-thieu/", "/admin/kho/duong-di/", "/admin/kho/dong-y/")
    desk = client_for(staff(*PUBLISHER, "view_downloadevent")).get("/admin/").content.decode()
    assert all(address in desk for address in (*pages, "/admin/thu-hoi/"))
    unions = client_for(staff("view_downloadevent")).get("/admin/").content.decode()
    assert "/admin/thu-hoi/" in unions and not any(address in unions for address in pages)
    assert "/admin/thu-hoi/" not in client_for(staff()).get("/admin/").content.decode()


CHANGES = {
    "a file more": lambda version: add_file(version, picture_bytes(70, 50), role="screen", label="Mới", name="a.jpg"),
    "a file of other words": lambda version: describe(
        version.files.first(), role="light", language="vi", label="A", shows_minor=False
    ),
    "a file whose bytes are others": lambda version: AssetFile.objects.filter(version=version).update(
        stored=make_stored_file(picture_bytes(90, 70), zone="quarantine")
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_after_the_approval_is_looked_at_again(asset, change):
    writer, second = staff(*PUBLISHER), staff(*PUBLISHER)
    from media_library.review import approval

    version = asset.versions.get()
    approval.submit(version, by=writer)
    approval.approve(version, by=second)
    CHANGES[change](version)
    with pytest.raises(ValidationError):
        release_version(asset, asset.versions.get(), by=writer)
    asset.refresh_from_db()
    assert asset.status == "draft"


def test_a_file_that_comes_while_the_bytes_are_copied_is_not_released_unseen(asset, monkeypatch):
    """Release reads the files, copies them, and only then opens: what came meanwhile was never asked about."""
    version, copy = asset.versions.get(), release.promote

    def slow(stored):
        copy(stored)
        if version.files.count() == 1:
            new = make_stored_file(zone="quarantine", shows_minor=None)
            AssetFile.objects.create(version=version, role="screen", label="Chưa ai hỏi", stored=new)

    monkeypatch.setattr(release, "promote", slow)
    with pytest.raises(ValidationError, match="vừa đổi trong lúc phát hành"):
        release_version(asset, version, by=staff(*PUBLISHER))
    asset.refresh_from_db()
    assert asset.status == "draft" and not asset.versions.get().released_at


def test_releasing_at_once_stands_in_the_books_as_the_approval(asset):
    publisher = staff(*PUBLISHER)
    release_version(asset, asset.versions.get(), by=publisher)
    version = asset.versions.get()
    assert version.approved_by == version.released_by == publisher and len(version.approved_content) == 64
    release_version(asset, new_version(asset), by=publisher)
    release_version(asset, version, by=publisher)
    assert asset.current_version == version, "an older one may come back"


def test_covering_takes_the_approval_back(asset):
    from media_library.review import approval

    writer, second = staff(*PUBLISHER), staff(*PUBLISHER)
    version = asset.versions.get()
    approval.submit(version, by=writer)
    approval.approve(version, by=second)
    request_redaction(version.files.get(), "10,10,20,20", by=writer)
    with pytest.raises(ValidationError, match="che mặt"):
        release_version(asset, version, by=writer)


def letters():
    """(addresses, subjects) of what has been sent since the last call, and the last letter's words."""
    arrived = delivered()
    sent = [(letter.to, letter.subject) for letter in arrived]
    body = arrived[-1].body if arrived else ""
    arrived.clear()
    return sent, body


def test_who_may_approve_and_who_asked_are_told_by_letter(asset, client_for):
    """Each alone, never about a step of one's own; whoever may not approve learns nothing."""
    writer, second = staff(*PUBLISHER), staff(*PUBLISHER)
    staff(*EDITOR), make_user(is_superuser=True, is_staff=True)
    group = Group.objects.create(name="Kho")
    group.permissions.set(Permission.objects.filter(codename="release_asset"))
    (third := staff(*EDITOR)).groups.add(group)
    (inactive_user := staff(*PUBLISHER)).is_active = False
    inactive_user.save()
    page = f"{settings.SITE_URL}/admin/kho/{asset.pk}/"

    def step(who, action, **fields):
        move(client_for(who), asset, action, **fields)
        run_waiting_tasks()
        return letters()

    sent, body = step(writer, "submit")
    assert sorted(to for to, _subject in sent) == sorted([[second.email], [third.email]])
    assert all(subject.startswith("Chờ bạn duyệt: R-01") for _to, subject in sent)
    assert writer.get_full_name() in body and page in body
    sent, body = step(second, "return", reason="Thiếu dòng nguồn ảnh ở góc dưới.")
    assert [to for to, _subject in sent] == [[writer.email]] and sent[0][1].startswith("Trả lại để sửa: R-01")
    assert "Thiếu dòng nguồn ảnh ở góc dưới." in body and second.get_full_name() in body and page in body
    step(writer, "submit")
    sent, body = step(second, "approve")
    assert [to for to, _subject in sent] == [[writer.email]] and sent[0][1].startswith("Đã duyệt: R-01")
    assert "Bấm Phát hành" in body
    assert step(writer, "release")[0] == [], "one's own step is no news"


def test_releasing_what_somebody_submitted_tells_them(asset, client_for):
    writer, second = staff(*EDITOR), staff(*PUBLISHER)
    move(client_for(writer), asset, "submit")
    letters()
    move(client_for(second), asset, "release")
    run_waiting_tasks()
    sent, body = letters()
    assert [to for to, _subject in sent] == [[writer.email]] and sent[0][1].startswith("Đã phát hành: R-01")
    assert second.get_full_name() in body


def test_a_closed_account_gets_no_letter_about_what_it_submitted(asset, client_for):
    writer, second = staff(*EDITOR), staff(*PUBLISHER)
    for is_open in (True, False):
        move(client_for(writer), asset, "submit")
        letters()
        User.objects.filter(pk=writer.pk).update(is_active=is_open)
        move(client_for(second), asset, "return", reason="Thiếu dòng nguồn ảnh ở góc dưới.")
        run_waiting_tasks()
        assert [to for to, _subject in letters()[0]] == ([[writer.email]] if is_open else [])


def test_a_mail_server_that_is_away_undoes_no_step(asset, client_for, settings):
    settings.MAILERS = {"server": {"BACKEND": "tests.letters.Server"}}
    Server.reset(is_away=True)
    staff(*PUBLISHER)
    move(client_for(staff(*EDITOR)), asset, "submit")
    assert delivered() == [] and asset.versions.get().stage == "in_review"
    assert Letter.objects.get().state == "waiting", "it is not lost"


def test_the_dashboard_says_what_waits_for_whom(asset, client_for):
    """And each number leads to what it counts."""
    writer, second, editor = staff(*PUBLISHER), staff(*PUBLISHER), staff(*EDITOR)

    def board(user):
        return client_for(user).get("/admin/trang-chu/so-lieu/").content.decode()

    def listed(user, what):
        address = f"/admin/snippets/media_library/asset/?unanswered={what}"
        return asset.code in client_for(user).get(address).content.decode()

    move(client_for(writer), asset, "submit")
    assert "1 tài liệu chờ bạn duyệt" in board(second) and listed(second, "my_review")
    assert "0 tài liệu chờ bạn duyệt" in board(writer) and not listed(writer, "my_review") and listed(writer, "review")
    assert "1 tài liệu chờ duyệt" in board(editor)
    assert "tài liệu chờ" not in board(staff())
    move(client_for(second), asset, "return", reason="Thiếu dòng nguồn ảnh ở góc dưới.")
    assert "1 bị trả lại, chờ sửa" in board(writer) and listed(writer, "returned") and not listed(writer, "review")
    move(client_for(writer), asset, "submit")
    move(client_for(second), asset, "approve")
    assert "1 đã duyệt, chờ phát hành" in board(writer) and listed(writer, "approved")
    assert "bị trả lại" not in board(writer) and not listed(second, "my_review")


def test_who_has_left_the_library_gets_no_letter_about_what_it_submitted(asset, client_for):
    writer, second = staff(*EDITOR), staff(*PUBLISHER)
    move(client_for(writer), asset, "submit")
    letters()
    writer.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    move(client_for(second), asset, "return", reason="Thiếu dòng nguồn ảnh ở góc dưới.")
    run_waiting_tasks()
    assert letters()[0] == []
