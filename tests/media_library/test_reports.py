"""Reports of the library: who sees them, what they count, gaps, rights that end; the timer says so once."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media_library import maintenance
from media_library.admin.reports.downloads import DownloadsReport
from media_library.admin.reports.rights import SOON_DAYS
from media_library.kits import builder, publishing
from media_library.models import Asset, DownloadDay, DownloadEvent, KitVersion, Lease, Recall
from media_library.rights.availability import REVIEW_DAYS
from media_library.statistics import daily
from tests.factories import asset_row, make_asset, make_organisation, make_user
from tests.letters import delivered
from tests.media_library.prints import make_kit
from tests.media_library.small_library import make_library
from users.roles import grant, sync_roles

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("assets")]
REPORTS = "/admin/reports/kho/"


def test_reports_count_by_every_group_and_need_a_right(client_for):
    asset, never = asset_row("R-01"), asset_row("R-02")
    school = make_organisation("Trường Sen")
    file = asset.current_version.files.get()
    for ward in ("Cái Răng", "Cái Răng", ""):
        facts = {"organisation": school, "level": "thcs", "ward": ward} if ward else {}
        DownloadEvent.objects.create(
            asset=asset, version=asset.current_version, file=file, language="vi", role="screen", **facts
        )
    daily.rebuild()
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    expected = {
        "": ("R-01", "<td>\n3"),
        "truong": ("Trường Sen", ""),
        "cap": ("THCS", ""),
        "xa-phuong": ("Cái Răng", ""),
        "ngon-ngu": ("Tiếng Việt", ""),
        "loai": ("Poster, tờ dán", ""),
        "phien-ban": ("R-01 v1.0", ""),
    }
    for group, (word, _cell) in expected.items():
        response = desk.get(f"{REPORTS}luot-tai/", {"theo": group} if group else {})
        assert response.status_code == 200 and word in response.content.decode(), group
    assert "R-01" not in desk.get(f"{REPORTS}luot-tai/", {"tu": "2030-01-01"}).content.decode()
    export = desk.get(f"{REPORTS}luot-tai/", {"theo": "xa-phuong", "export": "csv"})
    assert "Cái Răng" in b"".join(export.streaming_content).decode()
    export = desk.get(f"{REPORTS}luot-tai/", {"theo": "loai", "export": "csv"})
    assert "Poster, tờ dán" in b"".join(export.streaming_content).decode()
    gaps = desk.get(f"{REPORTS}khoang-trong/").content.decode()
    assert "R-02" in gaps and "chưa ai tải" in gaps
    never.alternatives = ["phu-de", "den-trang"]
    never.save()
    export = desk.get(f"{REPORTS}khoang-trong/", {"export": "csv"})
    words = b"".join(export.streaming_content).decode()
    for report_text in (desk.get(f"{REPORTS}khoang-trong/").content.decode(), words):
        assert "Có phụ đề, Đen trắng, in ở trường" in report_text and "den-trang" not in report_text
    assert "Tiếng Việt" in words
    for address in ("luot-tai/", "khoang-trong/", "thoi-han/"):
        assert client_for(make_user()).get(REPORTS + address).status_code in {302, 403}


@pytest.mark.slow
def test_reports_and_recalls_name_the_staffs_documents_to_editors_of_the_library_alone(client_for):
    sync_roles()
    today, recalled = timezone.localdate(), {}
    for asset in (asset_row("R-01", name="Tờ dán mở"), asset_row("KHO-9", name="Hợp đồng riêng", access="staff")):
        file = asset.current_version.files.get()
        facts = {"version": asset.current_version, "file": file, "language": "vi", "role": "screen"}
        DownloadEvent.objects.create(asset=asset, **facts)
        Lease.objects.create(asset=asset, effect="allow", ends_on=today + timedelta(days=5), note="Hợp đồng")
        recalled[asset.code] = Recall.objects.create(asset=asset, reason=f"Lý do của {asset.code}")
    daily.rebuild()
    places = [REPORTS, "/admin/thu-hoi/", f"{REPORTS}luot-tai/?theo=phien-ban"]
    for name in ("luot-tai", "khoang-trong", "thoi-han"):
        places += [f"{REPORTS}{name}/", f"{REPORTS}{name}/results/", f"{REPORTS}{name}/?export=csv"]
    for role, is_visible in (("education", False), ("library_editor", True), ("standing_office", False)):
        account = make_user()
        grant(account, role)
        client = client_for(account)
        for place in places:
            response = client.get(place)
            text = b"".join(response.streaming_content).decode() if response.streaming else response.text
            assert response.status_code == 200 and "R-01" in text, (role, place)
            assert ("KHO-9" in text) is is_visible and (is_visible or "Hợp đồng riêng" not in text), (role, place)
        responses = {code: client.get(f"/admin/thu-hoi/{recall.pk}/").status_code for code, recall in recalled.items()}
        assert responses == {"R-01": 200, "KHO-9": 200 if is_visible else 404}, role


def added_up(desk, address, query):
    """What a page shows of the daily counts, and how many queries added them up."""
    with CaptureQueriesContext(connection) as queries:
        context = desk.get(address, query).context
    names = ("figures", "weeks", "assets") if address == REPORTS else ("object_list", "items_count")
    number = sum("SUM(" in entry["sql"] and "downloadday" in entry["sql"] for entry in queries.captured_queries)
    return [list(context[name]) if name != "items_count" else context[name] for name in names], number


def test_reports_add_the_days_up_once_and_again_when_they_were_counted_anew(client_for):
    """Each page of a report by itself; an export says the same."""
    asset = asset_row("R-03")
    schools = [make_organisation(f"Trường {number:02}") for number in range(60)]
    facts = {"asset": asset, "version": asset.current_version, "file": asset.current_version.files.get()}

    def take(school):
        DownloadEvent.objects.create(**facts, organisation=school, language="vi", role="screen")
        daily.roll_up()

    for school in schools:
        DownloadEvent.objects.create(**facts, organisation=school, language="vi", role="screen")
    daily.roll_up()
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    by_school, second = {"theo": "truong"}, {"theo": "truong", "p": 2}
    places = [("luot-tai/", by_school), ("luot-tai/", second), ("luot-tai/", {}), ("", {})]
    first = [added_up(desk, REPORTS + place, query) for place, query in places]
    again = [added_up(desk, REPORTS + place, query) for place, query in places]
    assert all(number for _shown, number in first) and not any(number for _shown, number in again)
    assert [values for values, _number in first] == [values for values, _number in again]
    ((page, number), _asked), ((rest, _number), _also) = first[:2]
    assert [row["label"] for row in page + rest] == [school.name for school in schools]
    assert number == 60 and len(page) == 50
    take(schools[59])
    (page, _number), sum_count = added_up(desk, f"{REPORTS}luot-tai/", by_school)
    assert sum_count and (page[0]["label"], page[0]["files"]) == ("Trường 59", 2)
    (figures, _weeks, _assets), _asked = added_up(desk, REPORTS, {})
    assert figures[0]["value"] == 61
    export = desk.get(f"{REPORTS}luot-tai/", by_school | {"export": "csv"})
    assert b"".join(export.streaming_content).decode().splitlines()[1].startswith("Trường 59,,2,")


def test_a_page_of_the_report_reads_the_names_of_its_own_assets_and_an_export_all(client_for, monkeypatch):
    monkeypatch.setattr(DownloadsReport, "paginate_by", 2)
    for number in range(3):
        asset = asset_row(f"R-1{number}", name=f"Poster {number}")
        facts = {"asset": asset, "version": asset.current_version, "language": "vi", "way": "page"}
        DownloadDay.objects.create(day=timezone.localdate(), n=9 - number, **facts)
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    for page, codes in ((1, ("0", "1")), (2, ("2",))):
        response = desk.get(f"{REPORTS}luot-tai/", {"p": page})
        assert response.context["view"].names == {f"R-1{code}": f"Poster {code}" for code in codes}
        assert all(f"Poster {code}" in response.text for code in codes)
    export = desk.get(f"{REPORTS}luot-tai/", {"export": "csv"})
    lines = b"".join(export.streaming_content).decode().splitlines()[1:]
    cells = [line.split(",")[:3] for line in lines]
    assert cells == [[f"R-1{number}", f"Poster {number}", str(9 - number)] for number in range(3)]


def test_gaps_are_asked_for_by_language_by_form_and_by_use(client_for):
    """Each filter names exactly those that lack it; the form is what belongs to the kind, as on the desk's grid."""
    khmer = [{"role": role, "language": code, "label": role} for role in ("print", "social") for code in ("vi", "km")]
    full = [{"role": role, "label": role, "override": "Tờ thử."} for role in ("print", "school-print", "screen")]
    rows = {"G-KM": khmer, "G-FULL": full, "G-CLIP": [{"role": "screen"}]}
    for code, files in rows.items():
        kind = "video" if code == "G-CLIP" else "poster"
        asset = asset_row(code, kind=kind, files=[file_fields | {"override": "Tờ thử."} for file_fields in files])
    file = asset.current_version.files.first()
    DownloadEvent.objects.create(asset=asset, version=asset.current_version, file=file, language="vi", role="screen")
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    codes_by_query = {
        "": set(rows),
        "tieng=km": {"G-FULL", "G-CLIP"},
        "tieng=VI": set(rows),  # no language: filters nothing, and is not taken for the next
        "tieng=vi": set(),
        "dang=school-print": {"G-KM"},
        "dang=text": {"G-CLIP"},  # no text is asked of a poster
        "dang=audio": set(),
        "tai=0": {"G-KM", "G-FULL"},
        "tieng=km&tai=0": {"G-FULL"},
    }
    for query, codes in codes_by_query.items():
        response = desk.get(f"{REPORTS}khoang-trong/?{query}")
        html = response.content.decode()
        assert response.context["paginator"].count == len(codes), query
        assert {code for code in rows if f">{code}<" in re.sub(r"\s+", "", html)} == codes, query
    table = b"".join(desk.get(f"{REPORTS}khoang-trong/?export=csv&dang=text").streaming_content).decode()
    assert "G-CLIP" in table and "Bản nhẹ, Bản chữ" in table and "G-KM" not in table


