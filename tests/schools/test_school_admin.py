"""The authority's day: many at once with undo, a sample, words to units, exports, a season's end, the public page."""

import io
import random
import re
import unicodedata
from uuid import uuid4

import pypdfium2
import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from campaign.models import Season
from schools import season_close, tasks
from schools.claims import transitions
from schools.coverage import public, queries, rollups
from schools.coverage.queries import Bar
from schools.models import Certificate, ChecklistItem, Claim, Message, SeasonClose, Unit
from tests.letters import delivered
from tests.schools.register import make_member, make_reviewer, make_season, make_unit
from users.roles import grant

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
QUEUE = "/admin/truong-hoc/cho-xac-nhan/"


def declare(unit, code="C01", **fields):
    item = ChecklistItem.objects.get(code=code)
    fields = {"state": "declared", "declared_at": "2026-11-02T08:00+07:00", "declared_on": "2026-11-02"} | fields
    return Claim.objects.create(unit=unit, item=item, **fields)


def test_many_at_once_and_undo(client_for):
    season = make_season()
    claims = [declare(make_unit(f"Trường {n}")) for n in range(3)]
    rollups.rebuild(season)
    user = make_reviewer()
    authority, other = client_for(user), client_for(make_reviewer("standing_office"))
    response = authority.post(f"{QUEUE}quyet/", {"khai": [c.uuid for c in claims], "quyet": "xac-nhan"}, follow=True)
    html = response.content.decode()
    assert "Đã xác nhận 3 việc." in html and Claim.objects.filter(state="confirmed").count() == 3
    batch = claims[0].events.last().batch
    assert str(batch.uuid) in html
    for stranger in (other,):
        stranger.post(f"{QUEUE}hoan-tac/", {"luot": batch.uuid})
    assert Claim.objects.filter(state="confirmed").count() == 3
    for _twice in range(2):
        authority.post(f"{QUEUE}hoan-tac/", {"luot": batch.uuid})
    assert Claim.objects.filter(state="declared").count() == 3
    assert queries.total_of(queries.Scope(season, ("school",))).confirmed == 0
    assert authority.post(f"{QUEUE}hoan-tac/", {"luot": "khong-phai"}).status_code == 302
    empty = authority.post(f"{QUEUE}quyet/", {"khai": ["1'; DROP", ""]}, follow=True)
    assert "ít nhất một lời khai" in empty.content.decode()


def test_who_has_moved_to_another_authority_undoes_nothing_at_the_former_one(client_for):
    make_season()
    claim, user = declare(make_unit()), make_reviewer()
    client = client_for(user)
    client.post(f"{QUEUE}quyet/", {"khai": [claim.uuid], "quyet": "xac-nhan"})
    batch = claim.events.last().batch
    user.groups.clear()
    grant(user, "womens_union")
    assert client.post(f"{QUEUE}hoan-tac/", {"luot": batch.uuid}).status_code == 302
    claim.refresh_from_db()
    assert claim.state == "confirmed" and claim.events.count() == 1


def test_an_undo_comes_within_half_an_hour_and_takes_back_no_later_step(client_for, clock):
    make_season()
    claims = one, two = [declare(make_unit(f"Trường {n}")) for n in range(2)]
    authority = client_for(make_reviewer())
    form = {"khai": [claim.uuid for claim in claims], "quyet": "tra", "note": "Thiếu ảnh."}
    authority.post(f"{QUEUE}quyet/", form)
    undone = {"luot": one.events.last().batch.uuid}
    two.refresh_from_db()
    transitions.declare(two, {name: getattr(two, name) for name in transitions.FIELDS}, by=make_member(two.unit))
    transitions.decide([two], "confirmed", by=make_reviewer("standing_office"))
    for minute, states in (("31", ["returned", "confirmed"]), ("29", ["declared", "confirmed"])):
        clock.move_to(f"2026-11-18 09:{minute}")
        assert authority.post(f"{QUEUE}hoan-tac/", undone).status_code == (409 if minute == "31" else 302)
        assert list(Claim.objects.order_by("pk").values_list("state", flat=True)) == states


