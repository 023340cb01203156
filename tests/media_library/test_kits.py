"""Kits: one ZIP per version and variant, built once, whole, offline, resumable, and never with what was taken back."""

import hashlib
import io
import re
import zipfile
from urllib.request import Request, urlopen

import pytest
from django.core.cache import cache

from base import site_context
from base.templatetags.vi import filesize_vi
from media_library import notices
from media_library.kits import builder, publishing
from media_library.models import Asset, DownloadEvent, HolderNotice, Kit, KitItem, KitText, KitVersion, Lease
from media_library.models.kit import KitActivity
from media_library.recall import service
from media_library.review.release import release_version
from tests.factories import (
    asset_row,
    make_asset,
    make_help_line,
    make_organisation,
    make_section,
    make_user,
    stored_row,
)
from tests.letters import delivered
from tests.media_library.prints import make_kit, make_poster
from tests.media_library.small_library import make_library, new_version

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


def fetch(location, **headers):
    with urlopen(Request(location, headers=headers), timeout=20) as response:
        return response.status, response.read()


@pytest.fixture
def kit(db):
    make_library()
    return make_kit([make_poster("P-A4-01"), make_asset("A-02", name="Ảnh đăng mạng", files=[{"role": "social"}])])


def publish(kit):
    version = publishing.publish(kit, changelog="Bản đầu.")
    assert builder.build(version.pk) == "ready"
    return version


