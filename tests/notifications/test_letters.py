"""“Thư đã gửi”: whose letters an account sees and sends again; texts stand on no page."""

import pytest

from notifications import delivery
from notifications.models import Letter
from notifications.outbox import post
from partners.mail.letters import PURPOSES as PARTNERS
from schools.mail import LETTER_PERMISSIONS
from schools.mail import PURPOSES as SCHOOLS
from tests.factories import make_user
from tests.forms import press
from tests.letters import Server, delivered, refused
from tests.schools.register import make_member, make_reviewer, make_unit
from tools.devserver.state import ROOT
from users.roles import grant, sync_roles

pytestmark = pytest.mark.django_db
ADDRESSES = {"school@thu.example", "union@thu.example", "kol@thu.example"}


@pytest.fixture
def letters(settings):
    """A letter about a school, one about a youth union and a sign-in link of a partner, all refused for good."""
    settings.MAILERS = {"server": {"BACKEND": "tests.letters.Server"}}
    Server.reset()
    Server.answers = {address: refused(address, 550, "User unknown") for address in ADDRESSES}
    facts = {"subject": "Tiêu đề", "text": "câu-trong-thư"}
    post(purpose=SCHOOLS["returned"], to="school@thu.example", permission=LETTER_PERMISSIONS["school"], **facts)
    post(purpose=SCHOOLS["returned"], to="union@thu.example", permission=LETTER_PERMISSIONS["youth"], **facts)
    post(purpose=PARTNERS["signin"], to="kol@thu.example", **facts)
    delivery.send_due()
    Server.reset()
    return {letter.recipient: letter for letter in Letter.objects.all()}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("standing_office", ADDRESSES),
        ("education", {"school@thu.example"}),
        ("youth_union", {"union@thu.example"}),
        ("kol_desk", {"kol@thu.example"}),
        ("library_editor", set()),
    ],
)
def test_each_desk_sees_and_sends_again_its_own_letters(letters, client_for, role, seen):
    sync_roles()
    user = make_user()
    grant(user, role)
    desk = client_for(user)
    page = desk.get("/admin/thu/")
    html = page.content.decode()
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert {address for address in ADDRESSES if address in html} == seen
    assert html.count("User unknown") == len(seen) and "câu-trong-thư" not in html and "thử lại" not in html
    for address, letter in letters.items():
        response = desk.post(f"/admin/thu/{letter.pk}/gui-lai/")
        assert response.status_code == (302 if address in seen else 404), address
    assert {letter.to[0] for letter in delivered()} == seen
    assert set(Letter.objects.filter(state="sent").values_list("recipient", flat=True)) == seen


def test_the_button_of_the_list_works_in_a_browser(letters):
    user = make_reviewer("standing_office")
    letter = letters["school@thu.example"]
    assert press(user, "/admin/thu/", f"/admin/thu/{letter.pk}/gui-lai/").status_code == 302
    assert [letter.to for letter in delivered()] == [["school@thu.example"]]


def test_others_have_no_list(letters, client_for):
    sync_roles()
    translator = make_user()
    grant(translator, "translator_km")
    for user in (None, make_user(), make_member(make_unit()), translator):
        client = client_for(user)
        for address in ("/admin/thu/", "/admin/thu/ket-qua/"):
            response = client.get(address)
            assert response.status_code in {302, 403} and "@thu.example" not in response.content.decode()
        for letter in letters.values():
            assert client.post(f"/admin/thu/{letter.pk}/gui-lai/").status_code in {302, 403}
    assert not delivered()
    assert "/admin/thu/" not in client_for(translator).get("/admin/").content.decode()
    assert "/admin/thu/" in client_for(make_reviewer("standing_office")).get("/admin/").content.decode()


def test_the_list_is_filtered_by_state_and_purpose_with_as_many_queries_for_many(
    letters, client_for, django_assert_max_num_queries
):
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    for query, expected in (
        ("state=sent", set()),
        ("state=failed", ADDRESSES),
        ("purpose=partner-signin", {"kol@thu.example"}),
    ):
        html = desk.get(f"/admin/thu/ket-qua/?{query}").content.decode()
        assert {address for address in ADDRESSES if address in html} == expected, query
    assert "Liên kết đăng nhập của KOL" in desk.get("/admin/thu/").content.decode()
    for number in range(40):
        post(purpose=SCHOOLS["message"], to=f"{number}@thu.example", subject="Lời nhắn", text="…")
    with django_assert_max_num_queries(25):
        html = desk.get("/admin/thu/ket-qua/").content.decode()
    assert html.count("@thu.example") >= 40
    assert html.index("39@thu.example") < html.index("20@thu.example") < html.index("kol@thu.example"), "newest first"


def test_what_is_put_into_a_letter_is_read_as_it_was_typed():
    """Django escapes in text files too: “Bà & cháu” arrived as “Bà &amp; cháu”."""
    texts = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("*/templates/**/*.txt")}
    paths = {path.relative_to(ROOT) for path, text in texts.items() if "{{" in text}
    assert len(paths) > 20
    assert not [path for path in paths if "{% autoescape off %}" not in texts[ROOT / path]]
