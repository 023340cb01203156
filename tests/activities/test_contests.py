"""Contests: a school hands in, jurors mark blind, two people publish winners; others' works and files stay closed."""

import io
import re
from contextlib import nullcontext

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.utils import timezone
from openpyxl import load_workbook

from activities.contests import addresses, copies, entries, files, marking, results
from activities.models import MAX_FILES, Contest, ContestText, Entry, EntryAuthor, EntryFile, Mark
from files.models import StoredFile, UploadSession
from files.uploads import tasks
from media_library.models import SubjectConsent
from tests.activities.contest_rows import COMMENT, ENTRY, make_contest, make_entry, marks, seat
from tests.factories import make_locale, make_organisation, make_user, picture_bytes, stored_row
from tests.letters import delivered
from tests.meanwhile import meanwhile
from users.roles import grant, sync_roles

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
AUTHOR = {"subject": "Mực Tím", "age_band": "7-15", "person_agreed": "on", "representative_agreed": "on"}


@pytest.fixture
def desk(client_for):
    """`desk()` → a client of the education department; each call another person."""
    sync_roles()

    def one(role="education"):
        user = make_user()
        grant(user, role)
        return client_for(user)

    return one


def school_client(client_for, name="Trường A"):
    return client_for(make_user(organisation=make_organisation(name)))


def words_of(page):
    """What a reader sees, word by word: a short number stands in UUIDs and tokens of the markup by chance."""
    return set(re.findall(r"\w+", BeautifulSoup(page, "html.parser").get_text(" ")))


