"""Walks through the addresses that write letters of several purposes; each returns {purpose: who has got them}.

Recipients are accounts or addresses, named once for each letter. A row whose first page is "link" is walked through the
link of its letter.
"""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from activities.models import Entry, Event, Speaker, SpeakerRequest
from articles.editorial.permissions import sync_page_rights
from home.models import FrontArrangement, HomePage
from media_library.models import Lease
from media_library.review.release import release_version
from notifications.models import Letter
from notifications.sealing import unseal
from partners.models import Brief, Submission
from schools.models import ChecklistItem, Claim
from tests.activities.contest_hands import desk_step, form_of
from tests.activities.contest_rows import make_contest, make_entry
from tests.activities.test_challenge import decide as decide_clip
from tests.activities.test_challenge import make_challenge, send
from tests.activities.test_event_changes import FORM
from tests.activities.test_requests import ASKED, DAY
from tests.articles.newsroom_forms import SAPO, act, edit, write
from tests.articles.test_after_publication import correct
from tests.articles.test_held_schedules import come
from tests.articles.test_small_mend import MENDED, decide, published
from tests.factories import asset_row, make_article, make_asset, make_home, make_locale, make_user
from tests.letters import write_letters
from tests.media_library.small_library import new_version
from tests.partners.pieces import make_editor, make_kol, make_partner
from tests.schools.print_rows import make_order, make_run
from tests.schools.register import make_member, make_reviewer, make_season, make_unit
from users.roles import grant, sync_roles


def account(role, **fields):
    sync_roles()
    user = make_user(**fields)
    grant(user, role)
    return user


def link_in(purpose):
    """Path of the link in the newest letter of `purpose`."""
    letter = Letter.objects.filter(purpose=purpose).latest("pk")
    return urlsplit(re.search(r"https?://\S+", unseal(letter.text) if letter.is_secret else letter.text)[0]).path


def pressed(response):
    """A step that was not refused."""
    assert response.status_code in {200, 302}, response.status_code
    return response


def a_talk_until_it_is_cancelled(client_for, newsroom):
    office, member = account("standing_office"), make_member(make_unit())
    desk, school = client_for(office), client_for(member)
    four, five = (
        Speaker.objects.create(name=name, field="officer", email=f"{name[-3:].strip()}@congan.example".lower())
        for name in ("Anh Tu", "Chi Nam")
    )
    school.post("/bao-cao-vien/moi/", ASKED)
    request = SpeakerRequest.objects.get()
    for speaker in (five, four):  # another one is offered: the first offer is void
        data = {"viec": "de-nghi", "speaker": speaker.pk, "planned_at": f"{DAY:%Y-%m-%d} 08:00"}
        pressed(desk.post(f"/admin/bao-cao-vien/yeu-cau/{request.pk}/", data))
        if speaker == five:
            pressed(school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "gio-khac", "gio": "Chiều thứ Tư"}))
    pressed(school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "dong-y"}))
    pressed(client_for().post(link_in("talk-offer"), {"tra-loi": "dong-y"}))
    event = Event.objects.get()
    form = FORM | {"title": event.title, "kind": event.kind, "place": event.place, "starts_at": f"{DAY:%Y-%m-%d} 10:00"}
    for speaker in (four, five):  # another hour; then somebody else
        pressed(desk.post(f"/admin/su-kien/edit/{event.pk}/", form | {"speakers": [speaker.pk]}))
    pressed(school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "huy", "ly-do": "Bão số 9"}))
    for purpose in ("talk-agreed", "talk-moved", "talk-cancelled"):
        assert link_in(purpose) == f"/vi/lich-su-kien/{event.uuid}.ics"
    assert f"/{event.uuid}.ics" in Letter.objects.get(purpose="event-speaker", recipient=five.email).text
    return {
        "talk-asked": [office, office],
        "talk-proposed": [member, member],
        "talk-offer": [five.email, four.email],
        "talk-void": [five.email],
        "talk-agreed": [four.email, member],
        "talk-moved": [four.email, member],
        "talk-exchanged": [member],
        "event-speaker": [four.email, five.email],
        "talk-cancelled": [five.email, member],
    }


