"""People, places and a worker for the tests of the partner area. Everything real: PostgreSQL, S3, the intake gate."""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import django
import pytest

from tests.clamd import running_clamd
from tests.letters import delivered
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


@pytest.fixture(scope="session")
def clamd(tmp_path_factory):
    """unix:// address of a daemon that knows one signature."""
    with running_clamd(tmp_path_factory.mktemp("clamd")) as address:
        yield address


@pytest.fixture(scope="module")
def one_transaction(django_db_setup, django_db_blocker):
    """A transaction around all tests of the module: what a module's fixture makes in it stays for each of them.

    Each test still runs in a savepoint of its own. Not for modules with tests that commit.
    """
    from django.db import transaction

    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
    yield django_db_blocker
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def people_once(one_transaction):
    """The accounts of `people`, by role, and the draft: made once for the module."""
    from django.utils import translation

    with one_transaction.unblock(), translation.override("vi"):
        return pieces.make_people()


class Clients(Mapping):
    """role → a client that is signed in as that user, from the first time it is asked for: signing in takes a while."""

    def __init__(self, users, client_for):
        self._users, self._client_for, self._made = users, client_for, {}

    def __getitem__(self, role):
        if role not in self._made:
            self._made[role] = self._client_for(self._users[role])
        return self._made[role]

    def __iter__(self):
        return iter(self._users)

    def __len__(self):
        return len(self._users)


@pytest.fixture
def people(people_once, db, client_for):
    """Clients by role, and a partner's draft; whom the paths of files need. The rows are the module's."""
    from partners.models import Submission

    return SimpleNamespace(
        clients=Clients(people_once.users, client_for), draft=Submission.objects.get(pk=people_once.draft.pk)
    )


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
                if result.task.takes_context:  # forms of files: they need a worker around them
                    continue
                with django_capture_on_commit_callbacks(execute=True):
                    result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])

    return run


@pytest.fixture(scope="session")
def clip_bytes():
    """A real H.264 clip of one second with a place in its metadata."""
    from files.intake.sandbox import ffmpeg_path

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
    delivered().clear()
    return draft


@pytest.fixture
def edge(settings):
    """A real listener in the place of the edge cache, told what to forget by production's own backend."""
    from tests.edge import little_edge

    with little_edge() as listening:
        settings.WAGTAILFRONTENDCACHE = listening.setting
        yield listening