def test_a_closed_season_takes_no_undo(client_for):
    season, claim = make_season(), declare(make_unit())
    authority = client_for(make_reviewer())
    authority.post(f"{QUEUE}quyet/", {"khai": [claim.uuid], "quyet": "xac-nhan"})
    season_close.close(season, by=make_reviewer("standing_office"))
    authority.post(f"{QUEUE}hoan-tac/", {"luot": claim.events.last().batch.uuid})
    claim.refresh_from_db()
    assert claim.state == "confirmed"


def test_a_sample_is_looked_at_by_somebody_else(client_for, django_capture_on_commit_callbacks):
    make_season()
    unit = make_unit()
    make_member(unit, email="truong@truong.example")
    first, second = make_reviewer("standing_office"), make_reviewer("standing_office")
    claim = declare(unit, state="confirmed", decided_by=first, confirmed_on="2026-11-03")
    authority = client_for(first)
    declare(make_unit(), state="confirmed", decided_by=second, confirmed_on="2026-11-03", recheck="passed")
    for code in ("C04", "C10", "C13"):
        declare(unit, code, state="confirmed", decided_by=first, confirmed_on="2026-11-03")
    form = {"so": "2", "luot": authority.get(f"{QUEUE}?kiem-lai").context["draw"]}
    assert "Đã rút 2 việc." in authority.post(f"{QUEUE}mau/", form, follow=True).content.decode()
    assert "đã rút rồi" in authority.post(f"{QUEUE}mau/", form, follow=True).content.decode()  # pressed twice
    assert Claim.objects.filter(recheck="due").count() == 2
    for wrong in ({"so": "2"}, {"so": "2", "luot": "x"}, {"so": "0", "luot": uuid4()}):
        authority.post(f"{QUEUE}mau/", wrong)
    assert Claim.objects.filter(recheck="due").count() == 2
    authority.post(f"{QUEUE}mau/", {"so": "50", "luot": uuid4()})
    claim.refresh_from_db()
    assert claim.recheck == "due" and Claim.objects.filter(recheck="due").count() == 4
    address = f"/admin/truong-hoc/khai/{claim.uuid}/kiem-lai/"
    assert "người khác kiểm lại" in client_for(first).post(address, {"quyet": "dat"}, follow=True).content.decode()
    for garbled in ({}, {"quyet": "xong"}):
        assert client_for(second).post(address, garbled).status_code == 400
        claim.refresh_from_db()
        assert claim.recheck == "due", "nothing that no button says is a result"
    with django_capture_on_commit_callbacks(execute=True):
        client_for(second).post(address, {"quyet": "tra", "note": "Ảnh không khớp ngày."})
    claim.refresh_from_db()
    assert (claim.state, claim.recheck, claim.rechecked_by) == ("returned", "failed", second)
    assert "Ảnh không khớp ngày." in delivered()[0].body and delivered()[0].to == ["truong@truong.example"]


def test_a_recheck_that_fails_says_why_and_comes_before_the_end_of_the_season(client_for):
    season, first = make_season(), make_reviewer("standing_office")
    claim = declare(make_unit(), state="confirmed", confirmed_on="2026-11-03", decided_by=first, recheck="due")
    second = client_for(make_reviewer("standing_office"))
    for note, status in ((" ", 302), ("Ảnh không khớp ngày.", 409)):
        failed = {"quyet": "tra", "note": note}
        assert second.post(f"/admin/truong-hoc/khai/{claim.uuid}/kiem-lai/", failed).status_code == status
        claim.refresh_from_db()
        assert (claim.state, claim.recheck) == ("confirmed", "due")
        if status == 302:
            season_close.close(season, by=first)


