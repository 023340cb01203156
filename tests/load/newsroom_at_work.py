"""The two victims of kill_nine.py: a person's page at the desk, and the worker. Started by fork, killed with -9."""

from __future__ import annotations

import hashlib
import io
import os
import random
import sys
import time
import urllib.request

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from PIL import Image  # noqa: E402

from files.models import UploadSession  # noqa: E402
from files.storage import multipart  # noqa: E402
from files.uploads import sessions  # noqa: E402
from files.uploads.targets import UPLOAD_TARGETS  # noqa: E402
from media_library.models import Asset, AssetVersion  # noqa: E402
from media_library.review import approval  # noqa: E402
from media_library.review.files import describe  # noqa: E402
from media_library.review.release import release_version  # noqa: E402


def _quietly() -> None:
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)


def work() -> None:
    """manage.py work, without the clips."""
    _quietly()
    call_command("work", interval=0.05, queues="media,mail")


def send_and_release(asset: int, number: int, user: int, other: int, wait: int) -> None:
    """Send a file in parts, replace it by another, answer for it, submit it; `other` approves, `user` releases.

    Safe to repeat; exits 1 when it cannot.
    """
    _quietly()
    person, second = (get_user_model().objects.get(pk=pk) for pk in (user, other))
    owner = Asset.objects.get(pk=asset)
    version, _made = owner.versions.get_or_create(number=f"1.{number}")
    if version.released_at:
        return
    old = _sent(version, person, "cu.png", 500 + number, wait)
    _sent(version, person, "moi.png", 700 + number, wait)
    if old.stored_id:
        version.files.filter(stored=old.stored_id).delete()  # replaced
    for file in version.files.all():
        describe(file, role="screen", language="vi", label="Bản", shows_minor=False)
    version.refresh_from_db()
    if not version.submitted_at:
        approval.submit(version, by=person)
    version.refresh_from_db()
    if not version.approved_at:
        approval.approve(version, by=second)
    release_version(owner, version, by=person)


def _picture(side: int) -> bytes:
    """Noise, the same at the second try, so that the parts which are there are found."""
    out = io.BytesIO()
    Image.frombytes("L", (side, side), random.Random(side).randbytes(side * side)).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _sent(version: AssetVersion, person: object, name: str, side: int, wait: int) -> UploadSession:
    """The session of this file once the worker has said its word; goes on where an earlier try was cut."""
    target, content = str(version.pk), _picture(side)
    session = UploadSession.objects.filter(object_id=target, name=name).exclude(state="open").last()
    if session is None:
        ends = hashlib.sha256(content[: 2**20] + content[max(len(content) - 2**20, 0) :]).hexdigest()
        facts = {"name": name, "size": len(content), "fingerprint": ends}
        session, _resumed = sessions.start(person, UPLOAD_TARGETS["library"], target, **facts)
    if session.state == "open":
        _send_parts(session, content)
        with transaction.atomic():
            sessions.complete(sessions.own(person, session.uuid, staff=True, lock=True))
    until = time.monotonic() + wait
    while session.is_pending or session.state == "open":
        if time.monotonic() > until:
            sys.exit("the worker said nothing")
        time.sleep(0.05)
        session.refresh_from_db()
    return session


def _send_parts(session: UploadSession, content: bytes) -> None:
    have = {part.number for part in sessions.parts(session)}
    for number in range(1, session.part_count + 1):
        if number not in have and multipart.size_of(session.key) != session.size:
            body = content[(number - 1) * session.part_bytes : number * session.part_bytes]
            request = urllib.request.Request(sessions.signed_part(session, number), data=body, method="PUT")
            urllib.request.urlopen(request, timeout=60).close()
