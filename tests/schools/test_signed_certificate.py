"""A certificate carries seal and signatory of its issuer; evidence is accepted in bulk with a reason, and told."""

import io

import pypdfium2
import pytest
from PIL import Image
from wagtail.models import ModelLogEntry

from schools.coverage import rollups
from schools.models import Certificate, Claim, SeasonClose
from tests.files import sample_files as make
from tests.letters import delivered
from tests.schools.register import make_member, make_reviewer, make_season, make_unit
from tests.schools.test_school_admin import QUEUE, declare

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def seal():
    """A red ring on transparent ground."""
    target = io.BytesIO()
    Image.new("RGBA", (300, 300), (200, 0, 0, 160)).save(target, "PNG")
    target.seek(0)
    target.name = "dau.png"
    return target


def test_the_certificate_names_who_signs_and_shows_the_seal(client, client_for):
    season = make_season("Mùa Một")
    unit = make_unit()
    member = client_for(make_member(unit))
    declare(unit, state="confirmed", confirmed_on="2026-11-03")
    rollups.rebuild(season)
    office = client_for(make_reviewer("standing_office"))
    address = f"/admin/truong-hoc/mua/{season.slug}/chot/"
    whole = {"ten": "Mùa Một", "chuc_danh": "Chánh Văn phòng", "nguoi_ky": "Nguyễn Văn Mẫu"}
    broken = io.BytesIO(make.picture("PNG")[:-30])
    broken.name = "dau.png"
    for wrong, sentence in (
        (whole | {"nguoi_ky": ""}, "cả chức danh và họ tên"),
        ({"ten": "Mùa Một", "con_dau": seal()}, "Con dấu đi cùng người ký"),
        (whole | {"con_dau": broken}, "hỏng"),
    ):
        html = office.post(address, wrong, follow=True).content.decode()
        assert sentence in html and not SeasonClose.objects.exists(), sentence
    assert "Đã chốt" in office.post(address, whole | {"con_dau": seal()}, follow=True).content.decode()
    certificate = Certificate.objects.get()
    pdf = pypdfium2.PdfDocument(member.get("/truong/giay-xac-nhan/").content)
    words = pdf[0].get_textpage().get_text_bounded()
    assert "CHÁNH VĂN PHÒNG" in words and "Nguyễn Văn Mẫu" in words and len(pdf) == 1
    image = pdf[0].render(scale=1).to_pil().convert("RGB")
    assert any(red > 180 and green < 120 for red, green, _blue in image.get_flattened_data()), "the seal is drawn"
    proof = client.get(f"/vi/chung-nhan/{certificate.code}/").content.decode()
    assert "Chánh Văn phòng Nguyễn Văn Mẫu" in proof