def test_words_reach_exactly_the_listed_units(client_for):
    season = make_season()
    idle, busy = make_unit("Trường A", contact_email="a@truong.example"), make_unit("Trường B")
    declare(busy)
    rollups.rebuild(season)
    authority = client_for(make_reviewer())
    listed = authority.get("/admin/truong-hoc/don-vi/?trang-thai=chua-bat-dau")
    assert [row.unit for row in listed.context["rows"]] == [idle]
    address = "/admin/truong-hoc/don-vi/nhac/?trang-thai=chua-bat-dau"
    authority.post(address, {"loi": listed.context["reminder"], "thu": "on"})
    message = Message.objects.get()
    assert list(message.units.all()) == [idle]
    for _twice in range(2):
        tasks.mail_message.call(message.pk)
    assert [letter.to for letter in delivered()] == [["a@truong.example"]]
    assert "máy photocopy" in client_for(make_member(idle)).get("/truong/").content.decode()
    assert "máy photocopy" not in client_for(make_member(busy)).get("/truong/").content.decode()
    gap = authority.get("/admin/truong-hoc/don-vi/?thieu=C04&chua-tai=km").content.decode()
    assert "Treo poster" in gap and "Trường A" in gap
    assert "và clip bằng tiếng Khmer." in authority.get("/admin/truong-hoc/don-vi/?chua-tai=km").context["reminder"]
    assert authority.post("/admin/truong-hoc/loi-nhan/", {"loi": " "}).status_code == 422


def test_who_reminds_is_told_of_units_that_nobody_reads_for(client_for):
    """Those that have not begun are most often those without an account: “reminded” was said of them, too."""
    season, authority = make_season(), client_for(make_reviewer())
    make_member(make_unit("Trường Đọc"))
    make_unit("Trường Có Thư", contact_email="a@truong.example")
    make_unit("Trường Im")
    rollups.rebuild(season)
    unread = {"": "Trong đó 2 đơn vị chưa ai đọc được", "on": "Trong đó 1 đơn vị chưa ai đọc được"}
    for address in ("/admin/truong-hoc/don-vi/nhac/", "/admin/truong-hoc/loi-nhan/"):
        for mailed, message in unread.items():
            sent = {"loi": f"Chào {address}{mailed}"} | ({"thu": mailed} if mailed else {})
            assert message in authority.post(address, sent, follow=True).text
    reached = authority.post("/admin/truong-hoc/don-vi/nhac/?q=doc", {"loi": "Chào"}, follow=True).text
    assert "Đã nhắc 1 đơn vị" in reached and "chưa ai đọc được" not in reached


def test_filters_name_the_items_of_the_units_that_an_account_reviews(client_for):
    """Those of the scope: kinds that the account reviews, narrowed by `?loai=` and `?cap=`."""
    items = {
        "C01": {"label": "Mọi trường"},
        "C02": {"label": "Chỉ THPT", "levels": ["thpt"]},
        "C03": {"label": "Đoàn", "kinds": ["youth"]},
        "C04": {"label": "Trường và Hội", "kinds": ["school", "women"]},
        "C05": {"label": "Đã tắt", "is_active": False},
    }
    make_season(items=items)
    school, youth = client_for(make_reviewer()), client_for(make_reviewer("youth_union"))
    for name in ("units", "queue"):
        address = reverse(f"units_admin:{name}")
        for client, query, codes in (
            (school, "", ["C01", "C02", "C04"]),
            (school, "?cap=thcs", ["C01", "C04"]),
            (youth, "", ["C03"]),
        ):
            context = client.get(f"{address}{query}").context
            assert [item.code for item in context["items"]] == codes, (name, query)


def test_units_are_found_without_marks_and_by_a_part_of_their_code(client_for):
    season, authority = make_season(), client_for(make_reviewer())
    make_unit("Trường THCS Sen Trắng", code="TH-0042")
    make_unit("Trường THPT Đông Phú", code="TP-7")
    rollups.rebuild(season)
    codes_by_query = {
        typed: [row.unit.code for row in authority.get("/admin/truong-hoc/don-vi/", {"q": typed}).context["rows"]]
        for typed in ("sen trang", "Sen Trắng", "dong phu", "0042", "h-00", "khong co")
    }
    assert codes_by_query == {
        **{typed: ["TH-0042"] for typed in ("sen trang", "Sen Trắng", "0042", "h-00")},
        "dong phu": ["TP-7"],
        "khong co": [],
    }


