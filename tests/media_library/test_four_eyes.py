"""Who made a version can neither approve nor release it anywhere; a new version begins with the files of the old."""

import io
from pathlib import PurePosixPath

import pytest
from anyascii import anyascii
from django.core.exceptions import ValidationError
from reportlab.pdfgen import canvas
from wagtail.models import ModelLogEntry

from base.text import vn_slugify
from campaign.models import Outlet
from files.models import StoredFile
from media_library.derivatives.tasks import make_preview_for
from media_library.models import Asset, AssetFile, AssetVersion, SubjectConsent
from media_library.recall.service import clear, recall
from media_library.review import approval, inheritance
from media_library.review.files import add_file, describe, remove_file
from media_library.review.release import release_version, request_release
from tests.factories import asset_row, make_asset, make_stored_file, make_user, picture_bytes
from tests.media_library.prints import make_poster
from tests.media_library.small_library import make_library
from tests.media_library.test_assets_admin import upload
from tests.media_library.test_review import PUBLISHER, staff
from tests.worker import run_waiting_tasks
from users.models import RoleGroup
from users.roles import group_for

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
SOMEBODY_ELSE = "một người khác duyệt và phát hành"

CHANGES = {
    "adds": lambda version, by: add_file(
        version, picture_bytes(70, 50), role="social", label="Mới", name="a.jpg", shows_minor=False, user=by
    ),
    "describes": lambda version, by: describe(
        version.files.first(), role="light", language="vi", label="A", shows_minor=False, by=by
    ),
    "removes": lambda version, by: remove_file(version.files.last(), by=by),
}
WAYS = {
    "the button": lambda asset, version, by: request_release(asset, version, by=by),
    "the worker": lambda asset, version, by: release_version(asset, version, by=by),
    "the approval": lambda asset, version, by: approval.approve(version, by=by),
}


@pytest.fixture
def asset():
    make_library()
    return make_asset("R-01", released=False, files=[{}, {"role": "light", "label": "Nhẹ"}])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("change", CHANGES)
def test_who_changed_a_version_decides_on_it_on_no_way(asset, change, way):
    """Also not after somebody else submitted it; that somebody, who only submitted, may not approve it either."""
    maker, sender, third = (staff(*PUBLISHER) for _n in range(3))
    version = asset.versions.get()
    CHANGES[change](version, maker)
    approval.submit(version, by=sender)
    with pytest.raises(ValidationError, match="một người khác duyệt"):
        WAYS[way](asset, AssetVersion.objects.get(), maker)
    with pytest.raises(ValidationError, match="một người khác duyệt"):
        WAYS[way](asset, AssetVersion.objects.get(), sender)
    asset.refresh_from_db()
    assert asset.status == "draft" and not AssetVersion.objects.get().approved_at
    WAYS[way](asset, AssetVersion.objects.get(), third)
    assert AssetVersion.objects.get().approved_by == third or way == "the button"


def test_an_approval_by_another_does_not_let_the_maker_press_the_button(asset, client_for):
    maker, second = staff(*PUBLISHER), staff(*PUBLISHER)
    version = asset.versions.get()
    CHANGES["adds"](version, maker)
    approval.submit(version, by=maker)
    approval.approve(version, by=second)
    page = f"/admin/kho/{asset.pk}/"
    html = client_for(maker).get(page).content.decode()
    assert "Bạn đã làm phiên bản này" in html and "Phát hành v1.0" not in html
    response = client_for(maker).post(page, {"action": "release", "version": version.pk})
    assert response.status_code == 400 and SOMEBODY_ELSE in response.content.decode()
    assert "Phát hành v1.0" in client_for(second).get(page).content.decode()


def test_an_outlet_may_let_one_person_release_and_each_time_is_logged(asset, client_for):
    """Only with a reason, only its own people; taking the reason back closes it again."""
    outlet = Outlet.objects.create(slug="bao-nho", name="Báo Nhỏ", short_name="Báo Nhỏ")
    maker, stranger = staff(*PUBLISHER), staff(*PUBLISHER)
    maker.groups.add(group_for("reporter", "bao-nho", "Báo Nhỏ"))
    version = asset.versions.get()
    CHANGES["adds"](version, maker)
    with pytest.raises(ValidationError, match="một người khác"):
        release_version(asset, version, by=maker)
    admin = client_for(make_user(is_superuser=True, is_staff=True))
    form = {
        "name": outlet.name,
        "short_name": "Báo Nhỏ",
        "slug": "bao-nho",
        "footer_profile": "press",
        "head_title": "TBT",
    }
    edit = f"/admin/snippets/campaign/outlet/edit/{outlet.pk}/"
    short = admin.post(edit, form | {"one_person_release": "ít"})
    assert "ít nhất 10 ký tự" in short.content.decode() and not Outlet.objects.get(pk=outlet.pk).one_person_release
    reason = "Tòa soạn chỉ có một biên tập viên."
    assert admin.post(edit, form | {"one_person_release": reason}).status_code == 302
    assert ModelLogEntry.objects.get(action="campaign.one_person_release").data["reason"] == reason
    release_version(asset, version, by=maker)
    entry = ModelLogEntry.objects.get(action="media_library.one_person")
    assert entry.user == maker and reason in entry.message and "Báo Nhỏ" in entry.message
    alone = asset_row("R-04", released=False).versions.get()
    alone.reopen(maker)
    approval.submit(alone, by=maker)
    approval.approve(alone, by=maker)
    assert ModelLogEntry.objects.filter(action="media_library.one_person", user=maker).count() == 2, "each step"
    other = make_asset("R-02", released=False)
    CHANGES["adds"](other.versions.get(), stranger)
    with pytest.raises(ValidationError):
        release_version(other, other.versions.get(), by=stranger)
    assert admin.post(edit, form | {"one_person_release": ""}).status_code == 302
    again = make_asset("R-03", released=False)
    CHANGES["adds"](again.versions.get(), maker)
    with pytest.raises(ValidationError):
        release_version(again, again.versions.get(), by=maker)
    assert RoleGroup.objects.filter(scope="bao-nho").exists()


