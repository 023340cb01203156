"""who_is_told.csv: for each kind of letter the event, who gets it, and where it waits for them.

`first_page`: the page that opens first for the recipient and lists what waits ("link": the letter has a link and the
recipient no account; empty: nobody has to do anything). A new purpose without a row fails, and so does a row without a
scenario: in SCENARIOS, where a first page has to show its words, or in a walk of whole_walks.py. Each compares the
whole list of recipients and watches the language of the letters.
"""

import csv
import inspect
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.backends.django import Template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from activities.contests import letters as contest_letters
from activities.models import Contest, Entry, Mark, Speaker, SpeakerRequest
from articles import publication
from articles.admin.takedowns import returns
from articles.editorial.permissions import sync_page_rights
from articles.models import ArticlePage, TakeDown
from home.front_desk import letters as front_letters
from home.models import FrontArrangement, HomePage
from media_library.review.mail import notify_approvers
from notifications.models import Letter
from notifications.purposes import PURPOSES
from partners.mail import newsroom as partner_letters
from partners.models import Submission
from partners.workflow import transitions as partner_steps
from reporting.models import Task
from reporting.tasks import letters as task_letters
from reporting.tasks import steps as task_steps
from schools.claims import transitions as claims
from schools.mail import mail_returned
from schools.models import ChecklistItem, Claim, PrintOrder
from tests import two_outlets_world
from tests.activities.contest_hands import desk_step, step
from tests.activities.contest_rows import make_contest, make_entry, seat
from tests.activities.test_challenge import decide as decide_clip
from tests.activities.test_challenge import make_challenge, send
from tests.activities.test_event_registration import make_event
from tests.activities.test_requests import ASKED, DAY
from tests.articles.newsroom_forms import SAPO, act, edit, write
from tests.articles.test_small_mend import MENDED, decide, published
from tests.factories import make_article, make_asset, make_home, make_locale, make_organisation, make_user
from tests.notifications.whole_walks import WALKS, account
from tests.partners.pieces import make_kol, make_partner
from tests.schools.print_rows import make_order, make_run
from tests.schools.register import make_member, make_reviewer, make_season, make_unit
from tests.translations.test_translation_gates import translated_by
from translations.models import TranslationAssignment
from translations.publish import start as start_translation
from users.roles import grant, sync_roles

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
TABLE = Path(__file__).with_name("who_is_told.csv")


