"""The editors' guide: one page per job, for everybody who may enter, with pictures that `make shots` takes.

And the words beside the fields of the editor.
"""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Page, get_page_models

from home.guide import jobs
from tests.factories import make_organisation, make_user
from tools.shots.guide import PICTURES, named

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
        assert job["steps"] and all(step["title"] in page.text for step in job["steps"])
        assert page.text.count("<img") >= sum("picture" in step for step in job["steps"])
    assert admin_client.get("/admin/huong-dan/khong-co/").status_code == 404
    client.force_login(make_user("truong@thcs.example", organisation=make_organisation("Trường A", kind="school")))
    assert client.get("/admin/huong-dan/viet-bai/").status_code == 403


def test_every_picture_of_the_guide_is_there_and_taken_anew_by_make_shots():
    assert named() == {scene.name for scene in PICTURES}
    for name in named():
        path = finders.find(f"home/guide/{name}.webp")
        assert path and 1_000 < Path(path).stat().st_size < 80_000, name


def fields_of(panel):
    if isinstance(panel, FieldPanel | InlinePanel):
        yield panel
    for child in getattr(panel, "children", ()):
        yield from fields_of(child)


def test_every_field_of_every_page_type_says_what_it_is_for():
    """Our own fields; Wagtail's (title, address, schedule) speak for themselves."""
    silent = [
        f"{model.__name__}.{panel.field_name if isinstance(panel, FieldPanel) else panel.relation_name}"
        for model in get_page_models()
        if model is not Page
        for panel in fields_of(model.get_edit_handler())
        if not panel.help_text
        and not (isinstance(panel, FieldPanel) and model._meta.get_field(panel.field_name).help_text)
        and not (isinstance(panel, FieldPanel) and model._meta.get_field(panel.field_name).model is Page)
    ]
    assert silent == []
