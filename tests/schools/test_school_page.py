"""/truong/: a school's own page, and nobody else's."""

import pytest
from bs4 import BeautifulSoup

from media_library.models import DownloadEvent, Lease
from media_library.recall.service import recall
from media_library.review.release import release_version
from schools.models import Progress, Unit
from tests.factories import asset_row, make_organisation, make_user, yesterday
from tests.media_library.small_library import asset_rows, make_library, new_version
from tests.schools.register import make_reviewer, make_season

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("assets")]


def make_school(name="Trường THCS Sen Trắng (minh họa)", code="T-01", **fields):
    return Unit.objects.create(
        organisation=make_organisation(name), code=code, level="thcs", ward="phường Cái Răng", **fields
    )


def take(client, asset):
    return client.get(asset.current_version.files.get().get_absolute_url())


def test_a_school_sees_what_it_took_and_what_is_newer(client_for):
    make_library()
    asset, fresh = asset_row("P-01", name="Poster “Gọi ai khi cần?”"), asset_row("P-02", name="Tờ dán mới")
    school = make_school()
    member = client_for(make_user(organisation=school.organisation))
    assert "chưa tải tài liệu nào" in member.get("/truong/").content.decode()
    take(member, asset)
    release_version(asset, new_version(asset))
    response = member.get("/truong/")
    html = response.content.decode()
    assert "Trường THCS Sen Trắng" in html and "phường Cái Răng" in html and "THCS" in html
    assert "Bạn đang giữ v1.0, đã có v1.1." in html and asset.get_absolute_url() in html
    assert fresh.name in html  # a fitting one it has not taken
    assert response["Cache-Control"] == "private, no-store"
    old, newest = DownloadEvent.objects.get().file, asset.current_version.files.get()
    assert newest.get_absolute_url() in html and "Tải v1.1" in html, "what is taken again is the newest"
    assert old.get_absolute_url() not in html and "khi in lại, in bản mới" in html
    take(member, asset)
    assert "Bạn đang giữ" not in member.get("/truong/").content.decode()
    recall(asset, version=old.version, reason="Số 111 in mờ.")
    html = member.get("/truong/").content.decode()
    assert "Gỡ tờ đã treo xuống" in html and old.get_absolute_url() not in html and asset.get_absolute_url() in html
    asset.withdraw()
    html = member.get("/truong/").content.decode()
    assert "Đã thu hồi, không dùng nữa" in html and asset.get_absolute_url() not in html


def test_what_a_lease_closes_is_named_but_not_offered_again(client_for):
    """The button follows the same rule as /tai/: no school is sent to a refusal, nor told to take a newer one."""
    make_library()
    asset = asset_row("P-01", name="Poster “Gọi ai khi cần?”")
    school = make_school()
    member = client_for(make_user(organisation=school.organisation))
    take(member, asset)
    release_version(asset, new_version(asset))
    address = asset.current_version.files.get().get_absolute_url()  # the newest
    open_page = member.get("/truong/").content.decode()
    assert address in open_page and "Bạn đang giữ v1.0, đã có v1.1." in open_page

    Lease.objects.create(asset=asset, effect="deny", note="Giấy phép nhạc nền đã hết.")
    closed = member.get("/truong/").content.decode()
    assert member.get(address).status_code == 410
    assert address not in closed and "Bạn đang giữ v1.0" not in closed
    assert "Đang ngừng dùng: lý do ở trang tài liệu" in closed and asset.get_absolute_url() in closed


def test_files_of_one_name_are_told_apart_by_their_language(client_for):
    make_library()
    school = make_school()
    member = client_for(make_user(organisation=school.organisation))
    for code, language in (("P-01", "vi"), ("P-02", "km")):
        asset = asset_row(code, name="Poster “Gọi ai khi cần?”")
        asset.current_version.files.update(language=language)
        take(member, asset)
    listed = BeautifulSoup(member.get("/truong/").content, "html.parser").select(".files li")
    assert sorted("Tiếng Khmer" in row.text for row in listed) == [False, True]
    assert not any("Tiếng Việt" in row.text for row in listed), "most are, and nobody needs to read it"


