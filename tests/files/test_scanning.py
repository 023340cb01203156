"""A real clamd with one signature of our own gives the verdict; a missing scanner is a state that people see."""

import io
import socket
import threading
from contextlib import ExitStack, contextmanager, suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from files import limits
from files.intake import deadline
from files.intake import scanner as scanning
from files.intake.accept import UploadRejected, accept_upload
from files.intake.deadline import deadline_of_request, shared_deadline
from files.intake.scanner import check_scanner, scan
from files.maintenance.tasks import scan_again
from files.storage import multipart
from media_library.review.release import release_version
from schools.models import EvidencePhoto
from tests.clamd import SIGNATURE, STREAM_LIMIT
from tests.factories import make_asset, make_stored_file
from tests.files import sample_files as make
from tests.schools.register import make_member, make_season, make_unit


@pytest.mark.scanner
def test_clean_infected_and_not_scanned(clamd):
    with override_settings(CLAMD_URL=clamd, CLAMD_MAX_BYTES=STREAM_LIMIT):
        assert scan(io.BytesIO(b"xin chao")).state == "clean"
        assert scan(io.BytesIO(b"x" * 5000 + SIGNATURE)).state == "infected"
        assert scan(io.BytesIO(SIGNATURE + b"x" * STREAM_LIMIT)).state == "not_scanned"
    with override_settings(CLAMD_URL=clamd, CLAMD_MAX_BYTES=10 * STREAM_LIMIT):
        assert scan(io.BytesIO(b"x" * (STREAM_LIMIT * 3))).state == "not_scanned", "the daemon's own limit"


@pytest.mark.scanner
@pytest.mark.usefixtures("little_work")
def test_an_infected_upload_is_refused_and_a_clean_one_says_so(clamd):
    with override_settings(CLAMD_URL=clamd, CLAMD_MAX_BYTES=STREAM_LIMIT):
        with accept_upload("image", io.BytesIO(make.picture())) as accepted:
            assert accepted.scan == "clean"
        with pytest.raises(UploadRejected, match="vi-rút") as refusal:
            accept_upload("image", io.BytesIO(make.picture() + SIGNATURE))
        assert refusal.value.status == 422
        with pytest.raises(UploadRejected, match="vi-rút"):
            accept_upload("library", io.BytesIO(b"van ban " + SIGNATURE), name="a.txt")


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("", "not_scanned"),
        ("unix:///nowhere/clamd.sock", "waiting"),
        ("tcp://127.0.0.1:1", "waiting"),
        ("http://127.0.0.1:1", "waiting"),
    ],
)
def test_no_answer_is_not_a_clean_one(url, state):
    with override_settings(CLAMD_URL=url):
        assert scan(io.BytesIO(b"x")).state == state
        with accept_upload("image", io.BytesIO(make.picture())) as accepted:
            assert accepted.scan == state


class HangingScanner:
    """Takes a file and gives no verdict. `calls` are counted; each lasts `seconds` of a clock of its own.

    That clock stands still until the scanner has the whole file: however busy the machine is, the result is the same.
    """

    def __init__(self, monkeypatch, seconds):
        self.seconds, self.now, self.calls = seconds, 1000.0, 0
        monkeypatch.setattr(scanning, "_silent_until", {})
        for module in (scanning, deadline):
            monkeypatch.setattr(module, "monotonic", lambda: self.now)

    def __enter__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()
        return f"tcp://127.0.0.1:{self.server.getsockname()[1]}"

    def __exit__(self, *error):
        with suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self.server.close()
        self.thread.join()

    def serve(self):
        with suppress(OSError):
            while True:
                connection, _ = self.server.accept()
                self.calls += 1
                with connection, suppress(OSError):  # the caller may hang up at any moment
                    connection.settimeout(60)
                    received = b""
                    while not received.endswith(bytes(4)) and (more := connection.recv(4096)):
                        received += more
                    self.now += self.seconds
                    connection.sendall(b"s")  # the caller looks up, and at its clock
                    connection.recv(1)


def test_a_hanging_scanner_is_waited_for_once(monkeypatch):
    scanner = HangingScanner(monkeypatch, scanning.TIMEOUT + 1)
    with scanner as url, override_settings(CLAMD_URL=url):
        assert scan(io.BytesIO(b"x")).state == "waiting"
        assert "a moment ago" in scan(io.BytesIO(b"x")).details
        assert scanner.calls == 1
        scanner.now += scanning.PAUSE + 1
        assert scan(io.BytesIO(b"x")).state == "waiting"
        assert scanner.calls == 2, "after the pause it is asked again"


