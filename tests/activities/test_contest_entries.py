"""A school's entries: while a contest takes them, within limits, closed to others; no file stays after a withdrawal."""

from contextlib import nullcontext

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from activities.contests import entries, files, marking
from activities.models import MAX_FILES, Entry, EntryAuthor, EntryFile, Mark
from files.models import StoredFile, UploadSession
from files.uploads import tasks
from media_library.models import SubjectConsent
from notifications.models import Letter
from tests.activities.contest_hands import desk_step, school_client, step
from tests.activities.contest_rows import AUTHOR, ENTRY, make_contest, make_entry, marks, seat
from tests.factories import make_organisation, make_user, picture_bytes, stored_row, yesterday
from tests.meanwhile import meanwhile

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def test_entries_and_files_of_others_are_unknown(client_for, monkeypatch):
    monkeypatch.setattr(files, "streamed", lambda *_where: HttpResponse("picture"))
    contest = make_contest()
    entry = make_entry(contest, state=Entry.State.DRAFT)
    file = entry.files.get()
    at = f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/"
    paths = (at, f"{at}giay.pdf", f"{at}hinh/{file.uuid}/")
    assert client_for(entry.submitted_by).get(at).status_code == 200
    strangers = (school_client(client_for, "Trường lạ"), client_for(make_user()))
    for client in strangers:
        assert [client.get(path).status_code for path in paths] == [404] * 3
        for viec in ("nop", "rut", "bo-tep", "them-tac-gia"):
            assert step(client, entry, viec, chac="1", tep=str(file.uuid)).status_code == 404
        opened = client.post("/tep/tai-len/", {"upload_target": "contest", "object_id": entry.uuid})
        assert opened.status_code in {400, 404}
    visitor = client_for()
    assert [visitor.get(path).status_code for path in paths] == [302] * 3
    for path in ("hinh", "tep"):
        assert visitor.get(f"/vi/cuoc-thi/{contest.slug}/{path}/{file.uuid}/").status_code == 404
    newsroom = client_for(make_user(organisation=make_organisation("Báo", "outlet")))
    assert newsroom.get("/bao-cao-vien/cuoc-thi/").status_code == 403
    entry.refresh_from_db()
    assert entry.state == "draft" and entry.files.count() == 1
    other = make_entry(contest, state=Entry.State.DRAFT)
    StoredFile.objects.update(preview_key="x")
    client, through = client_for(other.submitted_by), f"/bao-cao-vien/cuoc-thi/bai/{other.uuid}/hinh/"
    response = client.get(f"{through}{other.files.get().uuid}/")
    assert response.status_code == 200 and "public" not in response["Cache-Control"]
    assert client.get(f"{through}{file.uuid}/").status_code == 404, "through the own entry"
    former_member = entry.submitted_by
    former_member.organisation = None
    former_member.save()
    assert client_for(former_member).get(at).status_code == 404, "who has left the school"
    foreign = entry.authors.get()
    for author in (foreign, other.authors.get()):
        step(client_for(other.submitted_by), other, "bo-tac-gia", **{"tac-gia": author.pk})
    assert EntryAuthor.objects.get() == foreign and SubjectConsent.objects.get() == foreign.consent


def test_a_school_has_few_entries_and_an_entry_few_authors(client_for, monkeypatch):
    monkeypatch.setattr(entries, "MAX_OF_ONE", 1)
    monkeypatch.setattr(entries, "MAX_AUTHORS", 1)
    school, at = school_client(client_for), f"/bao-cao-vien/cuoc-thi/nop/{make_contest().slug}/"
    assert [school.post(at, ENTRY | {"title": title}).status_code for title in ("Một", "Hai")] == [302, 409]
    entry = Entry.objects.get()
    elsewhere = make_contest()
    assert school.post(f"/bao-cao-vien/cuoc-thi/nop/{elsewhere.slug}/", ENTRY).status_code == 302, "each by itself"
    added = [step(school, entry, "them-tac-gia", **AUTHOR | {"subject": name}).status_code for name in ("An", "Bi")]
    assert added == [302, 409]
    step(school, entry, "rut", chac="1")
    assert school.post(at, ENTRY).status_code == 302, "what was withdrawn does not count"


def test_entries_are_taken_while_a_contest_takes_them_and_by_no_other_page(client_for):
    school, at = school_client(client_for), "/bao-cao-vien/cuoc-thi/"
    takes, nothing = make_contest("Đang nhận"), make_contest("Nộp giấy", takes_entries=False)
    early, late = make_contest("Sắp mở", days=(1, 9)), make_contest("Đã đóng", days=(-9, -1))
    hidden = make_contest("Nháp", state="draft")
    assert list(school.get(at).context["contests"]) == [takes]
    for contest, status in ((takes, 302), (nothing, 409), (early, 409), (late, 409), (hidden, 404)):
        assert school.post(f"{at}nop/{contest.slug}/", ENTRY).status_code == status, contest


