"""Printed copies: an authority offers what it has, a unit orders, the stock agrees, and a recall reaches everybody."""

import io
import re

import openpyxl
import pytest
from django.utils import timezone

from campaign.models import Season
from media_library.models import Basket, HolderNotice
from media_library.recall.reach import reach
from media_library.recall.service import recall
from schools.models import PrintOrder, PrintRun
from tests.factories import asset_row, make_user
from tests.letters import delivered, write_letters
from tests.schools.print_rows import PLACE, make_order, make_run
from tests.schools.register import make_member, make_reviewer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("assets")]

STORE, ORDERS, OWN = "/admin/truong-hoc/kho-ban-in/", "/admin/truong-hoc/ban-in/", "/truong/ban-in/"


def step(client, order, decision, **typed):
    return client.post(ORDERS, {"don": str(order.uuid), "quyet": decision, **typed})


def test_from_the_store_to_the_wall(client_for):
    """The whole way: put into the store, ordered, agreed with fewer copies, told by letter, handed over, exported."""
    asset = asset_row("P-A3-03", name="Poster “Gọi ai khi cần?”")
    office, unit = client_for(make_reviewer()), make_unit()
    school = client_for(make_member(unit, email="co.lan@thcs.example"))
    assert "Bản in sẵn" not in school.get("/truong/").text, "nothing about it where nobody offers copies"
    form = {"code": "p-a3-03", "label": "A3, giấy couché", "stock": "30", "limit": "20", "pick_up": PLACE}
    form |= {"kinds": ["school"], "is_open": "on"}
    assert "không có tài liệu nào" in office.post(f"{STORE}new/", form | {"code": "P-A3-99"}).text.lower()
    assert office.post(f"{STORE}new/", form).status_code == 302
    run = PrintRun.objects.get()
    assert run.version == asset.current_version
    for page in ("/truong/", "/truong/bo-cua-toi/"):
        assert "1 bản in đang nhận đăng ký" in school.get(page).text
    text = school.get(OWN).text
    assert asset.name in text and "còn 30 bản" in text and PLACE in text

    refused = school.post(OWN, {"ban": str(run.uuid), "copies": "21", "note": "giao trước thứ Hai"})
    assert refused.status_code == 422 and "nhiều nhất 20 bản" in refused.text and "giao trước thứ Hai" in refused.text
    order_form = {"ban": str(run.uuid), "copies": "20", "note": "giao trước thứ Hai"}
    assert [school.post(OWN, order_form).status_code for _twice in range(2)] == [302, 302]
    order = PrintOrder.objects.get()
    assert (order.unit, order.copies, order.state) == (unit, 20, "asked")
    assert school.post(OWN, order_form | {"copies": "5"}).status_code == 409, "one open order of it"

    assert "1 đơn xin bản in chờ trả lời" in office.get("/admin/trang-chu/so-lieu/").text
    assert unit.name in office.get(ORDERS).text
    many = step(office, order, "nhan", so="31", note="Cả trường")
    assert many.status_code == 422 and "Trong kho còn 30 bản" in many.text and "Cả trường" in many.text
    assert step(office, order, "nhan", so="12", note="Năm nay in ít.").status_code == 302
    assert f"Đã đồng ý 12 bản cho {unit.name}" in office.get(ORDERS).text
    run.refresh_from_db()
    assert run.stock == 18
    assert step(office, order, "nhan", so="12").status_code == 409, "a second time it takes nothing"
    write_letters()
    letter = next(message for message in delivered() if message.to == ["co.lan@thcs.example"])
    assert "Được nhận 12 bản in" in letter.subject and PLACE in letter.body and "Năm nay in ít." in letter.body
    assert f"12 bản in: {asset.name} (A3" in letter.body, "no quotation marks around those of the name"
    home = school.get("/truong/").text
    assert "1 đơn được nhận" in home and "đang nhận đăng ký" not in home and "Năm nay in ít." in school.get(OWN).text

    assert unit.name in office.get(f"{ORDERS}?xem=giao").text
    colleague = client_for(make_reviewer(full_name="Chị Giao (demo)"))
    assert step(colleague, order, "giao").status_code == 302
    order.refresh_from_db()
    assert order.state == "handed-over" and order.ended_at
    text = colleague.get(f"{ORDERS}?xem=het").text
    assert f"Đã ghi: giao 12 bản cho {unit.name}" in text and f"({order.ended_by}, " in text
    assert order.ended_by.full_name == "Chị Giao (demo)" and order.decided_by.full_name != "Chị Giao (demo)"
    assert "đã giao" in school.get(OWN).text and "18-11-2026" in school.get(OWN).text
    assert step(office, order, "tu-choi", note="Nhầm").status_code == 409, "what was handed over stays"
    assert school.post(f"{OWN}{order.uuid}/thoi/").status_code == 409
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(office.get(f"{ORDERS}xuat/").streaming_content))).active
    row = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    assert [row[name] for name in ("Số bản xin", "Ghi chú", "Trạng thái", "Số bản được nhận")] == [
        20,
        "giao trước thứ Hai",
        "đã giao",
        12,
    ]
    times = [number for number, cell in enumerate(sheet[1]) if "lúc" in cell.value]
    assert len(times) == 3
    for number in times:
        text = f"{sheet[2][number].value:%d-%m-%Y %H:%M}"
        width = sheet.column_dimensions[sheet[1][number].column_letter].width
        assert width > len(text), "Excel shows #### in a narrower column"
    assert (row["Người trả lời"], row["Người giao hoặc thôi"]) == (str(order.decided_by), "Chị Giao (demo)")