@pytest.mark.slow
def test_a_new_version_begins_with_all_files_and_says_what_it_loses(
    client_for, client, django_capture_on_commit_callbacks
):
    """Copies with objects of their own: replace one, drop one, and a recall of the old version leaves them."""
    make_library()
    poster = make_poster("P-A4-01", zone=True)
    old = poster.current_version
    maker = client_for(staff(*PUBLISHER))
    page = f"/admin/kho/{poster.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        response = maker.post(page, {"action": "version", "number": "1.1", "changelog": "Sửa số."}, follow=True)
    assert "đang được chép sang" in response.content.decode()
    version = poster.versions.get(number="1.1")
    assert maker.post(page, {"action": "submit", "version": version.pk}).status_code == 400, "not before they are there"
    run_waiting_tasks()
    assert maker.post(page, {"action": "release", "version": version.pk}).status_code == 400, "nor alone, unchanged"
    assert inheritance.inherit_files.func(version.pk) == 0, "once"
    pairs = list(zip(old.files.order_by("order"), version.files.order_by("order"), strict=True))
    assert len(pairs) == old.files.count() > 1
    for before, after in pairs:
        assert (before.label, before.role, before.stored.sha256) == (after.label, after.role, after.stored.sha256)
        assert before.stored.key != after.stored.key and before.uuid != after.uuid
        assert hasattr(before, "zone") is hasattr(after, "zone")
        assert client.get(after.get_absolute_url()).status_code == 404, "not released"
    kept_file, dropped = version.files.order_by("order")[:2]
    response = maker.post(page, {"action": "replace", "file": kept_file.pk, "shows_minor": "no"})
    assert response.status_code == 400, "without a file"
    assert maker.post(page, {"action": "remove", "file": dropped.pk}).status_code == 302
    html = maker.get(page).content.decode()
    assert f"mất 1 tệp: {dropped.label}" in html and "giữ nguyên" in html
    release_version(poster, poster.versions.get(number="1.1"), by=staff(*PUBLISHER))
    new_recall = recall(type(poster).objects.get(pk=poster.pk), version=old, reason="Sai số.")
    clear(new_recall.pk)
    after = version.files.get()
    assert client.get(after.get_absolute_url()).status_code == 302 and after.stored.storage.exists(after.stored.key)


@pytest.mark.slow
def test_a_consent_goes_along_to_the_next_version_and_ends_there_too_and_a_covered_picture_stays_behind(
    client_for, client, django_capture_on_commit_callbacks
):
    make_library()
    shown_file, covered = make_stored_file(shows_minor=True), make_stored_file()
    asset = make_asset("R-07", released=False, files=[{"stored": shown_file}, {"stored": covered, "label": "Ảnh lớp"}])
    consent = SubjectConsent.objects.create(
        subject="Em A", age_band="7-15", person_agreed=True, representative_agreed=True, purpose="x", scope="site",
        collected_by=make_user(),
    )  # fmt: skip
    consent.files.add(shown_file)
    release_version(asset, asset.versions.get())
    StoredFile.objects.filter(pk=covered.pk).update(redaction_areas="0,0,50,50")
    desk, page = client_for(staff(*PUBLISHER)), f"/admin/kho/{asset.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(page, {"action": "version", "number": "1.1", "changelog": "Sửa số."})
    run_waiting_tasks()
    [copy] = asset.versions.get(number="1.1").files.all()
    assert copy.copy_of == shown_file.asset_file and list(copy.stored.consents.all()) == [consent]
    release_version(Asset.objects.get(pk=asset.pk), copy.version, by=staff(*PUBLISHER))
    addresses = [shown_file.asset_file.get_absolute_url(), copy.get_absolute_url()]
    assert [client.get(address).status_code for address in addresses] == [302, 302]
    withdrawn = {"action": "withdraw-consent", "file": shown_file.asset_file.pk, "consent": consent.pk}
    assert desk.post(page, withdrawn).status_code == 302
    assert [client.get(address).status_code for address in addresses] == [410, 410]


