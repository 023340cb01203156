"""The world "outlets": two newsrooms with their people."""

from articles.editorial.permissions import sync_newsrooms
from articles.models import SectionPage
from campaign.models import Outlet
from tests.factories import make_section, make_user
from users.models import User
from users.roles import Role, grant

PAPER, CULTURE = "bao-thu", "van-hoa"
#: name → (role, outlet); the account's address is name@thu.example
PEOPLE = {
    "reporter": (Role.REPORTER, PAPER),
    "editor": (Role.EDITOR, PAPER),
    "secretary": (Role.SECRETARY, PAPER),
    "chief": (Role.CHIEF, PAPER),
    "chief2": (Role.CHIEF, PAPER),
    "culture": (Role.EDITOR, CULTURE),
    "culture_secretary": (Role.SECRETARY, CULTURE),
}


def fill_two_outlets() -> None:
    """A paper with everybody, a culture department with its own desk."""
    make_section("Thời sự", outlet=Outlet.objects.create(slug=PAPER, name="Báo Thử", short_name="Báo Thử"))
    make_section("Văn hóa", outlet=Outlet.objects.create(slug=CULTURE, name="Sở Văn hóa", short_name="Sở Văn hóa"))
    sync_newsrooms()
    for name, (role, outlet) in PEOPLE.items():
        grant(make_user(f"{name}@thu.example"), role, outlet)


def things() -> dict:
    """{"section", "other", accounts by name}."""
    people = {user.email.split("@")[0]: user for user in User.objects.filter(email__endswith="@thu.example")}
    sections = {"section": PAPER, "other": CULTURE}
    return {name: SectionPage.objects.get(outlet__slug=outlet) for name, outlet in sections.items()} | people
