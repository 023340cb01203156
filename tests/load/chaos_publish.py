"""Kill web processes, PostgreSQL and S3 in the middle of a publish, and look at what is left.

    PORT=8000 make demo &                    # in one terminal
    make -s shell-demo < tests/load/chaos_publish.py

Each round a reporter's text waits for its last approval; the chief approves through the site's own form while a
process is killed. Afterwards the page, the search and the workflow must tell one story, the old or the new one,
and the chief must be able to go on. Prints one line per round and a sum; raises AssertionError otherwise.
"""

import json
import os
import random
import re
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from http.cookiejar import CookieJar

import psutil
from django.conf import settings
from django.db import connection
from django.urls import reverse

from articles.models import ArticlePage
from search.models import SearchEntry
from users.models import User

ROUNDS = int(os.environ.get("ROUNDS", "30"))
STATE = settings.BASE_DIR / ".demo"
PORT = json.loads((STATE / "running.json").read_text())["port"]
SITE = f"http://127.0.0.1:{PORT}"


class Browser:
    """A signed-in person: cookies, forms."""

    def __init__(self, email):
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        page = self.get("/tai-khoan/dang-nhap/")
        self.post("/tai-khoan/dang-nhap/", {"login": email, "password": "cung-nhau-an-toan"}, page)

    def get(self, path):
        """Text of the page. Raises HTTPError from 400 on."""
        return self.opener.open(SITE + path, timeout=30).read().decode()

    def post(self, path, data, page):
        """Send the form of `page`; its status, or the name of the error where no answer came."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **data}).encode()
        headers = {"Referer": SITE + path, "X-Requested-With": "XMLHttpRequest"}
        try:
            return self.opener.open(urllib.request.Request(SITE + path, body, headers), timeout=60).status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError as error:
            return type(error).__name__


def processes(name):
    """Web workers, the PostgreSQL server or the S3 server of this demo."""
    if name == "web":
        masters = [p for p in psutil.process_iter(["cmdline"]) if f"127.0.0.1:{PORT}" in (p.info["cmdline"] or [])]
        return [child for master in masters for child in master.children()]
    return [psutil.Process(json.loads((STATE / f"{name}.json").read_text())["pid"])]


def kill(name):
    """SIGKILL for the processes of `name`."""
    for process in processes(name):
        process.send_signal(signal.SIGKILL)


def wait_ready():
    """Wait until /readyz is 200; AssertionError after ten minutes."""
    for _ in range(600):
        try:
            if urllib.request.urlopen(f"{SITE}/readyz", timeout=5).status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the site did not come back")


def prepare(page, title):
    """The text with a new headline waits for the last of its approvals; returns that task's state."""
    page = ArticlePage.objects.get(pk=page.pk)
    if page.current_workflow_state:  # left by a run that was broken off
        page.current_workflow_state.cancel(user=reporter)
        page = ArticlePage.objects.get(pk=page.pk)
    page.title = title
    page.save_revision(user=reporter)
    state = page.get_workflow().start(page, reporter)
    while state.current_task_state.task.pk != state.workflow.workflow_tasks.order_by("sort_order").last().task_id:
        state.current_task_state.approve(user=editor)
        state.refresh_from_db()
    return state.current_task_state


def story(page):
    """(headline readers see, headline search finds, state of the workflow) after the dust has settled."""
    connection.close()
    connection.close_pool()  # may hold connections to the server that was killed
    page = ArticlePage.objects.get(pk=page.pk)
    indexed = SearchEntry.objects.filter(kind="article", object_id=str(page.pk)).values_list("title", flat=True).first()
    running = page.current_workflow_state
    heading_match = re.search(
        r"<h1[^>]*>(.*?)</h1>", urllib.request.urlopen(SITE + page.address, timeout=60).read().decode(), re.S
    )
    return page.title, indexed, re.sub(r"<[^>]+>", "", heading_match.group(1)).strip(), "waits" if running else "done"


reporter, editor = (User.objects.get(email=f"{name}@baocantho.example") for name in ("phongvien", "bientap"))
page = (
    ArticlePage.objects.live().filter(locale__language_code="vi", owner=reporter).first()
    or ArticlePage.objects.live().first()
)
chief = Browser("tongbientap@baocantho.example")
seen = Counter()
for number in range(ROUNDS):
    target = ("web", "postgres", "storage")[number % 3]
    before, title = ArticlePage.objects.get(pk=page.pk).title, f"Vòng thử {number} lúc {time.time():.0f}: cúp máy trước"
    task = prepare(page, title)
    address = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, "approve", task.pk))
    form = chief.get(f"/admin/pages/{page.pk}/edit/")
    delay = random.uniform(0, 0.6)
    killer = threading.Timer(delay, kill, [target])
    killer.start()
    answer = chief.post(address, {"comment": ""}, form)
    killer.join()
    time.sleep(0.7)
    wait_ready()
    live, found, shown, workflow = story(page)
    which = "new" if live == title else "old"
    print(f"{number:3} {target:8} after {delay * 1000:4.0f} ms: answer {answer}, {which}, {workflow}")
    assert live == found == shown, (live, found, shown)
    assert (live == title) == (workflow == "done"), (live, workflow)
    assert live in (before, title)
    assert answer != 500
    seen[(target, which)] += 1
    if workflow == "waits":
        form = chief.get(f"/admin/pages/{page.pk}/edit/")
        assert chief.post(address, {"comment": ""}, form) in (200, 302)
        live, found, shown, workflow = story(page)
        assert live == found == shown == title and workflow == "done"
print(dict(seen))
