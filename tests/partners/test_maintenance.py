"""Maintenance does the work of a process that died between its commit and the queue."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from files.models import StoredFile
from jobs.recovery import MAX_ATTEMPTS
from partners.media import review_copies, uploads
from partners.media.tasks import make_blurred_still
from partners.models import KolStoryPage, Submission, SubmissionFile
from partners.publishing import story_factory
from partners.workflow.maintenance import delete_leftovers, requeue_tasks
from tests.factories import stored_row

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture
def clip(draft, kol, clip_bytes):
    """A clip of a draft whose tasks never reached the queue, an hour ago."""
    file = BytesIO(clip_bytes)
    file.name, file.size = "má.mp4", len(clip_bytes)
    row = uploads.take(draft, file, user=kol)
    StoredFile.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert not DBTaskResult.objects.exists(), "the process died before its commit's promises were kept"
    return row


def waiting(name):
    rows = DBTaskResult.objects.filter(task_path__endswith=name, status="READY")
    return [row.args_kwargs["args"][0] for row in rows]


def test_the_copy_for_the_first_look_is_made_all_the_same(clip, draft):
    call_command("maintain_partners")
    assert waiting("make_viewing_copy") == waiting("make_blurred_still") == [str(clip.uuid)]
    assert requeue_tasks() == 0, "it is in the queue"
    DBTaskResult.objects.all().delete()
    assert requeue_tasks() == 2
    DBTaskResult.objects.all().delete()
    make_blurred_still.call(str(clip.uuid))
    assert requeue_tasks() == 1, "the blurred still is there"
    DBTaskResult.objects.all().delete()
    review_copies.make(str(clip.uuid))
    assert requeue_tasks() == 0, "it is there"
    draft.has_minor = False
    draft.save()
    SubmissionFile.objects.update(viewing_blurred=False)
    draft.has_minor = True
    draft.save()
    assert requeue_tasks() == 1, "a clear copy of somebody under 18 is no copy"
    DBTaskResult.objects.all().delete()
    StoredFile.objects.update(state="infected")
    assert requeue_tasks() == 0, "what is gone is not looked at"


def test_a_clip_that_kills_its_workers_is_given_up_with_a_sentence(clip, draft, client_for, editor):
    assert requeue_tasks() == 2
    DBTaskResult.objects.update(status="FAILED", worker_ids=[f"dead-{number}" for number in range(MAX_ATTEMPTS)])
    assert requeue_tasks() == 0
    clip.refresh_from_db()
    assert clip.viewing_error == str(review_copies.NOT_MADE) and not waiting("make_viewing_copy")
    assert clip.still_error == str(review_copies.NOT_BLURRED) and not waiting("make_blurred_still")
    type(draft).objects.update(state="sent", sent_at=timezone.now(), has_minor=True)
    page = client_for(editor).get(f"/admin/kol/bai/{draft.pk}/").content.decode()
    assert clip.viewing_error in page and clip.still_error in page and "Không có gì để xem trước" in page
    assert "đang được dựng" not in page, "nobody waits for what will not come"


@pytest.mark.parametrize("state", ["infected", "purged"])
def test_no_copy_is_kept_of_a_clip_that_was_found_infected_or_deleted_meanwhile(clip, monkeypatch, state):
    real = review_copies.sandbox.run

    def meanwhile(*arguments, **options):
        StoredFile.objects.update(state=state)
        return real(*arguments, **options)

    with monkeypatch.context() as late:
        late.setattr(review_copies.sandbox, "run", meanwhile)
        review_copies.make(str(clip.uuid))
    clip.refresh_from_db()
    assert not clip.viewing_key
    StoredFile.objects.update(state="clean")
    review_copies.make(str(clip.uuid))
    clip.refresh_from_db()
    assert clip.viewing_key


def test_a_still_of_what_is_no_picture_is_given_up_and_the_newsroom_reads_so(
    clip, draft, client_for, editor, monkeypatch
):
    """The poster of a clip with somebody under 18; the copy that plays is there all the same."""
    for broken in (False, True):
        if broken:
            monkeypatch.setattr(review_copies, "preview", lambda row: b"RIFF....WEBPno picture")
            SubmissionFile.objects.update(still_key="")
        make_blurred_still.call(str(clip.uuid))
        clip.refresh_from_db()
        assert (bool(clip.still_key), clip.still_error) == (
            not broken,
            str(review_copies.NOT_BLURRED) if broken else "",
        )
    assert "make_blurred_still" not in {path.rpartition(".")[2] for path in tend_and_list()}
    type(draft).objects.update(state="sent", sent_at=timezone.now(), has_minor=True)
    page = client_for(editor).get(f"/admin/kol/bai/{draft.pk}/").content.decode()
    assert clip.still_error in page and "Bản xem nhanh đang được dựng" in page


def tend_and_list():
    requeue_tasks()
    return DBTaskResult.objects.filter(status="READY").values_list("task_path", flat=True)


def test_a_live_story_gets_its_clip_and_the_library_its_material(clip, draft, partner, section):
    SubmissionFile.objects.update(viewing_key="viewing/x.mp4", viewing_blurred=True, still_key="viewing/x.webp")
    story = KolStoryPage(title="Má", partner=partner, clip=clip.stored, has_minor=False, sapo="Má nói", live=True)
    section.add_child(instance=story)
    hour = timezone.now() - timedelta(hours=1)
    KolStoryPage.objects.update(latest_revision_created_at=hour)
    type(draft).objects.update(state="published", updated_at=hour, story=story)
    assert requeue_tasks() == 2
    assert waiting("release_clip") == [story.pk] and waiting("export_to_library") == [draft.pk]
    assert requeue_tasks() == 0
    DBTaskResult.objects.all().delete()
    KolStoryPage.objects.update(live=False)
    SubmissionFile.objects.update(verdict="declined")
    assert requeue_tasks() == 0, "what is not live or not taken stays where it is"


def test_files_of_what_was_withdrawn_or_rejected_go_after_a_month_and_of_nothing_else(partner, kol):
    now = timezone.now()
    for state, days in (("withdrawn", 31), ("rejected", 31), ("withdrawn", 29), ("rejected", 29), ("changes", 31)):
        piece = Submission.objects.create(partner=partner, created_by=kol, title=f"{state}-{days}", state=state)
        piece.files.create(declared_name="c.png", stored=stored_row(zone="quarantine"))
        Submission.objects.filter(pk=piece.pk).update(updated_at=now - timedelta(days=days))
    for days in (31, 29):
        piece = Submission.objects.create(partner=partner, created_by=kol, title=f"link-{days}", state="withdrawn")
        piece.people.create(name="Lan", age_band="7-15", paper=stored_row(zone="quarantine"))
        Submission.objects.filter(pk=piece.pk).update(updated_at=now - timedelta(days=days))
    assert delete_leftovers() == 3
    purged_titles = Submission.objects.filter(files__stored__state="purged").values_list("title", flat=True)
    assert set(purged_titles) == {"withdrawn-31", "rejected-31"}
    papers = Submission.objects.filter(people__paper__state="purged").values_list("title", flat=True)
    assert set(papers) == {"link-31"}, "a parent's signature goes too when nothing but a link was sent"


@pytest.mark.parametrize(
    ("words", "language"),
    [("Má đọc ba dòng là thấy liền", "vi"), ("សួរម៉ាក់សិន", "km"), ("Ask first", "km"), ("", "km")],
)
def test_captions_tell_their_own_language(client_for, draft, kol, words, language):
    """By their letters; where these tell nothing, what the partner said of the piece holds."""
    draft.languages = ["km"]
    file = BytesIO(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{words or '...'}\n".encode())
    file.name, file.size = "phu-de.vtt", len(file.getvalue())
    row = uploads.take(draft, file, user=kol)
    assert story_factory._language_of(row.stored, draft) == language