def test_what_is_recalled_before_it_is_copied_is_not_in_the_next_version(
    client_for, django_capture_on_commit_callbacks
):
    make_library()
    assets, desk = [make_asset("R-08"), make_asset("R-09")], client_for(staff(*PUBLISHER))
    for asset in assets:
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(f"/admin/kho/{asset.pk}/", {"action": "version", "number": "1.1", "changelog": "Sửa số."})
    recall(assets[0], reason="Có một em nhỏ trong hình.")
    run_waiting_tasks()
    assert [asset.versions.get(number="1.1").files.count() for asset in assets] == [0, 1]


def test_a_replaced_file_takes_its_own_name_where_nobody_wrote_a_label(asset, client_for):
    """Else the public reads “f_wrong” on the button, and downloads it as such."""
    desk, file = client_for(staff(*PUBLISHER)), asset.versions.get().files.get(role="light")
    stem = PurePosixPath(file.stored.display_name).stem
    for label, new_name, expected in (
        (stem, "to roi dung.png", "To roi dung"),
        (stem, "f_right.png", "F right"),
        ("Bản nhẹ cho Zalo", "khac.png", "Bản nhẹ cho Zalo"),
    ):
        old = asset.versions.get().files.get(role="light")
        name = old.stored.display_name
        old.label = label if label != stem else PurePosixPath(name).stem
        old.save(update_fields=["label"])
        fields = {"action": "replace", "file": old.pk, "shows_minor": "no", "new_file": upload(new_name)}
        assert desk.post(f"/admin/kho/{asset.pk}/", fields).status_code == 302
        new = asset.versions.get().files.get(role="light")
        assert new.label == expected
        assert vn_slugify(expected) in new.download_name


def test_a_replaced_file_keeps_what_was_said_of_it_and_the_history_names_both(asset, client_for):
    maker = staff(*PUBLISHER)
    version, page = asset.versions.get(), f"/admin/kho/{asset.pk}/"
    old = version.files.get(role="light")
    desk = client_for(maker)
    response = desk.post(
        page, {"action": "replace", "file": old.pk, "shows_minor": "no", "new_file": upload("moi.png")}
    )
    assert response.status_code == 302
    new = version.files.get(role="light")
    assert (new.label, new.language, new.order) == (old.label, old.language, old.order)
    assert new.stored.display_name == "moi.png" and new.stored.shows_minor is False
    line = ModelLogEntry.objects.get(action="media_library.replace_file").message
    assert "Nhẹ" in line and "moi.png" in line and old.stored.display_name in line and "→" in line
    desk.post(page, {"action": "describe", "file": new.pk, "role": "light", "language": "vi", "label": "Bản nhẹ"})
    line = ModelLogEntry.objects.get(action="media_library.describe_file").message
    assert "Tên gọi: Nhẹ → Bản nhẹ" in line
    desk.post(page, {"action": "remove", "file": new.pk})
    line = ModelLogEntry.objects.get(action="media_library.remove_file").message
    assert "Bản nhẹ" in line and "moi.png" in line and "v1.0" in line


def test_the_approver_sees_old_beside_new_in_pictures_words_and_facts(client_for):
    """The text is read when the preview is drawn, in the sandbox, and never in the request."""
    make_library()
    files = [
        {"role": "print", "label": "Tờ", "override": "Thử.", "stored": make_stored_file(_sheet("Gọi 117", "Đêm khuya"))}
    ]
    asset = make_asset("R-09", files=files)
    old = asset.current_version
    new = asset.versions.create(number="1.1")
    stored = make_stored_file(_sheet("Gọi 111", "Đêm khuya"), zone="quarantine")
    AssetFile.objects.create(version=new, role="print", label="Tờ", language="vi", stored=stored)
    for file in AssetFile.objects.filter(version__asset=asset):
        make_preview_for.func(str(file.stored_id))
    approval.submit(new, by=staff(*PUBLISHER))
    desk = client_for(staff(*PUBLISHER))
    page = desk.get(f"/admin/kho/{asset.pk}/").content.decode()
    link = f"/admin/kho/{asset.pk}/so-sanh/?cu={old.pk}&amp;moi={new.pk}"
    assert "thay 1 tệp: Tờ (vi)" in page and link in page
    html = desk.get(link.replace("&amp;", "&")).content.decode()
    assert (
        "<del>Goi 117</del>" in html and "<ins>Goi 111</ins>" in html and "Dem khuya" not in html.partition("<main")[2]
    )
    assert html.count("/admin/kho/hinh/") >= 4 and "library-flicker" in html
    assert client_for(staff()).get(link).status_code == 403


def _sheet(*lines):
    target = io.BytesIO()
    page = canvas.Canvas(target, pagesize=(300, 300))
    for number, line in enumerate(lines):
        page.drawString(20, 200 - 40 * number, anyascii(line))  # reportlab's own font knows ASCII only
    page.save()
    target.seek(0)
    return target
