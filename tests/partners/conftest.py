"""People, places and a worker for the partner door's tests. Everything real: PostgreSQL, S3, the intake gate."""

import subprocess
import tempfile
from datetime import date
from pathlib import Path

import django
import pytest
from django.core import mail

django.setup()  # this folder may be run alone, and then nothing else makes Django ready


@pytest.fixture
def partner(db):
    from partners.models import Partner

    return Partner.objects.create(slug="may", display_name="Mây Miệt Vườn (demo)", is_listed=True, is_demo=True)


@pytest.fixture
def kol(partner):
    """An account that acts for the partner."""
    from tests.factories import make_user

    user = make_user("kol@demo.example", full_name="Nguyễn Thị Mây")
    partner.members.create(user=user)
    return user


@pytest.fixture
def stranger(db):
    """An account of another partner."""
    from partners.models import Partner
    from tests.factories import make_user

    user = make_user("kol2@demo.example", full_name="Lâm Sorya")
    Partner.objects.create(slug="sorya", display_name="Sorya (demo)").members.create(user=user)
    return user


@pytest.fixture
def section(db):
    from tests.factories import make_home, make_section

    return make_section("KOL & Niềm tin số", slug="kol-niem-tin-so", home=make_home())


@pytest.fixture
def editor(section):
    """An editor of the section who may decide on submissions, invite and publish."""
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission

    from tests.factories import make_user

    group = Group.objects.create(name="Bàn KOL của chuyên mục")
    names = ["access_admin", "review_submission", "add_invitation", "add_partner", "view_partner", "change_partner"]
    names += ["add_brief", "change_brief", "view_brief", "publish_brief", "view_reportedlink"]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=section, permission=permission)
    user = make_user("bientap@baocantho.example", full_name="Thu Hà")
    user.groups.add(group)
    return user


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
def draft(partner, kol):
    from partners.models import Submission

    return Submission.objects.create(partner=partner, created_by=kol)


@pytest.fixture
def sent(draft, kol):
    """A submission the partner has sent, without files."""
    from partners import journey
    from tests.partners.pieces import all_consents, next_year

    answers = {"has_minor": False, "is_paid": False, "uses_ai": False, "music": "none", "credit": "Mây Miệt Vườn"}
    words = {"title": "Má kiểm hợp đồng", "text": "Má đọc là thấy liền.", "kind": "clip"}
    for name, value in {**answers, **words, "licence_until": date.fromisoformat(next_year())}.items():
        setattr(draft, name, value)
    draft.save()
    journey.send(draft, all_consents(), by=kol)
    mail.outbox.clear()
    return draft


@pytest.fixture
def edge(settings):
    """A real listener in the place of the edge cache, told what to forget by production's own backend."""
    from tests.edge import little_edge

    with little_edge() as listening:
        settings.WAGTAILFRONTENDCACHE = listening.setting
        yield listening