def test_exports_hold_every_pair_and_no_formula(client_for):
    make_season()
    unit = make_unit('=HYPERLINK("http://x")', code="T-1")
    make_unit("Đoàn xã", kind="youth")
    claim = declare(unit, note="+84 292", link="https://truong.example/a")
    authority = client_for(make_reviewer())
    book = load_workbook(io.BytesIO(b"".join(authority.get("/admin/truong-hoc/xuat/").streaming_content)))
    rows = list(book.active.iter_rows())
    assert len(rows) == 1 + 4  # one school × four items; the union's base is not this department's
    assert rows[1][1].value == '=HYPERLINK("http://x")' and rows[1][1].data_type == "s"
    text = b"".join(authority.get("/admin/truong-hoc/xuat/?dang=csv").streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK" in text and "'+84 292" in text and "https://truong.example/a" in text
    union = b"".join(
        client_for(make_reviewer("womens_union")).get("/admin/truong-hoc/xuat/?dang=csv").streaming_content
    )
    assert len(union.decode().splitlines()) == 1
    claim.refresh_from_db()
    transitions.withdraw(claim, by=make_member(unit))
    text = b"".join(authority.get("/admin/truong-hoc/xuat/?dang=csv").streaming_content).decode()
    assert len(text.splitlines()) == 1 + 4 and "84 292" not in text and "https://truong.example/a" not in text


def test_the_end_of_a_season(client_for):
    season = make_season("Mùa Một")
    unit, idle = make_unit(is_pioneer=True), make_unit("Trường trống")
    declare(unit, state="confirmed", confirmed_on="2026-11-03")
    waiting = declare(unit, "C13")
    rollups.rebuild(season)
    address = f"/admin/truong-hoc/mua/{season.slug}/"
    assert client_for(make_reviewer()).post(f"{address}chot/", {"ten": "Mùa Một"}).status_code in {302, 403}
    assert not SeasonClose.objects.exists()
    office = client_for(make_reviewer("standing_office"))
    assert "chưa khớp" in office.post(f"{address}chot/", {"ten": "mùa hai"}, follow=True).content.decode()
    office.post(f"{address}chot/", {"ten": "mùa một"})
    assert "đã chốt số liệu rồi" in office.post(f"{address}chot/", {"ten": "mùa một"}, follow=True).content.decode()
    certificate = Certificate.objects.get()
    assert (certificate.unit, certificate.confirmed, certificate.applicable) == (unit, 1, 4)

    member = client_for(make_member(unit))
    assert "đã chốt" in member.post("/truong/viec/C04/", {"viec": "gui"}, follow=True).content.decode()
    office.post(f"{QUEUE}quyet/", {"khai": waiting.uuid, "quyet": "xac-nhan"})
    waiting.refresh_from_db()
    assert waiting.state == "declared"
    unit.rename("Trường đổi tên sau mùa")
    Season.objects.filter(pk=season.pk).update(name="Mùa đổi tên", plan_number="Số mới")
    assert "Trường THCS Sen Trắng" in office.get(address).content.decode()

    paper = member.get("/truong/giay-xac-nhan/")
    assert paper.content.startswith(b"%PDF-") and "attachment" in paper["Content-Disposition"]
    words = pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_bounded()
    assert "Mùa Một" in words and "Mùa đổi tên" not in words and "Số mới" not in words
    proof = client_for().get(f"/vi/chung-nhan/{certificate.code.lower()}/").content.decode()
    assert "Mùa Một" in proof and "Mùa đổi tên" not in proof
    assert "Trường THCS Sen Trắng" in proof and "1/4" in proof and "Điểm trường tiên phong" in proof
    assert certificate.issuer == "Cơ quan standing_office" and certificate.issuer in proof
    certificate.name = "Trường Trung học phổ thông Nguyễn " * 5 + "Mười"
    assert len(pypdfium2.PdfDocument(season_close.certificate_pdf(certificate))) == 1  # one page, whatever the name
    assert client_for().get("/vi/chung-nhan/CN-0000-0000/").status_code == 404
    assert client_for().get("/en/chung-nhan/CN-0000-0000/").status_code == 404
    printed = client_for().get(f"/chung-nhan/{certificate.code}/")  # what stands on the paper
    assert (printed.status_code, printed["Location"]) == (301, f"/vi/chung-nhan/{certificate.code}/")
    for language, words in (("en", "This certificate is genuine"), ("km", "វិញ្ញាបនបត្រនេះពិត")):
        html = client_for().get(f"/{language}/chung-nhan/{certificate.code}/").content.decode()
        assert words in html and f'<html lang="{language}"' in html and "Giấy xác nhận" not in html
        assert f'hreflang="vi" href="{settings.SITE_URL}/vi/chung-nhan/{certificate.code}/"' in html
    assert client_for(make_member(idle)).get("/truong/giay-xac-nhan/").status_code == 404
    assert "1 trên 4 việc" in member.get("/truong/tong-ket/").content.decode()
    frozen = load_workbook(io.BytesIO(b"".join(office.get(f"{address}xuat/").streaming_content))).active
    lines = [row for row in frozen.iter_rows(values_only=True) if row[1] == "Trường THCS Sen Trắng (minh họa)"]
    assert [line[6] for line in lines] == ["C01", "C04", "C10", "C13"] and lines[0][9] == "Được xác nhận"

    season.is_current = False
    season.save()
    make_season("Mùa Hai", starts_on="2027-10-01", ends_on="2027-12-01")  # a year later the first stays readable
    now = member.get("/truong/tong-ket/").content.decode()
    assert "0 trên 4 việc" in now and f"?mua={season.slug}" in now
    past = member.get(f"/truong/tong-ket/?mua={season.slug}").content.decode()
    assert "1 trên 4 việc" in past and certificate.code in past
    assert member.get(f"/truong/giay-xac-nhan/?mua={season.slug}").content.startswith(b"%PDF-")
    assert member.get("/truong/tong-ket/?mua=khong-co").status_code == 404
    board = office.get(f"/admin/truong-hoc/?mua={season.slug}")
    assert board.context["total"].confirmed == 1 and f"?mua={season.slug}&amp;thieu=C01" in board.content.decode()
    assert office.get("/admin/truong-hoc/").context["total"].confirmed == 0


def bar(label, units, started=0):
    return Bar(label, label, units * 4, 0, 0, units=units, started=started)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ([12, 8, 3, 2], [12, 8, 5]),  # two small groups together are large enough
        ([12, 8, 3], [12, 11]),  # one hidden group would be the total minus the rest
        ([12, 8, 1, 2], [12, 11]),  # two hidden ones are still too small
        ([4], []),
        ([3, 3], [6]),
        ([9], [9]),
    ],
)
def test_small_numbers_are_not_to_be_worked_out(sizes, shown):
    merged_bars = public.merged([bar(str(n), n) for n in sizes], "khác")
    assert sorted((item.units for item in merged_bars), reverse=True) == shown


