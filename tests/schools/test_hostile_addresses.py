"""Addresses of schools and their authorities with odd values: a clear answer, never a 500."""

from urllib.parse import quote, urlencode

import pytest

from tests.schools.print_rows import make_order, make_run
from tests.schools.register import make_member, make_reviewer, make_season, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
VALUES = ["\0", "a\0b", "'\"><script>", "x" * 5000, "9" * 40, "-1", "../../etc/passwd", "🙂" * 300]
#: address → parameters, those that may end the answer (a season, a page that is not there) in a request of their own
DESK = {
    "/admin/truong-hoc/": (("loai", "cap", "tat-ca"), ("mua",)),
    "/admin/truong-hoc/don-vi/": (("trang-thai", "xa", "thieu", "chua-tai", "q", "cap"), ("mua",), ("trang",)),
    "/admin/truong-hoc/cho-xac-nhan/": (("viec", "xa", "kiem-lai"), ("trang",), ("mua",)),
    "/admin/truong-hoc/xuat/": (("dang", "cap", "q"), ("mua",)),
    "/admin/truong-hoc/danh-sach/": (("q", "level", "kind"), ("p",)),
    "/admin/truong-hoc/ban-in/": (("xem",), ("trang",)),
    "/admin/truong-hoc/kho-ban-in/": (("q", "is_open"), ("p",)),
}


@pytest.mark.slow
@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_any_value_in_any_place_is_answered(client_for, value):
    make_season()
    unit = make_unit()
    inside = quote(value, safe="")
    authority, member, reader = client_for(make_reviewer()), client_for(make_member(unit)), client_for()
    queries = [(path, dict.fromkeys(names, value)) for path, cases in DESK.items() for names in cases]
    cases = [(authority, f"{path}?{urlencode(query)}") for path, query in queries]
    cases += [(authority, f"/admin/truong-hoc/mua/{inside}/")]
    cases += [(member, f"/truong/{place}/?{urlencode({'mua': value})}") for place in ("tong-ket", "giay-xac-nhan")]
    cases += [(member, f"/truong/viec/{inside}/"), (member, f"/truong/treo/{inside}/")]
    cases += [(member, f"/truong/viec/C01/?{urlencode({'tai-lieu': value})}")]
    cases += [(reader, f"/vi/chung-nhan/{inside}/"), (reader, f"/truong/loi-moi/{inside}/")]
    cases += [(reader, f"/truong/ma/?{urlencode({'ma': value})}"), (reader, f"/vi/do-phu/?{urlencode({'xa': value})}")]
    for client, address in cases:
        response = client.get(address)
        assert response.status_code < 500, address
    for data in ({"code": value}, {"ma": value}):
        assert reader.post("/truong/ma/", data).status_code < 500
    fields = {"viec": "gui", "link": value, "number": value, "done_on": value, "note": value, "version": value}
    assert member.post("/truong/viec/C01/", fields).status_code < 500
    assert member.post("/truong/nguoi/", {"email": value, "name": value}).status_code < 500
    assert authority.post("/admin/truong-hoc/loi-nhan/", {"loi": value}).status_code < 500
    run, steps = make_run(), "/admin/truong-hoc/ban-in/"
    for sent in ({"ban": value}, {"ban": run.uuid, "copies": value}, {"ban": run.uuid, "copies": 1, "note": value}):
        assert member.post("/truong/ban-in/", sent).status_code < 500
    order = make_order(run, make_unit(code="T-2"))
    for sent in ({"don": value}, {"don": order.uuid, "so": value}, {"don": order.uuid, "so": 1, "note": value}):
        assert authority.post(steps, sent | {"quyet": "nhan"}).status_code < 500
