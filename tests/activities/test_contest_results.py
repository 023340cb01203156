"""Results of contests: proposed by one, published by another, taken back; who hears of what."""

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from activities.contests import addresses, results
from activities.models import Contest, Entry, Mark
from files.models import StoredFile, UploadSession
from media_library.models import SubjectConsent
from tests.activities.contest_hands import desk_step, published, step
from tests.activities.contest_rows import AUTHOR, ENTRY, make_contest, make_entry, seat
from tests.factories import make_user
from tests.letters import delivered
from tests.meanwhile import meanwhile
from users.roles import grant, sync_roles

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def test_results_that_are_taken_back_leave_the_edge_and_are_not_closed_by_the_way(client_for, desk, monkeypatch):
    purged = []
    monkeypatch.setattr(addresses, "purge_later", purged.extend)
    contest, _entry = published()
    visitor, office, at = client_for(), desk(), f"/vi/cuoc-thi/{contest.slug}/phong-tranh/"
    assert visitor.get(at).status_code == 200 and desk_step(office, contest, "dong").status_code == 409
    assert desk_step(office, contest, "lay-lai").status_code == 302
    assert visitor.get(at).status_code == 404 and {at, at.replace("/vi/", "/km/")} <= set(purged)


def test_the_senders_list_tells_the_result_once_it_is_published(client_for, desk):
    contest, entry = published()
    entry.prize = "nhat"
    entry.save(update_fields=["prize"])
    sender = client_for(entry.submitted_by)
    assert "Giải Nhất" in sender.get("/bao-cao-vien/cuoc-thi/").text
    assert desk_step(desk(), contest, "lay-lai").status_code == 302
    assert "Giải Nhất" not in sender.get("/bao-cao-vien/cuoc-thi/").text, "taken back: nothing is told any more"


def test_an_entry_is_left_out_with_a_reason_and_not_once_results_are_proposed(desk, django_capture_on_commit_callbacks):
    contest = make_contest(days=(-30, -1))
    entry, late = make_entry(contest, title="Bà & cháu", is_hung=True, prize="nhat"), make_entry(contest)
    client = desk()
    refused = desk_step(client, contest, "loai", ma=entry.code)
    assert refused.status_code == 422 and len(refused.context["problems"]) == 1
    assert client.get(f"/admin/cuoc-thi/{contest.pk}/bai/").context["problems"] == []
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


def test_an_entry_is_sent_back_mended_after_the_end_and_marked_on(
    client_for, clock, desk, django_capture_on_commit_callbacks
):
    """With its marks, so that its file stays; who is told, and where each side sees it; then it is too late."""
    contest = make_contest(days=(-30, -1))
    entry, other = make_entry(contest, prize="nhat", is_hung=True), make_entry(contest)
    juror = seat(contest)
    Mark.objects.create(entry=entry, juror=juror, total=70)
    office, sender, at = desk(), client_for(entry.submitted_by), f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/"
    author, file = entry.authors.get(), entry.files.get()
    assert desk_step(office, contest, "tra-lai", ma=entry.code).status_code == 422, "without a reason"
    with django_capture_on_commit_callbacks(execute=True):
        assert desk_step(office, contest, "tra-lai", ma=entry.code, note="Biệt danh là tên thật.").status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.prize, entry.is_hung) == ("draft", "", False)
    assert [letter.to for letter in delivered()] == [[entry.submitted_by.email]]
    assert "23-11-2026" in delivered()[0].body and "Biệt danh là tên thật." in delivered()[0].body
    for page in (sender.get(at), sender.get("/bao-cao-vien/cuoc-thi/")):
        assert "sửa" in page.text and "23-11-2026" in page.text
    assert entry.code in office.get(f"/admin/cuoc-thi/{contest.pk}/bai/").text
    assert step(sender, entry, "bo-tep", tep=str(file.uuid)).status_code == 409
    assert step(sender, entry, "them-tep").status_code == 409 and 'value="them-tep"' not in sender.get(at).text
    step(sender, entry, "bo-tac-gia", **{"tac-gia": author.pk})
    step(sender, entry, "them-tac-gia", **AUTHOR | {"subject": "Gió"})
    entry.authors.get().consent.files.set([file.stored])
    with django_capture_on_commit_callbacks(execute=True):
        assert step(sender, entry, "nop").status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.office_note, entry.mend_until, entry.marks.count()) == ("submitted", "", None, 1)
    assert "đã sửa và nộp lại" in delivered()[-2].body, "the organiser who had asked for it"
    desk_step(office, contest, "tra-lai", ma=other.code, note="Ảnh mờ.")
    late = client_for(other.submitted_by)
    assert step(late, other, "bo-tep", tep=str(other.files.get().uuid)).status_code == 302, "nobody has marked it"
    clock.move_to("2026-11-23 09:01")
    assert step(late, other, "ghi", **ENTRY).status_code == 409
    assert "hết hạn sửa" in late.get(f"/bao-cao-vien/cuoc-thi/bai/{other.uuid}/").text
    Contest.objects.update(state="proposed")
    assert desk_step(office, contest, "tra-lai", ma=entry.code, note="Muộn").status_code == 409


