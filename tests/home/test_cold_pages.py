"""Budget P3 (docs/performance.md) for every public page type, with an empty cache: the first reader after a purge.

One city of content (tests/city.py), with pictures that were made ahead.
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import get_page_models

from tests.city import PATHS, S

pytestmark = pytest.mark.world("city")

#: Most queries with an empty cache. Routing asks eight for a page below the front page, and one or two more for a story
#: below a section; every page asks three for its translations and the addresses of the sites, one for the site context.
PAGE, STORY, VIEW = 20, 25, 9
FRONT = PAGE + 2  # one query a row of articles
LIBRARY = PAGE  # a process that has not read the facets since the last change of the library asks once more
#: address → most queries with an empty cache
BUDGETS = {
    "/vi/": FRONT,
    S: PAGE,
    S + "?trang=2": PAGE,
    S + "du-moi-khoi/": STORY + 2,  # an asset, a kit and a link in its text; the site context is one of them
    S + "dai-ky/": STORY,
    S + "co-clip/": STORY,
    S + "diem-tin/": STORY,
    S + "cach-lam/": STORY,
    S + "do-vui/": STORY,
    S + "nhap-vai/": STORY,
    S + "thu-thach/": STORY,
    S + "chuyen-trang/": STORY,
    S + "dong-su-kien/": STORY,
    S + "chuyen-kol/": STORY,
    "/vi/meo-nhanh/": PAGE,
    "/vi/meo-nhanh/meo-2/": STORY,
    "/vi/tac-gia/": PAGE,
    "/vi/tac-gia/minh-thu/": PAGE,
    "/vi/chu-de/": PAGE,
    "/vi/chu-de/gia-danh/": PAGE,
    "/vi/hashtag/khongmotminh/": PAGE,
    "/vi/tu-khoa/cuoc-goi/": VIEW,
    "/vi/dinh-chinh/": PAGE,
    "/vi/luu-tru/": VIEW,
    "/vi/kho-tai-lieu/": LIBRARY,
    "/vi/kho-tai-lieu/?loai=poster&nn=vi": LIBRARY,
    "/vi/kho-tai-lieu/p-a3-03/": PAGE + 3,
    "/vi/bo-tai-lieu/": PAGE,
    "/vi/bo-tai-lieu/kit-thcs/": PAGE,
    "/vi/kol/": PAGE,
    "/vi/kol/may-miet-vuon/": PAGE,
    "/vi/can-giup-do/": VIEW,
    "/vi/tim-kiem/?q=cuoc goi": VIEW,
    "/vi/hashtag/": PAGE,
    "/vi/lich-su-kien/": VIEW,
    "/vi/do-phu/": VIEW,
    "/vi/gioi-thieu/": PAGE,
    "/vi/tinh-huong/": PAGE,
    "/vi/tinh-huong/ban-bi-ep-chuyen-tien/": PAGE,
}


def test_every_page_type_has_a_budget():
    assert set(BUDGETS) == set(PATHS)


@pytest.mark.parametrize("path", BUDGETS)
def test_a_cold_page_stays_within_its_budget(city, db, path):
    cache.clear()
    ContentType.objects.get_for_models(*get_page_models())  # every process knows them after its first pages
    with CaptureQueriesContext(connection) as counted:
        response = Client().get(path)
        queries = len(counted)
    assert response.status_code == 200
    assert queries <= BUDGETS[path], "\n".join(query["sql"][:240] for query in counted.captured_queries)