def test_rights_that_end_are_told_once_to_who_releases(client_for, django_capture_on_commit_callbacks):
    asset = asset_row("R-03")
    day = timezone.localdate()
    Lease.objects.create(asset=asset, effect="allow", ends_on=day + timedelta(days=9), note="Giấy phép nhạc nền.")
    Lease.objects.create(asset=asset_row("R-04"), effect="allow", ends_on=day + timedelta(days=40), note="Còn lâu.")
    denied = asset_row("R-05")
    Lease.objects.create(asset=denied, effect="deny", starts_on=day + timedelta(days=5), note="Thu bản in cũ.")
    editor = make_user("kho@demo.example")
    editor.user_permissions.add(Permission.objects.get(codename="release_asset"))
    for _turn in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            maintenance.mail_ending_rights()
    [letter] = delivered()
    assert letter.to == ["kho@demo.example"] and "R-03" in letter.body and "R-04" not in letter.body
    assert f"R-05: {day + timedelta(days=4):%d-%m-%Y}. Thu bản in cũ." in letter.body
    html = client_for(make_user(is_superuser=True, is_staff=True)).get(f"{REPORTS}thoi-han/").content.decode()
    assert "R-03" in html and "R-04" in html
    assert "R-05" in html and f"{day + timedelta(days=4):%d-%m-%Y}" in html  # a stop that begins is an end too


