"""A page of somebody else cannot send a form in the name of whoever is signed in."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver
from rest_framework.authentication import SessionAuthentication

from tests.factories import make_user
from tests.users.address_list import addresses

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/dang-nhap/"
#: They change a number or nothing, and the page that sends to them has no cookie.
OPEN = {
    "activities.pledges.views.sign",  # its ticket is signed and counts once
    "articles.public.views.count_reading",
    "articles.public.views.reading_ticket",  # changes nothing: the address that count_reading takes once
    "media_library.public.downloads.copies.imprint",
    "media_library.public.downloads.formats.choose",
    "ninja.operation.sync_view_wrapper",  # the public API answers GET alone (cms/api.py)
    "activities.quiz.play.answer",
    "activities.scenario.play.choose",
    # Class mode: the secret in the address, or the code on the screen, allows it.
    "activities.classes.views.open_class",
    "activities.classes.views.projector",
    "activities.classes.views.join",
    "activities.classes.views.phone",
}
PERSONAL = ("/admin/", "/tai-khoan/", "/truong/", "/doi-tac/", "/bao-cao-vien/")


def views(patterns):
    for item in patterns:
        if hasattr(item, "url_patterns"):
            yield from views(item.url_patterns)
        else:
            yield item.callback


def _authentication(view):
    return getattr(getattr(view, "cls", None), "authentication_classes", ())


def test_the_named_views_alone_take_forms_of_anybody():
    exempt = {view for view in views(get_resolver().url_patterns) if getattr(view, "csrf_exempt", False)}
    # Those of the REST framework ask by themselves: the next test meets them, too.
    ours = {view for view in exempt if SessionAuthentication not in _authentication(view)}
    assert {f"{view.__module__}.{view.__name__}" for view in ours} == OPEN


def test_no_personal_address_takes_a_form_without_the_token_of_our_own_page():
    """Every ninth of each part of the site: whether one is exempt the test above asks of all."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(is_superuser=True, is_staff=True))
    paths = sorted({path for path in addresses(get_resolver().url_patterns) if path.startswith(PERSONAL)})
    assert len(paths) > 500 and {path.split("/")[1] for path in paths} == {path.strip("/") for path in PERSONAL}
    some = [path for start in PERSONAL for path in [path for path in paths if path.startswith(start)][::9]]
    accepted = [path for path in some if client.post(path, {"ten": "x"}).status_code != 403]
    assert not accepted, "\n".join(accepted)


def test_with_the_token_a_form_is_taken_and_with_a_made_up_one_it_is_not():
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(LOGIN).text)[1]
    form = {"login": "ai@demo.example", "password": "sai-mat-khau"}
    assert client.post(LOGIN, form | {"csrfmiddlewaretoken": token}).status_code == 400  # a wrong password, read
    refused = client.post(LOGIN, form | {"csrfmiddlewaretoken": token[::-1]})
    assert refused.status_code == 403
    assert "trang không nhận biểu mẫu này" in refused.text
