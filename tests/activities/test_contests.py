"""Contests: from the school to the winners' page; what a gallery shows, in which language, and who may set one up."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from activities.contests import copies
from activities.models import Contest, ContestText, Entry, EntryFile
from files.models import StoredFile
from media_library.models import SubjectConsent
from tests.activities.contest_hands import desk_step, published, school_client, step, words_of
from tests.activities.contest_rows import AUTHOR, COMMENT, ENTRY, make_contest, make_entry, marks, seat
from tests.factories import make_locale, make_organisation, make_user, picture_bytes
from tests.letters import delivered
from tests.schools.test_at_once import while_open
from users.roles import grant, sync_roles

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.mark.slow
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
    assert "Hai phiếu lệch nhau 30 điểm." in first.get(f"/admin/cuoc-thi/{contest.pk}/bai/").text
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
    text = client_for().get(gallery).text
    for words in ("Giải Nhất", "Tin nhắn của bà", "Mực Tím"):
        assert words in text, words
    assert "Trường A" not in text and "75" not in words_of(text), "neither the school nor the mean"
    assert COMMENT in school.get(f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/").text, "the comments of the jury"
    pdf = school.get(f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/giay.pdf")
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF")
    for code in (entry.code, entry.code.lower()):
        proof = client_for().get(f"/giay-cuoc-thi/{code}/", follow=True).text
        assert "Giải Nhất" in proof and "Mực Tím" not in proof


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


def test_a_consent_that_ends_takes_the_work_off_the_gallery_at_once(client_for):
    contest, entry = published()
    _contest, other = published(title="Chung một cây dù")
    visitor, at = client_for(), f"/vi/cuoc-thi/{contest.slug}/phong-tranh/{entry.code}/"
    assert visitor.get(at).status_code == 200
    SubjectConsent.objects.filter(authorship__entry=entry).update(representative_agreed=False)
    assert visitor.get(at).status_code == 404
    assert visitor.get(f"/vi/giay-cuoc-thi/{entry.code}/").status_code == 404
    assert visitor.get(f"/vi/cuoc-thi/{other.contest.slug}/phong-tranh/{other.code}/").status_code == 200


def test_winners_come_by_prize_and_the_gallery_has_each_work_once(client_for):
    contest, first = published(level="thpt")
    mention, second = (make_entry(contest, state=Entry.State.SHORTLISTED, is_hung=True, prize=prize, format="poster")
                       for prize in ("", "nhi"))  # fmt: skip
    visitor, at = client_for(), f"/vi/cuoc-thi/{contest.slug}/phong-tranh/"
    context = visitor.get(at).context
    assert context["winners"] == [first, second] and list(context["page_obj"]) == [mention] and context["total"] == 3
    poster_context = visitor.get(f"{at}?dang=poster").context
    assert poster_context["winners"] == [second] and list(poster_context["page_obj"]) == [mention]
    assert visitor.get(f"/vi/giay-cuoc-thi/{mention.code}/").status_code == 404, "a paper for winners alone"
    comics = make_contest("Chỉ truyện tranh", formats=["truyen-tranh"])
    listed = visitor.get("/vi/cuoc-thi/").context["groups"]
    assert [contests for _phase, _name, contests in listed] == [[comics], [contest]]
    assert [group[-1] for group in visitor.get("/vi/cuoc-thi/?dang=poster").context["groups"]] == [[contest]]


def test_a_contest_speaks_the_reader_s_language_where_it_has_words(client_for):
    contest = make_contest("Vẽ ở trường")
    for language, title in (("km", "គូរនៅសាលា"), ("en", "")):
        ContestText.objects.create(contest=contest, locale=make_locale(language), title=title)
    pages = {code: client_for().get(f"/{code}/cuoc-thi/{contest.slug}/").text for code in ("vi", "km", "en")}
    assert [("គូរនៅសាលា" in page, "Vẽ ở trường" in page) for page in pages.values()] == [
        (False, True), (True, False), (False, True)
    ]  # fmt: skip


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
    public_contest, work = published(title=bad, about=bad, alt=bad, tools=bad, office_note=bad)
    work.authors.get().consent.files.clear()
    SubjectConsent.objects.filter(authorship__entry=work).update(subject=bad)
    juror = seat(public_contest)
    at = f"/vi/cuoc-thi/{public_contest.slug}/phong-tranh/"
    for page in (at, f"{at}{work.code}/", f"/vi/giay-cuoc-thi/{work.code}/"):
        text = client_for().get(page).text
        assert bad not in text and "&lt;script&gt;" in text, page
    assert bad not in client_for(juror.user).get(f"/bao-cao-vien/giam-khao/{public_contest.slug}/bai/{work.code}/").text


def test_a_page_without_levels_and_a_template_are_not_opened(desk):
    bare, template = make_contest(state="draft"), make_contest(state="draft", is_template=True)
    bare.levels.all().delete()
    client = desk()
    assert desk_step(client, bare, "hien").status_code == 422 and desk_step(client, template, "hien").status_code == 409
    unsigned, light = make_contest(state="draft"), make_contest(state="draft")
    Contest.objects.filter(pk=unsigned.pk).update(guardian_words="")
    light.criteria.filter(weight=60).update(weight=50)
    for wrong in (unsigned, light):
        assert desk_step(client, wrong, "hien").status_code == 422
    assert set(Contest.objects.values_list("state", flat=True)) == {"draft"}
    Contest.objects.filter(pk=light.pk).update(takes_entries=False)
    assert desk_step(client, light, "hien").status_code == 302, "the school marks on paper"


@pytest.mark.slow
def test_each_body_runs_its_own_contests(desk, client_for):
    sync_roles()
    union, women = desk("youth_union"), desk("womens_union")
    owner = make_user()
    grant(owner, "youth_union")
    contest = make_contest(started_by=owner)
    at = f"/admin/cuoc-thi/{contest.pk}/bai/"
    edit = f"/admin/cuoc-thi/edit/{contest.pk}/"
    paths = [f"/admin/cuoc-thi/{name}/{contest.pk}/" for name in ("history", "history-results", "usage")]
    for path in (at, f"{at}bang-diem.xlsx", edit, *paths):
        assert [client.get(path).status_code for client in (union, women, desk())] == [200, 404, 200], path
    assert (
        contest.title in union.get("/admin/cuoc-thi/").text and contest.title not in women.get("/admin/cuoc-thi/").text
    )
    form = {"title": contest.title, "slug": contest.slug, "formats": ["poster"], "opens_at": "20-11-2026 08:00"}
    assert "Ngày đóng phải sau ngày mở." in union.post(edit, form | {"closes_at": "19-11-2026 08:00"}).text
    assert "Ngày đóng phải sau ngày mở." not in union.post(edit, form | {"closes_at": "21-11-2026 08:00"}).text
    assert desk_step(women, contest, "dong").status_code == 404
    assert client_for(make_user()).get(at).status_code in {302, 403}


def test_a_contest_stays_with_the_body_that_began_it_when_its_maker_moves(desk, client_for):
    union, women, moved = desk("youth_union"), desk("womens_union"), make_user()
    grant(moved, "womens_union")
    began = client_for(moved)
    groups = ("levels", "rounds", "criteria", "texts")
    rows = {f"{name}-{count}_FORMS": 0 for name in groups for count in ("TOTAL", "INITIAL")}
    form = {"title": "Thi vẽ", "slug": "thi-ve", "formats": ["poster"], "opens_at": "20-11-2026 08:00"}
    assert began.post("/admin/cuoc-thi/new/", form | rows | {"closes_at": "21-11-2026 08:00"}).status_code == 302
    at = f"/admin/cuoc-thi/{Contest.objects.get(slug='thi-ve').pk}/bai/"
    assert [client.get(at).status_code for client in (began, women, union)] == [200, 200, 404]
    moved.groups.clear()
    grant(moved, "youth_union")
    assert [client.get(at).status_code for client in (began, women, union)] == [404, 200, 404]
    moved.groups.clear()
    assert began.get(at).status_code in {302, 403}


def test_a_school_copies_a_template_keeps_it_closed_and_asks_for_a_page(client_for, desk, monkeypatch):
    template = make_contest("Mẫu thi vẽ", is_template=True, state=Contest.State.DRAFT)
    school, other = school_client(client_for), school_client(client_for, "Trường B")
    monkeypatch.setattr(copies, "MAX_OWN", 1)
    more = make_contest("Mẫu thi viết", is_template=True, state=Contest.State.DRAFT)
    copied = [
        school.post("/bao-cao-vien/cuoc-thi/cua-truong/", {"mau": slug}).status_code
        for slug in (make_contest().slug, template.slug, more.slug)
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


@pytest.mark.django_db(transaction=True)
def test_two_accounts_of_a_school_take_a_step_of_its_own_contest_at_once(client_for):
    """Who saves words does not take the request for a page back, and what is deleted is gone for both."""
    host = make_organisation("Trường A")
    own = make_contest(host=host, state=Contest.State.DRAFT)
    first, other = (client_for(make_user(organisation=host)) for _account in range(2))
    at = f"/bao-cao-vien/cuoc-thi/cua-truong/{own.uuid}/"
    words = {"title": "Vẽ ở trường em", "opens_at": "2026-11-20T08:00", "closes_at": "2026-12-19T08:00"}
    asked, saved = while_open(lambda: first.post(at, {"viec": "xin-hien"}), lambda: other.post(at, words))
    own.refresh_from_db()
    assert (asked.status_code, saved.status_code) == (302, 409)
    assert own.state == Contest.State.ASKED and own.title != words["title"]
    first.post(at, {"viec": "dong"})
    deleted, late = while_open(lambda: first.post(at, {"viec": "xoa"}), lambda: other.post(at, {"viec": "xin-hien"}))
    assert (deleted.status_code, late.status_code) == (302, 404) and not Contest.objects.exists()


def test_the_list_says_when_entries_begin_or_ended(client_for):
    for title, days in (("Còn lâu", (5, 9)), ("Đang mở", (-5, 9)), ("Đã đóng", (-9, -1))):
        make_contest(title, days=days)
    page = client_for().get("/vi/cuoc-thi/").text
    expected = ("Nhận bài đến 27-11-2026", "Nhận bài từ 23-11-2026", "Hết nhận bài ngày 17-11-2026")
    assert all(words in page for words in expected) and page.count("Nhận bài đến") == 1