def an_event_until_it_is_called_off(client_for, newsroom):
    at = timezone.now() + timedelta(hours=24)
    event = Event.objects.create(title="Ngày hội", starts_at=at, place="Sân trường", places=10)
    first, second = make_member(make_unit("Trường A")), make_member(make_unit("Trường B"))
    colleague = make_user(organisation=first.organisation)
    own = f"/bao-cao-vien/su-kien/{event.uuid}/"
    for member, seats in ((first, 8), (second, 4), (first, 5)):
        pressed(client_for(member).post(own, {"seats": seats}))
    desk, form = client_for(account("standing_office")), FORM | {"places": "10", "starts_at": f"{DAY:%Y-%m-%d} 14:00"}
    call_command("remind_events")
    call_command("remind_events")
    for change in ({}, {"cancelled_at": "2026-11-18 09:00"}):
        pressed(desk.post(f"/admin/su-kien/edit/{event.pk}/", form | change))
    assert not Letter.objects.filter(recipient=colleague.email).exists(), "who has not registered the unit"
    both = [first, second]
    return {
        "event-registered": [first, second, first],
        "event-moved-up": [second], "event-reminder": both, "event-changed": both, "event-called-off": both,
    }  # fmt: skip


def the_last_days_of_a_contest(client_for, newsroom):
    contest = make_contest(days=(-10, 1))
    sent, draft = make_entry(contest), make_entry(contest, state=Entry.State.DRAFT)
    make_entry(contest, state=Entry.State.WITHDRAWN)
    call_command("remind_events")
    call_command("remind_events")
    desk = client_for(account("education"))
    pressed(desk.post(f"/admin/cuoc-thi/edit/{contest.pk}/", form_of(contest, closes_at="2026-12-24 17:00")))
    return {
        "contest-reminder": [draft.submitted_by], "contest-deadline": [sent.submitted_by, draft.submitted_by],
    }  # fmt: skip


def the_authority_and_its_schools(client_for, newsroom):
    season, unit, reviewer = make_season(), make_unit(), make_reviewer()
    lead, member, desk = make_member(unit, is_lead=True), make_member(unit), client_for(reviewer)
    silent = make_unit("Trường chưa có tài khoản", contact_email="vp@truong.example")
    item = ChecklistItem.objects.get(season=season, code="C01")
    claim = Claim.objects.create(unit=unit, item=item, state="declared", declared_at=timezone.now())
    data = {"khai": claim.uuid, "quyet": "xac-nhan", "note": "Rõ ràng."}
    pressed(desk.post("/admin/truong-hoc/cho-xac-nhan/quyet/", data))
    pressed(desk.post("/admin/truong-hoc/loi-nhan/", {"loi": "Tuần này ưu tiên C12.", "thu": "1"}))
    write_letters()
    pressed(client_for(lead).post("/truong/nguoi/", {"email": "tam@truong.example"}))
    pressed(client_for().get(link_in("school-invitation")))
    return {
        "school-confirmed": [lead, member],
        "school-message": [lead, member, silent.contact_email],
        "school-invitation": ["tam@truong.example"],
    }


def a_partner_from_invitation_to_suspension(client_for, newsroom):
    partner, editor = make_partner(), make_editor(newsroom["section"])
    kol, desk = make_kol(partner), client_for(editor)
    brief = Brief(title="Việc nhẹ lương cao", wanted="Hỏi một người trước.", live=False, for_everyone=True)
    brief.save()
    brief.save_revision(user=editor).publish()
    brief.refresh_from_db()
    now = timezone.now()
    common = {"partner": partner, "title": "Ba giây trước khi bấm"}
    Submission.objects.create(brief=brief, **common)
    live = Submission.objects.create(state="published", sent_at=now, claimed_by=editor, approved_by=editor, **common)
    pressed(desk.post("/admin/kol/loi-moi/moi/", {"partner": partner.pk, "email": "may@vuon.example"}))
    form = {"full_name": "Nguyễn Thị Mây", "password": "chín con cá lóc"}
    pressed(client_for().post(link_in("partner-invitation"), form))
    pressed(desk.post(reverse("kol_submissions:answer", args=[live.pk]), {"text": "Tuần sau lên trang."}))
    brief.must_say, brief.deadline = "Nêu hai người để hỏi", now + timedelta(days=2)
    brief.save_revision(user=editor).publish()
    for _twice in range(2):
        call_command("maintain_partners")
    pressed(client_for(kol).post(f"/doi-tac/bai/{live.uuid}/go/"))
    pressed(client_for().post("/doi-tac/vao/", {"email": "may@vuon.example"}))
    write_letters()
    pressed(client_for().get(link_in("partner-signin")))
    pressed(desk.post(reverse("kol_partners:suspend", args=[partner.pk]), {"reason": "Quảng cáo cờ bạc."}))
    both = [kol, "may@vuon.example"]
    return {
        "partner-invitation": both[1:],
        "partner-signin": both[1:],
        "partner-joined": both[1:],
        "partner-word": both,
        "partner-brief": both,
        "partner-due": both,
        "partner-suspended": both,
        "newsroom-removal": [editor],
    }


