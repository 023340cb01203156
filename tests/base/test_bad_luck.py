"""Forms that break off, methods no page knows, services that are away: a sentence and the right status, never a 500."""

import contextlib
import io
import re
import select
import socket
from pathlib import Path

import psycopg
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError

from articles.models import Person
from base import site_context
from base.caching import backends
from campaign.models import Outlet, Topic
from tests.factories import make_user
from tests.meanwhile import meanwhile

pytestmark = pytest.mark.django_db
RESET = "/tai-khoan/quen-mat-khau/"


def post(body: bytes, announced: int, content_type: str) -> tuple[int, str]:
    """Status and text of a POST whose Content-Length says `announced`, as a server would hand it over."""
    client = Client()
    client.get(RESET)
    token = client.cookies["csrftoken"].value
    environ = client._base_environ(PATH_INFO=RESET, REQUEST_METHOD="POST")
    environ |= {"HTTP_X_CSRFTOKEN": token, "wsgi.input": io.BytesIO(body)}
    environ |= {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(announced)}
    response = client.handler.get_response(WSGIRequest(environ))
    return response.status_code, response.text


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"email=ai@demo.example"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nai@demo.example\r\n--b--\r\n',
        ),
    ],
)
def test_a_form_that_broke_off_is_refused_and_a_whole_one_is_not(content_type, body):
    assert post(body, len(body), content_type)[0] == 302
    status, text = post(body, len(body) + 5000, content_type)
    assert status == 400
    assert "chưa lưu gì" in text


def test_forms_beyond_the_limits_are_413_with_the_reason(client):
    for body in ("a=" + "x" * (6 * 1024 * 1024), "&".join(f"a{number}=1" for number in range(10_001))):
        response = client.post(RESET, body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 413
        assert "Bạn chia nội dung" in response.text


def test_pages_that_need_no_database_open_while_it_is_away(client, monkeypatch):
    """The forms of the accounts: header and footer have nothing to show then, and the help numbers stay."""

    def away(*_args):
        raise OperationalError("away")

    monkeypatch.setattr(site_context, "data", away)
    for path in (RESET, "/tai-khoan/dang-nhap/"):
        response = client.get(path)
        assert response.status_code == 200 and 'href="tel:111"' in response.text, path


def test_a_question_for_nothing_is_not_asked(caplog):
    """Valkey has an error for it, which said that the cache is away: an asset without kits has no cards to look for."""
    assert backends.ForgivingRedisCache("redis://127.0.0.1:1/0", {}).get_many([]) == {} and not caplog.records


def test_the_cache_has_one_client_to_read_and_one_to_write():
    """Making one took half of the time of a question."""
    cache_client = backends.ForgivingRedisCache("redis://127.0.0.1:1/0", {})._cache
    for write in (False, True):
        assert cache_client.get_client("a", write=write) is cache_client.get_client("b", write=write)
    copied = backends.ForgivingRedisCache("redis://127.0.0.1:1/0,redis://127.0.0.1:2/0", {})._cache
    writer, reader = copied.get_client(write=True), copied.get_client()
    assert [client.connection_pool.connection_kwargs["port"] for client in (writer, reader)] == [1, 2]


def test_a_cache_that_hangs_is_waited_for_once_in_five_seconds(monkeypatch):
    """A server that takes connections and says nothing: each question is a connection that waits to be accepted."""
    clock = [100.0]
    monkeypatch.setattr(backends, "monotonic", lambda: clock[0])
    monkeypatch.setattr(backends, "_silent_until", {})
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        options = {"socket_connect_timeout": 0.2, "socket_timeout": 0.2}
        cache = backends.ForgivingRedisCache(
            f"redis://127.0.0.1:{server.getsockname()[1]}/0", {"TIMEOUT": 300, "OPTIONS": options}
        )
        counts = []
        for moment in (100.0, 104.9, 105.1):
            clock[0] = moment
            cache.set("a", 1)
            assert (cache.get("a"), cache.get_many(["a"]), cache.add("a", 1)) == (None, {}, False)
            with pytest.raises(ValueError):
                cache.incr("a")
            counts.append(len(connections_of(server)))
        assert counts == [1, 0, 1]
        for prefix in backends.COUNTED_HERE:
            assert cache.add(f"{prefix}x", 1) and cache.get(f"{prefix}x") == 1, "counted here"


def test_only_one_place_takes_no_for_an_answer_of_the_cache():
    """add() says “already there” while the server is away, too: whoever refuses somebody for that asks once.py."""
    asks = re.compile(r"\bcache\w*(\[[^]]*\])?\.a?add\(")
    own = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    product = [path for folder in own for path in folder.rglob("*.py")]
    names = [path.name for path in product if asks.search(path.read_text(encoding="utf-8"))]
    assert names == ["once.py"]


def connections_of(server):
    """Those that wait to be accepted."""
    connections = []
    with contextlib.suppress(BlockingIOError):
        while True:
            connections.append(server.accept()[0])
    for line in connections:
        line.close()
    return connections


def test_a_method_that_no_page_knows_is_explained(client):
    response = client.post("/vi/can-giup-do/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "Bạn quay lại trang trước" in response.text
    assert client.get("/vi/can-giup-do/").status_code == 200


def refusal(status):
    """What boto3 raises for an answer of the storage."""
    return ClientError({"ResponseMetadata": {"HTTPStatusCode": status}, "Error": {"Code": str(status)}}, "HeadObject")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("connection refused"), 503),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:1"), 503),
        (refusal(503), 503),
        (refusal(403), 503),  # of our own signature: our clock or key is wrong
        (refusal(400), 500),
        (MultiValueDictKeyError("body-count"), 400),
        (KeyError("our own fault"), 500),
    ],
)
def test_what_is_away_is_503_and_only_our_own_faults_are_500(monkeypatch, error, status):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("home.sitemaps.generators.files", fail)
    response = Client(raise_request_exception=False).get("/sitemap.xml")
    assert response.status_code == status
    assert ("Retry-After" in response) is (status == 503)
    assert "tel:113" in response.text and "tel:111" in response.text
    assert response["Cache-Control"] == "no-store"