def test_the_limit_counts_for_the_whole_season(client_for, clock):
    """What was handed over counts, what was refused does not, and a new season begins anew."""
    Season.objects.update(is_current=False)
    season = Season.objects.create(name="Mùa", starts_on="2026-11-01", ends_on="2027-05-31", is_current=True)
    run, unit = make_run(stock=100), make_unit()
    school = client_for(make_member(unit))
    make_order(run, unit, copies=9, state="refused")
    make_order(run, unit, copies=20, agreed_copies=12, state="handed-over")
    form = {"ban": str(run.uuid), "note": ""}
    refused = school.post(OWN, form | {"copies": "9"})
    assert refused.status_code == 422 and "nhiều nhất 8 bản" in refused.text
    assert school.post(OWN, form | {"copies": "8"}).status_code == 302
    PrintOrder.objects.filter(copies=8).update(state="handed-over", agreed_copies=8)
    text = school.get(OWN).text
    assert "Đơn vị đã xin đủ 20 bản của mùa này" in text and "Xin bản in:" not in text
    assert school.post(OWN, form | {"copies": "1"}).status_code == 409
    assert "đang nhận đăng ký" not in school.get("/truong/").text
    Season.objects.filter(pk=season.pk).update(starts_on="2026-11-19")
    clock.move_to("2026-11-19 09:00")
    assert school.post(OWN, form | {"copies": "20"}).status_code == 302


def test_copies_that_nobody_fetches_return_to_the_store(client_for):
    run, unit, agreed_by = make_run(stock=0), make_unit(), make_reviewer(full_name="Anh Hứa (demo)")
    office, member = client_for(make_reviewer()), make_member(unit)
    school = client_for(member)
    for end in ("unit", "office"):
        order = make_order(run, unit, state="agreed", agreed_copies=10, decided_by=agreed_by, decided_at=timezone.now())
        if end == "unit":
            assert school.post(f"{OWN}{order.uuid}/thoi/").status_code == 302
            text = office.get(f"{ORDERS}?xem=het").text
            assert f"({member}, " in text and "Anh Hứa" not in text, "who agreed did not give up"
        else:
            silent = step(office, order, "tu-choi", note=" \u200b ")
            assert silent.status_code == 422
            assert step(office, order, "tu-choi", note="Không đến nhận").status_code == 302
        order.refresh_from_db()
        run.refresh_from_db()
        assert (order.is_open, order.agreed_copies, run.stock) == (False, 0, 10), end
        PrintRun.objects.update(stock=0)
    write_letters()
    assert [mail for mail in delivered() if "Chưa cấp được" in mail.subject and "Không đến nhận" in mail.body]