def an_asset_and_who_has_it(client_for, newsroom):
    library = account("library_editor")
    follower, holder = make_member(make_unit("Trường A")), make_member(make_unit("Trường B"))
    make_member(make_unit("Trường C"))
    asset = make_asset("P-A3-71")
    client_for(follower).post("/tai/theo-doi/p-a3-71/", {"theo": "tai-lieu"})
    file = asset.versions.get().files.first()
    client_for(holder).get(file.get_absolute_url())
    ending = asset_row("L-21")
    Lease.objects.create(asset=ending, effect="allow", ends_on=timezone.localdate() + timedelta(9), note="Nhạc nền")
    with TestCase.captureOnCommitCallbacks(execute=True):
        release_version(asset, new_version(asset))
    for _twice in range(2):
        write_letters()
        call_command("maintain_library")
    data = {"action": "withdraw", "reason": "Sai số điện thoại.", "so_don_vi": "1"}
    desk = client_for(make_user(is_superuser=True))
    with TestCase.captureOnCommitCallbacks(execute=True):
        pressed(desk.post(reverse("asset_files", args=[asset.pk]), data))
    write_letters()
    return {"rights-ending": [library], "library-follow": [follower], "recall": [holder]}


def a_live_story(client_for, newsroom):
    """Its copy at another outlet, its correction, its hot hour, and a link in it that breaks."""
    story = make_article("Bài gốc", section=newsroom["section"], sapo=SAPO, owner=newsroom["reporter"])
    taken = {"story": story.pk, "section": newsroom["other"].pk}
    pressed(client_for(newsroom["culture_secretary"]).post("/admin/toa-soan/lay-bai/", taken))
    correct(newsroom, client_for, story)
    secretary = client_for(newsroom["secretary"])
    hot = f"/admin/toa-soan/bai/{story.pk}/tin-nong/"
    pressed(secretary.post(hot, {"until": secretary.get(hot).context["ends"][0].isoformat()}))
    target = make_article("Bài sẽ gỡ", section=newsroom["section"], sapo=SAPO)
    linking = make_article("Bài dẫn", section=newsroom["section"], sapo=SAPO)
    linking.body = [*linking.body.raw_data, {"type": "link", "value": {"story": target.pk}}]
    linking.save_revision().publish(skip_permission_checks=True)
    target.unpublish()
    for _twice in range(2):
        call_command("report_broken_links")
    return {
        "broken-links": [newsroom[name] for name in ("secretary", "chief", "chief2")],
        "story-syndicated": [newsroom["culture_secretary"]],
        "story-breaking": [newsroom["chief"], newsroom["chief2"]],
    }


def a_story_that_a_gate_holds_at_its_hour(client_for, newsroom):
    page = make_article("Bài hẹn giờ", section=newsroom["section"], sapo=SAPO, owner=newsroom["reporter"], live=False)
    page.has_minor = None
    revision = page.save_revision(user=newsroom["editor"])
    revision.approved_go_live_at = timezone.now()
    revision.save(update_fields=["approved_go_live_at"])
    come(page)
    for _twice in range(2):
        call_command("publish_scheduled")
    return {"story-held": [newsroom[name] for name in ("reporter", "editor", "secretary", "chief", "chief2")]}


