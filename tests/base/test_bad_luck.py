"""Forms that break off, methods no page knows, services that are away: a sentence and the right status, never a 500."""

import io

import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError
from django.test import Client
from django.utils.datastructures import MultiValueDictKeyError

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
    answer = client.handler.get_response(WSGIRequest(environ))
    return answer.status_code, answer.text


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
        answer = client.post(RESET, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 413
        assert "Bạn chia nội dung" in answer.text


def test_a_method_that_no_page_knows_is_explained(client):
    answer = client.post("/vi/can-giup-do/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "Bạn quay lại trang trước" in answer.text
    assert client.get("/vi/can-giup-do/").status_code == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("connection refused"), 503),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:1"), 503),
        (MultiValueDictKeyError("body-count"), 400),
        (KeyError("our own fault"), 500),
    ],
)
def test_what_is_away_is_503_and_only_our_own_faults_are_500(monkeypatch, error, status):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("home.sitemaps.generators.files", fail)
    answer = Client(raise_request_exception=False).get("/sitemap.xml")
    assert answer.status_code == status
    assert ("Retry-After" in answer) is (status == 503)
    assert "tel:113" in answer.text and "tel:111" in answer.text
    assert answer["Cache-Control"] == "no-store"
