"""“Bộ của tôi”: what fits level and screens, new since the last download, older versions held; one unit's own."""

import pytest
from django.utils import timezone

from media_library.models import Asset, AssetVersion, Basket, DownloadEvent
from media_library.review.release import release_version
from tests.factories import asset_row, make_user
from tests.media_library.small_library import make_library, new_version
from tests.schools.register import make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("assets")]
PAGE = "/truong/bo-cua-toi/"


def take(client, asset):
    assert client.get(asset.current_version.files.get().get_absolute_url()).status_code == 302


def test_the_set_fits_and_knows_what_was_taken(client, client_for):
    make_library()
    lower, upper = asset_row("L-1", name="Tờ cho THCS", levels=["thcs"]), asset_row("U-1", levels=["thpt"])
    every, clip = asset_row("E-1", name="Tờ cho mọi cấp"), asset_row("V-1", name="Clip", kind="video")
    staff = asset_row("S-1", access="staff")
    unit, other = make_unit(), make_unit("Trường khác", has_led=True)
    member, stranger = client_for(make_member(unit)), client_for(make_member(other))
    Basket.objects.create(organisation=other.organisation, name="Giỏ của trường khác", codes=["E-1"])
    html = member.get(PAGE).content.decode()
    assert "2 tài liệu hợp với đơn vị" in html and "Lấy 2 món chưa có vào giỏ" in html
    assert {one.get_absolute_url() in html for one in (lower, every)} == {True}
    assert not any(f'{one.get_absolute_url()}"' in html for one in (upper, staff)) and "Giỏ của trường khác" not in html
    Asset.objects.update(moments=[])
    with_screen = stranger.get(PAGE).content.decode()
    assert clip.get_absolute_url() in with_screen and "-hinh/" not in with_screen  # no way to an empty slide show
    Asset.objects.filter(pk=every.pk).update(moments=["lop-hoc"])
    assert "/vi/phat/lop-hoc-hinh/" in stranger.get(PAGE).content.decode()

    take(member, lower)
    take(member, every)
    html = member.get(PAGE).content.decode()
    assert "bản mới nhất của mọi món" in html and "kho chưa có gì mới" in html
    release_version(lower, new_version(lower))
    html = member.get(PAGE).content.decode()
    assert "Đang giữ bản cũ" in html and "Đã có v1.1." in html and 'gio/?m=L-1"' in html
    assert "Đang giữ bản cũ" not in stranger.get(PAGE).content.decode()
    lower.withdraw()
    assert "Tờ cho THCS" not in member.get(PAGE).content.decode()
    assert member.get(PAGE)["Cache-Control"] == "private, no-store"
    assert member.get(f"{PAGE}?trang=99").status_code == 404

    assert client.get(PAGE)["Location"].startswith("/tai-khoan/dang-nhap/")
    assert client_for(make_user()).get(PAGE).status_code == 403
    assert '"/truong/bo-cua-toi/"' in member.get("/vi/kho-tai-lieu/").content.decode()
    assert '"/truong/bo-cua-toi/"' not in client.get("/vi/kho-tai-lieu/").content.decode()


def test_the_page_costs_the_same_for_few_and_for_many(client_for, django_assert_max_num_queries):
    make_library()
    unit = make_unit(has_led=True)
    member = client_for(make_member(unit))
    numbers = []
    for first, last in ((0, 14), (14, 30)):
        for number in range(first, last):
            asset_row(f"C-{number}")
        version = AssetVersion.objects.select_related("asset").order_by("pk").last()
        file = version.files.get()
        facts = {"file": file, "version": version, "asset": version.asset, "language": "vi", "role": file.role}
        DownloadEvent.objects.create(organisation=unit.organisation, created_at=timezone.now(), **facts)
        member.get(PAGE)
        with django_assert_max_num_queries(23) as captured:
            assert member.get(PAGE).status_code == 200
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]