def too_slow(*args):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(60)")


def never_locked(*args):
    with another_connection() as other, connection.cursor() as cursor:
        other.execute("SELECT pg_advisory_xact_lock(20, 27)")
        cursor.execute("SET LOCAL lock_timeout = '20ms'")
        cursor.execute("SELECT pg_advisory_xact_lock(20, 27)")


def idle_for_too_long(*args):
    with another_connection() as other:
        other.execute("SET idle_in_transaction_session_timeout = '20ms'")
        select.select([other.fileno()], [], [], 60)  # until the server says that it has ended the session
        with connection.wrap_database_errors:
            other.execute("SELECT 1")


def another_connection():
    options = connection.settings_dict
    login = {"host": options["HOST"], "port": options["PORT"], "user": options["USER"], "password": options["PASSWORD"]}
    return psycopg.connect(dbname=options["NAME"], **login)


@pytest.mark.parametrize("step", [too_slow, never_locked, idle_for_too_long])
def test_what_postgresql_ends_for_its_time_is_503_in_words(monkeypatch, step):
    """The real errors of the three time-outs (docs/security.md, section 5)."""
    monkeypatch.setattr("home.sitemaps.generators.files", step)
    response = Client(raise_request_exception=False).get("/sitemap.xml")
    assert response.status_code == 503 and response["Retry-After"] and "Bạn mở lại trang" in response.text


def test_the_second_of_two_rows_of_one_key_is_told_and_no_fault(client_for, monkeypatch):
    """Both forms found the name free; one of them was faster."""
    staff = client_for(make_user(is_superuser=True, is_staff=True))
    staff.raise_request_exception = False
    words = {"name": "Kết bạn qua mạng", "slug": "ket-ban", "name_en": "", "name_km": "", "order": "0"}
    meanwhile(monkeypatch, Topic, "save", lambda: Topic.objects.create(name="Kết bạn", slug="ket-ban"))
    add = reverse(Topic.snippet_viewset.get_url_name("add"))
    response = staff.post(add, words)
    assert response.status_code == 409 and "Người khác vừa lưu" in response.text
    assert staff.post(add, words).status_code == 302 and Topic.objects.get(slug="ket-ban").name == words["name"]


@pytest.mark.django_db(transaction=True)
def test_a_form_that_refers_to_what_was_just_deleted_is_told_and_no_fault(client_for, monkeypatch):
    """The form found the outlet; the database checks it once more when the row is written."""
    staff = client_for(make_user(is_superuser=True, is_staff=True))
    staff.raise_request_exception = False
    outlet = Outlet.objects.create(slug="bao", name="Báo")
    words = {"full_name": "Lê Thị Sen", "has_page": "on", "outlet": outlet.pk}
    meanwhile(monkeypatch, Person, "save", lambda: Outlet.objects.filter(pk=outlet.pk).delete())
    add = reverse(Person.snippet_viewset.get_url_name("add"))
    response = staff.post(add, words)
    assert response.status_code == 409 and not Person.objects.exists()
    assert staff.post(add, words | {"outlet": ""}).status_code == 302 and Person.objects.exists()
