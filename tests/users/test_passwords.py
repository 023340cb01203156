"""New passwords: long enough, and not what somebody from here would try first."""

import threading

import pytest
import zxcvbn
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories import PASSWORD, make_user
from users.models import Organisation, User

GUESSED = (
    "matkhau123456", "khongmotminh", "Khongmotminh@2026", "baocantho2026", "cung-nhau-an-toan", "Không một mình!",
    "nguyenvananh1990", "Nguyễn Đức Anh 2001", "trần-thị-mỹ-12/12", "levanluyen1995", "lansongso2026", "thangmuoihai12",
    "doclaptudohanhphuc", "khongcogiquyhon", "quehuonglachumkhengot", "doraemonnobita", "viettelmobifone",
    "nguyenvanan1990", "anhyeuem123456", "Cantho2026!!", "123456789012", "qwerty123456", "phongvien@2026",
)  # fmt: skip
GOOD = (PASSWORD, "chín con cá lóc", "xe đạp đỏ bên sông", "Tr0ng!rung9xKq")


def test_words_of_here_with_figures_and_marks_are_refused_and_a_few_words_together_are_not():
    for password in GUESSED:
        with pytest.raises(ValidationError) as refused:
            validate_password(password)
        assert refused.value.messages, password
    for password in GOOD:
        validate_password(password)


def test_ones_own_name_and_eleven_characters_are_refused():
    person = User(email="yen.vy@thu.example", full_name="Lê Hoàng Yến Vy")
    for password in ("xe đạp đỏ bê", "hoangyenvy2009", "Lê Hoàng Yến Vy!"):
        with pytest.raises(ValidationError):
            validate_password(password[:11] if password.startswith("xe") else password, person)
    validate_password("xe đạp đỏ bên sông", person)


def test_own_words_in_any_order_and_the_name_of_ones_school_are_refused():
    """zxcvbn gives a word the place that it has in the list as its number of guesses: one's own come first."""
    school = Organisation(name="Trường THCS Sen Trắng")
    person = User(email="hanh@thu.example", full_name="Nguyễn Thị Hạnh", organisation=school)
    other = User(email="lan@khac.example", full_name="Lê Mỹ Lan")
    for password in ("sen thu trang nguyen thu", "hanhbaisentrang", "thcs-sen-trang-2026", "hạnh thu, Nguyễn Hạnh"):
        with pytest.raises(ValidationError) as refused:
            validate_password(password, person)
        assert "_" not in str(refused.value.messages), "the name of a column"
        validate_password(password, other)
    for password in GOOD:
        validate_password(password, person)


def test_two_passwords_at_once_are_each_judged_by_the_words_of_their_own_account(monkeypatch):
    """zxcvbn keeps the words in its module: another thread's took their place between its two steps."""
    person = User(email="yen@thu.example", organisation=Organisation(name="Zyrqx Wvkpth"))
    other = threading.Thread(target=lambda: validate_password("xe đạp đỏ bên sông", User(email="b@thu.example")))
    real = zxcvbn.matching.omnimatch

    def late(password, dictionaries):
        if not other.ident:
            other.start()
            other.join(0.5)  # it must not get through: it waits for this one
        return real(password, dictionaries)

    monkeypatch.setattr(zxcvbn.matching, "omnimatch", late)
    with pytest.raises(ValidationError):
        validate_password("zyrqxwvkpthmq", person)
    other.join()
    validate_password("zyrqxwvkpthmq", User(email="b@thu.example"))


@pytest.mark.django_db
def test_the_form_says_so_in_vietnamese_and_keeps_the_old_password(client_for):
    user = make_user()
    form = {"oldpassword": PASSWORD}
    for password, status in (("khongmotminh2026", 400), ("xe đạp đỏ bên sông", 302)):
        passwords = {"password1": password, "password2": password}
        response = client_for(user).post(reverse("account_change_password"), form | passwords)
        user.refresh_from_db()
        assert user.check_password(password) is (status == 302)
        assert (response.status_code == 302) is (status == 302)
        assert status == 302 or "Mật khẩu này dễ đoán" in response.text