@pytest.mark.parametrize(
    ("units", "started", "at_least", "percent"),
    [
        (7, 7, 5, None),  # not “all seven”: six would then say that one is missing
        (7, 6, 5, None),
        (7, 4, 0, None),  # nor zero, nor four
        (19, 19, 15, None),
        (20, 19, 16, None),
        (104, 103, 100, None),  # nor one or two that are missing: one band for all counts from which a few are
        (104, 100, 100, None),
        (104, 99, 95, 95),
        (21, 18, 17, None),  # 86 % on the board: no other percentage stands here
        (39, 33, 30, 84),  # of the exact count, as the board has it
        (39, 4, 0, None),
        (104, 104, 104, 100),  # what the city reports, once it is so
        (354, 2, 0, None),
    ],
)
def test_the_public_reads_whole_fives_and_percentages_of_large_groups_only(units, started, at_least, percent):
    (merged_bar,) = public.merged([bar("THPT", units, started)], "khác")
    assert (merged_bar.at_least, merged_bar.percent) == (at_least, percent)


def groups_of_few(units, ranges, totals):
    """What a reader works out, by trying: groups whose possible counts shrink to fewer than five units."""
    for at, (low, high) in enumerate(ranges):
        others = [bounds for place, bounds in enumerate(ranges) if place != at]
        rest = sum(bounds[0] for bounds in others), sum(bounds[1] for bounds in others)
        candidates = [n for n in range(low, high + 1) if rest[0] + n <= totals[1] and rest[1] + n >= totals[0]]
        if len(candidates) <= high - low and all(min(n, units[at] - n) < 5 for n in candidates):
            yield at, candidates