@contextmanager
def trickling_scanner():
    """Answers one letter whenever the other side has waited a while: no time-out per call ever comes."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak():
            connection, _ = server.accept()
            with connection, suppress(OSError):
                while not ended.wait(0.05):
                    connection.sendall(b"s")

        thread = threading.Thread(target=speak)
        thread.start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        ended.set()
        thread.join()


@contextmanager
def full_scanner(folder):
    """A stopped daemon whose queue of callers is full: a plain connect() would never come back."""
    with socket.socket(socket.AF_UNIX) as server, ExitStack() as callers:
        server.bind(str(folder / "s"))
        server.listen(0)
        for _ in range(2):
            caller = callers.enter_context(socket.socket(socket.AF_UNIX))
            caller.setblocking(False)
            with suppress(BlockingIOError):
                caller.connect(str(folder / "s"))
        yield f"unix://{folder / 's'}"


@pytest.mark.parametrize("scanner", ["trickling", "full"])
def test_a_form_does_not_wait_longer_for_any_scanner(scanner, tmp_path, monkeypatch):
    """Without the shared deadline these would hang for good."""
    monkeypatch.setattr(limits, "REQUEST_SCAN_SECONDS", 0.3)
    opened = trickling_scanner() if scanner == "trickling" else full_scanner(tmp_path)
    picture = io.BytesIO(make.picture())
    with opened as url, override_settings(CLAMD_URL=url), accept_upload("image", picture) as accepted:
        assert accepted.scan == "waiting"


@pytest.mark.scanner
@pytest.mark.usefixtures("little_work")
def test_what_the_scanner_had_no_time_for_waits(clamd):
    with override_settings(CLAMD_URL=clamd, CLAMD_MAX_BYTES=STREAM_LIMIT), shared_deadline():
        deadline_of_request().scanning = 0
        with accept_upload("image", io.BytesIO(make.picture())) as accepted:
            assert accepted.scan == "waiting" and "no time left" in accepted.scan_note
        with accept_upload("image", io.BytesIO(make.picture()), patient=True) as accepted:
            assert accepted.scan == "clean"


@pytest.mark.django_db
def test_three_photos_of_a_school_and_a_hanging_scanner(client_for, monkeypatch):
    """The whole request, from the form to the stored rows: kept, waiting, and waited for once, not three times."""
    make_season()
    member = client_for(make_member(make_unit()))
    photos = [SimpleUploadedFile(f"{number}.jpg", make.picture(exif=make.exif(1))) for number in range(3)]
    monkeypatch.setattr(limits, "REQUEST_SECONDS", 600)  # for cleaning, which is not the subject
    scanner = HangingScanner(monkeypatch, limits.REQUEST_SCAN_SECONDS + 1)
    with scanner as url, override_settings(CLAMD_URL=url):
        assert member.post("/truong/viec/C04/", {"viec": "luu", "anh": photos}).status_code == 302
    assert scanner.calls == 1
    assert [photo.stored.state for photo in EvidencePhoto.objects.all()] == ["received"] * 3


@pytest.mark.scanner
@pytest.mark.django_db
@pytest.mark.usefixtures("little_work")
def test_files_wait_for_a_stopped_scanner_and_go_on_by_themselves(clamd):
    with override_settings(CLAMD_URL="unix:///nowhere/clamd.sock"):
        good = make_stored_file(zone="quarantine")
        bad = make_stored_file(io.BytesIO(b"van ban " + SIGNATURE), name="a.txt", zone="quarantine")
        assert good.state == bad.state == "received"
        assert str(good.get_state_display()) == "đang chờ kiểm tra"
        asset = make_asset("W-01", released=False, files=[{"stored": good}])
        with pytest.raises(ValidationError, match="đang chờ kiểm tra"):
            release_version(asset, asset.versions.get())
        call_command("maintain_media")
        assert not DBTaskResult.objects.filter(task_path__endswith="scan_again").exists()
    with override_settings(CLAMD_URL=clamd, CLAMD_MAX_BYTES=STREAM_LIMIT):
        call_command("maintain_media")
        call_command("maintain_media")
        waiting = DBTaskResult.objects.filter(task_path__endswith="scan_again")
        assert waiting.count() == 2
        assert [scan_again.call(str(file.pk)) for file in (good, bad, good)] == ["clean", "infected", ""]
        release_version(asset, asset.versions.get())
    bad.refresh_from_db()
    assert bad.state == "infected" and multipart.size_of(bad.key) is None


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK trick FOUND nothing\n",
        b"stream: Can't allocate memory ERROR\n",
        b"\xff\xfe\n",
        b"stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND\n",
    ],
)
def test_an_odd_answer_is_not_a_clean_one(answer):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak():
            connection, _ = server.accept()
            with connection:
                received = b""
                while not received.endswith(bytes(4)) and (more := connection.recv(4096)):
                    received += more
                connection.sendall(answer)

        thread = threading.Thread(target=speak)
        thread.start()
        with override_settings(CLAMD_URL=f"tcp://127.0.0.1:{server.getsockname()[1]}"):
            limits = b"Limits.Exceeded" in answer
            assert scan(io.BytesIO(b"x")).state == ("not_scanned" if limits else "waiting")
        thread.join()


def test_system_check_says_it_plainly():
    with override_settings(CLAMD_URL=""):
        assert [message.id for message in check_scanner(None)] == ["files.I001"]
    with override_settings(CLAMD_URL="clamav:3310"):
        assert [message.id for message in check_scanner(None)] == ["files.E001"]
    with override_settings(CLAMD_URL="tcp://clamav:3310"):
        assert check_scanner(None) == []
