"""Two newsrooms with their people, for every test of the desk."""

import pytest

from campaign.models import Outlet
from tests.factories import make_section, make_user
from users.roles import Role, grant


@pytest.fixture
def newsroom():
    """{"section", "other", accounts by name}: a paper with everybody, a culture department with its own desk."""
    paper = Outlet.objects.create(slug="bao-thu", name="Báo Thử", short_name="Báo Thử")
    culture = Outlet.objects.create(slug="van-hoa", name="Sở Văn hóa", short_name="Sở Văn hóa")
    people = {"section": make_section("Thời sự", outlet=paper), "other": make_section("Văn hóa", outlet=culture)}
    for name, role, scope in [
        ("reporter", Role.REPORTER, "bao-thu"),
        ("editor", Role.EDITOR, "bao-thu"),
        ("secretary", Role.SECRETARY, "bao-thu"),
        ("chief", Role.CHIEF, "bao-thu"),
        ("chief2", Role.CHIEF, "bao-thu"),
        ("culture", Role.EDITOR, "van-hoa"),
        ("culture_secretary", Role.SECRETARY, "van-hoa"),
    ]:
        people[name] = make_user(f"{name}@thu.example")
        grant(people[name], role, scope)
    return people
