"""One item of the list, from a draft to “được xác nhận”: through the addresses that people use."""

import io
import socket
import uuid

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from media_library.models import Asset
from schools.models import ChecklistItem, Claim, EvidencePhoto, Progress
from tests.factories import asset_row, make_user, picture_bytes
from tests.media_library.small_library import make_library
from tests.schools.register import make_member, make_reviewer, make_season, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("assets")]
JSON = {"headers": {"Accept": "application/json"}}


def photo(name="anh.jpg", **fields):
    data = picture_bytes(400, 300, **fields)
    data.name = name
    return data


def photo_with_place():
    """A JPEG that says where it was taken: 10.03° N, 105.78° E."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 1.0, 48.0), 3: "E", 4: (105.0, 46.0, 48.0)})
    target = io.BytesIO()
    Image.new("RGB", (320, 240), (6, 74, 87)).save(target, "JPEG", exif=exif)
    target.seek(0)
    target.name = "IMG_0001.jpg"
    return target


def send(client, code, photos=(), keys=(), **fields):
    fields = {"viec": "gui"} | fields
    return client.post(f"/truong/viec/{code}/", {**fields, "anh": list(photos), "anh_key": list(keys)}, **JSON)


@pytest.mark.slow
def test_draft_hand_in_return_mend_confirm(client_for):
    make_season()
    unit = make_unit()
    member, authority = client_for(make_member(unit)), client_for(make_reviewer())
    payload = member.post("/truong/viec/C10/", {"viec": "luu", "number": "12"}, **JSON).json()
    assert payload["errors"] == {} and "Đã lưu lúc" in payload["saved"]
    assert 'value="12"' in member.get("/truong/viec/C10/").content.decode()
    assert "Có nháp" in member.get("/truong/").content.decode()
    claims_page = f"/admin/truong-hoc/khai/{Claim.objects.get().uuid}/"
    assert authority.get(claims_page).status_code == 404, "a draft is the unit's own"

    refused = send(member, "C10", number="12")
    assert refused.status_code == 422 and "một liên kết hoặc ít nhất một ảnh" in refused.json()["errors"]["link"]
    assert send(member, "C10", number="12", link="https://truong.example/thi").json()["sent"]
    assert "Đã nộp “" in member.get("/truong/").content.decode(), "the page to which the script leads says so, too"
    assert "Đã nộp “" not in member.get("/truong/").content.decode()
    claim = Claim.objects.get()
    assert (claim.state, claim.number, claim.draft) == ("declared", 12, {})

    assert authority.get(claims_page).status_code == 200
    queue = authority.get("/admin/truong-hoc/cho-xac-nhan/").content.decode()
    assert "C10" in queue and unit.name in queue and "https://truong.example/thi" in queue
    address = "/admin/truong-hoc/cho-xac-nhan/quyet/"
    authority.post(address, {"khai": claim.uuid, "quyet": "tra"})
    claim.refresh_from_db()
    assert claim.state == "declared"  # a return needs a sentence
    authority.post(address, {"khai": claim.uuid, "quyet": "tra", "note": "Ảnh thấy rõ mặt học sinh."})
    home = member.get("/truong/").content.decode()
    assert "Cần bổ sung" in home and "Ảnh thấy rõ mặt học sinh." in home

    assert send(member, "C10", number="15", link="https://truong.example/thi").json()["state"] == "declared"
    authority.post(address, {"khai": claim.uuid, "quyet": "xac-nhan"})
    claim.refresh_from_db()
    assert claim.state == "confirmed" and claim.decided_by is not None
    assert [event.after for event in claim.events.all()] == ["declared", "returned", "declared", "confirmed"]
    assert send(member, "C10", number="99").status_code == 409
    claim.refresh_from_db()
    assert claim.number == 15
    assert (Progress.objects.get().declared, Progress.objects.get().confirmed) == (1, 1)


def test_photos_lose_their_place_stay_private_and_come_once(client_for, s3):
    make_season()
    unit = make_unit()
    member = client_for(make_member(unit))
    key = str(uuid.uuid4())
    refused = send(member, "C04", [photo_with_place()], [key])
    assert "không rõ mặt học sinh" in refused.json()["errors"]["faces_ok"]
    for _again in range(2):  # the network dropped after the server had it
        assert send(member, "C04", [photo_with_place()], [key], faces_ok="on").json()["sent"]
    stored = EvidencePhoto.objects.get().stored
    assert stored.zone == "quarantine"
    body = s3.get_object(Bucket=stored.storage.bucket_name, Key=stored.key)["Body"].read()
    assert not Image.open(io.BytesIO(body)).getexif() and b"GPS" not in body
    address = f"/truong/anh/{EvidencePhoto.objects.get().uuid}/"
    response = member.get(address)
    assert response["Content-Type"] == "image/jpeg" and response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content) == body
    reviewer = make_reviewer()
    assert client_for(reviewer).get(address.replace("/truong/anh/", "/admin/truong-hoc/anh/")).status_code == 200
    other, union = make_member(make_unit("Trường khác")), make_reviewer("youth_union")
    for user in (None, make_user(), other, union, make_user(groups=["Bàn KOL"])):
        assert client_for(user).get(address).status_code == 404


@pytest.mark.parametrize(
    ("file", "status", "words"),
    [
        (lambda: _named(b"%PDF-1.7 khong phai anh", "giay.pdf"), 415, "chỉ nhận"),
        (lambda: _named(b"", "rong.jpg"), 400, "rỗng"),
        (lambda: _named(b"\xff\xd8\xff" + b"x" * 300, "hong.jpg"), 422, "hỏng"),
    ],
)
def test_a_wrong_file_keeps_the_words(client_for, file, status, words):
    make_season()
    member = client_for(make_member(make_unit()))
    response = member.post("/truong/viec/C04/", {"viec": "gui", "note": "Treo ở cổng", "anh": file()}, **JSON)
    message = response.json()["errors"]["photos"]
    assert response.status_code == status and words in message and message[0].isupper() and message[-1] == "."
    assert Claim.objects.get().draft["note"] == "Treo ở cổng" and not EvidencePhoto.objects.exists()


def _named(content, name):
    file = io.BytesIO(content)
    file.name = name
    return file


def test_three_photos_at_most_and_taken_off_ones_make_room(client_for):
    make_season()
    unit = make_unit()
    member = client_for(make_member(unit))
    colours = [(10, 20, 30), (40, 50, 60), (70, 80, 90)]
    assert send(member, "C04", [photo(colour=colour) for colour in colours], viec="luu").json()["errors"] == {}
    full = send(member, "C04", [photo()], faces_ok="on")
    assert full.status_code == 422 and "tối đa 3 ảnh" in full.json()["errors"]["photos"]
    first = EvidencePhoto.objects.first()
    for _twice in range(2):
        member.post(f"/truong/viec/C04/anh/{first.uuid}/bo/")
    assert member.get(f"/truong/anh/{first.uuid}/").status_code == 404
    assert send(member, "C04", [photo()], faces_ok="on").json()["sent"]


def test_two_colleagues_at_once_lose_nothing(client_for):
    make_season()
    unit = make_unit()
    one, two = (client_for(make_member(unit, full_name=name)) for name in ("Cô Hạnh", "Thầy Tâm"))
    opened = one.get("/truong/viec/C13/").context["claim"].version
    two.post("/truong/viec/C13/", {"viec": "luu", "number": "8", "version": opened})
    late = one.post("/truong/viec/C13/", {"viec": "gui", "number": "5", "done_on": "2026-11-03", "version": opened})
    html = late.content.decode()
    assert late.status_code == 409 and "Thầy Tâm vừa lưu" in html and "Số tiết: 8" in html and 'value="5"' in html
    assert Claim.objects.get().draft["number"] == 8
    again = late.context["claim"].version
    one.post("/truong/viec/C13/", {"viec": "gui", "number": "5", "done_on": "2026-11-03", "version": again})
    assert Claim.objects.get().number == 5 and Claim.objects.get().state == "declared"


def test_a_double_tap_is_one_step(client_for):
    make_season()
    unit = make_unit()
    member = client_for(make_member(unit))
    for _twice in range(2):
        assert send(member, "C01", link="https://truong.example/bai").status_code == 200
    claim = Claim.objects.get()
    assert claim.events.count() == 1 and claim.state == "declared"


def test_without_javascript_the_form_does_the_same(client_for):
    make_season()
    member = client_for(make_member(make_unit()))
    missing = member.post("/truong/viec/C13/", {"viec": "gui", "number": "x", "note": "Khối 8"})
    html = missing.content.decode()
    assert missing.status_code == 422 and "Ở đây chỉ ghi chữ số" in html and "Khối 8" in html
    for typed, name in (({"number": "x"}, "number"), ({"number": "12"}, "done_on")):  # mistyped, and left out
        page = BeautifulSoup(member.post("/truong/viec/C13/", typed | {"viec": "gui"}).content, "html.parser")
        field = page.select_one(f"[name={name}]")
        message = page.find(id=field["aria-describedby"]).text.strip()
        assert field["aria-invalid"] == "true" and message and message.count(".") == 1, "one sentence"
    done = member.post("/truong/viec/C13/", {"viec": "gui", "number": "12", "done_on": "03-11-2026"}, follow=True)
    assert "Đã nộp “Lồng ghép giờ học”" in done.content.decode()
    response = member.post("/truong/viec/C13/rut/", follow=True)
    assert "Đã rút về thành nháp" in response.content.decode() and 'value="12"' in response.content.decode()


def test_a_link_or_a_photo_suffices_where_an_item_takes_either(client_for):
    make_season()
    ChecklistItem.objects.filter(code="C10").update(wants_link=True, wants_photo=True, either=True)
    evidence = {"link": "https://truong.example/thi"}, {"photos": [photo()], "faces_ok": "on"}
    for number, fields in enumerate(evidence):
        member = client_for(make_member(make_unit(f"Trường số {number}")))
        assert send(member, "C10", number="12").status_code == 422
        assert send(member, "C10", number="12", **fields).json()["sent"]


def test_an_item_of_another_kind_of_unit_is_not_there(client_for):
    make_season(items={"C15": {"label": "Ký cam kết", "kinds": ["youth"], "number_label": "Số người ký"}})
    assert client_for(make_member(make_unit())).get("/truong/viec/C15/").status_code == 404
    assert client_for(make_member(make_unit("Đoàn xã", kind="youth"))).get("/truong/viec/c15/").status_code == 200


def test_the_code_on_a_poster_leads_to_its_item(client_for):
    make_library()
    make_season()
    asset_row("P-A3-03", kind="poster")
    asset_row("SL-01", kind="slide", name="Slide")
    member = client_for(make_member(make_unit()))
    assert member.get("/truong/treo/p-a3-03/")["Location"] == "/truong/viec/C04/?tai-lieu=P-A3-03"
    assert "Ảnh không rõ mặt học sinh, nộp" in member.get("/truong/viec/C04/?tai-lieu=P-A3-03").content.decode()
    assert send(member, "C04", [photo()], viec="gui-anh").json()["sent"]  # the button is the tick
    assert Claim.objects.get().faces_ok
    assert member.get("/truong/treo/sl-01/")["Location"] == "/truong/"
    assert client_for().get("/truong/treo/p-a3-03/")["Location"].startswith("/tai-khoan/dang-nhap/")
    Asset.objects.filter(code="P-A3-03").update(status=Asset.Status.WITHDRAWN)
    assert member.get("/truong/treo/p-a3-03/")["Location"] == "/t/p-a3-03/"
    assert "P-A3-03 đã được thu hồi" in member.get("/truong/").text


def test_a_page_for_printing_leads_back(client_for):
    """A telephone shows it in the window of the site, sometimes without a button to go back."""
    make_season()
    unit = make_unit()
    member, authority = client_for(make_member(unit)), client_for(make_reviewer())
    for client, address, back in (
        (member, "/truong/tong-ket/", "/truong/"),
        (authority, f"/admin/truong-hoc/don-vi/{unit.uuid}/tong-ket/", f"/admin/truong-hoc/don-vi/{unit.uuid}/"),
        (authority, "/admin/truong-hoc/in/", "/admin/truong-hoc/"),
    ):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        assert page.select_one(f'.noprint a[href="{back}"]'), address
        assert client.get(back).status_code == 200


def test_the_printed_report_has_the_head_of_a_report_and_says_what_photos_show(client_for):
    """Decree 30/2020/NĐ-CP: body, number, country, place and day, recipient; signatures below the list, then photos."""
    make_season()
    for kind, recipient in (("school", "Sở Giáo dục và Đào tạo"), ("women", "Hội Liên hiệp Phụ nữ")):
        member = client_for(make_member(make_unit(kind=kind)))
        if kind == "school":
            send(member, "C04", [photo()], faces_ok="on")
        page = BeautifulSoup(member.get("/truong/tong-ket/").content, "html.parser")
        head = page.select_one(".letterhead").get_text(" ")
        for words in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: ……/BC-",
            "Cần Thơ, ngày",
        ):
            assert words in head, words
        assert f"Kính gửi: {recipient}" in page.get_text() and "Không một mình – Cùng nhau" in page.get_text()
        if kind == "school":
            assert "C04 · Treo poster ở cổng" in page.select_one(".sign ~ .thumbs").get_text()


def test_what_was_taken_back_is_in_nobodys_report(client_for):
    make_season()
    unit = make_unit()
    member, authority = client_for(make_member(unit)), client_for(make_reviewer())
    send(member, "C10", [photo()], number="12", link="https://truong.example/thi", faces_ok="on")
    for client, address in (
        (member, "/truong/tong-ket/"),
        (authority, f"/admin/truong-hoc/don-vi/{unit.uuid}/tong-ket/"),
    ):
        html = client.get(address).content.decode()
        assert "https://truong.example/thi" in html and f"/anh/{EvidencePhoto.objects.get().uuid}/" in html
    member.post("/truong/viec/C10/rut/")
    for client, address in (
        (member, "/truong/tong-ket/"),
        (authority, f"/admin/truong-hoc/don-vi/{unit.uuid}/tong-ket/"),
    ):
        html = client.get(address).content.decode()
        assert "https://truong.example/thi" not in html and "/anh/" not in html and "0 trên 4 việc" in html


def test_a_colleague_is_not_overwritten_by_saving_that_goes_by_itself(client_for):
    make_season()
    unit = make_unit()
    one, two = (client_for(make_member(unit, full_name=name)) for name in ("Cô Hạnh", "Thầy Tâm"))
    opened = one.get("/truong/viec/C13/").context["claim"].version
    two.post("/truong/viec/C13/", {"viec": "luu", "number": "8", "version": opened})
    late = one.post("/truong/viec/C13/", {"viec": "luu", "number": "5", "version": opened}, **JSON)
    payload = late.json()
    assert late.status_code == 409 and "Thầy Tâm vừa lưu" in payload["error"] and "Số tiết: 8" in payload["theirs"]
    assert Claim.objects.get().draft["number"] == 8


def test_an_address_handed_in_is_never_asked_by_the_server(client_for, monkeypatch):
    """A school's link may lead anywhere, also into the city's own network: only a person's browser opens it."""
    make_season()
    member, authority = client_for(make_member(make_unit())), client_for(make_reviewer())
    hosts, ask = [], socket.getaddrinfo

    def recorded(host, *args, **kwargs):
        hosts.append(str(host))
        return ask(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", recorded)
    assert send(member, "C01", link="https://noi-bo.truong.example/bai").json()["sent"]
    claim = Claim.objects.get()
    for address in ("/admin/truong-hoc/cho-xac-nhan/", f"/admin/truong-hoc/khai/{claim.uuid}/"):
        html = authority.get(address).content.decode()
        assert 'href="https://noi-bo.truong.example/bai"' in html and "noopener" in html, address
    authority.post("/admin/truong-hoc/cho-xac-nhan/quyet/", {"khai": claim.uuid, "quyet": "duyet"})
    assert Claim.objects.get().state == "confirmed"
    with pytest.raises(OSError):
        socket.create_connection(("khong-co.invalid", 443), 1)
    assert "khong-co.invalid" in hosts and not [host for host in hosts if "truong.example" in host]


def test_of_several_photos_the_refused_one_is_named(client_for):
    make_season()
    member = client_for(make_member(make_unit()))
    for photos, words in (
        ([photo(), _named(b"%PDF-1.7 khong phai anh", "giay.pdf")], "giay.pdf: Tệp này là"),
        ([_named(b"%PDF-1.7 khong phai anh", "giay.pdf")], "Tệp này là"),
    ):
        response = send(member, "C04", photos)
        sentence = response.json()["errors"]["photos"]
        assert response.status_code == 415 and sentence.startswith(words)
    assert not EvidencePhoto.objects.exists()