def test_totals_and_parts_together_give_no_few_schools_away():
    """In 400 registers with small and large groups; where nothing can be worked out, figures stay exact."""
    pick, kinds = random.Random(24), set()
    for _register in range(400):
        levels = [(units := pick.choice([3, 6, 12, 20, 25, 60])) and (units, pick.randint(0, units)) for _n in range(4)]
        everybody = sum(units for units, _started in levels)
        parts = [bar(str(at), units, started) for at, (units, started) in enumerate(levels)]
        whole = bar("", everybody, sum(started for _units, started in levels))
        safe = public._safe(whole, tuple(parts), (), "khác", "khác")
        for figure in safe.levels:
            exact = [part for part in parts if part.label == figure.label]
            assert figure.percent is None or not exact or figure.percent == exact[0].started * 100 // figure.units
        kinds.add((safe.total.is_exact, bool(safe.levels) and safe.levels[0].is_exact))
        ranges = [figure.possible for figure in safe.levels]
        assert not list(groups_of_few([figure.units for figure in safe.levels], ranges, safe.total.possible)), levels
        for figure in (safe.total, *safe.levels):
            low, high = figure.possible
            assert low <= high <= figure.units and not (figure.at_least and low < 5)
    assert kinds >= {(True, True), (True, False), (False, False)}
    of_one = (bar("THCS", 39, 33),), (bar("Phường", 39, 33),)
    exact = public._safe(bar("", 39, 33), *of_one, "khác", "khác")
    assert (exact.total.percent, exact.levels[0].percent, exact.wards[0].percent) == (84, 84, 84)
    hidden = public._safe(bar("", 60, 27), (bar("THPT", 40, 25), bar("Đại học", 20, 2)), (), "khác", "khác")
    assert (hidden.total.at_least, hidden.total.percent) == (25, None), "27 − 25 would be two of twenty"


def test_the_public_page_names_pioneers_and_nobody_else(client_for, django_assert_max_num_queries):
    season = make_season()
    for n in range(12):
        unit = make_unit(f"Trường {n:02d}", ward=f"phường {n % 2}", is_pioneer=n == 3)
        if n < 4:
            declare(unit)
    rollups.rebuild(season)
    client_for().get("/vi/do-phu/")
    with django_assert_max_num_queries(10):
        response = client_for().get("/vi/do-phu/")
    html = response.content.decode()
    assert "public" in response["Cache-Control"] and "dưới 5 trường" in html and "12 trường" in html
    assert "%" not in "".join(re.findall(r"<td>.*?</td>", html, re.DOTALL))  # four of twelve: no percentage of so few
    assert "Trường 03" in html and "Trường 00" not in html and "4/12" not in html
    assert client_for().get("/do-phu/")["Location"] == "/vi/do-phu/"
    for language, words in (("en", "12 schools"), ("km", "តាមឃុំ សង្កាត់")):
        text = client_for().get(f"/{language}/do-phu/").content.decode()
        assert words in text and "Theo xã, phường" not in text
        for other in ("vi", "en", "km"):
            assert f'hreflang="{other}" href="{settings.SITE_URL}/{other}/do-phu/"' in text


