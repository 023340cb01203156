"""P2: a page from the application's page cache, compared with rendering it; same run, same number of workers."""

from __future__ import annotations

from functools import partial

from tools.bench.figures import Figure, at_least
from tools.bench.load import ratio, requests_a_second
from tools.bench.site import Site, get

PAGES = {
    "trang chủ": "/vi/",
    "chuyên mục": "/vi/nhan-dien-chieu-tro/",
    "bài": "/vi/phong-su/sau-gio-bi-giu-boi-mot-cuoc-goi/",
    "kho tài liệu": "/vi/kho-tai-lieu/",
    "trang tài liệu": "/vi/kho-tai-lieu/p-a3-03/",
}


def measure(site: Site) -> list[Figure]:
    """One ratio per page type."""
    cold = site.another(PAGE_CACHE_SECONDS="0", KEPT_PARTS_SECONDS="0", CACHE_DIR=f"{site.demo.folder}/cache-cold")
    found = []
    for name, path in PAGES.items():
        get(site.url + path)
        get(cold + path)
        value = ratio(partial(requests_a_second, site.url + path), partial(requests_a_second, cold + path))
        found.append(at_least(f"P2 {name}: ấm so với lạnh", value, 30))
    return found
