"""The library in /admin/: who may, what is refused, and the way of a file to the reader."""

import re
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import ModelLogEntry

from files.models import StoredFile
from media_library.models import Asset, AssetFile, Kit
from tests.factories import make_asset, make_locale, make_organisation, make_user, picture_bytes
from tests.media_library.prints import make_kit
from tests.media_library.small_library import make_library, new_version
from tests.worker import run_waiting_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


def editor(*names):
    """An account of the administration with these permissions."""
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *names]))
    return user


def upload(name="poster.png", content=None):
    file = content or picture_bytes(600, 800, file_format="PNG")
    file.name = name
    return file


def form_of(asset, **fields):
    version = asset.versions.filter(released_at__isnull=True).first()
    return {
        "action": "file",
        "version": version.pk if version else "",
        "role": "screen",
        "language": "vi",
        "label": "Bản trình chiếu",
        "shows_minor": "no",
    } | fields


@pytest.mark.slow
def test_the_way_of_a_file_from_upload_to_reader_and_back(client, client_for, s3, buckets):
    make_library()
    asset = make_asset("P-A3-50", released=False)
    asset.versions.get().files.all().delete()
    desk = client_for(editor("change_asset", "release_asset"))
    page = f"/admin/kho/{asset.pk}/"
    assert desk.get(page).status_code == 200
    assert desk.post(page, form_of(asset, file=upload("Áp phích của em.png"))).status_code == 302
    file = AssetFile.objects.get()
    assert file.stored.zone == "quarantine" and file.stored.display_name == "Áp phích của em.png"
    assert client.get(file.get_absolute_url()).status_code == 404

    version = asset.versions.get()
    assert desk.post(page, {"action": "release", "version": version.pk}).status_code == 400, "by another person"
    second = client_for(editor("change_asset", "release_asset"))
    assert second.post(page, {"action": "release", "version": version.pk}).status_code == 302
    assert client.get(file.get_absolute_url()).status_code == 404, "until the worker has copied it"
    run_waiting_tasks()
    file.stored.refresh_from_db()
    assert file.stored.zone == "released"
    assert s3.head_object(Bucket=buckets[1], Key=file.stored.key)["ContentLength"] == file.stored.size
    assert client.get(file.get_absolute_url()).status_code == 302
    assert client.get("/vi/kho-tai-lieu/p-a3-50/").status_code == 200
    # A released version is never changed.
    assert desk.post(page, {"action": "remove", "file": file.pk}).status_code == 404
    assert desk.post(page, form_of(asset, version=version.pk, file=upload())).status_code == 400

    assert desk.post(page, {"action": "version", "number": "1.1", "changelog": "Sửa lỗi dấu."}).status_code == 302
    assert desk.post(page, {"action": "version", "number": "1.1"}).status_code == 400
    assert desk.post(page, {"action": "version", "number": "mới"}).status_code == 400

    assert desk.post(page, {"action": "withdraw", "reason": " "}).status_code == 400
    fields = {"action": "withdraw", "reason": "In sai số.", "replaced_by": ""}
    first = desk.post(page, fields).content.decode()
    assert "Đã tới những đâu" in first and 'name="so_don_vi"' in first and client.get("/t/p-a3-50/").status_code == 200
    assert "Số đơn vị chưa khớp" in desk.post(page, fields | {"so_don_vi": "7"}).content.decode()
    assert desk.post(page, fields | {"so_don_vi": "x"}).status_code == 400
    assert desk.post(page, fields | {"so_don_vi": "0"}).status_code == 302
    assert client.get(file.get_absolute_url()).status_code == 410
    assert client.get("/t/p-a3-50/").status_code == 410
    actions = set(ModelLogEntry.objects.values_list("action", flat=True))
    assert {"media_library.add_file", "media_library.release", "media_library.withdraw"} <= actions