def rows():
    """{purpose: row} of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("purpose"): row for row in csv.DictReader(file)}


@pytest.fixture
def newsroom(db, settings):
    """People of two outlets; letters of Django and Wagtail go to the outbox, too, as in the product."""
    settings.MAILERS = settings.MAILERS | {"default": {"BACKEND": "notifications.mailer.OutboxBackend"}}
    return two_outlets_world.things()


def a_step_of_the_workflow(client_for, newsroom):
    write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    return [newsroom["editor"], newsroom["secretary"]], "Cúp máy trước, nghĩ sau"


def a_returned_story(client_for, newsroom):
    page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    client_for(newsroom["reporter"]).post(reverse("newsroom:withdraw", args=[page.pk]))
    edit(client_for(newsroom["secretary"]), page, **{"action-submit": "1"})  # a colleague hands it in
    act(client_for(newsroom["editor"]), page, "reject", comment="Thiếu nguồn.")
    return newsroom["reporter"], page.title


def an_assignment(client_for, newsroom):
    day = timezone.localtime() + timedelta(days=2)
    data = {"title": "Ba bến phà", "section": newsroom["section"].pk, "genre": "tin", "note": "500 tiếng."}
    data |= {"writer": newsroom["reporter"].pk, "due_at": f"{day - timedelta(hours=5):%Y-%m-%d %H:%M}"}
    data |= {"planned_for": f"{day:%Y-%m-%d %H:%M}"}
    client_for(newsroom["secretary"]).post("/admin/toa-soan/lich/them/", data)
    return newsroom["reporter"], "Ba bến phà"


def a_small_mend(client_for, newsroom):
    page, chief = published(newsroom, client_for), client_for(newsroom["chief"])
    edit(chief, page, sapo=MENDED)
    decide(chief, page, "ask")
    return [newsroom[name] for name in ("editor", "secretary", "chief2")], "Sửa nhỏ chờ bạn xác nhận"


def the_return_of_a_story(client_for, newsroom):
    page = make_article("Bài đã gỡ", section=newsroom["section"], sapo=SAPO, owner=newsroom["reporter"])
    publication.take_down(page, TakeDown(reason="sai-su-that"), newsroom["chief"])
    returns.ask(ArticlePage.objects.get(pk=page.pk), "Đã bỏ tên và lớp của em ấy.", newsroom["secretary"])
    Letter.objects.filter(recipient=newsroom["reporter"].email).delete()  # who wrote it heard that it was taken down
    return [newsroom["chief"], newsroom["chief2"]], page.title


def a_corrected_source(client_for, newsroom):
    make_home("km")
    sync_page_rights()
    translator = account("translator_km")
    page = make_article("Bài gốc", section=newsroom["section"], sapo=SAPO, owner=newsroom["reporter"])
    twin = page.copy_for_translation(make_locale("km"), copy_parents=True)
    twin.owner = translator
    twin.save_revision().publish(skip_permission_checks=True)
    page.corrections.create(text="Có 14 trường.", created_by=newsroom["editor"])
    page.save_revision().publish(skip_permission_checks=True)
    return translator, page.title


def a_submitted_translation(client_for, newsroom):
    make_home("km")
    sync_page_rights()
    translator, admin = account("translator_km"), make_user(is_superuser=True)
    page = make_article("Bài gốc", section=newsroom["section"], sapo=SAPO, owner=newsroom["reporter"])
    twin = start_translation(page, make_locale("km"), admin)
    sync_page_rights()
    translated_by(page, translator)
    client_for(translator).post(reverse("wagtailadmin_pages:edit", args=[twin.pk]), {"action": "xong"})
    return [newsroom["chief"], newsroom["chief2"]], page.title


def a_returned_translation(client_for, newsroom):
    _chiefs, title = a_submitted_translation(client_for, newsroom)
    page, reason = ArticlePage.objects.get(title=title, locale__language_code="vi"), "Câu đầu dịch ngược nghĩa."
    client_for(newsroom["chief"]).post(reverse("languages_return", args=[page.pk, "km"]), {"reason": reason})
    return TranslationAssignment.objects.get().submitted_by, reason


def an_arrangement(client_for, newsroom):
    page = HomePage.objects.get(locale__language_code="vi")
    FrontArrangement.objects.create(page=page, made_by=newsroom["secretary"], state=FrontArrangement.State.WAITING)
    front_letters.ask(page, newsroom["secretary"], 1)
    return [newsroom["chief"], newsroom["chief2"]], f"/admin/trang-nhat/{page.pk}/"


def a_version_in_review(client_for, newsroom):
    version = make_asset("P-A3-70", released=False).versions.get()
    version.submitted_at, version.submitted_by = timezone.now(), newsroom["editor"]
    version.save()
    library = account("library_editor")
    notify_approvers(version, by=newsroom["editor"])
    return library, version.asset.name


def a_request(client_for, newsroom):
    office = account("standing_office")
    client_for(make_member(make_unit())).post("/bao-cao-vien/moi/", ASKED)
    return office, ASKED["topic"]


def an_offer(client_for, newsroom):
    office, member = account("standing_office"), make_member(make_unit())
    client_for(member).post("/bao-cao-vien/moi/", ASKED)
    speaker = Speaker.objects.create(name="Anh Tư", field="officer", email="tu@congan.example")
    data = {"viec": "de-nghi", "speaker": speaker.pk, "planned_at": f"{DAY:%Y-%m-%d} 08:00"}
    client_for(office).post(f"/admin/bao-cao-vien/yeu-cau/{SpeakerRequest.objects.get().pk}/", data)
    return member, ASKED["topic"]


def an_entry_to_mend(client_for, newsroom):
    contest, member = make_contest(), make_member(make_unit())
    entry = make_entry(contest, member.organisation, title="Tin của bà")
    Entry.objects.filter(pk=entry.pk).update(submitted_by=member)
    desk_step(client_for(account("education")), contest, "tra-lai", ma=entry.code, note="Biệt danh là tên thật.")
    return member, "Tin của bà"


def proposed_results(client_for, newsroom):
    first, second = account("youth_union"), account("youth_union")
    contest = make_contest(days=(-30, -1), started_by=first)
    entry = make_entry(contest, state=Entry.State.SHORTLISTED, prize="nhat", is_hung=True)
    for juror in (seat(contest), seat(contest)):
        Mark.objects.create(entry=entry, juror=juror, total=70)
    desk_step(client_for(first), contest, "trinh")
    return second, contest.title


def a_school_that_asks(client_for, newsroom):
    office, member = account("education"), make_member(make_unit())
    contest = make_contest("Vẽ về bà", host=member.organisation, state="draft")
    client_for(member).post(f"/bao-cao-vien/cuoc-thi/cua-truong/{contest.uuid}/", {"viec": "xin-hien"})
    return office, "Vẽ về bà"


def mended(client_for, contest, by):
    entry = make_entry(contest)
    desk_step(client_for(by), contest, "tra-lai", ma=entry.code, note="Biệt danh là tên thật.")
    step(client_for(entry.submitted_by), entry, "nop")
    return entry.title


def a_mended_entry(client_for, newsroom):
    """All of the contest's body hear, and the office that sent it back; no other body, no colleague of the office."""
    first, second, office = account("youth_union"), account("youth_union"), account("education")
    account("womens_union"), account("education"), account("youth_union", is_active=False)
    return [first, second, office], mended(client_for, make_contest(started_by=first), office)