def test_the_zip_is_whole_offline_and_checkable(client, kit):
    make_help_line("111")
    make_help_line("156", verified=False)
    site_context.invalidate()
    version = publish(kit)
    assert {row.variant for row in version.archives.all()} == {"full", "light", "print"}
    archive = version.archives.get(variant="full")
    html = client.get("/vi/bo-tai-lieu/kit-thcs/").content.decode()
    assert archive.get_absolute_url() in html and archive.stored.sha256 in html and "đứt thì tải tiếp" in html
    assert f"2 tài liệu, {archive.files.count()} tệp." in " ".join(html.split()) and archive.download_name in html
    for pack in version.archives.select_related("stored"):
        assert html.count(f'href="{pack.get_absolute_url()}"') == 1 and filesize_vi(pack.stored.size) in html

    location = client.get(archive.get_absolute_url())["Location"]
    status, body = fetch(location)
    assert status == 200 and hashlib.sha256(body).hexdigest() == archive.stored.sha256
    assert fetch(location, Range=f"bytes={len(body) // 2}-")[1] == body[len(body) // 2 :]

    box = zipfile.ZipFile(io.BytesIO(body))
    names = box.namelist()
    assert all(name.isascii() for name in names) and len(names) == len(set(names))
    assert {"BAT-DAU.html", "SHA256.txt", "GIAY-PHEP.txt"} <= set(names)
    assert any(name.startswith("2-gui-nha-in/phieu-in_") for name in names)
    lines = dict(reversed(line.split("  ")) for line in box.read("SHA256.txt").decode().splitlines())
    assert set(lines) == set(names) - {"SHA256.txt"}
    for name, digest in lines.items():
        assert hashlib.sha256(box.read(name)).hexdigest() == digest

    guide = box.read("BAT-DAU.html").decode()
    assert "Bộ khởi động THCS" in guide and "In tờ A4 trước." in guide and "data:font/woff2;base64," in guide
    words = re.sub(r"base64,[^)]*", "", guide)  # letters of a font may spell any number
    assert 'href="tel:111"' in words and "tel:156" not in words  # only what a person has verified
    targets = re.findall(r'(?:src|href)="([^"]+)"', guide)
    local = [target for target in targets if not target.startswith(("tel:", "http"))]
    assert local and set(local) <= set(names)
    assert not re.findall(r'src="http|url\(http|<script|@import', guide)


def test_light_and_print_packs_hold_what_they_say(kit):
    version = publish(kit)
    roles = {row.variant: {file.role for file in row.files.all()} for row in version.archives.all()}
    assert roles == {"full": {"print", "light", "social"}, "light": {"light", "social"}, "print": {"print"}}
    sizes = {row.variant: row.stored.size for row in version.archives.select_related("stored")}
    assert sizes["light"] < sizes["full"]


def test_the_same_kit_is_not_built_twice_and_the_same_bytes_come_again(kit):
    version = publish(kit)
    assert publishing.publish(kit) is None
    assert builder.build(version.pk) == ""
    KitVersion.objects.update(fingerprint="")
    again = publishing.publish(kit)
    builder.build(again.pk)
    first, second = (kit_version.archives.get(variant="print").stored for kit_version in (version, again))
    assert abs(first.size - second.size) <= 64 and first.key != second.key  # only the number in the guide differs
    assert again.number == "1.1"


def test_a_version_that_is_out_of_date_before_it_is_built_never_becomes_the_current_one(client, kit):
    first = publishing.publish(kit)
    assert publishing.publish(kit) is None, "it is being built"
    KitText.objects.filter(kit=kit).update(intro="Câu mới.")
    second = publishing.publish(Kit.objects.get(pk=kit.pk))
    assert [builder.build(version.pk) for version in (second, first)] == ["ready", ""]
    kit.refresh_from_db()
    assert kit.current_version == second
    html = client.get("/vi/bo-tai-lieu/kit-thcs/").text
    assert "v1.1, mới nhất" in html and "v1.0, mới nhất" not in html


def test_a_new_version_of_an_asset_is_packed_for_readers_only(kit, django_capture_on_commit_callbacks):
    """A kit that the desk still gathers gets its first version by the desk, which may change its code until then."""
    poster, gathering = kit.items.first().asset, make_kit([kit.items.first().asset], "KIT-NHAP", released=False)
    for activity_kit in (kit, gathering):
        KitActivity.objects.create(kit=activity_kit, activity="contest:0")
    with django_capture_on_commit_callbacks(execute=True):
        release_version(poster, new_version(poster))
    assert [version.changelog for version in kit.versions.all()] == ["P-A4-01 lên v1.1."]
    KitVersion.objects.update(fingerprint="")
    publishing.update_kits_with("contest:0", "Tên cuộc thi")
    assert kit.versions.first().changelog == "Hoạt động “Tên cuộc thi” trong bộ có thay đổi."
    assert kit.versions.count() == 2 and not gathering.versions.exists()
    publishing.publish(gathering)
    assert gathering.versions.exists()


def test_a_kit_counts_for_every_member(client_for, kit, django_assert_max_num_queries):
    archive = publish(kit).archives.get(variant="full")
    school = make_organisation()
    member = client_for(make_user(organisation=school))
    with django_assert_max_num_queries(4):  # session and account are read before; with sessions in the cache: 3
        member.get(f"{archive.get_absolute_url()}?noi=lop-hoc")
    rows = DownloadEvent.objects.all()
    assert rows.count() == archive.files.count() == 3
    assert {(row.organisation, row.way, row.place, row.kit_version.kit) for row in rows} == {
        (school, "kit", "lop-hoc", kit)
    }
    member.head(archive.get_absolute_url())
    assert rows.count() == 3


def test_a_click_on_a_kit_is_two_queries_for_a_visitor(client, kit, django_assert_num_queries):
    archive = publish(kit).archives.get(variant="full")
    with django_assert_num_queries(2):
        assert client.get(archive.get_absolute_url()).status_code == 302


def test_an_asset_taken_back_while_the_kit_is_built_is_not_in_it(kit, monkeypatch):
    version = publishing.publish(kit)
    poster = kit.items.first().asset
    store, calls = builder._store, []

    def slow(built):
        if not calls:  # the first ZIP lies in storage already; the desk takes the poster back now
            calls.append(1)
            service.recall(poster, reason="Số điện thoại in sai.")
        return store(built)

    monkeypatch.setattr(builder, "_store", slow)
    assert builder.build(version.pk) in {"", "ready"}
    later = KitVersion.objects.filter(state="building").first()
    if later:
        assert builder.build(later.pk) == "ready"
    kit.refresh_from_db()
    packed_ids = {file.version.asset_id for row in kit.current_version.archives.all() for file in row.files.all()}
    assert packed_ids == {kit.items.last().asset_id}


@pytest.mark.slow
def test_no_list_names_the_size_of_a_zip_that_was_withdrawn(client, kit):
    """Not while the next one is packed, either."""
    picture, section = kit.items.last().asset, make_section()
    first = publish(kit)
    site_context.invalidate()
    pages = ("/vi/bo-tai-lieu/", section.address, f"/vi/kho-tai-lieu/{picture.slug}/")

    def named(version):
        sizes = {filesize_vi(row.stored.size) for row in version.archives.filter(variant__in=["full", "light"])}
        texts = {path: client.get(path).text for path in pages}
        assert sizes and all(kit.name in text for text in texts.values())
        return {path for path, text in texts.items() if any(size in text for size in sizes)}

    assert named(first) == set(pages)
    service.recall(kit.items.first().asset, reason="Số điện thoại in sai.")
    assert named(first) == set()
    later = KitVersion.objects.get(state="building")
    assert builder.build(later.pk) == "ready"
    site_context.invalidate()
    assert named(later) == set(pages)


def test_a_kit_is_not_built_of_other_bytes_than_were_released(kit, s3, buckets):
    stored = kit.items.last().asset.current_version.files.get().stored
    s3.put_object(Bucket=buckets[1], Key=stored.key, Body=b"x" * stored.size)
    version = publishing.publish(kit)
    with pytest.raises(OSError, match="not the bytes that were released"):
        builder.build(version.pk)
    assert KitVersion.objects.get().state == "building"


def test_kits_for_schools_and_odd_addresses(client, client_for):
    make_library()
    kit = make_kit([make_poster("P-A4-09", access="schools"), make_asset("S-9", access="staff")])
    archive = publish(kit).archives.get(variant="full")
    assert {file.version.asset.code for file in archive.files.all()} == {"P-A4-09"}
    assert client.get(archive.get_absolute_url())["Location"].startswith("/tai-khoan/dang-nhap/")
    assert client_for(make_user()).get(archive.get_absolute_url()).status_code == 403
    school = make_user(organisation=make_organisation())
    handed_out = client_for(school).get(archive.get_absolute_url())["Location"]
    assert "X-Amz-Signature" in handed_out and "X-Amz-Expires=60&" in handed_out, "no address to pass on"
    editor = client_for(make_user(is_superuser=True))
    assert editor.get(archive.get_absolute_url()).status_code == 302, "who edits the library needs no school"
    assert client.get("/tai/bo/3f1b7a52-0000-4000-8000-000000000000/").status_code == 404
    kit.is_released = False
    kit.save()
    assert client.get(archive.get_absolute_url()).status_code == 404


def test_a_zip_is_closed_when_a_piece_of_it_is_kept_for_the_staff(client, client_for, kit):
    """At once, and for good: nobody withdraws the version of the kit that it belongs to."""
    archive = publish(kit).archives.get(variant="full")
    assert client.get(archive.get_absolute_url()).status_code == 302
    Asset.objects.filter(code="A-02").update(access="staff")
    for reader in (client, client_for(make_user(organisation=make_organisation()))):
        assert reader.get(archive.get_absolute_url()).status_code == 410
    archive.files.clear()
    assert client.get(archive.get_absolute_url()).status_code == 410, "nobody knows what is in it"


def test_the_page_shows_each_reader_the_pieces_that_they_may_see_in_the_kits_order(client, client_for):
    """Those of the staff to editors of the library alone, closed ones to nobody; also where their cards are kept."""
    make_library()
    codes = ("LAST", "STAFF", "SHUT", "FIRST")
    assets = {code: asset_row(code, name=f"Tên {code}", moments=["lop-hoc"]) for code in codes}
    Asset.objects.filter(code="STAFF").update(access="staff")
    Lease.objects.create(asset=assets["SHUT"], effect="deny", note="Chờ giấy phép nhạc.")
    make_kit([assets[code] for code in ("FIRST", "STAFF", "SHUT", "LAST")])

    def shown(reader):
        html = reader.get("/vi/bo-tai-lieu/kit-thcs/").text
        return list(dict.fromkeys(re.findall(r'href="/vi/kho-tai-lieu/([a-z]+)/"', html)))

    editor = client_for(make_user(is_superuser=True, is_staff=True))
    school = client_for(make_user(organisation=make_organisation()))
    for _kept in range(2):
        assert shown(editor) == ["first", "staff", "last"]
        assert shown(client) == shown(school) == ["first", "last"]


def test_the_kit_beside_a_sections_stories_shows_a_piece_that_everybody_may_see(client):
    make_library()
    pieces = {}
    for code, access in (("STAFF", "staff"), ("SHUT", "open"), ("SHOWN", "open")):
        picture = stored_row(preview_key=f"previews/{code}.webp", preview_width=60, preview_height=84)
        pieces[code] = asset_row(code, access=access, files=[{"stored": picture}])
    Lease.objects.create(asset=pieces["SHUT"], effect="deny", note="Chờ giấy phép nhạc.")
    make_kit(pieces.values())
    html = client.get(make_section().address).text
    assert "Bộ khởi động THCS" in html and "1 món" in html
    assert re.findall(r"/media/previews/(\w+)\.webp", html) == ["SHOWN"]


def test_the_desk_reads_which_piece_stays_out_and_why(client_for, kit):
    """The same words as the chooser's and the page's; what stays out is in no ZIP."""
    picture = kit.items.last().asset
    Lease.objects.create(asset=picture, effect="deny", note="Chờ giấy phép nhạc.")
    version = publish(kit)
    assert {file.version.asset.code for row in version.archives.all() for file in row.files.all()} == {"P-A4-01"}
    html = client_for(make_user(is_superuser=True, is_staff=True)).get(f"/admin/bo-tai-lieu/{kit.pk}/").content.decode()
    rows = {code: html.partition(f">{code}</a>")[2].partition("</tr>")[0] for code in ("P-A4-01", "A-02")}
    assert "Dùng được." in rows["P-A4-01"]
    assert "Không vào bộ:" in rows["A-02"] and "Đang tạm ngừng: Chờ giấy phép nhạc." in rows["A-02"]
    assert client_for(make_user(is_staff=True)).get(f"/admin/bo-tai-lieu/{kit.pk}/").status_code in {302, 403}


def test_an_empty_kit_says_why(kit):
    for item in kit.items.all():
        item.asset.withdraw()
    version = publishing.publish(kit)
    assert builder.build(version.pk) == "failed"
    version.refresh_from_db()
    assert "chưa có tài liệu" in version.problem
    assert stored_row().size


@pytest.mark.slow
def test_the_page_of_a_built_kit_costs_the_same_for_two_pieces_and_for_forty(
    client, kit, django_assert_max_num_queries
):
    """P3 with a ready ZIP of each kind: the page of the kit and the list of kits."""
    numbers = []
    for size in (0, 40):
        for index in range(size):
            asset = asset_row(f"G-{index:02d}")
            kit.items.create(asset=asset, order=index + 5)
            kit.current_version.archives.get(variant="full").files.add(*asset.current_version.files.all())
        if not size:
            publish(kit)
            kit.refresh_from_db()
        row = []
        for address in ("/vi/bo-tai-lieu/kit-thcs/", "/vi/bo-tai-lieu/"):
            client.get(address)  # the shell's own data is counted elsewhere
            cache.clear()
            client.get(f"{address}?trang=9")
            with django_assert_max_num_queries(18) as captured:
                assert client.get(f"{address}?x={'y' * 50}").status_code == 200
            row.append(len(captured))
        numbers.append(row)
    assert numbers[0] == numbers[1]


@pytest.mark.slow
def test_who_took_a_kit_is_told_quietly_when_it_grows(client, client_for, kit):
    first = publish(kit)
    holder, reader, other = (make_organisation(name=f"Trường {n}") for n in range(3))
    school = client_for(make_user(organisation=holder))
    for variant in ("light", "full"):
        school.get(first.archives.get(variant=variant).get_absolute_url())
    client_for(make_user(organisation=reader)).get(first.archives.get(variant="full").get_absolute_url())
    assert HolderNotice.objects.count() == 0

    KitText.objects.filter(kit=kit).update(intro="Một câu khác.")
    publish(Kit.objects.get(pk=kit.pk))  # other words are no news
    assert not notices.open_notices(holder)

    added = [make_asset(f"A-1{n}", name=f"Ảnh mới {n}") for n in range(2)]
    for order, asset in enumerate(added, 10):
        KitItem.objects.create(kit=kit, asset=asset, order=order)
        grown = publish(kit)
    client_for(make_user(organisation=reader)).get(added[0].current_version.files.get().get_absolute_url())
    [notice] = notices.open_notices(holder)  # one, of both, in place of two
    assert (notice.asset, notice.pieces, notice.headline) == (added[0], 2, "Bộ khởi động THCS có thêm 2 tài liệu")
    assert [open_notice.pieces for open_notice in notices.open_notices(reader)] == [2]
    assert not notices.open_notices(other) and not delivered()
    page = school.get(f"/tai/thong-bao/{notice.uuid}/").content.decode()
    assert "Ảnh mới 0 và 1 tài liệu khác." in page and kit.get_absolute_url() in page
    assert client_for(make_user(organisation=other)).get(f"/tai/thong-bao/{notice.uuid}/").status_code == 404

    school.get(grown.archives.get(variant="full").get_absolute_url())
    assert not notices.open_notices(holder) and notices.open_notices(reader)
    kit.is_released = False
    kit.save()
    assert not notices.open_notices(reader)  # its page is gone