def test_a_recall_offers_and_takes_what_is_out_of_this_asset_alone(client, client_for):
    """Not another asset's versions, no draft, none that was taken back; nor does an asset stand in for itself."""
    make_library()
    asset, other = make_asset("R-05"), make_asset("R-06")
    first, draft = asset.current_version, new_version(asset)
    back = asset.versions.create(number="0.9", released_at=first.released_at, withdrawn_at=first.released_at)
    desk, page = client_for(editor("change_asset", "release_asset")), f"/admin/kho/{asset.pk}/"
    fields = {"action": "withdraw", "reason": "In sai số.", "replaced_by": "", "so_don_vi": "0"}
    first_look = desk.get(page).context["withdraw_form"]
    assert list(first_look.fields["version"].queryset) == [first]
    assert list(first_look.fields["replaced_by"].queryset) == [other]
    for wrong in (other.current_version, draft, back):
        assert desk.post(page, fields | {"version": wrong.pk}).status_code == 400, wrong
    assert desk.post(page, fields | {"version": first.pk, "replaced_by": asset.pk}).status_code == 400
    assert [client.get(f"/t/{code}/").status_code for code in ("r-05", "r-06")] == [200, 200]
    assert desk.post(page, fields | {"version": first.pk}).status_code == 302
    assert [client.get(f"/t/{code}/").status_code for code in ("r-05", "r-06")] == [410, 200]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", 415),
        ("a.png", b"\x89PNG\r\n\x1a\ncut off", 422),
        ("a.html", b"<!doctype html><script></script>", 415),
        ("a.png", b"", 400),
    ],
)
def test_refused_files_leave_nothing_behind(client_for, name, content, status):
    asset = make_asset("R-01", released=False)
    rows = StoredFile.objects.count()
    response = client_for(editor("change_asset")).post(
        f"/admin/kho/{asset.pk}/", form_of(asset, file=upload(name, BytesIO(content)))
    )
    assert 400 <= response.status_code < 500, response.status_code
    assert "errorlist" in response.content.decode()
    assert StoredFile.objects.count() == rows and AssetFile.objects.count() == 1


def test_each_right_opens_its_own_door(client, client_for):
    make_library()
    asset = make_asset("R-02", released=False)
    page, version = f"/admin/kho/{asset.pk}/", asset.versions.get()
    assert (
        client.get(page).status_code == 302
        and "/tai-khoan/dang-nhap/" in client.get(page, follow=True).redirect_chain[-1][0]
    )
    outsiders = [editor(), make_user(organisation=make_organisation()), make_user()]
    for user in outsiders:
        assert client_for(user).get(page).status_code in {302, 403}
        assert client_for(user).post(page, {"action": "release", "version": version.pk}).status_code in {302, 403}
    writer = client_for(editor("change_asset"))
    assert writer.get(page).status_code == 200
    assert "Phát hành v1.0" not in writer.get(page).content.decode()
    assert writer.post(page, {"action": "release", "version": version.pk}).status_code == 403
    assert writer.post(page, {"action": "withdraw"}).status_code == 403
    asset.refresh_from_db()
    assert asset.status == "draft"
    assert (
        client_for(editor("change_asset", "release_asset"))
        .post(page, {"action": "release", "version": version.pk})
        .status_code
        == 302
    )


def test_bad_input_is_4xx(client_for):
    asset, other = make_asset("R-03", released=False), make_asset("R-04", released=False)
    desk = client_for(editor("change_asset", "release_asset"))
    page = f"/admin/kho/{asset.pk}/"
    foreign = other.versions.get()
    cases = [
        ({"action": "nonsense"}, 400),
        ({"action": "release", "version": foreign.pk}, 404),
        ({"action": "release", "version": "abc"}, 404),
        ({"action": "release", "version": "9" * 40}, 404),
        ({"action": "remove", "file": foreign.files.get().pk}, 404),
        (form_of(asset, version=foreign.pk, file=upload()), 400),
        (form_of(asset), 400),
        (form_of(asset, file=upload(), role="x"), 400),
        ({"action": "version", "number": "1.0\0"}, 400),
    ]
    for fields, status in cases:
        assert desk.post(page, fields).status_code == status, fields
    assert desk.get("/admin/kho/999999/").status_code == 404