def a_mended_entry_of_a_contest_without_a_body(client_for, newsroom):
    starter, office = account("youth_union"), account("education")
    account("youth_union")
    return [starter, office], mended(client_for, make_contest(started_by=starter, bodies=[]), office)


def a_clip_for_a_challenge(client_for, newsroom):
    page, member = make_challenge(section=newsroom["section"]), make_member(make_unit())
    send(client_for(member), page)
    return [newsroom["chief"], newsroom["chief2"]], "Lớp tụi mình nói với ba mẹ"


def an_order_of_copies(client_for, newsroom):
    office, member = account("education"), make_member(make_unit())
    client_for(member).post("/truong/ban-in/", {"ban": str(make_run().uuid), "copies": "5"})
    return office, PrintOrder.objects.get().run.label


def works_to_mark(client_for, newsroom):
    contest = make_contest(days=(-30, -1))
    make_entry(contest)
    juror = seat(contest)
    sync_roles()
    grant(juror.user, "library_editor")
    contest_letters.seated(juror)
    return juror.user, contest.title


def sent_piece(**fields):
    now = timezone.now()
    values = {"title": "Ba giây trước khi bấm", "state": Submission.State.SENT, "sent_at": now, "due_at": now}
    partner = make_partner()
    return make_kol(partner), Submission.objects.create(partner=partner, **values | fields)


def a_question(client_for, newsroom):
    desk = account("kol_desk")
    kol, piece = sent_piece()
    partner_steps.ask(piece, "Bài đã tới chưa ạ?", by=kol)
    return desk, piece.title


def a_late_reply(client_for, newsroom):
    desk = account("kol_desk")
    _kol, piece = sent_piece()
    partner_letters.notify_of_late_answer(piece)
    return desk, piece.title


def a_piece_to_change(client_for, newsroom):
    desk = account("kol_desk")
    kol, piece = sent_piece()
    partner_steps.decide(piece, Submission.State.CHANGES, by=desk, note="Bạn thêm phụ đề.")
    return kol, piece.title


def a_returned_claim(client_for, newsroom):
    season, unit = make_season(), make_unit()
    member, item = make_member(unit), ChecklistItem.objects.get(season=season, code="C01")
    claim = Claim.objects.create(unit=unit, item=item, state="declared", declared_at=timezone.now())
    note = "Liên kết không mở được."
    _batch, returned = claims.decide([claim], "returned", by=make_reviewer(), note=note)
    mail_returned(returned, note)
    return member, "Liên kết không mở được."


def sent_entry(**fields):
    entry = make_entry(make_contest(), **fields)
    return entry, entry.contest, entry.submitted_by


def an_entry(client_for, newsroom):
    entry, _contest, sender = sent_entry(state=Entry.State.DRAFT)
    step(client_for(sender), entry, "nop")
    return sender, ""


def an_entry_left_out(client_for, newsroom):
    entry, contest, sender = sent_entry()
    desk_step(client_for(account("education")), contest, "loai", ma=entry.code, note="Nộp hai lần.")
    return sender, ""


def an_entry_taken_out(client_for, newsroom):
    entry, contest, sender = sent_entry()
    desk_step(client_for(account("education")), contest, "rut", ma=entry.code, note="Gia đình gọi.")
    return sender, ""