def test_signatory_and_seal_are_added_once_after_the_closing(client_for):
    """By who may close; the same certificates and proofs from then on; nothing that stands is replaced; logged."""
    season = make_season("Mùa Một")
    unit = make_unit()
    people = (make_member(unit), make_reviewer("standing_office"), make_reviewer())
    member, office, authority = (client_for(person) for person in people)
    declare(unit, state="confirmed", confirmed_on="2026-11-03")
    rollups.rebuild(season)
    pages, address = "/admin/truong-hoc/mua/", f"/admin/truong-hoc/mua/{season.slug}/ky/"
    signed = {"chuc_danh": "Chánh Văn phòng", "nguoi_ky": "Nguyễn Văn Mẫu"}
    assert office.post(address, signed).status_code == 404, "not closed yet"
    office.post(f"{pages}{season.slug}/chot/", {"ten": "Mùa Một"})
    before = Certificate.objects.get().code
    assert authority.post(address, signed)["Location"] == "/admin/" and address not in authority.get(pages).text
    assert not SeasonClose.objects.get().signer_name
    assert 'name="nguoi_ky"' in office.get(pages).text
    for wrong, sentence in (
        ({}, "Chưa có gì để thêm"),
        ({"chuc_danh": "Giám đốc"}, "cả chức danh và họ tên"),
        ({"con_dau": seal()}, "Con dấu đi cùng người ký"),
    ):
        assert sentence in office.post(address, wrong, follow=True).text, sentence
    assert "Đã thêm vào mọi giấy" in office.post(address, signed, follow=True).text
    page = office.get(pages).text
    assert "Chánh" not in page and "Nguyễn Văn Mẫu ký" in page and 'name="nguoi_ky"' not in page
    assert "Đã thêm" in office.post(address, {"con_dau": seal()}, follow=True).text
    assert address not in office.get(pages).text, "nothing is missing"
    for again, sentence in (
        (signed | {"nguoi_ky": "Người Khác"}, "đã do Chánh Văn phòng Nguyễn Văn Mẫu ký"),
        ({"con_dau": seal()}, "đã có con dấu"),
    ):
        assert sentence in office.post(address, again, follow=True).text, sentence
    closed = SeasonClose.objects.get()
    assert closed.signer_name == "Nguyễn Văn Mẫu" and closed.is_signed and Certificate.objects.get().code == before
    pdf = pypdfium2.PdfDocument(member.get("/truong/giay-xac-nhan/").content)
    assert "Nguyễn Văn Mẫu" in pdf[0].get_textpage().get_text_bounded()
    entries = ModelLogEntry.objects.filter(action="schools.sign_season").order_by("pk")
    assert [entry.data for entry in entries] == [
        {"signer": "Nguyễn Văn Mẫu", "seal": False},
        {"signer": "", "seal": True},
    ]


def test_all_that_is_shown_is_confirmed_with_a_reason_and_the_schools_are_told(
    client_for, django_capture_on_commit_callbacks
):
    season = make_season()
    units = [make_unit(f"Trường {n}", contact_email=f"t{n}@truong.example") for n in range(2)]
    claims = [declare(unit, code) for unit in units for code in ("C01", "C04")]
    rollups.rebuild(season)
    authority = client_for(make_reviewer())
    page = authority.get(QUEUE).content.decode()
    assert "Xác nhận 4 việc đang hiện" in page and "J xuống, K lên" in page
    form = {"hien": [claim.uuid for claim in claims], "quyet": "xac-nhan-het"}
    refused = authority.post(f"{QUEUE}quyet/", form, follow=True).content.decode()
    assert "ghi một câu lý do" in refused and not Claim.objects.filter(state="confirmed").exists()
    union = client_for(make_reviewer("womens_union"))
    union.post(f"{QUEUE}quyet/", form | {"note": "Của người khác."})
    assert not Claim.objects.filter(state="confirmed").exists()
    with django_capture_on_commit_callbacks(execute=True):
        response = authority.post(f"{QUEUE}quyet/", form | {"note": "Đã gọi hỏi từng trường."}, follow=True)
    assert "Đã xác nhận 4 việc." in response.content.decode()
    letters = delivered()
    assert sorted(letter.to[0] for letter in letters) == ["t0@truong.example", "t1@truong.example"]
    assert all("Đã gọi hỏi từng trường." in letter.body and "C01" in letter.body for letter in letters)
    assert all(" 2 việc" in letter.subject for letter in letters)
    html = client_for(make_member(units[0])).get("/truong/viec/C01/").content.decode()
    assert "Đã gọi hỏi từng trường." in html


def test_chosen_claims_go_back_with_one_note(client_for, django_capture_on_commit_callbacks):
    season = make_season()
    claims = [declare(make_unit(f"Trường {n}", contact_email=f"t{n}@truong.example")) for n in range(3)]
    rollups.rebuild(season)
    authority = client_for(make_reviewer())
    form = {"khai": [claims[0].uuid, claims[1].uuid], "hien": [c.uuid for c in claims], "quyet": "tra-da-chon"}
    assert "bổ sung gì" in authority.post(f"{QUEUE}quyet/", form, follow=True).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        authority.post(f"{QUEUE}quyet/", form | {"note": "Liên kết không mở được."})
    assert list(Claim.objects.order_by("pk").values_list("state", flat=True)) == ["returned", "returned", "declared"]
    assert len(delivered()) == 2
