"""P3: queries of a page with an empty cache, on the demo as tests/demo/test_seed.py counts them."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tools.bench.figures import Figure
from tools.bench.site import Site

BUDGETS = {
    "trang chủ": ("/vi/", 19),
    "chuyên mục": ("/vi/nhan-dien-chieu-tro/", 19),
    "kho tài liệu": ("/vi/kho-tai-lieu/", 18),
    "trang tài liệu": ("/vi/kho-tai-lieu/p-a3-03/", 18),
    "tìm kiếm": ("/vi/tim-kiem/?q=lua+dao", 9),
}


def measure(_site: Site) -> list[Figure]:
    """Number of queries per page type, signed out."""
    client, figures = Client(headers={"host": "127.0.0.1"}), []
    for name, (path, budget) in BUDGETS.items():
        client.get(path)  # warm up what a process caches once (content types), and render missing images
        cache.clear()
        with CaptureQueriesContext(connection) as counted:
            status = client.get(path).status_code
        holds = status == 200 and len(counted) <= budget
        figures.append(Figure(f"P3 {name}: truy vấn khi chưa nhớ gì", str(len(counted)), f"≤ {budget}", holds))
    return figures
