"""What may no longer change in a contest once schools and jurors rely on it, and who hears of a deadline."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from activities.models import Contest, ContestText, Entry, Mark
from tests.activities.contest_hands import desk_step, form_of
from tests.activities.contest_rows import make_contest, make_entry, seat
from tests.factories import make_locale
from tests.letters import delivered

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture
def save(desk):
    """`save(contest, **changed)`: the answer to the organiser's form."""
    client = desk()

    def send(contest, **changed):
        contest = Contest.objects.get(pk=contest.pk)
        return client.post(f"/admin/cuoc-thi/edit/{contest.pk}/", form_of(contest, **changed))

    return send


def test_formats_and_levels_with_entries_stay_and_the_others_may_go(save):
    contest = make_contest()
    make_entry(contest)
    withdrawn = make_entry(contest, format="poster", level="thpt", state=Entry.State.WITHDRAWN)
    assert (withdrawn.format, withdrawn.level) == ("poster", "thpt")
    wrong = save(contest, formats=["poster"], **{"levels-0-DELETE": "on"})
    assert "Đã có bài dự thi “Truyện tranh”" in wrong.text and "Đã có bài dự thi ở bảng “THCS”" in wrong.text
    assert set(contest.levels.values_list("level", flat=True)) == {"thcs", "thpt"}
    assert save(contest, formats=["truyen-tranh"], **{"levels-1-DELETE": "on"}).status_code == 302
    contest.refresh_from_db()
    assert contest.formats == ["truyen-tranh"] and contest.levels.get().level == "thcs"


@pytest.mark.slow
def test_a_public_page_keeps_its_address_levels_and_a_sum_of_100(save):
    contest = make_contest()
    draft = make_contest(state=Contest.State.DRAFT)
    half = {"criteria-0-weight": 50}
    everything = {"levels-0-DELETE": "on", "levels-1-DELETE": "on"}
    assert "Tổng chưa bằng 100" in save(contest, **half).text and save(draft, **half).status_code == 302
    assert "Chưa có bảng nào" in save(contest, **everything).text and save(draft, **everything).status_code == 302
    assert "Chưa có lời đồng ý để ký" in save(contest, guardian_words="").text
    for item, slug in ((contest, contest.slug), (draft, "dia-chi-khac")):
        assert save(item, slug="dia-chi-khac").status_code == 302
        item.refresh_from_db()
        assert item.slug == slug
    assert save(contest, **half, **{"criteria-1-weight": 50}).status_code == 302


@pytest.mark.slow
def test_marks_fix_the_criteria_and_the_end_of_entries(save):
    contest = make_contest(days=(-20, -1))
    entry, juror = make_entry(contest), seat(contest)
    tomorrow = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%d %H:%M}"
    weights = {"criteria-0-weight": 50, "criteria-1-weight": 50}
    Mark.objects.create(entry=entry, juror=juror, total=None, recusal="Tôi dạy em này.")
    assert save(contest, closes_at=tomorrow, **weights).status_code == 302, "nobody has marked"
    Contest.objects.filter(pk=contest.pk).update(closes_at=timezone.now() - timedelta(days=1))
    Mark.objects.update(total=70, recusal="")
    again = {"criteria-0-weight": 60, "criteria-1-weight": 40}
    third = {"criteria-TOTAL_FORMS": 3, "criteria-2-name": "Mới", "criteria-2-weight": 0, "criteria-2-ORDER": 3}
    for changed in (again, third, {"criteria-0-DELETE": "on", "criteria-1-weight": 100}):
        assert "Giám khảo đã chấm theo các tiêu chí này" in save(contest, **changed).text, changed
    assert "không mở nhận bài lại" in save(contest, closes_at=tomorrow).text
    assert sorted(contest.criteria.values_list("weight", flat=True)) == [50, 50]
    assert save(contest, title="Tên đúng", **{"criteria-0-name": "Tên đúng"}).status_code == 302


@pytest.mark.slow
def test_words_that_somebody_has_signed_stay(save):
    contest = make_contest()
    text = ContestText.objects.create(contest=contest, locale=make_locale("km"), person_words="យល់ព្រម")
    assert save(contest, person_words="Em hiểu.", **{"texts-0-person_words": "ខ្ញុំ"}).status_code == 302
    make_entry(contest, state=Entry.State.DRAFT)
    for changed in (
        {"person_words": "Lời khác."},
        {"guardian_words": "Lời khác."},
        {"texts-0-person_words": "យល់ព្រម"},
        {"texts-0-DELETE": "on"},
    ):
        assert "Đã có tác giả ký lời đồng ý này" in save(contest, **changed).text, changed
    assert save(contest, **{"texts-0-guardian_words": "យល់ព្រម"}).status_code == 302, "a translation that was missing"
    text.refresh_from_db()
    assert (text.person_words, text.guardian_words) == ("ខ្ញុំ", "យល់ព្រម")