def test_a_closed_school_hands_nothing_in(client_for):
    contest, school = make_contest(), make_organisation("Trường A")
    client, at = client_for(make_user(organisation=school)), "/bao-cao-vien/cuoc-thi/"
    assert client.get(at).status_code == 200
    type(school).objects.filter(pk=school.pk).update(active_until=yesterday())
    assert client.get(at).status_code == 403 and client.post(f"{at}nop/{contest.slug}/", ENTRY).status_code == 403
    assert not Entry.objects.exists()


def test_an_own_entry_stays_within_reach_of_who_joins_a_school(client_for):
    contest, school = make_contest(), make_organisation("Trường A")
    sender, stranger = make_user(), client_for(make_user())
    mine = entries.begin(contest, ENTRY, by=sender)
    type(sender).objects.filter(pk=sender.pk).update(organisation=school)
    of_school = entries.begin(contest, ENTRY, by=make_user(organisation=school))
    client = client_for(sender)
    for entry in (mine, of_school):
        at = f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/"
        assert client.get(at).status_code == 200 and stranger.get(at).status_code == 404
    step(client, mine, "rut", chac="on")
    mine.refresh_from_db()
    assert mine.state == Entry.State.WITHDRAWN
    colleague = client_for(make_user(organisation=school))
    assert colleague.get(f"/bao-cao-vien/cuoc-thi/bai/{mine.uuid}/").status_code == 404


def test_drafts_that_nobody_handed_in_are_deleted_with_their_consents():
    old, new = make_contest(days=(-60, -31)), make_contest(days=(-60, -29))
    for contest in (old, new):
        make_entry(contest, state=Entry.State.DRAFT)
        make_entry(contest)
    call_command("forget_entries")
    assert [Entry.objects.filter(contest=contest).count() for contest in (old, new)] == [1, 2]
    assert SubjectConsent.objects.count() == 3 and StoredFile.objects.count() == 3


def test_an_entry_that_is_withdrawn_meanwhile_is_neither_marked_nor_handed_in(client_for, monkeypatch):
    contest = make_contest(days=(-30, -1))
    entry, juror = make_entry(contest), seat(contest)
    at = f"/bao-cao-vien/giam-khao/{contest.slug}/bai/{entry.code}/"
    meanwhile(monkeypatch, marking, "give", lambda: entries.withdraw(entry, by=entry.submitted_by))
    assert client_for(juror.user).post(at, marks(contest, 5)).status_code == 409
    assert not Mark.objects.exists()
    draft = make_entry(make_contest(), state=Entry.State.DRAFT)
    meanwhile(monkeypatch, entries, "submit", lambda: entries.withdraw(draft, by=draft.submitted_by))
    assert step(client_for(draft.submitted_by), draft, "nop").status_code == 409
    draft.refresh_from_db()
    assert draft.state == "withdrawn"


def tables_with(words):
    """Names of the tables of the database that have one of `words` in any column of any row."""
    names = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for name in names:
            for word in words:
                row = f'SELECT 1 FROM "{name}" row WHERE row::text ILIKE %s LIMIT 1'
                cursor.execute(row, [f"%{word}%"])
                if cursor.fetchone():
                    yield f"{name}: {word}"