def test_a_form_without_a_button_that_was_pressed_decides_nothing(client_for):
    run, office = make_run(), client_for(make_reviewer())
    for state in ("asked", "agreed"):
        order = make_order(run, make_unit(code=f"T-{state}"), state=state)
        for word in ("", "x"):
            assert step(office, order, word, so="1", note="x").status_code == 400
        order.refresh_from_db()
        assert order.state == state
    run.refresh_from_db()
    assert run.stock == 50


def test_enter_in_a_field_of_an_order_decides_nothing(client_for):
    """A browser presses the first button of a form: who typed why the store refuses must not thereby agree."""
    run, office = make_run(), client_for(make_reviewer())
    for state in ("asked", "agreed"):
        make_order(run, make_unit(code=f"T-{state}"), state=state)
    forms = re.findall(r"<form.*?</form>", office.get(f"{ORDERS}?xem=het").text, re.DOTALL)
    typed = [form for form in forms if 'name="note"' in form]
    assert len(typed) == 2
    assert all(" disabled" in re.search(r"<button[^>]*>", form)[0] for form in typed)


def test_what_is_not_offered_cannot_be_ordered(client_for):
    """Closed, empty, recalled, for the staff, for other kinds: neither on the page nor by a form sent anyway."""
    unit = make_unit()
    school = client_for(make_member(unit))
    others = make_run(asset_row("P-1"), kinds=["youth"])
    runs = {
        "closed": make_run(asset_row("P-2"), is_open=False),
        "empty": make_run(asset_row("P-3"), stock=0),
        "staff": make_run(asset_row("P-4", access="staff")),
        "withdrawn": make_run(asset_row("P-5")),
    }
    recall(runs["withdrawn"].version.asset, reason="Số 111 in mờ.")
    assert "Hiện không có bản in nào" in school.get(OWN).text
    for name, run in runs.items():
        assert school.post(OWN, {"ban": str(run.uuid), "copies": "1"}).status_code == 409, name
    for wrong in (str(others.uuid), "x", ""):
        assert school.post(OWN, {"ban": wrong, "copies": "1"}).status_code == 404
    assert not PrintOrder.objects.exists()
    offered = make_run(asset_row("P-6"))
    for copies in ("0", "-1", "1.5", "x", "", "9" * 30):
        assert school.post(OWN, {"ban": str(offered.uuid), "copies": copies}).status_code == 422, copies
    assert school.post(OWN, {"ban": str(offered.uuid), "copies": "1"}).status_code == 302


def test_each_authority_keeps_its_own_copies(client_for):
    """A union neither sees nor answers what the education department or the Standing Office has printed."""
    school_run = make_run(asset_row("P-1"))
    youth_run = make_run(asset_row("P-2"), kinds=["youth"])
    all_kinds = make_run(asset_row("P-3"), kinds=["school", "youth", "women", "police"])
    base = make_unit("Đoàn phường Ninh Kiều (minh họa)", kind="youth")
    orders = [make_order(run, base) for run in (school_run, youth_run, all_kinds)]
    visible_by_role = {"youth_union": [1], "education": [0], "standing_office": [0, 1, 2]}
    for role, own in visible_by_role.items():
        client = client_for(make_reviewer(role))
        for number, (run, order) in enumerate(zip((school_run, youth_run, all_kinds), orders, strict=True)):
            allowed = number in own
            assert client.get(f"{STORE}edit/{run.pk}/").status_code == (200 if allowed else 404), (role, number)
            assert (run.version.asset.code in client.get(STORE).text) is allowed
            assert (str(order.uuid) in client.get(ORDERS).text) is allowed
            if not allowed:
                assert step(client, order, "tu-choi", note="x").status_code == 404
    form = {"code": "P-1", "label": "A3", "stock": "3", "limit": "2", "pick_up": PLACE, "kinds": ["school"]}
    union = client_for(make_reviewer("youth_union"))
    assert union.post(f"{STORE}new/", form).status_code == 200, "asked again: kinds that it does not review"
    assert PrintRun.objects.count() == 3 and not PrintOrder.objects.exclude(state="asked").exists()
    other = client_for(make_member(make_unit(code="T-99")))
    assert other.post(f"{OWN}{orders[0].uuid}/thoi/").status_code == 404


