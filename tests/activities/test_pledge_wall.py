"""The pledge wall: three choices and a brick; nobody is known, nothing below five is shown, one form counts once."""

import json
import re
from base64 import urlsafe_b64decode
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.models import WHOLE, Brick, PaperPledges, PledgeCount
from activities.pledges import signing
from activities.pledges.walls import FEWEST
from activities.pledges.words import COMMITMENTS, NICKNAMES
from media_library.print import qr, typst
from tests.factories import count_rows, make_organisation, make_user, yesterday
from tests.schools.register import make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
SIGN = "/vi/buc-tuong/ky/"


#: Production's cache, with no server at the address.
AWAY = {"default": {"BACKEND": "base.caching.backends.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def school():
    return make_unit(code="S-01", name="Trường THCS Sen Trắng (minh họa)", ward="phường Cái Răng")


def ticket_of(page):
    return re.search(r'name="ticket" value="([^"]+)"', page.text)[1]


def sign(client, at=SIGN, **fields):
    """The answer to a form that was opened and sent."""
    return client.post(at, {"ticket": ticket_of(client.get(at)), "commitments": ["1", "3"]} | fields)


def mine(response):
    """The name and the place on the signer's own brick."""
    brick = re.search(r'<p class="mine".*?</p>', response.text, re.DOTALL)[0]
    return [words.strip() for words in re.findall(r">([^<]+)<", brick) if words.strip()]


def total(unit=None):
    return PledgeCount.objects.of(unit.organisation_id if unit else None).by_commitment().get(WHOLE, 0)


def test_a_brick_is_laid_without_a_cookie_and_stands_on_the_wall(client_for, clock):
    client = client_for()
    assert "no-store" in client.get(SIGN)["Cache-Control"], "each form has its own ticket"
    response = sign(client, nickname="1", commitments=["1", "3", "8"])
    assert response.status_code == 303 and not client.cookies
    seen = client.get(response["Location"])
    assert NICKNAMES[1] in seen.text and "đã lên tường" in seen.text and "no-store" in seen["Cache-Control"]
    assert mine(seen) == ["Sen"], "without a place where none was named"
    wall = client.get("/vi/buc-tuong/").text
    assert NICKNAMES[1] in wall and str(COMMITMENTS[8]) in wall
    counts = PledgeCount.objects.of(None).by_commitment()
    assert counts == {WHOLE: 1, 1: 1, 3: 1, 8: 1}
    brick = Brick.objects.get()
    assert {field.name for field in Brick._meta.fields} == {"id", "organisation", "ward", "nickname", "laid_on"}
    assert brick.laid_on == timezone.localdate() and client.get(response["Location"] + "x/").status_code == 404
    clock.move_to("2026-11-19 08:59")
    assert client.get(response["Location"]).status_code == 200
    clock.move_to("2026-11-19 09:01")
    assert client.get(response["Location"]).status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"commitments": []}, "Bạn chọn ít nhất một cam kết."),
        ({"commitments": ["1", "2", "3", "4"]}, "tối đa 3"),
        ({"commitments": ["99"]}, "không có trong danh sách"),
        ({"code": "KHONG-CO"}, "Không có trường nào mang mã này"),
        ({"code": "<script>alert(1)</script>"}, "Mã trường dài nhất 20 ký tự"),
        ({"ward": "<b>x"}, "Không có xã, phường này"),
        ({"nickname": "Nguyễn Văn A"}, "Biệt danh chỉ chọn trong danh sách"),
        ({"nickname": "49"}, "Biệt danh chỉ chọn trong danh sách"),
    ],
)
def test_only_what_the_lists_hold_is_taken_and_the_choices_stay(client_for, fields, sentence):
    response = sign(client_for(), **{"commitments": ["5"]} | fields)
    assert response.status_code == 400 and sentence in response.text and "<script>alert" not in response.text
    if "commitments" not in fields:
        assert re.search(r'value="5"[^>]*checked', response.text)
    assert not Brick.objects.exists() and total() == 0


def test_names_that_exist_in_vietnamese_only_say_so_in_other_languages(client_for, school):
    for language, mark in (("vi", ""), ("km", ' lang="vi"'), ("en", ' lang="vi"')):
        page = client_for().get(f"/{language}/buc-tuong/ky/").text
        for value, name in ((school.ward, school.ward), ("1", NICKNAMES[1])):
            assert f'<option value="{value}"{mark}>{name}</option>' in page, language
        assert page.count('<option value="" selected>') == 2, "no choice is in the page's language"


