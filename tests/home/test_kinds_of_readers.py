"""Whole pages by kind of reader: every public address, read by readers of every kind in any order, as without a cache.

And what is withdrawn or closed is gone for every kind.
"""

import random
import re

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import resolve
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction

from base.caching.known_query import PUBLIC_PATH
from media_library.models import Asset, AssetText, LibraryIndexPage
from tests.city import PATHS, S
from tests.factories import make_asset, make_user
from tests.schools.register import make_member, make_unit
from users.roles import grant, sync_roles
from users.signin.backend import LOGIN_BACKEND

pytestmark = [pytest.mark.world("city"), pytest.mark.django_db]
#: What each response has of its own: the ticket by which a reading is counted, and the token of a form.
OWN = re.compile(r'(?:data-(?:ticket|so)|name="csrfmiddlewaretoken" value)="[^"]*"')

LEFT_OUT = re.compile(r"/bai-so-|\.pdf$|/ngoai-tuyen\.html$")


def signed_in(user):
    client = Client()
    client.force_login(user, backend=LOGIN_BACKEND)
    return client


@pytest.fixture
def readers(city):
    """{name: client}: a visitor, and accounts of every kind; two of some, of which nobody gets what is another's."""
    sync_roles()
    accounts = {
        "editor": make_user("kho-1@demo.example"),
        "editor 2": make_user("kho-2@demo.example"),
        "superuser": make_user("chu@demo.example", is_superuser=True, is_staff=True),
        "school": make_member(make_unit("Trường THCS số 1")),
        "school 2": make_member(make_unit("Trường THCS số 2")),
        "unit": make_member(make_unit("Đoàn phường", kind="youth")),
        "partner": make_user("kol@demo.example"),
        "authority": make_user("so@demo.example"),
    }
    grant(accounts["editor"], "library_editor")
    grant(accounts["editor 2"], "library_editor")
    grant(accounts["authority"], "education")
    return {"visitor": Client()} | {name: signed_in(account) for name, account in accounts.items()}


#: Readers of one kind get the same as the first of them.
KIND_OF = {"editor 2": "editor", "superuser": "editor", "school 2": "school", "authority": "partner"}


def public_addresses():
    """PATHS, and of what their pages and the sitemap lead to one address of each language, view and page type.

    Without printed and offline forms, which are made for each request and limited by address.
    """
    visitor = Client()
    texts = [visitor.get(path).text for path in (*PATHS, "/sitemap/trang-1.xml", "/sitemap/tai-lieu.xml")]
    links = {link for text in texts for link in re.findall(r'(?:href="|<loc>)(?:https?://[^/]+)?(/[^"#<?]*)', text)}
    types = {page.url: page.specific_class for page in Page.objects.all()}

    def kind(path):
        with override(path[1:3] or "vi"):
            view = resolve(path.partition("?")[0]).view_name
        part = types.get(path) or (path.split("/")[-2] if view == "wagtail_serve" else "")
        return path[:4], view, part

    links = {link for link in links if PUBLIC_PATH.match(link) and not LEFT_OUT.search(link)}
    covered = {kind(path) for path in PATHS}
    others = {kind(link): link for link in sorted(links) if kind(link) not in covered}
    return sorted({*PATHS, *others.values()})


def read(client, path):
    response = client.get(path)
    body = response.getvalue().decode(errors="replace")  # a few addresses are pictures and PDFs
    return response.status_code, OWN.sub("", body), response.headers.get("Cache-Control", "")


@pytest.mark.slow
def test_every_reader_gets_every_page_as_without_a_cache(readers, settings, clock):
    clock.move_to("2026-11-18 09:00")
    make_asset("P-07", access="schools")
    make_asset("P-08", name="Chỉ nội bộ", access="staff")
    settings.PAGE_CACHE_SECONDS = 0
    paths = public_addresses()
    for path in paths:  # the first reading makes the renditions
        read(Client(), path)
    kinds = readers.keys() - KIND_OF.keys()
    expected = {(kind, path): read(readers[kind], path) for kind in kinds for path in paths}
    settings.PAGE_CACHE_SECONDS = 60
    seed = random.randrange(10**6)
    requests = [(name, path) for name in readers for path in paths] * 2
    random.Random(seed).shuffle(requests)
    for name, path in requests:
        assert read(readers[name], path) == expected[KIND_OF.get(name, name), path], f"{name} at {path}, seed {seed}"
    assert sum(":page:" in key for key in cache._cache) > len(PATHS)