def words(**fields):
    blank = {
        f"{name}_{code}": ""
        for code in ("vi", "en", "km")
        for name in ("name", "summary", "placement", "alt", "guide", "copy_text")
    }
    return (
        blank
        | {"leases-TOTAL_FORMS": "0", "leases-INITIAL_FORMS": "0", "leases-MIN_NUM_FORMS": "0"}
        | {"code": "P-NEW-01", "slug": "", "kind": "poster", "licence": "campaign", "access": "open", "plan_ref": ""}
        | fields
    )


def test_an_asset_is_made_and_changed_with_its_words_in_three_languages(client_for):
    for language in ("vi", "en", "km"):
        make_locale(language)
    desk = client_for(editor("add_asset", "change_asset", "view_asset"))
    add = "/admin/snippets/media_library/asset/add/"
    assert desk.get(add).status_code == 200
    assert desk.post(add, words(name_vi="")).status_code == 200
    assert not Asset.objects.exists()
    response = desk.post(add, words(name_vi="Poster mới", name_km="ផ្ទាំង", moments=["lop-hoc", "chao-co"]))
    asset = Asset.objects.get()
    assert response["Location"] == f"/admin/kho/{asset.pk}/"
    assert (asset.slug, asset.moments, asset.created_by is not None) == ("p-new-01", ["lop-hoc", "chao-co"], True)
    assert {text.locale.language_code: text.name for text in asset.texts.all()} == {"vi": "Poster mới", "km": "ផ្ទាំង"}
    assert asset.texts.values("translation_key").distinct().count() == 1
    assert "poster moi" in asset.search_text

    edit = f"/admin/snippets/media_library/asset/edit/{asset.pk}/"
    assert "Poster mới" in desk.get(edit).content.decode()
    desk.post(edit, words(name_vi="Poster đã sửa", name_en="A poster"))
    asset.refresh_from_db()
    assert asset.name == "Poster đã sửa" and asset.texts.count() == 3
    for typed, is_found in (("da sua", True), ("Đã sửa", True), ("SỬA poster", True), ("p-new", True), ("lạ", False)):
        assert ("P-NEW-01" in desk.get("/admin/snippets/media_library/asset/", {"q": typed}).text) is is_found, typed