def test_a_school_hears_why_the_organiser_withdraws_its_entry(desk, client_for, django_capture_on_commit_callbacks):
    contest, entry = published()
    office, sender = desk(), client_for(entry.submitted_by)
    assert desk_step(office, contest, "rut", ma=entry.code).status_code == 422
    entry.refresh_from_db()
    assert entry.state == "shortlisted"
    with django_capture_on_commit_callbacks(execute=True):
        assert desk_step(office, contest, "rut", ma=entry.code, note="Mẹ em gọi điện.").status_code == 302
    (letter,) = delivered()
    assert letter.to == [entry.submitted_by.email] and "Mẹ em gọi điện." in letter.body
    assert "Mẹ em gọi điện." in sender.get(f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/").text


def test_organisers_hear_of_a_published_work_that_is_withdrawn_and_of_no_other(
    client_for, django_capture_on_commit_callbacks
):
    contest, entry = published()
    other = make_entry(contest)
    people = make_user("moi@so.example"), make_user("hai@so.example")
    Contest.objects.update(proposed_by=people[0], published_by=people[1])
    for withdrawn in (other, entry):
        with django_capture_on_commit_callbacks(execute=True):
            step(client_for(withdrawn.submitted_by), withdrawn, "rut", chac="1")
    assert sorted(letter.to[0] for letter in delivered()) == ["hai@so.example", "moi@so.example"]
    assert all(entry.code in letter.body for letter in delivered())


def test_who_publishes_in_english_writes_to_schools_in_vietnamese(client_for, django_capture_on_commit_callbacks):
    sync_roles()
    contest, entry = published()
    for juror in (seat(contest), seat(contest)):
        Mark.objects.create(entry=entry, juror=juror, total=70)
    first, second = make_user(), make_user()
    for person in (first, second):
        grant(person, "education")
        UserProfile.objects.create(user=person, preferred_language="en")
    desk_step(client_for(first), contest, "lay-lai")
    desk_step(client_for(first), contest, "chon", **{"bai": entry.code, f"giai-{entry.code}": "nhat"})
    assert desk_step(client_for(first), contest, "trinh").status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        assert desk_step(client_for(second), contest, "cong-bo").status_code == 302
    (letter,) = (letter for letter in delivered() if letter.to == [entry.submitted_by.email])
    assert "Giải Nhất" in letter.body and "First prize" not in letter.body


@pytest.mark.parametrize("has_colleague", [True, False])
def test_the_second_person_hears_that_results_wait(client_for, django_capture_on_commit_callbacks, has_colleague):
    """Of the own body; where there is nobody else, whoever runs every contest."""
    sync_roles()
    first, colleague, office, women = (make_user() for _person in range(4))
    grants = {first: "youth_union", office: "standing_office", women: "womens_union"}
    for person, role in (grants | ({colleague: "youth_union"} if has_colleague else {})).items():
        grant(person, role)
    contest = make_contest(days=(-30, -1), started_by=first)
    entry = make_entry(contest, state=Entry.State.SHORTLISTED, prize="nhat", is_hung=True)
    for juror in (seat(contest), seat(contest)):
        Mark.objects.create(entry=entry, juror=juror, total=70)
    with django_capture_on_commit_callbacks(execute=True):
        assert desk_step(client_for(first), contest, "trinh").status_code == 302
    (letter,) = delivered()
    assert letter.to == [(colleague if has_colleague else office).email]
    assert contest.title in letter.subject and f"/admin/cuoc-thi/{contest.pk}/bai/" in letter.body
    second = colleague if has_colleague else office
    homes = {person: contest.title in client_for(person).get("/admin/").text for person in (first, second, women)}
    assert homes == {first: False, second: True, women: False}


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
        bodies = [letter.body for letter in delivered() if letter.to == [entry.submitted_by.email]]
    assert len(bodies) == 2 and "Giải Nhất" in bodies[0] and "Giải Nhì" in bodies[1]


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
    inactive_user = make_user(is_active=False)
    assert desk_step(office, other, "ghe", thu=inactive_user.email).status_code == 422
    assert desk_step(office, other, "bo-ghe", ghe=juror.pk).status_code == 302 and not other.jury.exists()


@pytest.mark.slow
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
        choice = {"bai": entry.code, f"giai-{entry.code}": prize} if prize is not None else {"bai": entry.code}
        desk_step(first, contest, "chon", **choice)
        assert desk_step(first, contest, "trinh").status_code == 302
        with django_capture_on_commit_callbacks(execute=sent):
            assert desk_step(second, contest, "cong-bo").status_code == 302
        to = [entry.submitted_by.email]
        return [letter.body for letter in delivered() if letter.to == to] if sent else []

    for number, (prize, words) in enumerate(
        [("nhat", "Nhất"), ("nhi", "Nhì"), ("nhat", "Nhất"), (None, "không còn"), (None, "không còn"), ("nhi", "Nhì")]
    ):
        bodies = announce(prize)
        assert words in bodies[-1] and len(bodies) == number + 1 - (number > 3), prize
    announce("nhat", sent=False)
    assert ["Khuyến khích" in body or "Nhất" in body for body in announce("khuyen-khich")[5:]] == [True]
    assert "Khuyến khích" in delivered()[-1].body
    (letter,) = (letter for letter in delivered() if letter.to == [never.submitted_by.email])
    assert "chưa được treo lần này" in letter.body, "who won nothing hears it, once"
    assert sum(letter.to == [other.submitted_by.email] for letter in delivered()) == 1


def test_gates_stop_results_in_words(desk):
    contest = make_contest(days=(-30, -1), state=Contest.State.PUBLIC)
    entry = make_entry(contest, state=Entry.State.SHORTLISTED, prize="nhat", is_hung=True, alt="", about="0912 345 678")
    SubjectConsent.objects.update(representative_agreed=False)
    StoredFile.objects.update(state="received")
    response = desk_step(desk(), contest, "trinh")
    assert response.status_code == 422
    for words in ("Thiếu sự đồng ý", "lời tả", "chưa quét", "chưa đủ phiếu", "số điện thoại"):
        assert words in response.text, words
    contest.refresh_from_db()
    assert contest.state == "public" and entry.is_hung
    office, consent = desk(), SubjectConsent.objects.get()
    Mark.objects.create(entry=entry, juror=seat(contest), total=70)
    Mark.objects.create(entry=entry, juror=seat(contest), recusal="Tôi dạy em này")
    Entry.objects.update(about="", title="Gọi 0912 345 678")
    response = desk_step(office, contest, "trinh").text
    assert "số điện thoại" in response and "chưa đủ phiếu" in response, "a recusal is no mark"
    Entry.objects.update(title="Bà", prize="")
    SubjectConsent.objects.update(subject="0912 345 678")
    response = desk_step(office, contest, "trinh").text
    assert "số điện thoại" in response and "Chưa có bài nào được giải" in response and consent.subject not in response


def test_what_came_after_the_proposal_stops_the_second_person(desk):
    contest, entry = published()
    Contest.objects.update(state="proposed", proposed_by=make_user(), published_by=None)
    for juror in (seat(contest), seat(contest)):
        Mark.objects.create(entry=entry, juror=juror, total=70)
    SubjectConsent.objects.update(representative_agreed=False)
    client = desk()
    response = desk_step(client, contest, "cong-bo")
    assert response.status_code == 422 and "Thiếu sự đồng ý" in response.text
    contest.refresh_from_db()
    assert contest.state == "proposed"
    SubjectConsent.objects.update(representative_agreed=True)
    assert desk_step(client, contest, "cong-bo").status_code == 302


def test_a_work_is_taken_back_while_entries_are_taken_and_chosen_after(client_for, desk, clock):
    contest = make_contest()
    entry = make_entry(contest)
    school, choice = client_for(entry.submitted_by), {"bai": entry.code, f"giai-{entry.code}": "nhat"}
    assert desk_step(desk(), contest, "chon", **choice).status_code == 409
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
    assert desk_step(desk(), contest, "chon", **choice).status_code == 302
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


def test_of_two_who_publish_results_one_does_and_the_other_is_told(desk, monkeypatch):
    contest, entry = published()
    other = make_user()
    Contest.objects.update(state="proposed", proposed_by=other, published_by=None)
    juror = seat(contest)
    for seated in (juror, seat(contest)):
        Mark.objects.create(entry=entry, juror=seated, total=70)
    client = desk()
    meanwhile(monkeypatch, results, "publish", lambda: results.publish(contest, by=make_user()))
    response = desk_step(client, contest, "cong-bo")
    assert response.status_code == 409 and "Đã công bố kết quả" in response.text
    meanwhile(monkeypatch, results, "take_back", lambda: results.take_back(contest, by=other))
    assert desk_step(client, contest, "lay-lai").status_code == 409