def test_the_letter_comes_fourteen_days_ahead_and_only_where_the_asset_really_closes(
    client_for, django_capture_on_commit_callbacks
):
    make_library()
    day = timezone.localdate()
    rows = {
        "E-14": [("allow", None, 14)],
        "E-15": [("allow", None, 15)],
        "D-15": [("deny", 15, None)],  # the fourteenth day is its last
        "D-16": [("deny", 16, None)],
        "E-NEXT": [("allow", None, 9), ("allow", None, None)],  # another right goes on
        "E-LONG": [("allow", None, 9), ("allow", -3, 200)],
    }
    for code, leases in rows.items():
        asset = asset_row(code)
        for effect, first, last in leases:
            dates = {"starts_on": first, "ends_on": last}
            dates = {name: None if n is None else day + timedelta(days=n) for name, n in dates.items()}
            Lease.objects.create(asset=asset, effect=effect, note="Giấy phép nhạc nền.", **dates)
    make_user("kho@demo.example").user_permissions.add(Permission.objects.get(codename="release_asset"))
    with django_capture_on_commit_callbacks(execute=True):
        assert maintenance.mail_ending_rights() == 2
    [letter] = delivered()
    assert {code for code in rows if f"{code}: " in letter.body} == {"E-14", "D-15"}
    for code, is_announced in (("E-14", True), ("E-15", False)):
        page = client_for().get(f"/vi/kho-tai-lieu/{code.lower()}/").content.decode()
        assert ("Sắp hết hạn dùng" in page) is is_announced, code
    html = client_for(make_user(is_superuser=True, is_staff=True)).get(f"{REPORTS}thoi-han/").content.decode()
    assert {code for code in rows if f">{code}<" in re.sub(r"\s+", "", html)} == {"E-14", "E-15", "D-15", "D-16"}