def test_with_the_cache_away_a_form_still_counts_and_once(client):
    """By the memory of the process: whoever comes while Valkey is started again is not refused."""
    with override_settings(CACHES=AWAY):
        form = {"ticket": ticket_of(client.get(SIGN)), "commitments": ["2"]}
        assert [client.post(SIGN, form).status_code for _try in range(2)] == [303, 409]
    assert total() == 1


def test_a_form_counts_once_and_a_forged_or_old_one_never(client_for, clock):
    client = client_for()
    form = {"ticket": ticket_of(client.get(SIGN)), "commitments": ["2"]}
    assert client.post(SIGN, form).status_code == 303
    again = client.post(SIGN, form)
    assert again.status_code == 409 and "Phiếu này đã gửi rồi" in again.text and 'value="2"' in again.text
    for forged in ("", "abc", form["ticket"][::-1], "x" * 5000):
        assert client.post(SIGN, form | {"ticket": forged}).status_code == 409
    late = ticket_of(client.get(SIGN))
    clock.move_to("2026-11-18 15:30")
    assert client.post(SIGN, form | {"ticket": late}).status_code == 409
    assert total() == 1 == Brick.objects.count()
    assert client.post(SIGN, form | {"ticket": ticket_of(again)}).status_code == 409, "its own ticket is too old by now"


def test_a_browser_signs_a_wall_once_but_a_shared_one_signs_for_all(client_for, school):
    client = client_for()
    token = re.search(r'data-token="([^"]+)"', client.get(sign(client)["Location"]).text)[1]
    refused = sign(client, token=token)
    assert refused.status_code == 409 and "Máy này đã đặt gạch" in refused.text
    assert sign(client, token=token[::-1]).status_code == 303, "a forged token says nothing"
    shared = sign(client, token=token, shared="on", ward=school.ward)
    assert shared.status_code == 303 and "data-token" not in client.get(shared["Location"]).text
    assert mine(client.get(shared["Location"])) == ["Không tên", school.ward]
    assert Brick.objects.latest("pk").ward == school.ward
    other = sign(client, token=token, code="s-01")
    assert other.status_code == 303, "another wall"
    assert mine(client.get(other["Location"])) == ["Không tên", school.name]
    both = re.search(r'data-token="([^"]+)"', client.get(other["Location"]).text)[1]
    assert {sign(client, token=both, code="S-01").status_code, sign(client, token=both).status_code} == {409}
    payloads = [json.loads(urlsafe_b64decode(value.split(":")[0] + "==")) for value in (token, both)]
    assert not {str(school.organisation_id), "S-01"} & {str(part) for parts in payloads for part in parts}, "who signed"
    assert (total(), total(school)) == (4, 1)


def test_who_signed_last_season_signs_again_in_the_next_one(client_for, clock):
    client = client_for()
    token = re.search(r'data-token="([^"]+)"', client.get(sign(client)["Location"]).text)[1]
    for day, status in (("2027-09-14 08:59", 409), ("2027-09-14 09:01", 303)):
        clock.move_to(day)
        assert sign(client, token=token).status_code == status, day
    assert total() == 2


def test_a_token_that_names_many_walls_forgets_the_oldest():
    units = [SimpleNamespace(organisation_id=number) for number in range(1, signing.MOST_WALLS + 2)]
    token = ""
    for unit in units:
        token = signing.token_after(token, unit)
    assert [signing.has_signed(token, unit) for unit in units] == [False] + [True] * signing.MOST_WALLS


def test_at_a_schools_own_wall_another_schools_code_lays_no_brick_elsewhere(client_for, school):
    """The form there has no field for a code; what a program sends in it counts for the school of the address."""
    other = make_unit(code="S-02", name="Trường THCS Sen Hồng (minh họa)", ward="phường Cái Răng")
    response = sign(client_for(), at=f"{SIGN}S-01/", code="S-02")
    assert response.status_code == 303 and (total(), total(school), total(other)) == (1, 1, 0)
    assert sign(client_for(), code="S-02").status_code == 303 and total(other) == 1, "where none is chosen it counts"


def test_the_digest_by_which_signs_are_slowed_is_another_one_tomorrow(client_for, clock, monkeypatch):
    """So that nothing in the cache says of two days that one network signed on both."""
    counted = []
    monkeypatch.setattr(signing, "may_try", lambda _request, _action, key: counted.append(key) or True)
    for day in ("2026-11-18 09:00", "2026-11-18 23:00", "2026-11-19 09:00"):
        clock.move_to(day)
        sign(client_for())
    first, again, tomorrow = counted
    assert first == again != tomorrow and "127.0.0.1" not in first


