"""Two people who edit one row of the administration: the second is told who changed what, and chooses."""

from datetime import date

import pytest

from schools.models import ChecklistItem, Unit
from tests.schools.register import make_reviewer, make_season, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def _typed_into(response):
    """What a browser would send from the form of `answer`: every box as it stands, and the hidden ones."""
    form = response.context["form"]
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    filled = {name: value for name, value in values.items() if value is not None and value is not False}
    fields = {name: "on" if value is True else value for name, value in filled.items()}
    return fields | {response.context["seen_name"]: response.context["seen"]}


def test_two_registrars_at_one_unit_lose_nothing(client_for):
    """Told who and what; the box that only the first changed takes her value, the other keeps what was typed."""
    make_season()
    unit = make_unit("Trường A", "T-01", contact_name="Cô Lan", students=500)
    one, two = (client_for(make_reviewer(full_name=name)) for name in ("Cô Hạnh", "Thầy Tâm"))
    address = f"/admin/truong-hoc/danh-sach/edit/{unit.pk}/"
    opened, late = _typed_into(one.get(address)), _typed_into(two.get(address))
    newer = {"name": "Trường A mới", "contact_name": "Cô Mai", "has_led": "on"}
    for _twice in range(2):  # pressed twice: nobody is in her way
        saved = one.post(address, opened | newer)
        assert saved.status_code == 302, saved.context["form"].errors
    late |= {"contact_name": "Thầy Bảo", "students": "600"}
    response = two.post(address, late)
    html = response.content.decode()
    assert response.status_code == 409 and "Cô Hạnh vừa lưu lúc" in html and "Chưa lưu" in html
    rows = {row["label"]: (row["theirs"], row["mine"]) for row in response.context["overtaken"]["rows"]}
    assert rows == {
        "Tên": ("Trường A mới", None),
        "Người liên hệ": ("Cô Mai", "Thầy Bảo"),
        "Có màn hình LED": ("có", None),
    }
    unit.refresh_from_db()
    assert (unit.contact_name, unit.students, unit.name) == ("Cô Mai", 500, "Trường A mới")
    assert 'value="Thầy Bảo"' in html and 'value="600"' in html and 'value="Trường A mới"' in html
    assert two.post(address, _typed_into(response)).status_code == 302
    unit = Unit.objects.get()
    assert (unit.contact_name, unit.students, unit.name, unit.has_led) == ("Thầy Bảo", 600, "Trường A mới", True)
    union = client_for(make_reviewer("youth_union"))
    assert union.get(address).status_code == 404 and union.post(address, late).status_code == 404
    root = client_for(make_reviewer(is_superuser=True))
    assert "T-01" in root.get("/admin/truong-hoc/danh-sach/").content.decode()
    assert root.get(f"/admin/truong-hoc/danh-sach/delete/{unit.pk}/").status_code == 200


def test_two_people_at_one_item_and_at_one_season(client_for):
    season = make_season()
    item = ChecklistItem.objects.get(code="C04")
    users = [make_reviewer(full_name=name, is_superuser=True) for name in ("Cô Hạnh", "Thầy Tâm")]
    one, two = map(client_for, users)
    address = f"/admin/truong-hoc/viec/edit/{item.pk}/"
    opened, late = _typed_into(one.get(address)), _typed_into(two.get(address))
    newer = {"due_on": "01-12-2026", "levels": ["thcs", "thpt"], "wants_photo": ""}
    assert one.post(address, opened | newer).status_code == 302
    response = two.post(address, late | {"label": "Treo áp phích", "levels": ["thpt"]})
    rows = {row["label"]: (row["theirs"], row["mine"]) for row in response.context["overtaken"]["rows"]}
    assert response.status_code == 409 and rows.pop("Cấp học") == ("THCS, THPT", "THPT")
    assert sorted(rows.values()) == [("01-12-2026", None), ("không", None)]
    assert two.post(address, _typed_into(response)).status_code == 302
    item.refresh_from_db()
    assert (item.label, item.levels, item.wants_photo) == ("Treo áp phích", ["thpt"], False)
    assert item.due_on == date(2026, 12, 1) and item.asset_kinds == ["poster", "banner"]

    address = f"/admin/snippets/campaign/season/edit/{season.pk}/"
    opened, late = _typed_into(one.get(address)), _typed_into(two.get(address))
    assert one.post(address, opened | {"ends_on": "20-12-2026"}).status_code == 302
    response = two.post(address, late | {"plan_number": "120/KH"})
    assert response.status_code == 409 and "Cô Hạnh vừa lưu" in response.content.decode()
    assert two.post(address, _typed_into(response)).status_code == 302
    season.refresh_from_db()
    assert (season.ends_on, season.plan_number) == (date(2026, 12, 20), "120/KH")
    # What we did not sign is as good as nothing, and never a page of errors.
    assert two.post(address, late | {"ban-da-mo": "bịa"}).status_code == 302