@pytest.mark.slow
def test_each_refusal_stands_at_what_is_to_be_mended(save):
    """The form has five tabs; a tab counts the faults that stand in it, and a button leads to the first."""
    contest = make_contest(days=(-20, -1))
    ContestText.objects.create(contest=contest, locale=make_locale("km"), person_words="យល់ព្រម")
    entry, juror = make_entry(contest), seat(contest)
    Mark.objects.create(entry=entry, juror=juror, total=70)
    for place, changed in {
        "criteria": {"criteria-0-weight": 50, "criteria-1-weight": 50},
        "levels": {"levels-0-DELETE": "on"},
        "texts": {"texts-0-person_words": "ខ្ញុំ"},
        "formats": {"formats": ["poster"]},
        "person_words": {"person_words": "Lời khác."},
        "guardian_words": {"guardian_words": ""},
        "closes_at": {"closes_at": f"{timezone.localtime() + timedelta(days=1):%Y-%m-%d %H:%M}"},
    }.items():
        response = save(contest, **changed)
        assert response.status_code == 200, changed
        form = response.context["form"]
        rows = [name for name, formset in form.formsets.items() if formset.non_form_errors()]
        assert {*form.errors, *rows} == {place}, changed


def test_who_has_an_entry_hears_of_a_new_deadline_once(save, django_capture_on_commit_callbacks):
    contest = make_contest()
    sent = make_entry(contest)
    draft = make_entry(contest, sent.organisation, state=Entry.State.DRAFT)
    Entry.objects.filter(pk=draft.pk).update(submitted_by=sent.submitted_by)
    other, withdrawn = make_entry(contest), make_entry(contest, state=Entry.State.WITHDRAWN)
    with django_capture_on_commit_callbacks(execute=True):
        assert save(contest, title="Chỉ đổi tên").status_code == 302
        assert save(contest, closes_at="2026-12-24 17:00").status_code == 302
    letters = [(letter.to[0], letter.subject) for letter in delivered()]
    senders = {sent.submitted_by.email, other.submitted_by.email}
    assert sorted(letters) == sorted((sender, "Ngày nhận bài mới: Chỉ đổi tên") for sender in senders)
    assert "24-12-2026,\xa017:00" in delivered()[0].body and withdrawn.submitted_by.email not in senders


def test_who_has_an_entry_hears_that_a_contest_is_closed_and_open_again(
    desk, client_for, django_capture_on_commit_callbacks
):
    contest = make_contest(state=Contest.State.DRAFT)

    def press(viec):
        delivered().clear()
        with django_capture_on_commit_callbacks(execute=True):
            assert desk_step(desk(), contest, viec).status_code == 302
        return sorted((letter.to[0], letter.subject) for letter in delivered())

    assert not press("hien"), "nobody has an entry yet"
    sent, draft = make_entry(contest), make_entry(contest, state=Entry.State.DRAFT)
    make_entry(contest, state=Entry.State.WITHDRAWN)
    senders = sorted([sent.submitted_by.email, draft.submitted_by.email])
    assert press("dong") == [(sender, f"Cuộc thi tạm dừng: {contest}") for sender in senders]
    assert "bạn nhận thư" in delivered()[0].body and "/bao-cao-vien/cuoc-thi/" in delivered()[0].body
    client = client_for(sent.submitted_by)
    assert sent.title in client.get("/bao-cao-vien/cuoc-thi/").text, "what the letter promises is there"
    assert client.get(f"/bao-cao-vien/cuoc-thi/bai/{sent.uuid}/").status_code == 200
    assert press("hien") == [(sender, f"Ngày nhận bài mới: {contest}") for sender in senders]


def test_a_draft_is_reminded_of_before_its_contest_closes(clock, django_capture_on_commit_callbacks):
    contest = make_contest(days=(-10, 3))
    draft = make_entry(contest, state=Entry.State.DRAFT)
    make_entry(contest)
    make_entry(make_contest(days=(-10, 3), state=Contest.State.DRAFT), state=Entry.State.DRAFT)
    for moment, letters in (("2026-11-18 10:00", 0), ("2026-11-19 10:00", 1), ("2026-11-20 10:00", 1)):
        clock.move_to(moment)
        with django_capture_on_commit_callbacks(execute=True):
            call_command("remind_events")
        assert len(delivered()) == letters, moment
    letter = delivered()[0]
    assert letter.to == [draft.submitted_by.email] and letter.subject == f"Bài {draft.code} chưa nộp"
    assert "còn là nháp" in letter.body and str(draft.uuid) in letter.body