def a_closed_contest(client_for, newsroom):
    _entry, contest, sender = sent_entry()
    desk_step(client_for(account("education")), contest, "dong")
    return sender, ""


def published_results(client_for, newsroom):
    second, title = proposed_results(client_for, newsroom)
    contest = Contest.objects.get(title=title)
    other = make_entry(contest)
    desk_step(client_for(second), contest, "cong-bo")
    return [*(entry.submitted_by for entry in contest.entries.exclude(pk=other.pk)), other.submitted_by], ""


def a_withdrawn_work(client_for, newsroom):
    published_results(client_for, newsroom)
    entry = Entry.objects.get(is_hung=True)
    step(client_for(entry.submitted_by), entry, "rut", chac="1")
    return [entry.contest.proposed_by, entry.contest.published_by], ""


def an_opened_contest(client_for, newsroom):
    member = make_member(make_unit())
    contest = make_contest("Vẽ về bà", host=member.organisation, state="asked", takes_entries=False)
    desk_step(client_for(account("education")), contest, "hien")
    return member, ""


def a_declined_clip(client_for, newsroom):
    page, member = make_challenge(section=newsroom["section"]), make_member(make_unit())
    send(client_for(member), page)
    decide_clip(client_for(newsroom["chief"]), page, "khong", reason="Lộ tên lớp.")
    return member, ""


def agreed_copies(client_for, newsroom):
    order = make_order(make_run(), make_unit())
    member = make_member(order.unit)
    data = {"don": str(order.uuid), "quyet": "nhan", "so": "5", "note": ""}
    client_for(account("education")).post("/admin/truong-hoc/ban-in/", data)
    return member, ""


def places_at_an_event(client_for, newsroom):
    member = make_member(make_unit())
    client_for(member).post(f"/bao-cao-vien/su-kien/{make_event().uuid}/", {"seats": "2"})
    return member, ""


def people_of_a_task(**fields):
    """The accounts of the office, that of the body, and its task."""
    office = make_organisation("Cơ quan thường trực", "office")
    people = [account("standing_office", organisation=office) for _ in range(2)]
    owner = account("education", organisation=make_organisation("Sở thử", "authority"))
    account("education", organisation=make_organisation("Sở khác", "authority"))
    make_user(organisation=owner.organisation)  # without the right to report
    fields = {"title": "Treo tờ rơi", "due_on": timezone.localdate(), "season": make_season()} | fields
    (task,) = task_steps.give([Task(owner=owner.organisation, **fields)], by=people[0])
    return people, owner, task


def a_given_task(client_for, newsroom):
    _office, owner, task = people_of_a_task()
    task_letters.mail_given.call([task.pk])
    task_letters.mail_given.call([task.pk])  # a second run writes nothing
    return owner, task.title


def a_reported_task(client_for, newsroom):
    office, owner, task = people_of_a_task()
    client_for(owner).post(task.get_absolute_url(), {"buoc": "bao-xong", "evidence": "Đã treo"})
    return office, task.title


def a_returned_task(client_for, newsroom):
    office, owner, task = people_of_a_task(state="reported")
    client_for(office[0]).post(task.get_absolute_url(), {"buoc": "tra-lai", "note": "Thiếu ảnh"})
    return owner, task.title


def a_confirmed_task(client_for, newsroom):
    office, owner, task = people_of_a_task(state="reported")
    client_for(office[0]).post(task.get_absolute_url(), {"buoc": "xac-nhan"})
    return owner, ""


def a_task_due_soon(client_for, newsroom):
    _office, owner, task = people_of_a_task(state="working", due_on=timezone.localdate() + timedelta(5))
    call_command("remind_tasks")
    call_command("remind_tasks")
    return owner, task.title


def a_late_task(client_for, newsroom):
    _office, owner, task = people_of_a_task(state="working", due_on=timezone.localdate() - timedelta(1))
    call_command("remind_tasks")
    call_command("remind_tasks")
    return owner, task.title


def late_tasks_for_the_office(client_for, newsroom):
    office, owner, _task = people_of_a_task(state="working", due_on=timezone.localdate() - timedelta(1))
    call_command("remind_tasks")
    return office, owner.organisation.name