def test_a_new_season_begins_with_the_list_of_the_last_one(client_for):
    old = make_season(
        "Mùa Một", items={"C01": {"label": "Đăng bài, đã sửa", "wants_link": True, "due_on": "2026-11-27"}}
    )
    new = make_season("Mùa Hai", items={}, starts_on="2027-10-01", ends_on="2027-12-01", is_current=False)
    make_unit()
    address = f"/admin/truong-hoc/mua/{new.slug}/danh-sach/"
    assert client_for(make_reviewer("youth_union")).post(address).status_code in {302, 403}
    assert not new.checklist.exists()
    authority = client_for(make_reviewer())
    assert "Lấy danh sách việc" in authority.get("/admin/truong-hoc/mua/").content.decode()
    assert "Đã lấy 1 việc." in authority.post(address, follow=True).content.decode()
    assert "giữ nguyên" in authority.post(address, follow=True).content.decode()  # pressed twice
    item = new.checklist.get()
    assert (item.label, item.wants_link, item.due_on) == ("Đăng bài, đã sửa", True, None)
    assert old.checklist.count() == 1 and queries.total_of(queries.Scope(new, ("school",))).total == 1


def test_the_list_of_a_season_is_edited_for_kinds_and_levels(client_for):
    """Who has to do an item is data: the denominator and the schools' pages follow the form."""
    make_season()
    lower, upper = make_unit("Trường THCS"), make_unit("Trường THPT", level="thpt")
    base = make_unit("Đoàn xã", kind="youth")
    item = ChecklistItem.objects.get(code="C10")
    address = f"/admin/truong-hoc/viec/edit/{item.pk}/"
    fields = {
        "season": item.season_id,
        "code": "C10",
        "order": "2",
        "label": "Tổ chức cuộc thi vẽ",
        "plan_ref": "III.2.đ",
        "due_on": "2026-12-01",
        "kinds": ["school", "youth"],
        "levels": ["thpt"],
        "either": "on",
        "number_label": "Số bài dự thi",
        "is_active": "on",
    }
    for stranger in (make_reviewer("youth_union"), make_member(lower)):
        assert client_for(stranger).post(address, fields).status_code in {302, 403}
    item.refresh_from_db()
    assert item.label == "Tổ chức cuộc thi"
    authority = client_for(make_reviewer())
    assert "III.2.b" in authority.get("/admin/truong-hoc/viec/").content.decode()
    response = authority.post(address, fields)
    assert response.status_code == 302, response.context["form"].errors
    pages = {unit: client_for(make_member(unit)).get("/truong/").content.decode() for unit in (lower, upper, base)}
    assert [name in pages[unit] for unit in pages for name in ["Tổ chức cuộc thi vẽ"]] == [False, True, True]
    assert "0/3" in pages[lower] and "0/4" in pages[upper] and "0/1" in pages[base]
    assert authority.get("/admin/truong-hoc/").context["total"].total == 3 + 4
    wrong = authority.post(address, fields | {"label": ""})
    assert wrong.status_code in {200, 422} and set(wrong.context["form"].errors) == {"label"}


def test_words_are_found_in_either_form_of_unicode(client_for):
    """“Unicode tổ hợp” keyboards send letters and marks apart: the same words, the same answer."""
    season = make_season("Mùa Một")
    make_unit("Trường THCS Sen Trắng")
    rollups.rebuild(season)
    name, word = (unicodedata.normalize("NFD", words) for words in ("mùa một", "Trắng"))
    office = client_for(make_reviewer("standing_office"))
    assert word != "Trắng" and len(office.get("/admin/truong-hoc/don-vi/", {"q": word}).context["rows"]) == 1
    office.post(f"/admin/truong-hoc/mua/{season.slug}/chot/", {"ten": name})
    assert SeasonClose.objects.exists()


