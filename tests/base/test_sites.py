"""Our one query finds the same site and the same roots as Wagtail's three."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from wagtail.models import Site

from base.sites import site_of
from tests.factories import make_home


@pytest.fixture
def sites(db):
    """Two names beside the default one; the second answers on two ports."""
    home = make_home()
    for hostname, port in (("en.bao.example", 80), ("hai-cong.example", 80), ("hai-cong.example", 8080)):
        Site.objects.create(hostname=hostname, port=port, root_page=home)


@pytest.mark.parametrize(
    "host",
    [
        "en.bao.example",
        "en.bao.example:9000",
        "hai-cong.example",
        "hai-cong.example:8080",
        "hai-cong.example:1",
        "x.example",
    ],
)
def test_host_leads_to_the_site_wagtail_would_name_and_fills_its_roots(
    sites, settings, host, django_assert_num_queries
):
    settings.ALLOWED_HOSTS = ["*"]
    request = RequestFactory(headers={"host": host}).get("/")
    cache.clear()
    theirs, roots = Site._find_for_request(request), Site.get_site_root_paths()
    cache.clear()
    with django_assert_num_queries(1):
        assert site_of(request) == theirs
        assert Site.get_site_root_paths() == roots
        assert site_of(request) == theirs


def test_a_new_host_name_shows_at_once(sites, settings):
    settings.ALLOWED_HOSTS = ["*"]
    request = RequestFactory(headers={"host": "moi.example"}).get("/")
    default = site_of(request)
    new = Site.objects.create(hostname="moi.example", port=80, root_page=default.root_page)
    assert site_of(request) == new != default