@pytest.fixture
def asset():
    """An asset whose page every reader has stored."""
    return Asset.objects.get(code="P-A3-03")


def statuses(readers, path):
    return {client.get(path).status_code for client in readers.values()}


@pytest.mark.slow
def test_a_withdrawn_file_is_gone_for_every_kind(readers, settings, asset):
    settings.PAGE_CACHE_SECONDS = 60
    pages = ("/vi/kho-tai-lieu/", asset.get_absolute_url())
    for _round in range(2):
        assert [statuses(readers, path) for path in pages] == [{200}, {200}]
    asset.status = "withdrawn"
    asset.save()
    assert 200 not in statuses(readers, asset.get_absolute_url())
    assert not any(asset.get_absolute_url() in client.get("/vi/kho-tai-lieu/").text for client in readers.values())


@pytest.mark.slow
def test_a_change_that_no_signal_tells_of_shows_within_a_minute(readers, settings, asset, clock):
    settings.PAGE_CACHE_SECONDS = 60
    clock.move_to("2026-11-18 09:00")
    path = asset.get_absolute_url()
    assert statuses(readers, path) == {200}
    AssetText.objects.filter(asset=asset).update(name="Tên sau khi sửa thẳng")
    clock.move_to("2026-11-18 09:01:01")
    assert all("Tên sau khi sửa thẳng" in client.get(path).text for client in readers.values())


@pytest.mark.slow
def test_a_closed_page_is_stored_for_nobody(readers, settings, asset):
    """Of two readers of one kind one may read it; also what was stored before it was closed."""
    settings.PAGE_CACHE_SECONDS = 60
    paths = (S + "du-moi-khoi/", "/vi/kho-tai-lieu/", asset.get_absolute_url())
    for _round in range(2):
        assert all(statuses(readers, path) == {200} for path in paths)
    group = Group.objects.create(name="được xem")
    allowed = {"school", "editor 2", "superuser"}
    for name in allowed - {"superuser"}:
        user = readers[name].get("/tai-khoan/cua-toi/").wsgi_request.user
        user.groups.add(group)
    for page in (Page.objects.get(slug="nhan-dien"), LibraryIndexPage.objects.get()):
        PageViewRestriction.objects.create(page=page, restriction_type="groups").groups.add(group)
    for _round in range(2):
        for path in paths:
            admitted = {name for name, client in readers.items() if client.get(path).status_code == 200}
            assert admitted == allowed, path


def test_who_is_no_editor_any_more_sees_nothing_of_the_staff(readers, settings):
    settings.PAGE_CACHE_SECONDS = 60
    hidden = make_asset("P-08", name="Chỉ nội bộ", access="staff")
    path = hidden.get_absolute_url()
    for _round in range(2):
        assert {name for name, client in readers.items() if client.get(path).status_code == 200} == {
            "editor",
            "editor 2",
            "superuser",
        }
    readers["editor"].get(path).wsgi_request.user.groups.clear()
    assert readers["editor"].get(path).status_code == 404
    assert "Chỉ nội bộ" not in readers["editor"].get("/vi/kho-tai-lieu/").text
    assert readers["editor 2"].get(path).status_code == 200


def test_a_stored_page_of_a_kind_asks_only_for_the_account(readers, settings, asset, django_assert_max_num_queries):
    settings.PAGE_CACHE_SECONDS = 60
    for name in ("school", "editor"):
        readers[name].get(asset.get_absolute_url())
        with django_assert_max_num_queries(3):
            readers[f"{name} 2"].get(asset.get_absolute_url())