def test_the_foot_of_a_schools_page_offers_no_door_that_is_closed_to_it(client, client_for):
    doors = {"/truong/", "/doi-tac/", "/tai-khoan/"}

    def offered(page):
        links = BeautifulSoup(page.text, "html.parser").select("footer a[href]")
        return {link["href"] for link in links} & doors

    school = client_for(make_user(organisation=make_school().organisation))
    assert offered(school.get("/truong/")) == {"/tai-khoan/"}
    assert school.get("/tai-khoan/")["Location"] == "/truong/"
    assert offered(client.get("/tai-khoan/dang-nhap/")) == {"/truong/", "/doi-tac/"}


def test_schools_do_not_see_each_other_and_others_see_none(client, client_for):
    make_library()
    asset = asset_row("P-01", name="Tờ dán của Sen Trắng")
    one, two = make_school(), make_school("Trường THPT Bông Súng", "T-02")
    take(client_for(make_user(organisation=one.organisation)), asset)
    other = client_for(make_user(organisation=two.organisation)).get("/truong/").content.decode()
    assert "Trường chưa tải tài liệu nào" in other and "Sen Trắng (minh họa)" not in other

    assert client.get("/truong/")["Location"] == "/tai-khoan/dang-nhap/?next=/truong/"
    for user in (
        make_user(),
        make_user(organisation=make_organisation("Sở GD&ĐT", "authority")),
        make_user(is_superuser=True),
    ):
        refused = client_for(user).get("/truong/")
        assert refused.status_code == 403 and "không thuộc trường nào" in refused.content.decode()
    member = client_for(make_user(organisation=one.organisation))
    assert member.get("/truong/").status_code == 200
    one.organisation.active_until = yesterday()
    one.organisation.save()
    assert member.get("/truong/").status_code == 403
    assert client_for(make_user(organisation=two.organisation)).post("/truong/").status_code in {403, 405}


def test_query_budget(client_for, django_assert_max_num_queries):
    make_library()
    asset_rows(3)
    make_season()
    school = make_school()
    member = client_for(make_user(organisation=school.organisation))
    member.get("/truong/")
    numbers = []
    for step in range(2):
        for number in range(5):
            asset = asset_row(f"M-{step}{number}")
            file = asset.current_version.files.get()
            DownloadEvent.objects.create(
                organisation=school.organisation, asset=asset, version=asset.current_version, file=file, language="vi"
            )
        member.get("/truong/")  # the shell's own data is shared by all pages and counted elsewhere
        with django_assert_max_num_queries(19) as captured:  # three of them: offers, entries and juries that wait
            assert member.get("/truong/").status_code == 200
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]


def test_the_register_in_the_administration(client_for):
    make_season()
    authority = client_for(make_reviewer())
    fields = {
        "name": "Trường THCS Mới",
        "code": "t-77",
        "kind": "school",
        "level": "thcs",
        "ward": "phường Ninh Kiều",
        "students": "500",
        "staff": "40",
    }
    response = authority.post("/admin/truong-hoc/danh-sach/new/", fields)
    assert response.status_code == 302, response.context["form"].errors
    unit = Unit.objects.get()
    assert (unit.name, unit.code, unit.organisation.kind) == ("Trường THCS Mới", "T-77", "school")
    assert Progress.objects.get().applicable == 4  # the denominator has grown with it
    address = f"/admin/truong-hoc/danh-sach/edit/{unit.pk}/"
    authority.post(address, fields | {"name": "Trường THCS Mới Hơn", "active_until": "2026-11-17"})
    unit.refresh_from_db()
    assert not unit.organisation.is_active and unit.former_names == ["Trường THCS Mới"]
    assert not Progress.objects.exists()
    assert "Trường THCS Mới Hơn" in authority.get("/admin/truong-hoc/danh-sach/").content.decode()
    union = client_for(make_reviewer("youth_union"))
    assert "Mới Hơn" not in union.get("/admin/truong-hoc/danh-sach/").content.decode()
    assert union.get(address).status_code == 404 and union.post(address, fields).status_code == 404
    assert "kind" in union.post("/admin/truong-hoc/danh-sach/new/", fields | {"code": "T-78"}).context["form"].errors
    for user in (make_user(), make_user(organisation=unit.organisation)):
        assert client_for(user).get("/admin/truong-hoc/danh-sach/").status_code in {302, 403}
