"""Thả tệp: dropped files become described assets, grouped by name, with one answer for each group."""

import io

import pytest
from django.contrib.auth.models import Permission

from campaign.models import Topic
from files.intake.accept import accept_upload
from files.models import UploadSession
from media_library.admin.files.drop_target import DropTarget
from media_library.catalogue.file_names import read_name
from media_library.models import Asset, AssetFile
from tests.factories import asset_row, make_user, stored_row
from tests.files import sample_files as make

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
PAGE = "/admin/kho/tha-tep/"
NAMES = {
    "Poster cúp máy_A3_in.pdf": ("poster-cup-may", "vi", "print", "poster"),
    "Poster cúp máy A3 khmer in.pdf": ("poster-cup-may", "km", "print", "poster"),
    "poster-cup-may_A4_den-trang (1).pdf": ("poster-cup-may", "vi", "school-print", "poster"),
    "Poster cúp máy 1080x1350 facebook.png": ("poster-cup-may", "vi", "social", "poster"),
    "TVC 30s_720p.mp4": ("tvc-30s", "vi", "light", "video"),
    "TVC 30s tiếng Anh.vtt": ("tvc-30s", "en", "text", "video"),
    "Slide chào cờ_v2_final.pptx": ("slide-chao-co", "vi", "editable", "slide"),
    "P-A3-03 Gọi ai_en.pdf": ("p-a3-03", "en", "", "poster"),
    "In vui.png": ("in-vui", "vi", "", "poster"),
    "___.pdf": ("tep", "vi", "", "poster"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_tells_asset_language_role_and_kind(name):
    parsed = read_name(name)
    assert (parsed.key, parsed.language, parsed.role, parsed.kind) == NAMES[name]


def editor(*names):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *names]))
    return user


def drop(user, name, content):
    """What the worker does with a dropped file that has arrived."""
    session = UploadSession(owner=user, upload_target="library-drop", object_id="moi", name=name, size=1)
    return DropTarget().keep(session, content)


def rows(user, *names):
    """Dropped files as rows only: the same way through the target, with stored files instead of real ones."""
    from media_library.admin.files.drop_target import version_for

    for name in names:
        info = read_name(name)
        version = version_for(info, user)
        AssetFile.objects.create(
            version=version, role=info.role or "social", language=info.language, label=info.title, stored=stored_row()
        )


def fields(page):
    """The values of the form as a browser would send them back."""
    data = {}
    for group in page.context["groups"]:
        for form in (group.form, *(form for form, _line, _gaps in group.files)):
            for bound in form:
                value = bound.value()
                if value not in (None, "", False):
                    data[bound.html_name] = (
                        [str(getattr(item, "pk", item)) for item in value] if not isinstance(value, str) else value
                    )
    return data


def test_a_dropped_file_goes_through_the_gate_into_a_draft_of_its_name(client):
    user = editor("add_asset", "change_asset")
    with accept_upload("library", io.BytesIO(make.pdf()), name="Poster cúp máy_A4_in.pdf") as accepted:
        drop(user, "Poster cúp máy_A4_in.pdf", accepted)
    asset = Asset.objects.get(slug="poster-cup-may")
    file = asset.versions.get().files.get()
    assert (asset.status, asset.kind, asset.name, file.role) == ("draft", "poster", "Poster cúp máy", "print")


def test_twelve_files_become_three_assets_described_and_sent_in_one_post(client):
    """One answer for a group, applied to all of its kind; what is complete goes to review, others' drafts stay away."""
    user, other = editor("add_asset", "change_asset"), editor("add_asset", "change_asset")
    posters = [f"Poster {word}_{end}" for word in ("một", "hai") for end in ("in.pdf", "km.pdf", "fb.png", "en.pdf")]
    rows(user, *posters, "TVC 30s.mp4", "TVC 30s_720p.mp4", "TVC 30s_km.vtt", "TVC 30s_vi.vtt")
    rows(other, "Poster một_in.pdf")
    topic = Topic.objects.create(slug="gia-danh", name="Giả danh")
    client.force_login(user)
    page = client.get(PAGE)
    assert "12 tệp, xếp vào 3 tài liệu." in page.text
    data = fields(page)
    first = page.context["groups"][1].form  # the two posters are the older groups
    for group in page.context["groups"]:
        data[group.form.add_prefix("shows_minor")] = "no"
    data[first.add_prefix("topics")] = [str(topic.pk)]
    data[first.add_prefix("same_kind")] = "on"
    response = client.post(PAGE, data | {"action": "submit"}, follow=True)
    assert response.status_code == 200
    mine = Asset.objects.filter(created_by=user)
    assert {asset.topics.count() for asset in mine.filter(kind="poster")} == {1}
    assert not AssetFile.objects.filter(version__asset__in=mine, stored__shows_minor=None).exists()
    assert not mine.filter(versions__submitted_at=None).exists(), response.text
    assert Asset.objects.get(created_by=other).versions.get().submitted_at is None


def test_a_child_without_a_consent_is_not_sent_and_named_with_its_reason(client):
    user = editor("add_asset", "change_asset")
    rows(user, "Poster một_fb.png")
    client.force_login(user)
    page = client.get(PAGE)
    data = fields(page) | {page.context["groups"][0].form.add_prefix("shows_minor"): "yes"}
    response = client.post(PAGE, data | {"action": "submit"}, follow=True)
    assert "Chưa gửi. Poster một: “" in response.text and "chưa có giấy đồng ý nào" in response.text
    assert Asset.objects.get().versions.get().submitted_at is None


def test_files_move_between_groups_and_faults_lose_nothing(client):
    user = editor("add_asset", "change_asset")
    taken_asset = asset_row("P-900")
    rows(user, "Poster một_in.pdf", "Poster mot moi_km.pdf")
    client.force_login(user)
    page = client.get(PAGE)
    newer, older = page.context["groups"]
    bad = fields(page) | {
        newer.form.add_prefix("code"): taken_asset.code,
        older.form.add_prefix("name"): "Poster Một đổi tên",
    }
    response = client.post(PAGE, bad)
    assert response.status_code == 400 and "Mã này đã có tài liệu khác dùng" in response.text
    assert "Poster Một đổi tên" in response.text and not Asset.objects.filter(texts__name="Poster Một đổi tên").exists()
    moved = fields(page) | {newer.files[0][0].add_prefix("move"): str(older.version.pk)}
    assert client.post(PAGE, moved).status_code == 302
    assert Asset.objects.get(created_by=user).versions.get().files.count() == 2


def test_a_code_that_stands_on_paper_is_not_changed(client):
    user = editor("add_asset", "change_asset")
    asset = asset_row("P-901", created_by=user)
    AssetFile.objects.create(
        version=asset.versions.create(number="1.1"), role="social", label="Mới", stored=stored_row(uploaded_by=user)
    )
    client.force_login(user)
    page = client.get(PAGE)
    (group,) = page.context["groups"]
    assert client.post(PAGE, fields(page) | {group.form.add_prefix("code"): "P-999"}).status_code == 302
    assert Asset.objects.get().code == "P-901"


def test_who_may_not_add_assets_sees_no_drop(client):
    client.force_login(editor("change_asset"))
    assert client.get(PAGE).status_code == 403
    client.force_login(editor("add_asset", "change_asset"))
    assert client.get(PAGE).status_code == 200