def test_what_is_printed_on_paper_and_stands_on_usb_sticks_keeps_its_code(client, client_for):
    """Code and address of an asset that was released once, of a kit with a version; a draft's are still free."""
    make_library()
    released, draft = make_asset("P-NEW-02"), make_asset("P-NEW-03", released=False)
    kit, new_kit = make_kit([released], "KIT-1"), make_kit([released], "KIT-2")
    kit.versions.create(number="1.0")
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    for asset, change in ((released, {}), (draft, {"code": "P-X-1", "slug": "p-x-1"})):
        before = {"code": asset.code, "slug": asset.slug}
        typed = words(name_vi="Poster đã sửa", code="P-X-1", slug="p-x-1")
        assert desk.post(f"/admin/snippets/media_library/asset/edit/{asset.pk}/", typed).status_code == 302
        asset.refresh_from_db()
        assert {"code": asset.code, "slug": asset.slug} == before | change and asset.name == "Poster đã sửa"
    assert client.get("/t/p-new-02/").status_code == 200
    blank = {f"{name}_{code}": "" for code in ("vi", "en", "km") for name in ("name", "intro", "guide")}
    for name in ("items", "activities"):
        blank |= {f"{name}-{kind}": "0" for kind in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    for edited_kit, codes in ((kit, ("KIT-1", "kit-1")), (new_kit, ("KIT-9", "kit-9"))):
        typed = blank | {"code": "KIT-9", "slug": "kit-9", "order": "0", "is_released": "on", "name_vi": "Bộ đã sửa"}
        assert desk.post(f"/admin/snippets/media_library/kit/edit/{edited_kit.pk}/", typed).status_code == 302
        edited_kit = Kit.objects.get(pk=edited_kit.pk)
        assert (edited_kit.code, edited_kit.slug) == codes and edited_kit.name == "Bộ đã sửa"


def test_the_desk_writes_rights_levels_and_the_day_of_review(client, client_for):
    make_library()
    asset = make_asset("P-NEW-01", name="Poster có hạn")
    owner = editor("change_asset", "view_asset")
    edit = f"/admin/snippets/media_library/asset/edit/{asset.pk}/"
    row = {"effect": "deny", "starts_on": "2026-01-02", "ends_on": "2026-01-01", "note": "Chờ giấy phép nhạc."}
    lease = {"leases-TOTAL_FORMS": "1"} | {f"leases-0-{name}": value for name, value in row.items()}
    wrong = client_for(owner).post(edit, words(name_vi="Poster có hạn", **lease))
    assert "Ngày cuối phải từ ngày đầu" in wrong.content.decode() and not asset.leases.exists()
    lease["leases-0-ends_on"] = ""
    changes = {"levels": ["thcs", "thpt"], "review_on": "2027-03-01"}
    assert client_for(owner).post(edit, words(name_vi="Poster có hạn", **lease, **changes)).status_code == 302
    asset = Asset.objects.get(pk=asset.pk)
    assert asset.levels == ["thcs", "thpt"] and f"{asset.review_on:%d-%m-%Y}" == "01-03-2027"
    assert asset.leases.get().created_by == owner
    closed = client.get(asset.get_absolute_url())
    assert closed.status_code == 410 and "Chờ giấy phép nhạc." in closed.content.decode()


def test_listings_and_kits(client_for, django_assert_max_num_queries):
    make_locale("vi")
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    make_asset("L-01"), make_asset("L-02", released=False)
    html = desk.get("/admin/snippets/media_library/asset/").content.decode()
    assert "L-01" in html and "bản nháp" in html and "/admin/kho/" in html
    fields = {
        "code": "KIT-9",
        "slug": "bo-9",
        "order": "0",
        "is_released": "on",
        "name_vi": "Bộ chín",
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-MIN_NUM_FORMS": "0",
        "items-MAX_NUM_FORMS": "100",
        "items-0-asset": Asset.objects.first().pk,
        "items-0-ORDER": "1",
        "activities-TOTAL_FORMS": "0",
        "activities-INITIAL_FORMS": "0",
        "activities-MIN_NUM_FORMS": "0",
        "activities-MAX_NUM_FORMS": "100",
    }
    blank = {f"{name}_{code}": "" for code in ("vi", "en", "km") for name in ("name", "intro", "guide")}
    response = desk.post("/admin/snippets/media_library/kit/add/", blank | fields)
    assert response.status_code == 302, response.context["form"].formsets
    assert Kit.objects.get().name == "Bộ chín" and Kit.objects.get().items.count() == 1
    assert desk.get("/admin/snippets/media_library/kit/").status_code == 200
    for address in ("choose/media_library/asset/", "media_library/assettext/"):
        assert desk.get(f"/admin/snippets/{address}", follow=True).status_code == 200


def test_boxes_of_the_list_name_their_assets_and_filters_keep_what_was_chosen(client_for):
    poster, hostile = make_asset("P-A3-60"), make_asset("P-A3-61")
    hostile.texts.update(name='<b>Áp phích</b> "của" em')
    desk = client_for(editor("change_asset"))
    html = desk.get("/admin/snippets/media_library/asset/").text
    for asset in (poster, hostile):
        assert f'aria-describedby="snippet_{asset.pk}_title"' in html and f'id="snippet_{asset.pk}_title"' in html
        assert f'data-object-id="{asset.pk}"' in html and "any-key" not in html
        assert f'<a href="/admin/snippets/media_library/asset/edit/{asset.pk}/"><span id="snippet_{asset.pk}_' in html
    assert "<b>Áp phích" not in html and "&lt;b&gt;Áp phích&lt;/b&gt; &quot;của&quot; em" in html
    html = desk.get("/admin/snippets/media_library/asset/", {"unanswered": "scan", "status": "draft"}).text
    chosen = re.findall(r'value="([\w-]+)"\s+(?:id="id_status_\d+" checked|selected>)', html)
    assert chosen == ["draft", "scan"]
    reader = client_for(editor("view_asset"))
    assert f"asset/edit/{poster.pk}/" not in reader.get("/admin/snippets/media_library/asset/").text
