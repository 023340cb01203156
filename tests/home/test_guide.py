"""The editors' guide: one page per job, for everybody who may enter, with pictures that `make shots` takes."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from home.guide import jobs
from shots.guide import PICTURES, named
from tests.factories import make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_every_job_has_a_page_reached_from_the_help_menu_and_only_by_staff(client, admin_client):
    assert {"viet-bai", "duyet", "dinh-chinh", "dua-tai-lieu", "moi-kol", "do-phu"} == {job["slug"] for job in jobs()}
    dashboard = admin_client.get("/admin/").text
    assert "/admin/huong-dan/" in dashboard
    assert "guide.wagtail.org" not in dashboard and "docs.wagtail.org" not in dashboard
    index = admin_client.get("/admin/huong-dan/").text
    for job in jobs():
        page = admin_client.get(f"/admin/huong-dan/{job['slug']}/")
        assert f"/admin/huong-dan/{job['slug']}/" in index
        assert all(step["title"] in page.text for step in job["steps"])
        assert page.text.count("<img") >= sum("picture" in step for step in job["steps"])
    assert admin_client.get("/admin/huong-dan/khong-co/").status_code == 404
    client.force_login(make_user("truong@thcs.example", organisation=make_organisation("Trường A", kind="school")))
    assert client.get("/admin/huong-dan/viet-bai/").status_code == 403


def test_every_picture_of_the_guide_is_there_and_taken_anew_by_make_shots():
    assert named() == {scene.name for scene in PICTURES}
    for name in named():
        path = finders.find(f"home/guide/{name}.webp")
        assert path and 1_000 < Path(path).stat().st_size < 80_000, name
