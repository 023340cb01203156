"""A unit that was switched off: no page takes its accounts for a school's any more, from the next request on."""

import pytest

from tests.factories import asset_row, make_organisation, make_user
from tests.media_library.small_library import make_library
from users.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]
LIBRARY, OWN_SET = "/vi/kho-tai-lieu/", "/truong/bo-cua-toi/"
NOTICE = "Bấm tải, đăng nhập bằng tài khoản của trường"


def offered(client, asset):
    """What schools alone are offered: their set, a file for schools, a basket to save, their area."""
    return {
        "set": OWN_SET in client.get(LIBRARY).text,
        "file": NOTICE not in client.get(f"{LIBRARY}{asset.slug}/").text,
        "basket": 'name="ten"' in client.get(f"{LIBRARY}gio/?m={asset.code}").text,
        "area": client.get("/tai-khoan/")["Location"] == "/truong/",
    }


def test_nothing_is_offered_to_a_school_that_was_switched_off(client_for):
    make_library()
    asset = asset_row("TR-01", access="schools")
    school, union = make_organisation(), make_organisation("Đoàn phường", "union")
    teacher, member, partner = (client_for(make_user(organisation=owner)) for owner in (school, union, None))
    everything, nothing = (
        dict.fromkeys(("set", "file", "basket", "area"), True),
        dict.fromkeys(("set", "file", "basket", "area"), False),
    )
    assert offered(teacher, asset) == everything
    assert offered(member, asset) == everything | {"set": False}
    assert offered(partner, asset) == nothing
    Organisation.objects.update(is_active=False)
    assert offered(teacher, asset) == offered(member, asset) == nothing
    assert "chưa gắn với trường" in teacher.get("/tai-khoan/cua-toi/").text