def test_a_printed_board_says_whose_figures_it_shows(client_for):
    make_season("Mùa Một")
    make_unit()
    authority = client_for(make_reviewer())
    html = authority.get("/admin/truong-hoc/in/?cap=thcs").content.decode()
    head = re.search(r'<div class="head">.*?</div>', html, re.DOTALL)[0]
    assert "Cơ quan education" in head and "Mùa Một" in head and "Trường học, THCS" in head


def test_two_reviewers_at_one_claim(client_for):
    """The second is told, and what the first decided stays."""
    make_season()
    claim = declare(make_unit())
    first, second = client_for(make_reviewer()), client_for(make_reviewer("standing_office"))
    first.post(f"{QUEUE}quyet/", {"khai": claim.uuid, "quyet": "xac-nhan"})
    late = second.post(f"{QUEUE}quyet/", {"khai": claim.uuid, "quyet": "tra", "note": "Ảnh mờ."})
    assert late.status_code == 409 and "vừa xử lý việc bạn chọn, nên việc ấy giữ nguyên" in late.content.decode()
    claim.refresh_from_db()
    assert claim.state == "confirmed" and claim.events.count() == 1


def test_a_code_that_is_taken_is_named_in_the_form(client_for):
    """Typed in small letters it is the same code, nothing is doubled; names with marks apart are put together."""
    make_season()
    unit = make_unit("Trường THCS Sen Trắng", code="T-01")
    authority = client_for(make_reviewer())
    fields = {"name": "Trường khác", "code": " t-01 ", "kind": "school", "level": "thcs", "ward": "phường Cái Răng"}
    fields |= {"students": "1", "staff": "1"}
    response = authority.post("/admin/truong-hoc/danh-sach/new/", fields)
    assert "Mã đơn vị này đã dùng rồi. Bạn kiểm tra lại mã." in response.content.decode()
    response = authority.post("/admin/truong-hoc/danh-sach/new/", fields | {"code": "T 01"})
    assert "Mã gồm chữ in hoa không dấu" in response.content.decode() and list(Unit.objects.all()) == [unit]
    apart = {name: unicodedata.normalize("NFD", fields[name]) for name in ("name", "ward")}
    assert authority.post("/admin/truong-hoc/danh-sach/new/", fields | apart | {"code": "T-02"}).status_code == 302
    new_unit = Unit.objects.get(code="T-02")
    assert (new_unit.name, new_unit.ward, new_unit.ward_key) == (fields["name"], fields["ward"], unit.ward_key)


def test_what_units_have_declared_stays_the_item_it_was(client_for):
    season = make_season()
    later = make_season("Mùa sau", items={}, is_current=False, starts_on="2027-10-01", ends_on="2027-12-01")
    declared, fresh = (ChecklistItem.objects.get(code=code) for code in ("C01", "C10"))
    Claim.objects.create(unit=make_unit(), item=declared, state=Claim.State.DECLARED)
    authority = client_for(make_reviewer())

    def save(item, **changed):
        fields = {"season": later.pk, "code": f"{item.code}X", "order": "2", "label": item.label, "is_active": "on"}
        return authority.post(f"/admin/truong-hoc/viec/edit/{item.pk}/", fields | changed)

    for item, where in ((declared, (season, "C01")), (fresh, (later, "C10X"))):
        assert save(item, label="Tên mới").status_code == 302
        item.refresh_from_db()
        assert (item.season, item.code, item.label) == (*where, "Tên mới")
    SeasonClose.objects.create(season=season, data={})
    for item, changed in ((declared, {"label": "Khác"}), (fresh, {"season": season.pk})):
        response = save(item, **changed)
        assert "đã chốt số liệu nên danh sách việc giữ nguyên" in response.text, item
    assert {item.label for item in ChecklistItem.objects.filter(pk__in=[declared.pk, fresh.pk])} == {"Tên mới"}
    fresh.refresh_from_db()
    assert fresh.season == later
