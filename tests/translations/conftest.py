"""A site in three languages."""

import pytest

from articles.editorial.permissions import open_newsroom, sync_newsrooms
from campaign.models import Outlet
from tests import languages_world
from tests.factories import make_locale, make_section, make_user
from translations.publish import start
from users.roles import grant


@pytest.fixture
def site(db):
    """{"section", "admin", "km", "en"}; the module is marked with the world "languages"."""
    return languages_world.things()


@pytest.fixture
def paper(site):
    """A newsroom whose section lies in both trees: a chief who also translates, another chief."""
    outlet = Outlet.objects.create(slug="bao-thu", name="Báo Thử", short_name="Báo Thử")
    open_newsroom(outlet)
    section = make_section("Nhận diện", outlet=outlet)
    site["section"] = section
    sync_newsrooms()
    for name, role in (("reporter", "reporter"), ("checker", "editor"), ("chief", "chief"), ("other", "chief")):
        site[name] = make_user(f"{name}@thu.example")
        grant(site[name], role, "bao-thu")
    site["khmer_section"] = start(section, make_locale("km"), site["admin"])
    sync_newsrooms()
    return site
