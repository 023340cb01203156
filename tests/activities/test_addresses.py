"""In every state of every activity, whole or sent as a part, all addresses lead somewhere and help is offered."""

import re

import pytest
from django.core.cache import cache

from activities.models import ScenarioPage
from tests.activities.quizzes import make_quiz
from tests.activities.scenarios import make_scenario
from tests.addresses import dead_addresses, offers_help
from tests.factories import make_help_line, make_home, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
PART = {"HTTP_X_PART": "1"}


@pytest.fixture(params=["vi", "km"])
def language(request):
    cache.clear()
    make_help_line("111", language=request.param)
    return request.param


@pytest.fixture
def quiz(language):
    return make_quiz(section=make_section(home=make_home(language), slug="do-vui"))


@pytest.fixture
def scenario(language):
    return make_scenario(section=make_section(home=make_home(language), slug="nhap-vai"))


def check(client, address, language, *, status=200, helps=True, **headers):
    response = client.get(address, **headers)
    assert response.status_code == status, f"{address}: {response.status_code}"
    assert not dead_addresses(response.text, address)
    assert not helps or offers_help(response.text, language), f"{address}: no help"
    return response.text


def test_alone(client_for, language, quiz, scenario):
    client, base = client_for(), f"/{language}"
    pages = [quiz.address, scenario.address]
    pages += [f"{base}/do-vui/{quiz.pk}/{rest}" for rest in ("a/", "a/tiep/", "ca/", "ca/tiep/", "ngoai-tuyen.html")]
    pages += [f"{base}/ban-se-lam-gi/{scenario.pk}/ngoai-tuyen.html"]
    for address in pages:
        check(client, address, language)
    for way in ("a", "b", "aa", "ba", "bb", "bbb"):  # scenes, one where the story stops, both endings
        for headers in ({}, PART):
            check(client, f"{base}/ban-se-lam-gi/{scenario.pk}/{way}/", language, **headers)
    for rest in ("buc-tuong/", "buc-tuong/ky/", "khung-anh/", "cuoc-thi/", "lich-su-kien/", "lop/"):
        check(client, f"{base}/{rest}", language)


@pytest.mark.parametrize("kind", ["quiz", "scenario"])
def test_in_class(client_for, language, kind, request):
    story, client = request.getfixturevalue(kind), client_for()
    opens = "ban-se-lam-gi" if isinstance(story, ScenarioPage) else "do-vui"
    projector = client.post(f"/{language}/{opens}/{story.pk}/lop/")["Location"]
    code = re.search(r'class="code">(\d{5})<', client.get(projector).text)[1]
    phone = client.post(f"/{language}/lop/", {"ma": code})["Location"]
    states = set()
    for _step in range(12):
        for headers in ({}, PART):
            html = check(client, projector, language, helps=False, **headers)
            check(client, phone, language, **headers)
        state = re.search(r'data-state="(\w+)', html)[1]
        states.add(state)
        if state == "over":
            break
        client.post(phone, {"cau": re.search(r"-(\d+)\"", html)[1], "chon": "a"})
        client.post(projector, {"buoc": "tiep", "was": re.search(r'name="was" value="([^"]+)"', html)[1]})
    assert states == {"lobby", "asking", "told", "over"}
    client.post(projector, {"buoc": "dung"})
    for address in (projector, phone):
        for headers in ({}, PART):
            check(client, address, language, status=410, **headers)
