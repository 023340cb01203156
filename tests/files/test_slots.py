"""Few files are checked at once in a web process: all others are refused, and pages are answered meanwhile."""

import threading
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from wagtail.documents import get_document_model

from files.intake import sandbox, slots
from files.intake.messages import UploadRejected
from tests.factories import make_user
from tests.files import sample_files as make
from tests.meanwhile import meanwhile
from tests.processes import PATIENCE

ADD = "/admin/documents/add/"


def send(client, content):
    file = SimpleUploadedFile("to-roi.pdf", content, "application/pdf")
    return client.post(ADD, {"title": "Tờ rơi", "collection": "1", "file": file})


@pytest.mark.django_db
def test_two_accounts_have_a_file_checked_and_a_third_reads_pages(client_for, monkeypatch, settings, tmp_path):
    """Each request arrives while the one before it is in the sandbox."""
    monkeypatch.setattr(slots, "WAIT_SECONDS", 0.0)
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    first, second, third = (client_for(make_user(is_superuser=True, is_staff=True)) for _number in range(3))
    responses = {}

    def while_full():
        checking = len(list(tmp_path.iterdir()))
        responses["third"] = send(third, make.pdf())
        responses["program"] = send(third, b"MZ\x90\x00" + bytes(200))
        responses["help page"] = client_for().get("/vi/can-giup-do/")
        assert len(list(tmp_path.iterdir())) == checking == 2

    def while_first_is_checked():
        responses["the same account"] = send(first, make.pdf())
        meanwhile(monkeypatch, sandbox, "run", while_full)
        responses["second"] = send(second, make.pdf())

    meanwhile(monkeypatch, sandbox, "run", while_first_is_checked)
    responses["first"] = send(first, make.pdf())
    assert {name: response.status_code for name, response in responses.items()} == {
        "first": 302,
        "the same account": 429,
        "second": 302,
        "third": 429,
        "program": 200,  # refused by its first bytes, which takes no slot
        "help page": 200,
    }
    for name in ("the same account", "third"):
        assert "đang kiểm tra nhiều tệp" in responses[name].text and 'value="Tờ rơi"' in responses[name].text
    assert get_document_model().objects.count() == 2 and not list(tmp_path.iterdir())
    assert send(third, make.pdf()).status_code == 302, "the slots were given back"


def test_one_request_waits_for_a_slot_which_a_fault_gives_back_too(monkeypatch):
    monkeypatch.setattr(slots, "WAIT_SECONDS", PATIENCE)
    holds, waits, ends = threading.Event(), threading.Event(), threading.Event()
    wait_for, results = slots._changed.wait_for, {}

    def noted(*args):
        waits.set()
        return wait_for(*args)

    monkeypatch.setattr(slots._changed, "wait_for", noted)

    def ask(name, view):
        request = RequestFactory().post("/")
        request.user = SimpleNamespace(pk=1, is_authenticated=True)
        try:
            results[name] = slots.UploadMiddleware(view)(request).status_code
        except (UploadRejected, ZeroDivisionError) as error:
            results[name] = type(error)

    def takes(request):
        slots.take_slot()
        slots.take_slot()  # a second file of the same form
        return HttpResponse()

    def breaks(request):
        takes(request)
        holds.set()
        assert ends.wait(PATIENCE)
        raise ZeroDivisionError

    threads = []
    for name, view, event in (("holds", breaks, holds), ("waits", takes, waits)):
        threads.append(threading.Thread(target=ask, args=(name, view)))
        threads[-1].start()
        assert event.wait(PATIENCE)
    ask("refused", takes)
    ends.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert results == {"refused": UploadRejected, "holds": ZeroDivisionError, "waits": 200}
    assert not slots._running and not slots._waiting
    slots.take_slot()  # a worker and a command have no request, and no limit
    assert not slots._running
