"""The world "school": a running season, a unit of every kind with its people, the authorities, one poster to take.

Nobody has declared anything yet. Look things up by code, e-mail or role; `UNITS` and `AUTHORITIES` say which there are.
"""

from schools.models import Unit
from tests.factories import make_asset, make_help_line, make_locale, make_organisation, make_user
from tests.media_library.small_library import make_library
from tests.schools.register import make_member, make_season, make_unit
from users.models import User
from users.roles import Role, grant, sync_roles

#: code → how make_unit() makes it
UNITS = {
    "S-01": {"name": "Trường THCS Sen Trắng (minh họa)", "level": "thcs"},
    "S-02": {"name": "Trường THPT Bông Súng (minh họa)", "level": "thpt", "ward": "phường Ninh Kiều"},
    "Y-01": {"name": "Đoàn phường Cái Khế (minh họa)", "kind": "youth"},
    "W-01": {"name": "Hội Phụ nữ phường An Bình (minh họa)", "kind": "women"},
    "P-01": {"name": "Công an phường Thới An Đông (minh họa)", "kind": "police"},
}
#: role → how many accounts it has; the office looks at its own decisions a second time, so it has two
AUTHORITIES = {Role.EDUCATION: 1, Role.STANDING_OFFICE: 2, Role.YOUTH_UNION: 1, Role.WOMENS_UNION: 1}
#: role → kind of its body, where it is no authority
KINDS = {Role.STANDING_OFFICE: "office", Role.YOUTH_UNION: "federation", Role.WOMENS_UNION: "federation"}
POSTER = "P-A3-03"


def fill_school() -> None:
    make_locale("vi")
    make_library()
    make_help_line("111")
    make_season(slug="mua-2026")
    for code, facts in UNITS.items():
        unit = make_unit(code=code, **facts)
        make_member(unit, is_lead=True, email=f"{code.lower()}@unit.example", full_name=f"Lãnh đạo {code}")
        make_member(unit, email=f"{code.lower()}-2@unit.example", full_name=f"Cộng sự {code}")
    sync_roles()
    for role, number in AUTHORITIES.items():
        office = make_organisation(f"Cơ quan {role}", KINDS.get(role, "authority"))
        for at in range(1, number + 1):
            grant(make_user(f"{role}-{at}@authority.example", organisation=office, full_name=f"{role} {at}"), role)
    make_asset(POSTER)


def the_unit(code: str = "S-01") -> Unit:
    return Unit.objects.get(code=code)


def lead_of(code: str = "S-01") -> User:
    return User.objects.get(email=f"{code.lower()}@unit.example")


def colleague_of(code: str = "S-01") -> User:
    return User.objects.get(email=f"{code.lower()}-2@unit.example")


def authority(role: Role | str = Role.EDUCATION, at: int = 1) -> User:
    """The account number `at` of an authority."""
    return User.objects.get(email=f"{role}-{at}@authority.example")