def test_a_recall_tells_who_has_printed_copies(client_for, django_capture_on_commit_callbacks):
    """Also a unit that never downloaded; a promise is not kept, and nobody is told who refused or gave up."""
    run = make_run(stock=30)
    units = [make_unit(f"Trường số {n} (minh họa)", code=f"T-{n}") for n in range(4)]
    states = ("handed-over", "agreed", "refused", "cancelled")
    orders = [make_order(run, unit, state=state, agreed_copies=10) for unit, state in zip(units, states, strict=True)]
    asset, member = run.version.asset, make_member(units[0], email="co.lan@thcs.example")
    assert reach(asset).holders == 2
    with django_capture_on_commit_callbacks(execute=True):
        recall(asset, reason="Số 111 in mờ.")
    notices = HolderNotice.objects.filter(kind="recall")
    assert {notice.organisation for notice in notices} == {units[0].organisation, units[1].organisation}
    assert {(notice.version, notice.downloads) for notice in notices} == {(run.version, 0)}
    school = client_for(member)
    assert "đã thu hồi" in school.get("/truong/").text and "đã thu hồi, không dùng nữa" in school.get(OWN).text
    write_letters()
    letter = next(message for message in delivered() if message.to == ["co.lan@thcs.example"])
    assert "bản in của tài liệu này" in letter.body and "lượt" not in letter.body
    office = client_for(make_reviewer())
    assert step(office, orders[1], "giao").status_code == 409
    assert "(đã thu hồi)" in office.get(STORE).text, "whoever counts the store sees what not to give out"
    assert "không giao bản in nữa" in office.get(f"{ORDERS}?xem=giao").text


def test_the_question_before_a_recall_counts_orders_stock_and_saved_baskets(client_for):
    run = make_run(stock=30)
    asset, unit = run.version.asset, make_unit()
    for number, state in enumerate(("asked", "agreed", "handed-over", "refused")):
        make_order(run, make_unit(f"Trường số {number} (minh họa)", code=f"T-{number}"), state=state)
    Basket.objects.create(organisation=unit.organisation, name="Tuần 12", codes=[asset.code, "P-9"])
    Basket.objects.create(organisation=unit.organisation, name="Khác", codes=["P-9"])
    desk = client_for(make_user(is_superuser=True))
    fields = {"action": "withdraw", "reason": "Số 111 in mờ.", "replaced_by": "", "version": ""}
    question = desk.post(f"/admin/kho/{asset.pk}/", fields)
    affected = question.context["reach"]
    assert (affected.baskets, affected.orders, affected.stock) == (1, 2, 30)
    for words in ("giỏ đã lưu", "đơn xin bản in chưa giao", "bản in còn trong kho"):
        assert words in question.text
    old = asset.current_version
    asset.versions.create(number="2.0", released_at=old.released_at)
    assert reach(asset, old).baskets == 0, "a basket then gives the other version"


def test_the_pages_do_not_ask_more_of_the_database_as_orders_grow(client_for, django_assert_max_num_queries):
    unit = make_unit()
    school, office = client_for(make_member(unit)), client_for(make_reviewer())
    for number in range(8):
        make_order(make_run(asset_row(f"P-{number}")), unit)
        make_run(asset_row(f"Q-{number}"))
    for client, address in ((school, OWN), (office, ORDERS), (office, STORE)):
        client.get(address)
        with django_assert_max_num_queries(24):
            assert client.get(address).status_code == 200
