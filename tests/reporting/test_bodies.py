"""“Cơ quan”: the standing office keeps the list of bodies, one of them its own; units stay in the register."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories import make_organisation
from tests.school_world import authority, the_unit
from users.models import Organisation
from users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.world("school")]


def values(**changes):
    return {"name": "Phòng An ninh mạng (thử)", "kind": "city_police", "parent": "", "active_from": ""} | changes


def test_the_office_keeps_the_bodies_and_others_do_not(client_for):
    office = authority(Role.STANDING_OFFICE)
    desk = client_for(office)
    assert reverse("bodies:index") in desk.get("/admin/").content.decode(), "the menu leads there"
    desk.post(reverse("bodies:add"), values(name="  Phòng  An ninh mạng (thử) ", parent=office.organisation_id))
    body = Organisation.objects.get(kind="city_police")
    assert (body.name, body.parent) == ("Phòng An ninh mạng (thử)", office.organisation)
    listed = desk.get(reverse("bodies:index"), {"q": "an ninh"}).content.decode()
    assert body.name in listed and the_unit().name not in listed
    edit = reverse("bodies:edit", args=[body.pk])
    desk.post(edit, values(name="Phòng khác", active_until="2026-01-02"))
    body.refresh_from_db()
    assert body.name == "Phòng khác" and not body.is_active
    for role in (Role.EDUCATION, Role.YOUTH_UNION):
        other = client_for(authority(role))
        assert reverse("bodies:index") not in other.get("/admin/").content.decode()
        assert other.get(edit).status_code in {302, 403}
        assert other.post(edit, values(name="Đổi trộm")).status_code in {302, 403}
    body.refresh_from_db()
    assert body.name == "Phòng khác"


def test_there_is_one_standing_office(client_for):
    desk = client_for(authority(Role.STANDING_OFFICE))
    page = desk.post(reverse("bodies:add"), values(kind="office"))
    assert "mỗi chiến dịch chỉ có một" in page.content.decode()
    assert Organisation.objects.filter(kind="office").count() == 1
    with pytest.raises(ValidationError):
        Organisation(name="Hai", kind="office").full_clean()


def test_a_body_is_not_below_itself_and_no_unit_is_edited_here(client_for):
    office = authority(Role.STANDING_OFFICE)
    desk, top = client_for(office), office.organisation
    below = make_organisation("Phòng dưới", "city_police", parent=top)
    page = desk.post(reverse("bodies:edit", args=[top.pk]), values(name=top.name, kind="office", parent=below.pk))
    assert "đang trực thuộc cơ quan này" in page.content.decode()
    top.refresh_from_db()
    assert top.parent is None
    school = the_unit().organisation
    assert desk.get(reverse("bodies:edit", args=[school.pk])).status_code in {302, 404}
    page = desk.post(reverse("bodies:add"), values(kind="school"))
    assert page.status_code == 200 and not Organisation.objects.filter(name=values()["name"]).exists()


def test_many_bodies_cost_no_more_queries(client_for, django_assert_max_num_queries):
    desk = client_for(authority(Role.STANDING_OFFICE))
    desk.get(reverse("bodies:index"))
    top = authority(Role.STANDING_OFFICE).organisation
    for number in range(15):
        make_organisation(f"Phòng {number:02}", "city_police", parent=top)
    with django_assert_max_num_queries(14):
        desk.get(reverse("bodies:index"))
