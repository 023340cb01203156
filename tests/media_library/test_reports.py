"""Reports for the desk: who sees them, what they count, gaps, rights that end; the timer says so once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.utils import timezone

from media_library import library_tending, rollups
from media_library.models import DownloadEvent, Lease
from tests.factories import make_asset, make_organisation, make_user

pytestmark = pytest.mark.django_db
REPORTS = "/admin/reports/kho/"


def test_reports_count_by_every_group_and_need_a_right(client_for):
    asset, never = make_asset("R-01"), make_asset("R-02")
    school = make_organisation("Trường Sen")
    file = asset.current_version.files.get()
    for ward in ("Cái Răng", "Cái Răng", ""):
        facts = {"organisation": school, "level": "thcs", "ward": ward} if ward else {}
        DownloadEvent.objects.create(
            asset=asset, version=asset.current_version, file=file, language="vi", role="screen", **facts
        )
    rollups.rebuild()
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    shown = {
        "": ("R-01", "<td>\n3"),
        "truong": ("Trường Sen", ""),
        "cap": ("THCS", ""),
        "xa-phuong": ("Cái Răng", ""),
        "ngon-ngu": ("Tiếng Việt", ""),
        "loai": ("Poster, tờ dán", ""),
        "phien-ban": ("R-01 v1.0", ""),
    }
    for group, (word, _cell) in shown.items():
        answer = desk.get(f"{REPORTS}luot-tai/", {"theo": group} if group else {})
        assert answer.status_code == 200 and word in answer.content.decode(), group
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
    for kept in (desk.get(f"{REPORTS}khoang-trong/").content.decode(), words):
        assert "Có phụ đề, Đen trắng, in ở trường" in kept and "den-trang" not in kept
    assert "Tiếng Việt" in words
    for address in ("luot-tai/", "khoang-trong/", "thoi-han/"):
        assert client_for(make_user()).get(REPORTS + address).status_code in {302, 403}


def test_rights_that_end_are_told_once_to_who_releases(client_for, django_capture_on_commit_callbacks):
    asset = make_asset("R-03")
    day = timezone.localdate()
    Lease.objects.create(asset=asset, effect="allow", ends_on=day + timedelta(days=9), note="Giấy phép nhạc nền.")
    Lease.objects.create(asset=make_asset("R-04"), effect="allow", ends_on=day + timedelta(days=40), note="Còn lâu.")
    denied = make_asset("R-05")
    Lease.objects.create(asset=denied, effect="deny", starts_on=day + timedelta(days=5), note="Thu bản in cũ.")
    editor = make_user("kho@demo.example")
    editor.user_permissions.add(Permission.objects.get(codename="release_asset"))
    for _turn in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            library_tending.mail_ending_rights()
    [letter] = mail.outbox
    assert letter.to == ["kho@demo.example"] and "R-03" in letter.body and "R-04" not in letter.body
    assert f"R-05: {day + timedelta(days=4):%d-%m-%Y}. Thu bản in cũ." in letter.body
    html = client_for(make_user(is_superuser=True, is_staff=True)).get(f"{REPORTS}thoi-han/").content.decode()
    assert "R-03" in html and "R-04" in html
