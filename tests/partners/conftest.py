"""People, places and a worker for the partner door's tests. Everything real: PostgreSQL, S3, the intake gate."""

import subprocess
import tempfile
from pathlib import Path

import django
import pytest
from django.core import mail

from tests.partners import pieces

django.setup()  # this folder may be run alone, and then nothing else makes Django ready


@pytest.fixture
def partner(db):
    """The partner of most tests; in a world of tests/partners/filled.py the one that is there."""
    from tests.partners.filled import the_partner

    return the_partner()


@pytest.fixture
def kol(partner):
    """An account that acts for the partner."""
    from tests.partners.filled import the_kol

    return the_kol()


@pytest.fixture
def stranger(db):
    """An account of another partner."""
    return pieces.make_stranger()


@pytest.fixture
def section(db):
    from tests.partners.filled import the_section

    return the_section()


@pytest.fixture
def editor(section):
    """An editor of the section who may decide on submissions, invite and publish."""
    from tests.partners.filled import the_editor

    return the_editor()


@pytest.fixture
def work(django_capture_on_commit_callbacks):
    """`with work(): …` runs what was promised on commit, then every queued task, as the worker would."""
    from contextlib import contextmanager

    from django_tasks_db.models import DBTaskResult

    @contextmanager
    def run():
        with django_capture_on_commit_callbacks(execute=True):
            yield
        for _round in range(5):
            waiting = list(DBTaskResult.objects.filter(status="READY").order_by("enqueued_at"))
            if not waiting:
                break
            for result in waiting:
                result.status = "SUCCESSFUL"
                result.save(update_fields=["status"])
                with django_capture_on_commit_callbacks(execute=True):
                    result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])

    return run


@pytest.fixture(scope="session")
def clip_bytes():
    """A real H.264 clip of one second with a place in its metadata."""
    from media_library.sandbox import ffmpeg_path

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "clip.mp4"
        source = [
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=180x320:rate=15:duration=1",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "libx264",
        ]
        command = [
            ffmpeg_path(),
            "-v",
            "error",
            "-nostdin",
            *source,
            "-metadata",
            "location=+10.0333+105.7833/",
            str(target),
        ]
        subprocess.run(command, check=True, timeout=60)
        return target.read_bytes()


@pytest.fixture
def draft(kol):
    from tests.partners.filled import the_draft

    return the_draft()


@pytest.fixture
def sent(draft):
    """A submission the partner has sent, without files."""
    from tests.partners.filled import send

    send(draft)
    mail.outbox.clear()
    return draft


@pytest.fixture
def edge(settings):
    """A real listener in the place of the edge cache, told what to forget by production's own backend."""
    from tests.edge import little_edge

    with little_edge() as listening:
        settings.WAGTAILFRONTENDCACHE = listening.setting
        yield listening