@pytest.mark.parametrize("is_senders", [True, False])
def test_no_table_keeps_a_name_or_a_word_of_a_withdrawn_entry(client_for, desk, is_senders):
    """Title, nickname, comments, reasons, the pupil's name in names of files; also letters, logs and history."""
    secrets = ("Chiếc ô của Lan", "Mực Tím", "Lan 8A", "Lan vẽ mẹ", "của Lan rất hay", "em Lan", "cô của Lan", "Bi Ve")
    contest = make_contest()
    entry = make_entry(contest, state=Entry.State.DRAFT, title=secrets[0], about=secrets[3], alt=secrets[3])
    StoredFile.objects.update(display_name="cua Lan 8A.png")
    school = client_for(entry.submitted_by)
    step(school, entry, "them-tac-gia", **AUTHOR | {"subject": "Bi Ve"})
    agreed = SubjectConsent.objects.get(subject="Bi Ve")
    assert f"{agreed.expires_on:%d-%m-%Y}" in school.get(f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/").text
    assert step(school, entry, "nop").status_code == 302
    office, juror, away = desk(), seat(contest), seat(contest)
    assert desk_step(office, contest, "tra-lai", ma=entry.code, note="Thiếu tên cô của Lan.").status_code == 302
    assert step(school, entry, "nop").status_code == 302
    Mark.objects.create(entry=entry, juror=juror, total=70, comment="Tranh của Lan rất hay.")
    Mark.objects.create(entry=entry, juror=away, recusal="Tôi dạy em Lan.")
    for name, state in (("Lan 8A.png", "accepted"), ("clip Lan 8A.mp4", "open"), ("Lan 8A.txt", "refused")):
        UploadSession.objects.create(
            owner=entry.submitted_by, upload_target="contest", object_id=str(entry.uuid), name=name, size=10,
            part_bytes=10, key=f"arrivals/{name[-4:]}.bin", upload_id="x", state=state, expires_at=timezone.now(),
        )  # fmt: skip
    held = {line.partition(": ")[2] for line in tables_with(secrets)}
    assert held == set(secrets) and Letter.objects.filter(text__contains=secrets[0]).count() == 3
    other = make_entry(contest, title="Bài của bạn khác")
    other.files.update(declared_name="bai.png")
    if is_senders:
        step(school, entry, "rut", chac="1")
    else:
        assert desk_step(office, contest, "rut", ma=entry.code, note="Gia đình đề nghị.").status_code == 302
    left = [line for line in tables_with(secrets) if not line.endswith(": Mực Tím")]
    assert left == [] and list(SubjectConsent.objects.filter(subject="Mực Tím")) == [other.authors.get().consent]
    entry.refresh_from_db()
    assert (entry.state, entry.title, entry.level, entry.marks.count()) == ("withdrawn", "", "thcs", 2)
    ended = SubjectConsent.objects.filter(authorship__entry=entry)
    assert {(row.subject, row.age_band, row.withdrawn_at is None) for row in ended} == {(entry.code, "", False)}
    page = school.get(f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/").text
    assert f"{entry.code}</h1>" in page and "biệt danh, độ tuổi" in page
    assert entry.code in school.get("/bao-cao-vien/cuoc-thi/").text
    assert office.get(f"/admin/cuoc-thi/{contest.pk}/bai/").status_code == 200


def withdrawn(draft):
    entries.withdraw(draft, by=draft.submitted_by)


def handed_in(draft):
    Entry.objects.filter(pk=draft.pk).update(state="submitted")


def filled(draft):
    for number in range(1, MAX_FILES):
        EntryFile.objects.create(entry=draft, declared_name=f"{number}.png", stored=stored_row())


MEANWHILE = pytest.mark.parametrize(("moved_on", "kept"), [(withdrawn, 0), (handed_in, 1), (filled, MAX_FILES)])


@MEANWHILE
def test_a_file_that_the_form_brings_while_the_entry_moves_on_is_not_kept(client_for, monkeypatch, moved_on, kept):
    """The gate takes seconds for a large picture; a child's work must not stay after its withdrawal."""
    draft = make_entry(make_contest(), state=Entry.State.DRAFT)
    late = SimpleUploadedFile("Lan 8A.jpg", picture_bytes().read(), "image/jpeg")
    meanwhile(monkeypatch, files, "attach", lambda: moved_on(draft))
    response = step(client_for(draft.submitted_by), draft, "them-tep", tep=late)
    assert response.status_code == 409 and "<li>Bài đã nộp, đã rút hoặc đã đủ tệp" in response.text
    assert draft.files.count() == kept and not StoredFile.objects.filter(display_name="Lan 8A.jpg").exists()


@MEANWHILE
def test_a_file_in_parts_that_is_checked_while_the_entry_moves_on_is_not_kept(monkeypatch, moved_on, kept):
    draft = make_entry(make_contest(), state=Entry.State.DRAFT)
    session = UploadSession.objects.create(
        owner=draft.submitted_by, upload_target="contest", object_id=str(draft.uuid), name="Lan 8A.jpg", size=10,
        part_bytes=10, key="arrivals/x.bin", upload_id="x", state="received", expires_at=timezone.now(),
    )  # fmt: skip
    moved_on(draft)
    monkeypatch.setattr(tasks, "fetched", lambda _key: nullcontext(picture_bytes()))
    assert tasks.check_upload.func(str(session.pk)) == "refused"
    assert draft.files.exclude(stored=None).count() == kept
    assert draft.files.filter(stored=None).exists() is (kept > 0), "no name stays of what was withdrawn"


def test_files_leave_a_draft_only(client_for):
    entry = make_entry(make_contest())
    sender, file = client_for(entry.submitted_by), entry.files.get()
    assert step(sender, entry, "bo-tep", tep=str(file.uuid)).status_code == 409 and entry.files.count() == 1
    part = {"upload_target": "contest", "object_id": str(entry.uuid), "name": "bai.png", "size": 10}
    assert sender.post("/tai-tep/", part).status_code == 409
    step(sender, entry, "ve-nhap")
    assert step(sender, entry, "bo-tep", tep=str(file.uuid)).status_code == 302 and not entry.files.exists()


def test_an_entry_has_few_files_whatever_they_are_called(client_for):
    """Without a fingerprint nothing is resumed: eight uploads of one name are eight files."""
    entry = make_entry(make_contest(), state=Entry.State.DRAFT)
    sender = client_for(entry.submitted_by)
    file = {"upload_target": "contest", "object_id": str(entry.uuid), "name": "bai.png", "size": 10}
    statuses = [sender.post("/tai-tep/", file).status_code for _time in range(8)]
    assert statuses == [201] * (MAX_FILES - 1) + [409] * (9 - MAX_FILES)
    UploadSession.objects.filter(pk=UploadSession.objects.first().pk).update(fingerprint="a" * 64)
    again = sender.post("/tai-tep/", file | {"fingerprint": "a" * 64})
    assert again.status_code == 200 and again.json()["resumed"]