def a_story_taken_down_and_back(client_for, newsroom):
    """Who wrote it and who translated it hear of both; who may approve the return is asked, and who asked hears."""
    make_home("km")
    sync_page_rights()
    translator = account("translator_km")
    story = make_article("Bài gốc", section=newsroom["section"], sapo=SAPO, owner=newsroom["reporter"])
    twin = story.copy_for_translation(make_locale("km"), copy_parents=True)
    twin.owner = translator
    twin.save_revision(user=translator).publish(skip_permission_checks=True)
    at = f"/admin/toa-soan/bai/{story.pk}"
    data = {"reason": "sai", "note": "Số liệu sai, tòa soạn gỡ để kiểm tra lại.", "answers_410": "on"}
    pressed(client_for(newsroom["secretary"]).post(f"{at}/go/", data))
    for person in (newsroom["reporter"], translator):
        assert Letter.objects.filter(recipient=person.email, purpose="story-taken-down").count() == 1
    asked = {"viec": "xin", "return_reason": "Đã bỏ số liệu sai và kiểm tra lại nguồn."}
    pressed(client_for(newsroom["secretary"]).post(f"{at}/dang-lai/", asked))
    chief = client_for(newsroom["chief"])
    assert story.title in chief.get("/admin/trang-chu/toa-soan/").text
    pressed(chief.post(f"{at}/dang-lai/", {"viec": "duyet"}))
    authors = [newsroom["reporter"], translator]
    return {
        "story-taken-down": [*authors, newsroom["chief"], newsroom["chief2"], *authors, newsroom["secretary"]],
    }  # fmt: skip


def a_small_mend_until_it_is_confirmed(client_for, newsroom):
    page, chief = published(newsroom, client_for), client_for(newsroom["chief"])
    Letter.objects.filter(purpose="story-small-mend").delete()
    edit(chief, page, sapo=MENDED)
    decide(chief, page, "ask")
    assert decide(client_for(newsroom["secretary"]), page, "confirm").url == "/admin/toa-soan/"
    asked = [newsroom[name] for name in ("editor", "secretary", "chief2")]
    return {"story-small-mend": [*asked, newsroom["chief"]]}


def the_other_answer_of_the_desk(client_for, newsroom):
    """Shown instead of declined, refused instead of agreed, closed after it was opened, given back, approved."""
    clip, member = make_challenge(section=newsroom["section"]), make_member(make_unit())
    send(client_for(member), clip)
    pressed(decide_clip(client_for(newsroom["chief"]), clip, "hien"))
    order, office = make_order(make_run(), make_unit("Trường B")), account("education")
    keeper, desk = make_member(order.unit), client_for(office)
    data = {"don": str(order.uuid), "quyet": "tu-choi", "so": "", "note": "Kho đã hết."}
    pressed(desk.post("/admin/truong-hoc/ban-in/", data))
    contest = make_contest("Vẽ về bà", host=member.organisation, state="asked", takes_entries=False)
    for button in ("hien", "dong"):
        pressed(desk_step(desk, contest, button))
    front = HomePage.objects.get(locale__language_code="vi")
    waiting = FrontArrangement.objects.create(
        page=front, made_by=newsroom["secretary"], state=FrontArrangement.State.WAITING
    )
    data = {"do": "return", "seen": waiting.pk, "note": "Ảnh chính mờ."}
    pressed(client_for(newsroom["chief"]).post(f"/admin/trang-nhat/{front.pk}/", data))
    story = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    client_for(newsroom["reporter"]).post(reverse("newsroom:withdraw", args=[story.pk]))
    edit(client_for(newsroom["secretary"]), story, **{"action-submit": "1"})  # a colleague hands it in
    for name in ("editor", "chief"):
        act(client_for(newsroom[name]), story)
    return {
        "challenge-decided": [member],
        "school-printed": [keeper],
        "contest-host": [member, member],
        "front-page": [newsroom["secretary"]],
        "story-author": [newsroom["reporter"]],
    }


WALKS = [
    the_other_answer_of_the_desk,
    a_story_taken_down_and_back,
    a_small_mend_until_it_is_confirmed,
    a_talk_until_it_is_cancelled,
    an_event_until_it_is_called_off,
    the_last_days_of_a_contest,
    the_authority_and_its_schools,
    a_partner_from_invitation_to_suspension,
    an_asset_and_who_has_it,
    a_live_story,
    a_story_that_a_gate_holds_at_its_hour,
]
