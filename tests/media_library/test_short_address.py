"""/t/<code>/: what is printed on paper keeps an answer for ever."""

import pytest

from media_library.models import Kit
from tests.factories import make_asset, make_user
from tests.media_library.shelf import make_library

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/t/P-A3-03/", "/t/p-a3-03/", "/t/p-a3-03", "/t/P-a3-03"])
def test_any_spelling_leads_to_the_vietnamese_page(client, address):
    make_library()
    make_asset("P-A3-03")
    answer = client.get(address)
    assert answer.status_code == 302 and answer["Location"] == "/vi/kho-tai-lieu/p-a3-03/"
    assert client.get(answer["Location"]).status_code == 200


def test_a_withdrawn_asset_explains_itself(client):
    make_library()
    old, new = make_asset("P-01"), make_asset("P-02")
    old.withdraw(replaced_by=new)
    answer = client.get("/t/p-01/")
    assert answer.status_code == 410
    assert "đã thu hồi" in answer.content.decode() and new.get_absolute_url() in answer.content.decode()
    new.withdraw()
    html = client.get("/t/p-01/").content.decode()
    assert new.get_absolute_url() not in html and "/vi/kho-tai-lieu/" in html


def test_strange_codes_are_not_found_with_a_sentence(client, client_for):
    make_library()
    make_asset("D-09", released=False)
    make_asset("S-09", access="staff")
    for code in ("khong-co", "d-09", "s-09", "a'b", "%3Cscript%3E", "x" * 60):
        answer = client.get(f"/t/{code}/")
        assert answer.status_code == 404
        assert "so lại mã in trên giấy" in answer.content.decode()
        assert "<script>" not in answer.content.decode().partition("<main")[2]
    assert client_for(make_user(is_superuser=True)).get("/t/s-09/").status_code == 302


def test_kits_have_short_addresses_too(client):
    make_library()
    Kit.objects.create(code="KIT-THCS", slug="bo-thcs", is_released=True)
    assert client.get("/t/kit-thcs/")["Location"] == "/vi/bo-tai-lieu/bo-thcs/"
