"""Account and partner pages speak the reader's language: chosen once, remembered there, nowhere else."""

import pytest
from django.core.cache import cache

from partners.models import Partner
from tests.factories import make_home, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/dang-nhap/"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def test_a_choice_is_kept_for_personal_pages_and_never_set_on_public_ones(client):
    make_home()
    assert '<html lang="vi"' in client.get(LOGIN).text and "tieng" not in client.cookies
    response = client.get(LOGIN, {"tieng": "km", "next": "/doi-tac/"})
    assert '<html lang="km"' in response.text and response["Content-Language"] == "km"
    assert "ចូលគណនី" in response.text or "ចូល" in response.text
    assert 'href="/tai-khoan/dang-nhap/?tieng=en&amp;next=%2Fdoi-tac%2F"' in response.text.replace(
        "?next=%2Fdoi-tac%2F&amp;tieng=en", "?tieng=en&amp;next=%2Fdoi-tac%2F"
    ), "what else stands in the address stays"
    cookie = response.cookies["tieng"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert '<html lang="km"' in client.get("/tai-khoan/quen-mat-khau/").text, "remembered"
    public = client.get("/vi/", {"tieng": "en"})
    assert '<html lang="vi"' in public.text and "tieng" not in public.cookies, "an address is what it says"
    assert '<html lang="vi"' in client.get("/vi/").text


@pytest.mark.parametrize("choice", ["xx", "", "km\n", "<script>", "vi'", "k" * 500])
def test_what_is_no_language_changes_nothing(client, choice):
    client.cookies["tieng"] = "zz"
    response = client.get(LOGIN, {"tieng": choice})
    assert response.status_code == 200 and '<html lang="vi"' in response.text
    assert "tieng" not in response.cookies


def test_readers_of_khmer_are_led_to_khmer_sign_in_pages(client):
    make_home("km")
    html = client.get("/km/").text
    assert 'href="/tai-khoan/?tieng=km"' in html and 'href="/doi-tac/?tieng=km"' in html
    make_home()
    assert 'href="/tai-khoan/"' in client.get("/vi/").text
    page = client.get("/doi-tac/?tieng=km", follow=True)
    assert '<html lang="km"' in page.text, "the way to sign in keeps the choice"


@pytest.mark.parametrize(("language", "said"), [("vi", "Góc cộng tác"), ("en", "Partner corner"), ("km", "ជ្រុងសហការ")])
def test_the_partner_corner_speaks_three_languages(client_for, language, said):
    user = make_user()
    Partner.objects.create(slug="may", display_name="Mây Miệt Vườn").members.create(user=user)
    client = client_for(user)
    response = client.get("/doi-tac/", {"tieng": language})
    assert response.status_code == 200 and f'<html lang="{language}"' in response.text
    assert said in response.text


def test_the_administration_stays_vietnamese(client_for):
    client = client_for(make_user(is_superuser=True))
    client.get("/tai-khoan/cua-toi/", {"tieng": "km"})
    response = client.get("/admin/")
    assert response.status_code == 200 and 'lang="vi"' in response.text