def test_signs_are_slowed_by_the_school_s_code_not_by_person(client_for, school, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "pledge_unit": "2/m/key",
        "pledge_nowhere": "1/m/key",
    }
    client = client_for()
    assert [sign(client, f"{SIGN}S-01/").status_code for _time in range(3)] == [303, 303, 429]
    slowed = sign(client, code="S-01")
    assert slowed.status_code == 429 and slowed["Retry-After"] == "60"
    assert [sign(client).status_code for _time in range(2)] == [303, 429]
    assert total(school) == 2
    make_unit(code="S-02")
    assert sign(client, f"{SIGN}S-02/").status_code == 303, "another school behind the same address"


def test_a_stranger_keeps_no_school_from_signing(client_for, school, settings):
    """However often somebody signs from another address, or from many of one line that has IPv6."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    limits = {"pledge_unit": "2/m/key", "pledge_nowhere": "1/m/key"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | limits
    client = client_for()

    def sent(address, at=f"{SIGN}S-01/"):
        form = {"ticket": ticket_of(client.get(at)), "commitments": ["1"]}
        return client.post(at, form, headers={"X-Forwarded-For": address}).status_code

    assert [sent(f"2001:db8:1:2::{number}") for number in range(3)] == [303, 303, 429]
    assert [sent(address) for address in ("203.0.113.9", "2001:db8:1:3::1")] == [303, 303]
    assert [sent(address, SIGN) for address in ("203.0.113.9", "203.0.113.9", "203.0.113.10")] == [303, 429, 303]


def test_a_school_s_wall_shows_nothing_below_five_and_rounds_its_commitments(client_for, school, monkeypatch):
    client, at, sheets = client_for(), "/vi/buc-tuong/cua/S-01/", []
    monkeypatch.setattr(typst, "pdf", lambda _name, data, **_more: sheets.append(data) or b"%PDF")
    for number in range(FEWEST - 1):
        assert (
            sign(client, f"{SIGN}S-01/", nickname="2", commitments=["1"] if number else ["1", "4"]).status_code == 303
        )
    for hidden in (at, "/vi/buc-tuong/chieu/S-01/"):
        page = client.get(hidden).text
        assert NICKNAMES[2] not in page and 'class="count"' not in page
    assert client.get("/vi/buc-tuong/so-lieu/S-01/").json() == {"total": None, "bricks": []}
    client.get("/vi/buc-tuong/in-a0/S-01/")
    assert (sheets[0]["total"], sheets[0]["bricks"], sheets[0]["code"]) == ("", [], "S-01")
    whole = client.get("/vi/buc-tuong/").text
    assert "Sen Trắng" not in whole and "phường Cái Răng" in whole, "the ward stands where few have signed"
    sign(client, f"{SIGN}S-01/", nickname="2", commitments=["1"])
    assert re.search(r'class="count">5<', client.get(at).text) and "Sen Trắng" in client.get("/vi/buc-tuong/").text
    make_unit(code="S-02")
    sign(client, f"{SIGN}S-02/", nickname="5")
    sign(client, f"{SIGN}S-01/", commitments=["1"])
    page = client.get(at).text
    assert NICKNAMES[2] in page and re.search(r'class="count">6<', page)
    assert NICKNAMES[5] not in page, "the brick of another school"
    rows = re.findall(
        r'rowheader">([^<]+)</th>.*?class="num" role="cell">\s*(?:<b>(\d+)</b>|<small>([^<]+))', page, re.S
    )
    figures = {words: number or small for words, number, small in rows}
    assert rows[0][0] == str(COMMITMENTS[1]) and 'width="100"' in page, "the most chosen one first, in full"
    assert figures[str(COMMITMENTS[1])] == "5", "six, rounded down: nobody sees one neighbour's choice"
    assert figures[str(COMMITMENTS[4])] == "dưới 5" and len(figures) == len(COMMITMENTS)
    response = client.get("/vi/buc-tuong/so-lieu/S-01/")
    keys = [brick["key"] for brick in response.json()["bricks"]]
    assert response.json()["total"] == 6 == len(keys) and keys == sorted(keys, reverse=True)
    assert "s-maxage=2" in response["Cache-Control"], "a hall of screens asks once"
    projector, code = client.get("/vi/buc-tuong/chieu/S-01/").text, qr.inline_svg("/tuong/S-01/")
    assert 'data-figures="/vi/buc-tuong/so-lieu/S-01/"' in projector and "/tuong/S-01/</b>" in projector
    assert code in projector and code in page, "phones sign at the wall that they look at"
    client.get("/vi/buc-tuong/in-a0/S-01/")
    assert sheets[1]["total"] == "6" and [name for name, _tone in sheets[1]["bricks"]][-1] == "Không tên"


def test_forged_codes_and_units_that_left_are_told_so(client_for, school):
    client = client_for()
    for kind in ("cua", "ky", "chieu", "so-lieu", "in-a0", "to-ky"):
        assert client.get(f"/vi/buc-tuong/{kind}/s-01/").status_code == 200, kind
        for forged in ("KHONG-CO", "S-01/..", "%3Cscript%3E", "x" * 300):
            assert client.get(f"/vi/buc-tuong/{kind}/{forged}/").status_code == 404, (kind, forged)
    school.organisation.active_until = yesterday()
    school.organisation.save()
    response = sign(client, code="S-01")
    assert response.status_code == 400 and client.get(f"{SIGN}S-01/").status_code == 404
    assert client.get("/tuong/S-01/")["Location"] == "/vi/buc-tuong/ky/S-01/"


def test_a_school_enters_what_was_signed_on_paper_and_others_cannot(client_for, school):
    lead, at = make_member(school, is_lead=True), "/bao-cao-vien/buc-tuong/"
    client = client_for(lead)
    assert client.get(at).status_code == 200
    sign(client_for())
    assert client.post(at, {"number": "120"}).status_code == 302
    assert client.post(at, {"number": "118"}).status_code == 302
    assert (total(), total(school), PaperPledges.objects.get().number) == (119, 118, 118)
    page = client.get(at).text
    assert "118 người đã ký" in page and 'value="118"' in page
    for wrong, sentence in (
        ("", "Chưa có ai thì điền 0"),
        ("-1", "ít nhất là 0"),
        ("20001", "20.000"),
        ("x", "chỉ nhận số"),
    ):
        response = client.post(at, {"number": wrong})
        assert response.status_code == 400 and sentence in response.text, wrong
    assert total(school) == 118
    assert client_for().get(at).status_code == 302
    stranger = make_user(organisation=make_organisation("Báo", "outlet"))
    assert client_for(stranger).post(at, {"number": "5"}).status_code == 403
    unlisted = make_user(organisation=make_organisation("Trường chưa có trong danh sách"))
    assert client_for(unlisted).post(at, {"number": "5"}).status_code == 403


@pytest.mark.parametrize("at", ["in-a0", "to-ky", "in-a0/S-01", "to-ky/S-01"])
def test_sheets_for_paper_are_one_page_of_their_size(client_for, school, at):
    import io

    import pikepdf

    Brick.objects.bulk_create(
        Brick(organisation=school.organisation, nickname=number % 49, laid_on=timezone.localdate())
        for number in range(400)
    )
    PledgeCount.objects.create(organisation=school.organisation, commitment=WHOLE, shard=0, number=400)
    response = client_for().get(f"/vi/buc-tuong/{at}/")
    assert response.status_code == 200 and response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        (page,) = pdf.pages
        width, height = (round(float(side) / 72 * 25.4) for side in page.mediabox[2:])
    assert (width, height) == ((841, 1189) if "a0" in at else (210, 297))


@pytest.mark.parametrize("signs", [10, 100_000])
def test_pages_cost_the_same_queries_with_ten_signs_and_with_a_hundred_thousand(client_for, school, signs):
    day = timezone.localdate()
    if signs <= 10:
        Brick.objects.bulk_create(
            Brick(organisation=school.organisation, nickname=1, laid_on=day) for _ in range(signs)
        )
    else:  # rows by one statement: their content is not the subject
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO activities_brick (organisation_id, ward, nickname, laid_on)"
                " SELECT %s, '', n %% 49, %s FROM generate_series(1, %s) n",
                [school.organisation_id, day, signs],
            )
        count_rows()
    for key in (None, school.organisation_id):
        PledgeCount.objects.bulk_create(
            PledgeCount(organisation_id=key, commitment=item, shard=shard, number=signs)
            for item in (WHOLE, *COMMITMENTS)
            for shard in range(8)
        )
    client = client_for()
    client.get("/vi/buc-tuong/")  # what every page reads once
    for path, most in (("/vi/buc-tuong/", 4), ("/vi/buc-tuong/cua/S-01/", 3), ("/vi/buc-tuong/so-lieu/S-01/", 3)):
        cache.clear()
        client.get("/vi/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        ours = [item["sql"] for item in queries if "activities_" in item["sql"] or "schools_unit" in item["sql"]]
        assert len(ours) <= most, "\n".join(ours)
        assert not any("COUNT(" in sql.upper() for sql in ours), "nothing is counted row by row"
    with CaptureQueriesContext(connection) as queries:
        assert sign(client, f"{SIGN}S-01/").status_code == 303
    assert len([item for item in queries if "activities_" in item["sql"]]) <= 4


def test_the_signing_page_is_found_and_that_of_a_school_is_not(client, school):
    text, of_a_school = (client.get(at).text for at in (SIGN, f"{SIGN}{school.code}/"))
    assert 'name="description"' in text and "noindex" not in text
    assert "noindex" in of_a_school