SCENARIOS = {
    "task-given": a_given_task,
    "task-reported": a_reported_task,
    "task-returned": a_returned_task,
    "task-confirmed": a_confirmed_task,
    "task-due": a_task_due_soon,
    "task-late": a_late_task,
    "task-late-office": late_tasks_for_the_office,
    "system": a_step_of_the_workflow,
    "asset-review": a_version_in_review,
    "story-author": a_returned_story,
    "story-assigned": an_assignment,
    "story-small-mend": a_small_mend,
    "story-taken-down": the_return_of_a_story,
    "story-source-corrected": a_corrected_source,
    "translation-submitted": a_submitted_translation,
    "translation-returned": a_returned_translation,
    "front-page": an_arrangement,
    "partner-state": a_piece_to_change,
    "newsroom-question": a_question,
    "newsroom-late": a_late_reply,
    "school-returned": a_returned_claim,
    "talk-asked": a_request,
    "talk-proposed": an_offer,
    "contest-sent-back": an_entry_to_mend,
    "contest-proposed": proposed_results,
    "contest-asked": a_school_that_asks,
    "contest-mended": a_mended_entry,
    "challenge-sent": a_clip_for_a_challenge,
    "school-print-asked": an_order_of_copies,
    "contest-jury": works_to_mark,
    "contest-received": an_entry,
    "contest-left-out": an_entry_left_out,
    "contest-taken-out": an_entry_taken_out,
    "contest-closed": a_closed_contest,
    "contest-results": published_results,
    "contest-withdrawn": a_withdrawn_work,
    "contest-host": an_opened_contest,
    "challenge-decided": a_declined_clip,
    "school-printed": agreed_copies,
    "event-registered": places_at_an_event,
}
#: Further scenarios of a purpose that has one.
MORE = [("contest-mended", a_mended_entry_of_a_contest_without_a_body)]


def addresses(people):
    people = people if isinstance(people, list) else [people]
    return sorted(getattr(person, "email", person) for person in people)


def told(purpose):
    return sorted(Letter.objects.filter(purpose=purpose).values_list("recipient", flat=True))


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    """Everybody reads the site in English, and a worker's thread was left so; {template: language it was written in}.

    Letters stay Vietnamese, except to partners, who have chosen.
    """
    written, render = {}, Template.render

    def watched(self, context=None, request=None):
        written[self.origin.template_name] = get_language()
        return render(self, context, request)

    monkeypatch.setattr(Template, "render", watched)
    with override("en"):
        yield written
    letters = {name: language for name, language in written.items() if name.endswith(".txt")}
    assert set(letters.values()) <= {settings.LANGUAGE_CODE}, letters


def test_each_row_has_a_walk_and_each_letter_a_row():
    table, walked = rows(), {*SCENARIOS}
    assert reverse("newsroom:broken_links"), "the addresses are loaded, and with them each app's purposes"
    purposes = {key for key in PURPOSES if not key.startswith("test-")}
    assert table.keys() == purposes, "a letter without a row, or a row without a letter"
    assert all(row["event"] and row["recipients"] for row in table.values())
    walked |= {purpose for walk in WALKS for purpose in re.findall(r'"([a-z-]+)": ', inspect.getsource(walk))}
    assert table.keys() <= walked, "a row without a scenario"
    assert {key for key, row in table.items() if row["first_page"].startswith("/")} <= set(SCENARIOS)
    links = {purpose for walk in WALKS for purpose in re.findall(r'link_in\("([a-z-]+)"\)', inspect.getsource(walk))}
    assert {key for key, row in table.items() if row["first_page"] == "link"} <= links


@pytest.mark.parametrize(("purpose", "scenario"), [*SCENARIOS.items(), *MORE])
def test_who_is_named_gets_a_letter_nobody_else_does_and_what_waits_is_on_the_first_page(
    purpose, scenario, newsroom, client_for, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        people, words = scenario(client_for, newsroom)
    assert told(purpose) == addresses(people), "one letter each, and nobody else hears of it"
    for person in (people if isinstance(people, list) else [people]) if words else ():
        assert words in client_for(person).get(rows()[purpose]["first_page"]).text


@pytest.mark.indexed
@pytest.mark.parametrize("walk", WALKS)
def test_each_step_of_a_walk_writes_one_letter_to_each_who_is_named_and_to_nobody_else(
    walk, newsroom, client_for, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        expected = walk(client_for, newsroom)
    assert {purpose: told(purpose) for purpose in expected} == {key: addresses(row) for key, row in expected.items()}