def test_a_year_after_its_release_an_asset_is_looked_at_again(client_for):
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    for code, days in (("Y-310", 310), ("Y-290", 290), ("Y-OWN", 400)):  # named SOON_DAYS ahead
        asset = asset_row(code)
        Asset.objects.filter(pk=asset.pk).update(released_at=timezone.now() - timedelta(days=days))
    Asset.objects.filter(code="Y-OWN").update(review_on=timezone.localdate() + timedelta(days=300))
    html = desk.get(f"{REPORTS}thoi-han/").content.decode()
    due = timezone.localdate() + timedelta(days=365 - 310)
    assert "Y-310" in html and f"{due:%d-%m-%Y}, một năm sau phát hành" in html
    assert "Y-290" not in html and "Y-OWN" not in html
    Asset.objects.filter(code="Y-OWN").update(review_on=timezone.localdate())
    assert "Y-OWN" in desk.get(f"{REPORTS}thoi-han/").content.decode()


@pytest.mark.parametrize("now", ["2026-11-18 00:05", "2026-11-18 23:50", "2028-02-29 12:00", "2026-12-31 23:59"])
def test_a_review_is_due_on_a_day_of_can_tho_and_not_at_the_hour_of_the_release(client_for, clock, now):
    clock.move_to(now)
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    day = timezone.localdate() + timedelta(days=SOON_DAYS - REVIEW_DAYS)
    late, early = (timezone.make_aware(datetime.combine(day, hour)) for hour in (time(23, 55), time(0, 5)))
    for code, moment in (("Y-LAST", late), ("Y-FIRST", early), ("Y-NEXT", early + timedelta(days=1))):
        Asset.objects.create(code=code, slug=code.lower(), kind="poster", status="released", released_at=moment)
    html = desk.get(f"{REPORTS}thoi-han/").content.decode()
    assert [code in html for code in ("Y-LAST", "Y-FIRST", "Y-NEXT")] == [True, True, False]
    assert html.count(f"{timezone.localdate() + timedelta(days=SOON_DAYS):%d-%m-%Y}, một năm sau phát hành") == 2


def test_a_right_that_ends_takes_its_piece_out_of_the_built_kits(client):
    """The day turns and nobody saves anything: the clock's job gives the kit a version without the piece."""
    make_library()
    ending, staying = make_asset("K-01", name="Tờ hết hạn"), make_asset("K-02", name="Tờ còn hạn")
    kit = make_kit([ending, staying])
    assert builder.build(publishing.publish(kit).pk) == "ready"
    call_command("maintain_library")
    assert KitVersion.objects.count() == 1  # nothing has changed
    Lease.objects.create(asset=ending, effect="allow", ends_on=timezone.localdate() - timedelta(days=1), note="Hết.")
    old = kit.versions.get().archives.get(variant="full")
    call_command("maintain_library")
    later = KitVersion.objects.get(state="building")
    assert builder.build(later.pk) == "ready"
    packed_codes = {file.version.asset.code for file in later.archives.get(variant="full").files.all()}
    assert packed_codes == {"K-02"}
    page = client.get("/vi/bo-tai-lieu/kit-thcs/").content.decode()
    assert "Tờ hết hạn" not in page and old.get_absolute_url() not in page


def test_the_overview_draws_what_its_tables_say_and_stands_in_the_librarys_menu(client_for):
    """Files of this week, distinct schools, the week before; whoever may see reports finds them without an address."""
    asset = asset_row("R-09", name="Poster Sen")
    school = make_organisation("Trường Sen")
    file = asset.current_version.files.get()
    for days in (0, 0, 8, 15):
        event = DownloadEvent.objects.create(
            asset=asset, version=asset.current_version, file=file, language="vi", role="screen", organisation=school,
            level="thcs",
        )  # fmt: skip
        DownloadEvent.objects.filter(pk=event.pk).update(created_at=timezone.now() - timedelta(days=days))
    daily.rebuild()
    officer = make_user()
    officer.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_downloadevent"]))
    page = client_for(officer).get(REPORTS)
    html = page.content.decode()
    assert page.status_code == 200
    assert [row["files"] for row in page.context["weeks"]][-3:] == [1, 1, 2]
    assert page.context["weeks"][-1]["schools"] == 1 and page.context["figures"][1]["value"] == 1
    assert "Poster Sen <small>R-09</small>" in html and "THCS" in html and html.count("<rect") >= 12
    assert 'style="' not in html[html.index("library-reports") : html.index("bc-nhieu")]
    assert "/admin/reports/kho/" in client_for(officer).get("/admin/trang-chu/so-lieu/").content.decode()
    export = client_for(officer).get(f"{REPORTS}luot-tai/", {"export": "csv"})
    assert "R-09,Poster Sen,4" in b"".join(export.streaming_content).decode()
    visitor = make_user()
    visitor.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    assert client_for(visitor).get(REPORTS).status_code == 403
