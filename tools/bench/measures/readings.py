"""“Đọc nhiều” under load (docs/adr/0009-most-read.md): pages from the edge cache, each with its count.

Edge, application, database and load generator share this machine's cores. A read is a GET that the edge answers and two
POSTs to the application, for an address of its own and to that one; every read has to be in the database in the end.
"""

from __future__ import annotations

import re
import shutil
import subprocess

from django.db import connection

from articles.models import ArticlePage
from articles.public.most_read import page_address
from tools.bench.figures import Figure, at_least, missing
from tools.bench.measures.edge import find, start_edge
from tools.bench.site import FOLDER, Site, get

STORIES = 20
SECONDS, CONNECTIONS = 20, 16
WANTED = 1000.0  # readings a second
PER_ROW = 50.0  # least number of reads per row written
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"
SCRIPT = """local asked, tickets, threads, counts, pages = 0, {}, {}, {%(counts)s}, {%(pages)s}
local head = { ["User-Agent"] = "%(agent)s", ["Origin"] = "%(origin)s", ["Accept-Encoding"] = "gzip" }
counted = 0
setup = function(thread) table.insert(threads, thread) end
request = function()
  local ticket = table.remove(tickets)
  if ticket then return wrk.format("POST", ticket, head) end
  asked = asked + 1
  local i = math.floor(asked / 2) %% #counts + 1
  if %(alone)s or asked %% 2 == 0 then return wrk.format("POST", counts[i], head) end
  return wrk.format("GET", pages[i], head)
end
response = function(status, headers, body)
  if status == 204 then counted = counted + 1 elseif body:sub(1, 5) == "/dem/" then table.insert(tickets, body) end
end
done = function()
  for _, thread in ipairs(threads) do print(thread:get("counted") .. " counted") end
end
"""


def measure(site: Site) -> list[Figure]:
    """Reads per second, the share that was recorded, and reads per row written."""
    if not shutil.which("wrk"):
        return [missing("Đọc nhiều: lượt đọc một giây", "wrk")]
    stories = _stories()
    name = "Đọc nhiều: lượt đếm một giây, chỉ ứng dụng"
    figures = _run(site, name, stories, through_edge=False)
    if varnish := find("varnishd"):
        name = "Đọc nhiều: lượt đọc một giây, trang và đếm qua bộ đệm biên"
        return figures + _run(site, name, stories, through_edge=True, varnish=varnish)
    return [*figures, missing("Đọc nhiều: qua bộ đệm biên", "varnish")]


def _stories() -> list[tuple[int, str]]:
    found = ArticlePage.objects.live().public().filter(locale__language_code="vi").select_related("locale")
    return [(story.pk, story.address) for story in found.order_by("-pk")[:STORIES]]


def _run(
    site: Site, name: str, stories: list[tuple[int, str]], *, through_edge: bool, varnish: str = ""
) -> list[Figure]:
    server = site.another()
    port = int(server.rsplit(":", 1)[1])
    front = start_edge(site, varnish, port) if through_edge else server
    for _key, address in stories:
        get(front + address)  # fill the cache first
    before, rows_before = _kept()
    counted, a_second = _load(front, stories, alone=not through_edge)
    site.stop_one(server)  # a process writes its pending counts when it ends
    after, rows_after = _kept()
    return [
        at_least(name, a_second, WANTED, "/s"),
        at_least(f"{name}: phần được ghi lại", (after - before) / counted, 0.999, ""),
        at_least(f"{name}: lượt mỗi dòng ghi vào PostgreSQL", counted / max(rows_after - rows_before, 1), PER_ROW, ""),
    ]


def _kept() -> tuple[int, int]:
    """(reads in the table, number of rows inserted and updated so far)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(reads), 0) FROM articles_readcount")
        (reads,) = cursor.fetchone()
        cursor.execute("SELECT n_tup_ins + n_tup_upd FROM pg_stat_user_tables WHERE relname = 'articles_readcount'")
        (rows,) = cursor.fetchone()
    return int(reads), int(rows)


def _load(front: str, stories: list[tuple[int, str]], *, alone: bool) -> tuple[int, float]:
    """(reads that were answered, the same per second). Raises RuntimeError where an answer was an error."""
    rules = FOLDER / "readings.lua"
    rules.write_text(
        SCRIPT
        % {
            "counts": ", ".join(f'"{page_address(key)}"' for key, _address in stories),
            "pages": ", ".join(f'"{address}"' for _key, address in stories),
            "agent": PHONE,
            "origin": front,
            "alone": "true" if alone else "false",
        }
    )
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "30s", "-s", str(rules), front]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figure = re.search(r"(\d+) counted", said)
    if "Non-2xx" in said or "Socket errors" in said or figure is None:
        raise RuntimeError(f"{front}: {said}")
    return int(figure[1]), int(figure[1]) / SECONDS