def step(client, entry, viec, **fields):
    return client.post(f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/", {"viec": viec} | fields)


def desk_step(client, contest, viec, **fields):
    return client.post(f"/admin/cuoc-thi/{contest.pk}/bai/", {"viec": viec} | fields)


def test_from_the_school_to_the_winners_page(client_for, desk, clock, django_capture_on_commit_callbacks):
    contest = make_contest()
    school = school_client(client_for)
    page = client_for().get(f"/vi/cuoc-thi/{contest.slug}/").text
    for words in ("Mình không đi một mình", "Đang nhận bài", "Bốn khung", "Chạm tới người đọc", "60 %"):
        assert words in page, words
    assert school.post(f"/bao-cao-vien/cuoc-thi/nop/{contest.slug}/", ENTRY).status_code == 302
    entry = Entry.objects.get()
    early = step(school, entry, "nop")
    assert early.status_code == 422 and "Chưa có tác giả nào" in early.text and "Chưa có tệp" in early.text
    assert step(school, entry, "them-tac-gia", **AUTHOR | {"representative_agreed": ""}).status_code == 422
    step(school, entry, "them-tac-gia", **AUTHOR)
    picture = SimpleUploadedFile("Lan 8A.jpg", picture_bytes().read(), "image/jpeg")
    assert step(school, entry, "them-tep", tep=picture).status_code == 302
    step(school, entry, "them-tac-gia", **AUTHOR | {"subject": "Bút Chì"})
    stored = entry.files.get().stored
    for author in ("Mực Tím", "Bút Chì"):  # added before the file, and after it
        assert SubjectConsent.objects.get(subject=author).files.get() == stored, author
    with django_capture_on_commit_callbacks(execute=True):
        step(school, entry, "nop")
    entry.refresh_from_db()
    assert entry.state == "submitted" and f"Đã nhận bài {entry.code}" in [letter.subject for letter in delivered()]
    jurors = [seat(contest), seat(contest)]
    clock.move_to("2026-11-30 09:00")
    for juror, value in zip(jurors, (9, 6), strict=True):
        client = client_for(juror.user)
        table = client.get(f"/bao-cao-vien/giam-khao/{contest.slug}/").text
        paper = client.get(f"/bao-cao-vien/giam-khao/{contest.slug}/bai/{entry.code}/").text
        assert entry.code in table and "Tin nhắn của bà" in paper
        for hidden in ("Trường A", "Mực Tím", "Lan 8A", 'value="9"', COMMENT):
            assert hidden not in table + paper, hidden
        assert "90" not in words_of(table) | words_of(paper), "the other's total"
        file = client.get(f"/bao-cao-vien/giam-khao/{contest.slug}/tep/{entry.files.get().uuid}/")["Location"]
        assert f"{entry.code}-1.jpg" in file and "Lan" not in file
        client.post(f"/bao-cao-vien/giam-khao/{contest.slug}/bai/{entry.code}/", marks(contest, value))
    first, second = desk(), desk()
    table = first.get(f"/admin/cuoc-thi/{contest.pk}/bai/").text
    assert "75,0" in table and "30,0" in table and "Trường A" in table, "mean and spread, for the organiser"
    assert "lệch nhau" not in desk_step(first, contest, "chon", bai=entry.code).text
    desk_step(first, contest, "chon", **{"bai": entry.code, f"giai-{entry.code}": "nhat"})
    gallery = f"/vi/cuoc-thi/{contest.slug}/phong-tranh/"
    assert client_for().get(gallery).status_code == 404
    assert "chưa quét" in desk_step(first, contest, "trinh").text
    assert desk_step(first, contest, "dung-tep", ma=entry.code).status_code == 422, "not without a reason"
    desk_step(first, contest, "dung-tep", ma=entry.code, note="Đã mở trên máy riêng.")
    assert desk_step(first, contest, "trinh").status_code == 302
    assert desk_step(first, contest, "cong-bo").status_code == 409, "four eyes"
    assert client_for().get(gallery).status_code == 404
    assert COMMENT not in school.get(f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/").text, "no comment before the results"
    with django_capture_on_commit_callbacks(execute=True):
        assert desk_step(second, contest, "cong-bo").status_code == 302
    shown = client_for().get(gallery).text
    for words in ("Giải Nhất", "Tin nhắn của bà", "Mực Tím"):
        assert words in shown, words
    assert "Trường A" not in shown and "75" not in words_of(shown), "neither the school nor the mean"
    assert COMMENT in school.get(f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/").text, "the comments of the jury"
    pdf = school.get(f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/giay.pdf")
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF")
    proof = client_for().get(f"/giay-cuoc-thi/{entry.code}/", follow=True).text
    assert "Giải Nhất" in proof and "Mực Tím" not in proof


def published(client_for=None, **fields):
    """A contest with results and one winner."""
    contest = make_contest(days=(-30, -10), state=Contest.State.RESULTS)
    entry = make_entry(contest, state=Entry.State.SHORTLISTED, prize="nhat", is_hung=True, **fields)
    return contest, entry


def test_a_withdrawn_work_leaves_every_page_and_its_files_and_consents_end(client_for, desk, settings):
    settings.PAGE_CACHE_SECONDS = 60
    contest, entry = published()
    at = f"/vi/cuoc-thi/{contest.slug}/phong-tranh/"
    pages = (
        f"{at}{entry.code}/",
        f"/vi/giay-cuoc-thi/{entry.code}/",
        f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/giay.pdf",
    )
    school, visitor = client_for(entry.submitted_by), client_for()
    assert visitor.get(pages[0]).status_code == 200 and "Tin nhắn" in visitor.get(at).text
    assert [school.get(page).status_code for page in pages] == [200, 200, 200]
    assert step(school, entry, "rut").status_code == 422, "asked once more"
    step(school, entry, "rut", chac="1")
    assert [school.get(page).status_code for page in pages] == [404, 410, 404]
    assert visitor.get(pages[0]).status_code == 404 and "Tin nhắn" not in visitor.get(at).text
    assert not EntryFile.objects.exists() and not StoredFile.objects.filter(zone="quarantine").exists()
    assert SubjectConsent.objects.get().withdrawn_at is not None
    entry.refresh_from_db()
    assert (entry.about, entry.alt, entry.tools) == ("", "", "")
    office, at = desk(), f"/admin/cuoc-thi/{contest.pk}/bai/"
    assert entry.code not in office.get(at).text
    sheet = load_workbook(io.BytesIO(b"".join(office.get(f"{at}bang-diem.xlsx").streaming_content))).active
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert entry.code in cells and not {entry.title, entry.organisation.name} & cells


def test_results_that_are_taken_back_leave_the_edge_and_are_not_closed_by_the_way(client_for, desk, monkeypatch):
    purged = []
    monkeypatch.setattr(addresses, "purge_later", purged.extend)
    contest, _entry = published()
    visitor, office, at = client_for(), desk(), f"/vi/cuoc-thi/{contest.slug}/phong-tranh/"
    assert visitor.get(at).status_code == 200 and desk_step(office, contest, "dong").status_code == 409
    assert desk_step(office, contest, "lay-lai").status_code == 302
    assert visitor.get(at).status_code == 404 and {at, at.replace("/vi/", "/km/")} <= set(purged)


def test_a_consent_that_ends_takes_the_work_off_the_gallery_at_once(client_for):
    contest, entry = published()
    _contest, other = published(title="Chung một cây dù")
    visitor, at = client_for(), f"/vi/cuoc-thi/{contest.slug}/phong-tranh/{entry.code}/"
    assert visitor.get(at).status_code == 200
    SubjectConsent.objects.filter(authorship__entry=entry).update(representative_agreed=False)
    assert visitor.get(at).status_code == 404
    assert visitor.get(f"/vi/giay-cuoc-thi/{entry.code}/").status_code == 404
    assert visitor.get(f"/vi/cuoc-thi/{other.contest.slug}/phong-tranh/{other.code}/").status_code == 200


def test_jurors_mark_each_work_twice_and_none_of_the_own_school(client_for, clock):
    contest = make_contest(days=(-30, -1))
    home = make_organisation("Trường B")
    own, other = make_entry(contest, home), make_entry(contest)
    teacher, second, third = seat(contest, organisation=home), seat(contest), seat(contest)
    at = f"/bao-cao-vien/giam-khao/{contest.slug}"
    client = client_for(teacher.user)
    assert own.code not in client.get(f"{at}/").text and other.code in client.get(f"{at}/").text
    for answer in (client.get(f"{at}/bai/{own.code}/"), client.post(f"{at}/bai/{own.code}/", marks(contest, 10))):
        assert answer.status_code == 403 and "Không chấm bài của đơn vị mình" in answer.text
    assert client.get(f"{at}/hinh/{own.files.get().uuid}/").status_code == 403
    assert client.get(f"{at}/tep/{own.files.get().uuid}/").status_code == 403
    for wrong in (11, -1, "", "x"):
        assert client.post(f"{at}/bai/{other.code}/", marks(contest, wrong)).status_code == 422
    foreign = make_entry(make_contest(days=(-30, -1)))
    assert client.get(f"{at}/").context["left_count"] == 1, "neither the own one nor one of another contest"
    assert client.get(f"{at}/bai/{foreign.code}/").status_code == 404
    client.post(f"{at}/bai/{other.code}/", marks(contest, 8))
    assert client.get(f"{at}/").context["left_count"] == 0, "what is marked waits no more"
    client_for(second.user).post(f"{at}/bai/{other.code}/", marks(contest, 4))
    late = client_for(third.user)
    assert other.code not in late.get(f"{at}/").text
    assert late.post(f"{at}/bai/{other.code}/", marks(contest, 5)).status_code == 409
    assert client.post(f"{at}/bai/{other.code}/", marks(contest, 7)).status_code == 302, "one's own mark may change"
    assert sorted(Mark.objects.values_list("total", flat=True)) == [40, 70]
    Entry.objects.filter(pk=other.pk).update(third_mark=True)
    assert late.post(f"{at}/bai/{other.code}/", {"viec": "tranh"}).status_code == 422
    late.post(f"{at}/bai/{other.code}/", {"viec": "tranh", "ly-do": "Tôi dạy em này"})
    assert other.code in late.get(f"{at}/").text and Mark.objects.filter(total=None).count() == 1
    assert other.code in client_for(seat(contest).user).get(f"{at}/").text, "a recusal is no mark"
    stranger = client_for(make_user())
    assert stranger.get(f"{at}/").status_code == 404 and stranger.get(f"{at}/bai/{other.code}/").status_code == 404


def test_marks_wait_until_entries_have_closed_and_end_with_the_proposal(client_for):
    contest = make_contest()
    entry, juror = make_entry(contest), seat(contest)
    at = f"/bao-cao-vien/giam-khao/{contest.slug}/bai/{entry.code}/"
    client = client_for(juror.user)
    assert client.post(at, marks(contest, 5)).status_code == 409
    assert entry.code not in client.get(f"/bao-cao-vien/giam-khao/{contest.slug}/").text
    Contest.objects.update(closes_at=contest.opens_at)
    assert client.post(at, marks(contest, 5)).status_code == 302
    Contest.objects.update(state="proposed")
    assert client.post(at, marks(contest, 6)).status_code == 409


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
    seen = client.get(f"{through}{other.files.get().uuid}/")
    assert seen.status_code == 200 and "public" not in seen["Cache-Control"]
    assert client.get(f"{through}{file.uuid}/").status_code == 404, "through the own entry"
    left = entry.submitted_by
    left.organisation = None
    left.save()
    assert client_for(left).get(at).status_code == 404, "who has left the school"
    foreign = entry.authors.get()
    for author in (foreign, other.authors.get()):
        step(client_for(other.submitted_by), other, "bo-tac-gia", **{"tac-gia": author.pk})
    assert EntryAuthor.objects.get() == foreign and SubjectConsent.objects.get() == foreign.consent


def test_script_in_every_field_is_shown_as_words(client_for, clock):
    contest = make_contest()
    school, bad = school_client(client_for), "<script>alert(1)</script>"
    wrong = dict.fromkeys(ENTRY, bad)
    assert school.post(f"/bao-cao-vien/cuoc-thi/nop/{contest.slug}/", wrong).status_code == 422
    words = ENTRY | dict.fromkeys(("title", "about", "alt", "tools"), bad)
    school.post(f"/bao-cao-vien/cuoc-thi/nop/{contest.slug}/", words)
    entry = Entry.objects.get()
    step(school, entry, "them-tac-gia", **AUTHOR | {"subject": bad})
    assert bad not in school.get(f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/").text
    shown, work = published(title=bad, about=bad, alt=bad, tools=bad, office_note=bad)
    work.authors.get().consent.files.clear()
    SubjectConsent.objects.filter(authorship__entry=work).update(subject=bad)
    juror = seat(shown)
    at = f"/vi/cuoc-thi/{shown.slug}/phong-tranh/"
    for page in (at, f"{at}{work.code}/", f"/vi/giay-cuoc-thi/{work.code}/"):
        text = client_for().get(page).text
        assert bad not in text and "&lt;script&gt;" in text, page
    assert bad not in client_for(juror.user).get(f"/bao-cao-vien/giam-khao/{shown.slug}/bai/{work.code}/").text


def test_a_school_has_few_entries_and_an_entry_few_authors(client_for, monkeypatch):
    monkeypatch.setattr(entries, "MAX_OF_ONE", 1)
    monkeypatch.setattr(entries, "MAX_AUTHORS", 1)
    school, at = school_client(client_for), f"/bao-cao-vien/cuoc-thi/nop/{make_contest().slug}/"
    assert [school.post(at, ENTRY).status_code for _time in range(2)] == [302, 409]
    entry = Entry.objects.get()
    elsewhere = make_contest()
    assert school.post(f"/bao-cao-vien/cuoc-thi/nop/{elsewhere.slug}/", ENTRY).status_code == 302, "each by itself"
    assert [step(school, entry, "them-tac-gia", **AUTHOR).status_code for _time in range(2)] == [302, 409]
    step(school, entry, "rut", chac="1")
    assert school.post(at, ENTRY).status_code == 302, "what was withdrawn does not count"


def test_an_entry_is_left_out_with_a_reason_and_not_once_results_are_proposed(desk, django_capture_on_commit_callbacks):
    contest = make_contest(days=(-30, -1))
    entry, late = make_entry(contest, title="Bà & cháu", is_hung=True, prize="nhat"), make_entry(contest)
    client = desk()
    assert desk_step(client, contest, "loai", ma=entry.code).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert desk_step(client, contest, "loai", ma=entry.code, note="Bài của năm trước.").status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.prize, entry.is_hung) == ("excluded", "", False)
    assert delivered()[0].to == [entry.submitted_by.email]
    assert "“Bà & cháu”" in delivered()[0].body and "năm trước" in delivered()[0].body
    Contest.objects.update(state="proposed")
    assert desk_step(client, contest, "loai", ma=late.code, note="Muộn").status_code == 409
    late.refresh_from_db()
    assert late.state == "submitted"


def test_organisers_hear_of_a_published_work_that_is_withdrawn_and_of_no_other(
    client_for, django_capture_on_commit_callbacks
):
    contest, entry = published()
    other = make_entry(contest)
    people = make_user("moi@so.example"), make_user("hai@so.example")
    Contest.objects.update(proposed_by=people[0], published_by=people[1])
    for gone in (other, entry):
        with django_capture_on_commit_callbacks(execute=True):
            step(client_for(gone.submitted_by), gone, "rut", chac="1")
    assert sorted(letter.to[0] for letter in delivered()) == ["hai@so.example", "moi@so.example"]
    assert all(entry.code in letter.body for letter in delivered())


def test_a_sender_hears_of_another_prize_and_not_twice_of_the_same(desk, django_capture_on_commit_callbacks):
    contest, entry = published()
    for juror in (seat(contest), seat(contest)):
        Mark.objects.create(entry=entry, juror=juror, total=70)
    first, second = desk(), desk()
    for prize in ("nhat", "nhat", "nhi"):
        desk_step(first, contest, "lay-lai")
        desk_step(first, contest, "chon", **{"bai": entry.code, f"giai-{entry.code}": prize})
        assert desk_step(first, contest, "trinh").status_code == 302
        with django_capture_on_commit_callbacks(execute=True):
            assert desk_step(second, contest, "cong-bo").status_code == 302
        told = [letter.body for letter in delivered()]
    assert len(told) == 2 and "Giải Nhất" in told[0] and "Giải Nhì" in told[1]


def test_an_own_work_and_a_contest_without_a_page_are_closed_to_the_juror(client_for):
    contest = make_contest(days=(-30, -1))
    juror, entry = seat(contest), make_entry(contest)
    Entry.objects.filter(pk=entry.pk).update(organisation=None, submitted_by=juror.user)
    client, at = client_for(juror.user), f"/bao-cao-vien/giam-khao/{contest.slug}/"
    assert entry.code not in client.get(at).text and client.get(f"{at}bai/{entry.code}/").status_code == 403
    Contest.objects.update(state="draft")
    assert client.get(at).status_code == 404


def test_a_page_without_levels_and_a_template_are_not_opened(desk):
    bare, template = make_contest(state="draft"), make_contest(state="draft", is_template=True)
    bare.levels.all().delete()
    client = desk()
    assert desk_step(client, bare, "hien").status_code == 422 and desk_step(client, template, "hien").status_code == 409
    unsigned, light = make_contest(state="draft"), make_contest(state="draft")
    Contest.objects.filter(pk=unsigned.pk).update(guardian_words="")
    light.criteria.filter(weight=60).update(weight=50)
    for wrong, words in ((unsigned, "Chưa có lời đồng ý để ký"), (light, "Tổng chưa bằng 100")):
        answer = desk_step(client, wrong, "hien")
        assert answer.status_code == 422 and words in answer.text
    assert set(Contest.objects.values_list("state", flat=True)) == {"draft"}
    Contest.objects.filter(pk=light.pk).update(takes_entries=False)
    assert desk_step(client, light, "hien").status_code == 302, "the school marks on paper"


def test_entries_are_taken_while_a_contest_takes_them_and_by_no_other_page(client_for):
    school, at = school_client(client_for), "/bao-cao-vien/cuoc-thi/"
    takes, nothing = make_contest("Đang nhận"), make_contest("Nộp giấy", takes_entries=False)
    early, late = make_contest("Sắp mở", days=(1, 9)), make_contest("Đã đóng", days=(-9, -1))
    hidden = make_contest("Nháp", state="draft")
    assert list(school.get(at).context["contests"]) == [takes]
    for contest, status in ((takes, 302), (nothing, 409), (early, 409), (late, 409), (hidden, 404)):
        assert school.post(f"{at}nop/{contest.slug}/", ENTRY).status_code == status, contest


def test_an_organiser_touches_entries_of_the_own_contest_alone(desk):
    contest, other = make_contest(days=(-30, -1)), make_contest(days=(-30, -1))
    entry, office = make_entry(other), desk()
    StoredFile.objects.update(state="not_scanned")
    juror, file = seat(other), entry.files.get()
    desk_step(office, contest, "chon", **{"bai": entry.code, f"giai-{entry.code}": "nhat"})
    desk_step(office, contest, "bo-ghe", ghe=juror.pk)
    for viec, status in (("loai", 422), ("rut", 422), ("gk3", 409), ("dung-tep", 409)):
        assert desk_step(office, contest, viec, ma=entry.code, note="Vì").status_code == status, viec
    before = (entry.state, entry.prize, entry.third_mark)
    entry.refresh_from_db()
    assert (entry.state, entry.prize, entry.third_mark) == before and other.jury.get() == juror
    assert StoredFile.objects.get().decided_at is None
    assert office.get(f"/admin/cuoc-thi/{contest.pk}/tep/{file.uuid}/").status_code == 404
    assert office.get(f"/admin/cuoc-thi/{other.pk}/tep/{file.uuid}/").status_code == 302
    StoredFile.objects.update(state="received")
    assert desk_step(office, other, "dung-tep", ma=entry.code, note="Vì").status_code == 409, "still to be scanned"
    gone = make_user(is_active=False)
    assert desk_step(office, other, "ghe", thu=gone.email).status_code == 422
    assert desk_step(office, other, "bo-ghe", ghe=juror.pk).status_code == 302 and not other.jury.exists()


def test_winners_come_by_prize_and_the_gallery_has_each_work_once(client_for):
    contest, first = published(level="thpt")
    mention, second = (make_entry(contest, state=Entry.State.SHORTLISTED, is_hung=True, prize=prize, format="poster")
                       for prize in ("", "nhi"))  # fmt: skip
    visitor, at = client_for(), f"/vi/cuoc-thi/{contest.slug}/phong-tranh/"
    shown = visitor.get(at).context
    assert shown["winners"] == [first, second] and list(shown["page_obj"]) == [mention] and shown["total"] == 3
    chosen = visitor.get(f"{at}?dang=poster").context
    assert chosen["winners"] == [second] and list(chosen["page_obj"]) == [mention]
    assert visitor.get(f"/vi/giay-cuoc-thi/{mention.code}/").status_code == 404, "a paper for winners alone"
    comics = make_contest("Chỉ truyện tranh", formats=["truyen-tranh"])
    listed = visitor.get("/vi/cuoc-thi/").context["groups"]
    assert [found for _name, found in listed] == [[comics], [contest]]
    assert [found for _name, found in visitor.get("/vi/cuoc-thi/?dang=poster").context["groups"]] == [[contest]]


def test_a_contest_speaks_the_reader_s_language_where_it_has_words(client_for):
    contest = make_contest("Vẽ ở trường")
    for language, title in (("km", "គូរនៅសាលា"), ("en", "")):
        ContestText.objects.create(contest=contest, locale=make_locale(language), title=title)
    pages = {code: client_for().get(f"/{code}/cuoc-thi/{contest.slug}/").text for code in ("vi", "km", "en")}
    assert [("គូរនៅសាលា" in page, "Vẽ ở trường" in page) for page in pages.values()] == [
        (False, True), (True, False), (False, True)
    ]  # fmt: skip


def test_a_closed_school_hands_nothing_in(client_for):
    contest, school = make_contest(), make_organisation("Trường A")
    client, at = client_for(make_user(organisation=school)), "/bao-cao-vien/cuoc-thi/"
    assert client.get(at).status_code == 200
    type(school).objects.filter(pk=school.pk).update(is_active=False)
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


def test_the_last_letter_names_what_holds_and_none_that_does_not_goes_out_late(
    desk, django_capture_on_commit_callbacks
):
    contest, entry = published()
    other = make_entry(contest, state=Entry.State.SHORTLISTED, prize="ba", is_hung=True)
    never = make_entry(contest)
    for work in (entry, other):
        for juror in (seat(contest), seat(contest)):
            Mark.objects.create(entry=work, juror=juror, total=70 if work is entry else 60)
    first, second = desk(), desk()

    def announce(prize, sent=True):
        desk_step(first, contest, "lay-lai")
        chosen = {"bai": entry.code, f"giai-{entry.code}": prize} if prize is not None else {"bai": entry.code}
        desk_step(first, contest, "chon", **chosen)
        assert desk_step(first, contest, "trinh").status_code == 302
        with django_capture_on_commit_callbacks(execute=sent):
            assert desk_step(second, contest, "cong-bo").status_code == 302
        to = [entry.submitted_by.email]
        return [letter.body for letter in delivered() if letter.to == to] if sent else []

    for number, (prize, words) in enumerate(
        [("nhat", "Nhất"), ("nhi", "Nhì"), ("nhat", "Nhất"), (None, "không còn"), (None, "không còn"), ("nhi", "Nhì")]
    ):
        told = announce(prize)
        assert words in told[-1] and len(told) == number + 1 - (number > 3), prize
    announce("nhat", sent=False)
    assert ["Khuyến khích" in body or "Nhất" in body for body in announce("khuyen-khich")[5:]] == [True]
    assert "Khuyến khích" in delivered()[-1].body
    assert {address for letter in delivered() for address in letter.to} == {
        entry.submitted_by.email,
        other.submitted_by.email,
    }, never.code


def test_gates_stop_results_in_words(desk):
    contest = make_contest(days=(-30, -1), state=Contest.State.PUBLIC)
    entry = make_entry(contest, state=Entry.State.SHORTLISTED, prize="nhat", is_hung=True, alt="", about="0912 345 678")
    SubjectConsent.objects.update(representative_agreed=False)
    StoredFile.objects.update(state="received")
    answer = desk_step(desk(), contest, "trinh")
    assert answer.status_code == 422
    for words in ("Thiếu sự đồng ý", "lời tả", "chưa quét", "chưa đủ phiếu", "số điện thoại"):
        assert words in answer.text, words
    contest.refresh_from_db()
    assert contest.state == "public" and entry.is_hung
    office, consent = desk(), SubjectConsent.objects.get()
    Mark.objects.create(entry=entry, juror=seat(contest), total=70)
    Mark.objects.create(entry=entry, juror=seat(contest), recusal="Tôi dạy em này")
    Entry.objects.update(about="", title="Gọi 0912 345 678")
    answer = desk_step(office, contest, "trinh").text
    assert "số điện thoại" in answer and "chưa đủ phiếu" in answer, "a recusal is no mark"
    Entry.objects.update(title="Bà", prize="")
    SubjectConsent.objects.update(subject="0912 345 678")
    answer = desk_step(office, contest, "trinh").text
    assert "số điện thoại" in answer and "Chưa có bài nào được giải" in answer and consent.subject not in answer


def test_what_came_after_the_proposal_stops_the_second_person(desk):
    contest, entry = published()
    Contest.objects.update(state="proposed", proposed_by=make_user(), published_by=None)
    for juror in (seat(contest), seat(contest)):
        Mark.objects.create(entry=entry, juror=juror, total=70)
    SubjectConsent.objects.update(representative_agreed=False)
    client = desk()
    answer = desk_step(client, contest, "cong-bo")
    assert answer.status_code == 422 and "Thiếu sự đồng ý" in answer.text
    contest.refresh_from_db()
    assert contest.state == "proposed"
    SubjectConsent.objects.update(representative_agreed=True)
    assert desk_step(client, contest, "cong-bo").status_code == 302


def test_a_work_is_taken_back_while_entries_are_taken_and_chosen_after(client_for, desk, clock):
    contest = make_contest()
    entry = make_entry(contest)
    school, chosen = client_for(entry.submitted_by), {"bai": entry.code, f"giai-{entry.code}": "nhat"}
    assert desk_step(desk(), contest, "chon", **chosen).status_code == 409
    entry.refresh_from_db()
    assert (entry.state, entry.prize, entry.is_hung) == ("submitted", "", False)
    assert step(school, entry, "ve-nhap").status_code == 302
    session = UploadSession.objects.create(
        owner=entry.submitted_by, upload_target="contest", object_id=str(entry.uuid), name="a.png", size=10,
        part_bytes=10, key="arrivals/x.bin", upload_id="x", state="received", expires_at=timezone.now(),
    )  # fmt: skip
    Entry.objects.update(alt="")
    SubjectConsent.objects.update(representative_agreed=False)
    refused = step(school, entry, "nop")
    for words in ("Có tệp đang được kiểm tra", "Chưa ghi trong bài có gì", "cần cha mẹ hoặc người giám hộ đồng ý"):
        assert refused.status_code == 422 and words in " ".join(refused.context["problems"]), words
    session.delete()
    Entry.objects.update(alt="Truyện")
    SubjectConsent.objects.update(representative_agreed=True)
    assert step(school, entry, "nop").status_code == 302
    clock.move_to("2026-11-30 09:00")
    assert step(school, entry, "ve-nhap").status_code == 409
    entry.refresh_from_db()
    assert entry.state == "submitted"
    assert desk_step(desk(), contest, "chon", **chosen).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.prize, entry.is_hung) == ("shortlisted", "nhat", True)


def test_a_tie_with_different_prizes_needs_a_reason(desk, client_for):
    contest = make_contest(days=(-30, -1))
    jurors = [seat(contest), seat(contest)]
    for prize in ("nhat", "nhi"):
        entry = make_entry(contest, state=Entry.State.SHORTLISTED, prize=prize, is_hung=True)
        for juror in jurors:
            Mark.objects.create(entry=entry, juror=juror, total=70)
    best = make_entry(contest)
    Mark.objects.create(entry=best, juror=jurors[0], total=90)
    client = desk()
    ranked = client.get(f"/admin/cuoc-thi/{contest.pk}/bai/").context["page_obj"]
    assert [row.mean for row in ranked] == [90, 70, 70]
    assert "bằng điểm mà khác giải" in desk_step(client, contest, "trinh").text
    Contest.objects.update(tie_reason="Giám khảo bỏ phiếu thêm.")
    assert desk_step(client, contest, "trinh").status_code == 302


def test_each_body_runs_its_own_contests(desk, client_for):
    sync_roles()
    union, women = desk("youth_union"), desk("womens_union")
    owner = make_user()
    grant(owner, "youth_union")
    contest = make_contest(started_by=owner)
    at = f"/admin/cuoc-thi/{contest.pk}/bai/"
    edit = f"/admin/cuoc-thi/edit/{contest.pk}/"
    kept = [f"/admin/cuoc-thi/{what}/{contest.pk}/" for what in ("history", "history-results", "usage")]
    for path in (at, f"{at}bang-diem.xlsx", edit, *kept):
        assert [one.get(path).status_code for one in (union, women, desk())] == [200, 404, 200], path
    assert (
        contest.title in union.get("/admin/cuoc-thi/").text and contest.title not in women.get("/admin/cuoc-thi/").text
    )
    form = {"title": contest.title, "slug": contest.slug, "formats": ["poster"], "opens_at": "20-11-2026 08:00"}
    assert "Ngày đóng phải sau ngày mở." in union.post(edit, form | {"closes_at": "19-11-2026 08:00"}).text
    assert "Ngày đóng phải sau ngày mở." not in union.post(edit, form | {"closes_at": "21-11-2026 08:00"}).text
    assert desk_step(women, contest, "dong").status_code == 404
    assert client_for(make_user()).get(at).status_code in {302, 403}


def test_a_school_copies_a_template_keeps_it_closed_and_asks_for_a_page(client_for, desk, monkeypatch):
    template = make_contest("Mẫu thi vẽ", is_template=True, state=Contest.State.DRAFT)
    school, other = school_client(client_for), school_client(client_for, "Trường B")
    monkeypatch.setattr(copies, "MAX_OWN", 1)
    copied = [
        school.post("/bao-cao-vien/cuoc-thi/cua-truong/", {"mau": slug}).status_code
        for slug in (make_contest().slug, template.slug, template.slug)
    ]
    assert copied == [404, 302, 409], "templates alone, and few"
    own = Contest.objects.get(copied_from=template)
    at = f"/bao-cao-vien/cuoc-thi/cua-truong/{own.uuid}/"
    assert "Mẫu thi vẽ" in school.get(at).text and other.get(at).status_code == 404
    assert own.levels.count() == 2 and own.criteria.count() == 2 and not own.takes_entries
    public = f"/vi/cuoc-thi/{own.slug}/"
    assert client_for().get(public).status_code == 404
    new = {"title": "Vẽ ở trường em", "opens_at": "2026-11-20T08:00", "closes_at": "2026-11-19T08:00"}
    assert school.post(at, new).status_code == 422
    assert school.post(at, new | {"closes_at": "2026-12-19T08:00"}).status_code == 302
    school.post(at, {"viec": "xin-hien"})
    assert client_for().get(public).status_code == 404 and school.post(at, new).status_code == 409
    assert desk_step(desk(), own, "hien").status_code == 302
    assert "Vẽ ở trường em" in client_for().get(public).text
    assert school.post(at, {"viec": "xoa"}).status_code == 409
    school.post(at, {"viec": "dong"})
    assert client_for().get(public).status_code == 404
    school.post(at, {"viec": "xoa"})
    assert not Contest.objects.filter(pk=own.pk).exists()


def test_a_school_that_changes_hands_is_asked_again_when_a_mark_is_saved(client_for):
    contest = make_contest(days=(-30, -1))
    entry, juror = make_entry(contest), seat(contest)
    seen = marking.entry_for(juror, entry.code)
    juror.user.organisation = entry.organisation
    with pytest.raises(marking.OwnWork):
        marking.give(juror, seen, {str(one.pk): 5 for one in contest.criteria.all()}, "")
    assert not Mark.objects.exists()


def test_nothing_of_a_choice_is_public_before_the_second_person(client_for):
    contest, entry = published()
    file = entry.files.get()
    at = f"/vi/cuoc-thi/{contest.slug}/"
    paths = (f"{at}phong-tranh/{entry.code}/", f"{at}tep/{file.uuid}/", f"/vi/giay-cuoc-thi/{entry.code}/")
    visitor = client_for()
    assert [visitor.get(path).status_code for path in paths] == [200, 302, 200]
    Contest.objects.update(state="proposed")
    assert [visitor.get(path).status_code for path in paths] == [404, 404, 404]
    StoredFile.objects.update(state="received")
    Contest.objects.update(state="results")
    assert [visitor.get(path).status_code for path in paths] == [404, 404, 404], "a file that nobody has scanned"


def test_drafts_that_nobody_handed_in_are_deleted_with_their_consents():
    old, new = make_contest(days=(-60, -31)), make_contest(days=(-60, -29))
    for contest in (old, new):
        make_entry(contest, state=Entry.State.DRAFT)
        make_entry(contest)
    call_command("forget_drafts")
    assert [Entry.objects.filter(contest=contest).count() for contest in (old, new)] == [1, 2]
    assert SubjectConsent.objects.count() == 3 and StoredFile.objects.count() == 3


def test_of_two_who_publish_results_one_does_and_the_other_is_told(desk, monkeypatch):
    contest, entry = published()
    other = make_user()
    Contest.objects.update(state="proposed", proposed_by=other, published_by=None)
    juror = seat(contest)
    for seated in (juror, seat(contest)):
        Mark.objects.create(entry=entry, juror=seated, total=70)
    client = desk()
    meanwhile(monkeypatch, results, "publish", lambda: results.publish(contest, by=make_user()))
    answer = desk_step(client, contest, "cong-bo")
    assert answer.status_code == 409 and "Đã công bố kết quả" in answer.text
    meanwhile(monkeypatch, results, "take_back", lambda: results.take_back(contest, by=other))
    assert desk_step(client, contest, "lay-lai").status_code == 409


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
    answer = step(client_for(draft.submitted_by), draft, "them-tep", tep=late)
    assert answer.status_code == 409 and "<li>Bài đã nộp, đã rút hoặc đã đủ tệp" in answer.text
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
