"""The newsroom's pages: what they show, what prevents accepting, and all steps to a published story."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from files.models import StoredFile
from partners.models import Brief, Invitation, KolStoryPage, PartnerMember, Submission
from partners.models.pages import KEPT_OFF
from partners.workflow import transitions
from tests.articles.newsroom_forms import SAPO
from tests.factories import make_user, picture_bytes
from tests.letters import delivered
from tests.partners.pieces import announce, full_form, invitation_link
from users.roles import grant, sync_roles

pytestmark = pytest.mark.django_db


def decide(client, submission, to, **data):
    return client.post(reverse("kol_submissions:decide", args=[submission.pk]), {"to": to, **data})


def test_the_newsroom_sees_what_was_sent_and_no_drafts(client_for, editor, sent, kol, partner):
    Submission.objects.create(partner=partner, created_by=kol, title="Nháp của riêng tôi")
    newsroom = client_for(editor)
    page = newsroom.get("/admin/kol/bai/").content.decode()
    assert sent.title in page and "Nháp của riêng tôi" not in page
    assert sent.title not in newsroom.get("/admin/kol/bai/?state=published").content.decode()
    assert newsroom.get("/admin/kol/bai/?state=khong&partner=abc").status_code == 200
    page = newsroom.get(f"/admin/kol/bai/{sent.pk}/")
    assert "Không lộ nạn nhân" in page.content.decode() and "no-store" in page["Cache-Control"]
    assert "/admin/kol/bai/" in newsroom.get("/admin/").content.decode()
    assert newsroom.get(f"/admin/kol/bai/{Submission.objects.get(state='draft').pk}/").status_code == 404


@pytest.mark.parametrize("place", ["kol/bai", "kol/loi-moi", "kol/doi-tac", "kol/lien-ket", "snippets/partners/brief"])
def test_lists_of_the_newsroom_come_with_the_sheet_that_stacks_them_on_a_phone(
    client_for, editor, sent, partner, place
):
    """Without it seven columns share 390 px and a title stands in letters under each other."""
    Brief.objects.create(title="Đề bài", wanted="…", live=True)
    Invitation.objects.invite(partner, "may@vuon.example", by=editor)
    sent.reported_links.create(url="https://www.tiktok.com/@may/video/1", posted_on=timezone.localdate())
    page = client_for(editor).get(f"/admin/{place}/").content.decode()
    assert "partners/css/admin.css" in page and '<td class="title' in page


def test_admin_access_alone_is_not_enough(client_for, sent):
    from django.contrib.auth.models import Group, Permission

    group = Group.objects.create(name="Phóng viên")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = make_user()
    user.groups.add(group)
    assert client_for(user).get(f"/admin/kol/bai/{sent.pk}/").status_code in {302, 403}
    decide(client_for(user), sent, "rejected", note="Không được")
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_a_question_reaches_who_reviews_now_and_not_who_has_left_the_desk(client_for, editor, kol, sent, work):
    sync_roles()
    colleague, ask = make_user(), reverse("partners:ask", args=[sent.uuid])
    grant(colleague, "kol_desk")
    Submission.objects.filter(pk=sent.pk).update(claimed_by=editor, outlet=None)

    def asked(text):
        mail.outbox.clear()
        with work():
            client_for(kol).post(ask, {"text": text})
        return sorted(letter.to[0] for letter in delivered() if "hỏi về bài" in letter.body)

    assert asked("Bao giờ đăng?") == [editor.email]
    editor.is_superuser = False
    editor.save()
    editor.groups.clear()
    editor.user_permissions.clear()
    assert asked("Còn thiếu gì không?") == [colleague.email]


def test_changes_need_a_note_that_reaches_the_partner(client_for, editor, kol, sent, work):
    newsroom = client_for(editor)
    assert decide(newsroom, sent, "changes").status_code == 422
    with work():
        assert decide(newsroom, sent, "changes", note="0:34 lộ số điện thoại").status_code == 302
    assert "0:34 lộ số điện thoại" in delivered()[0].body and delivered()[0].to == [kol.email]
    assert "0:34 lộ số điện thoại" in client_for(kol).get("/doi-tac/").content.decode()
    with work():
        client_for(kol).post(f"/doi-tac/bai/{sent.uuid}/sua/", full_form(title="Đã làm mờ"))
    sent.refresh_from_db()
    assert sent.state == "sent" and sent.consents.live().count() == 8
    assert sent.consents.count() == 8 + 3, "another title: three statements were asked anew, the former ones are kept"


def test_accepting_names_what_is_missing(client_for, editor, sent):
    announce(sent, "a.mp4")
    sent.consents.filter(key="nan-nhan").delete()
    Submission.objects.update(has_minor=None)
    response = decide(client_for(editor), sent, "accepted")
    page = response.content.decode()
    assert response.status_code == 422
    for words in ("“a.mp4”", "Không lộ nạn nhân", "dưới 18 tuổi hay không"):
        assert words in page


def test_nobody_accepts_his_own(client_for, editor, sent):
    PartnerMember.objects.create(partner=sent.partner, user=editor)
    assert "không tự duyệt" in decide(client_for(editor), sent, "accepted").content.decode()


def test_a_double_click_accepts_once(client_for, editor, sent):
    newsroom = client_for(editor)
    decide(newsroom, sent, "accepted")
    page = newsroom.post(reverse("kol_submissions:decide", args=[sent.pk]), {"to": "accepted"}, follow=True)
    assert "không chuyển sang" in page.content.decode()
    assert sent.events.filter(after="accepted").count() == 1
    assert decide(newsroom, sent, "publish-now").status_code == 422


def test_an_unscanned_file_needs_a_hand(client_for, editor, kol, sent, work, settings):
    settings.CLAMD_URL = ""
    with work():
        decide(client_for(editor), sent, "changes", note="Thêm ảnh")
    picture = picture_bytes()
    picture.name = "anh.jpg"
    with work():
        client_for(kol).post(f"/doi-tac/bai/{sent.uuid}/sua/", full_form(tep=picture))
    newsroom = client_for(editor)
    assert "chưa được quét vi-rút" in decide(newsroom, sent, "accepted").content.decode()
    row = sent.files.get()
    look = newsroom.get(reverse("kol_submissions:preview", args=[sent.pk, row.uuid]))
    assert look["Content-Type"] == "image/webp" and "no-store" in look["Cache-Control"] and look.content
    assert client_for(kol).get(look.request["PATH_INFO"]).status_code in {302, 403}
    original = reverse("kol_submissions:original", args=[sent.pk, row.uuid])
    assert row.stored.key not in newsroom.get(original).content.decode()
    assert row.stored.key in newsroom.post(original).content.decode()
    from wagtail.models import ModelLogEntry

    assert ModelLogEntry.objects.get(action="partners.view_original").user == editor
    with work():
        assert decide(newsroom, sent, "accepted", took_unscanned="1").status_code == 302
    log_entry = ModelLogEntry.objects.get(action="partners.took_unscanned")
    assert (log_entry.user, log_entry.data["file"]) == (editor, "anh.jpg")
    assert "trách nhiệm" not in delivered()[-1].body + client_for(kol).get("/doi-tac/thong-bao/").content.decode()


def test_a_story_goes_only_where_the_editor_may_add(client_for, editor, sent, section):
    from tests.factories import make_section

    other = make_section("Văn hóa")
    newsroom = client_for(editor)
    decide(newsroom, sent, "accepted")
    address = reverse("kol_submissions:make_story", args=[sent.pk])
    newsroom.post(address, {"section": other.pk})
    assert not KolStoryPage.objects.exists()
    newsroom.post(address, {"section": section.pk})
    newsroom.post(address, {"section": section.pk})
    story = KolStoryPage.objects.get()
    assert story.submission == sent
    assert story.sapo == sent.text
    assert sent.text in str(story.body), "too short for a sapo: the newsroom writes another, the partner's words stay"


def test_a_first_paragraph_that_can_stay_as_sapo_is_not_said_twice(client_for, editor, sent, section):
    sent.text = f"{SAPO}\n\nHỏi má cái đã."
    sent.save()
    newsroom = client_for(editor)
    decide(newsroom, sent, "accepted")
    newsroom.post(reverse("kol_submissions:make_story", args=[sent.pk]), {"section": section.pk})
    story = KolStoryPage.objects.get()
    assert story.sapo == SAPO and SAPO not in str(story.body) and "Hỏi má cái đã." in str(story.body)


def test_what_the_partner_says_of_money_ai_and_children_stands_on_the_story(client_for, editor, sent, section):
    answers = {"is_paid": True, "commercial": "Công ty Sen Trắng", "uses_ai": True, "ai_use": "nhạc", "has_minor": True}
    Submission.objects.update(**answers)
    sent.people.create(
        name="Lan", age_band="16-17", person_agreed=True, representative_name="Má", representative_agreed=True
    )
    newsroom = client_for(editor)
    assert decide(newsroom, sent, "accepted").status_code == 302
    newsroom.post(reverse("kol_submissions:make_story", args=[sent.pk]), {"section": section.pk})
    story = KolStoryPage.objects.get()
    assert (story.paid_by, story.uses_ai, story.has_minor) == ("Công ty Sen Trắng", True, True)


def test_nothing_of_a_suspended_partner_is_accepted_and_it_begins_nothing(client_for, editor, kol, sent):
    type(sent.partner).objects.update(is_active=False)
    refused = decide(client_for(editor), sent, "accepted")
    assert refused.status_code == 422 and "đang bị tạm ngưng" in refused.text
    assert client_for(kol).post("/doi-tac/bai/moi/").url == "/doi-tac/"
    assert list(Submission.objects.values_list("state", flat=True)) == ["sent"]


def test_what_was_withdrawn_cannot_be_published(client_for, editor, kol, sent, section, work):
    newsroom = client_for(editor)
    decide(newsroom, sent, "accepted")
    newsroom.post(reverse("kol_submissions:make_story", args=[sent.pk]), {"section": section.pk})
    with work():
        client_for(kol).post(f"/doi-tac/bai/{sent.uuid}/rut/")
    story = KolStoryPage.objects.get()
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        story.get_latest_revision().publish(user=make_user())
    story.get_latest_revision().publish()  # a program goes on with its other pages
    story.refresh_from_db()
    assert not story.live


def test_the_story_of_a_withdrawn_piece_says_so_and_is_not_sent_on(client_for, editor, kol, sent, section, work):
    newsroom = client_for(editor)
    decide(newsroom, sent, "accepted")
    newsroom.post(reverse("kol_submissions:make_story", args=[sent.pk]), {"section": section.pk})
    story = KolStoryPage.objects.get()
    chief = make_user(is_superuser=True)
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert story.permissions_for_user(chief).can_submit_for_moderation()
    before = client_for(chief).get(address).text
    assert "action-submit" in before and str(KEPT_OFF) not in before
    with work():
        client_for(kol).post(f"/doi-tac/bai/{sent.uuid}/rut/")
    after = client_for(chief).get(address).text
    assert "action-submit" not in after and str(KEPT_OFF) in after
    assert not KolStoryPage.objects.get().permissions_for_user(chief).can_submit_for_moderation()


@pytest.mark.slow
def test_from_invitation_to_the_published_story(client_for, editor, partner, section, work, clip_bytes, s3, buckets):
    """The whole way through addresses, with a clip."""
    newsroom, phone = client_for(editor), client_for()
    with work():
        page = newsroom.post("/admin/kol/loi-moi/moi/", {"partner": partner.pk, "email": "may@vuon.example"})
    phone.post(invitation_link(page.content.decode()), {"full_name": "Nguyễn Thị Mây", "password": "chín con cá lóc"})
    form = phone.post("/doi-tac/bai/moi/").url
    import io

    clip = io.BytesIO(clip_bytes)
    clip.name = "má kiểm hợp đồng.mp4"
    with work():
        assert phone.post(form, full_form(tep=clip)).status_code == 302
    submission = Submission.objects.get()
    for step in ("in_review", "accepted"):
        with work():
            assert decide(newsroom, submission, step, took_unscanned="1").status_code == 302
    assert (
        newsroom.post(reverse("kol_submissions:make_story", args=[submission.pk]), {"section": section.pk}).status_code
        == 302
    )
    story = KolStoryPage.objects.get()
    assert (
        story.clip.zone == StoredFile.Zone.QUARANTINE
        and client_for().get(f"/vi/{section.slug}/{story.slug}/").status_code == 404
    )
    story.has_victim = False
    revision, chief = story.save_revision(user=editor), make_user("tongbientap@baocantho.example")
    chief.groups.set(editor.groups.all())
    with work():
        revision.publish(user=chief)  # nobody publishes alone
    submission.refresh_from_db()
    story.refresh_from_db()
    assert submission.state == "published" and story.clip.zone == StoredFile.Zone.RELEASED
    assert s3.head_object(Bucket=buckets[1], Key=story.clip.key)
    public = client_for().get(f"/vi/{section.slug}/{story.slug}/")
    assert public.status_code == 200 and "Mây Miệt Vườn" in public.content.decode()
    assert "Đã đăng" in phone.get("/doi-tac/").content.decode()
    subjects = [letter.subject.split(":")[0] for letter in delivered()]
    assert subjects[1:] == ["Đã nhận lời mời cộng tác", "Đã gửi", "Đang xem", "Đã duyệt", "Đã đăng"]
    with work():
        story.unpublish(user=chief)
    submission.refresh_from_db()
    assert submission.state == "accepted"


def test_the_newsroom_sees_nothing_that_the_partner_has_not_sent(client_for, editor, kol, sent, work):
    newsroom, phone = client_for(editor), client_for(kol)
    desk, edit = f"/admin/kol/bai/{sent.pk}/", f"/doi-tac/bai/{sent.uuid}/sua/"
    with work():
        decide(newsroom, sent, "changes", note="Che số điện thoại")
    words = {"title": "Tên chưa gửi", "text": "Chữ chưa gửi", "viec": "luu"}
    assert phone.post(edit, full_form(**words)).status_code == 302
    assert phone.post(edit, full_form(**words | {"viec": "them-nguoi"})).status_code == 302
    person = sent.people.get()
    named = {f"nguoi-{person.uuid}-name": "Người chưa gửi", f"nguoi-{person.uuid}-age_band": "18"}
    assert phone.post(edit, full_form(**words) | named).status_code == 302
    for place in (desk, "/admin/kol/bai/"):
        page = newsroom.get(place).text
        assert sent.title in page and "chưa gửi" not in page, place
    with work():
        response = phone.post(
            edit, full_form(**words | {"viec": "gui"}) | named | {f"nguoi-{person.uuid}-person_agreed": "on"}
        )
    assert response.status_code == 302
    assert all(f"{word} chưa gửi" in newsroom.get(desk).text for word in ("Tên", "Chữ", "Người"))


def test_the_partner_asks_back_and_the_newsroom_answers(client_for, editor, kol, stranger, sent, work):
    """The drawn button “Hỏi lại biên tập”: mail and a mark in the queue for the newsroom, mail and notice back."""
    newsroom, phone, address = client_for(editor), client_for(kol), f"/doi-tac/bai/{sent.uuid}/hoi/"
    with work():
        decide(newsroom, sent, "changes", note="Che số điện thoại")
    delivered().clear()
    page = phone.get("/doi-tac/").content.decode()
    assert f'href="/doi-tac/bai/{sent.uuid}/#hoi"' in page and "Hỏi lại biên tập" in page
    assert client_for(stranger).post(address, {"text": "Của ai?"}).status_code == 404
    assert phone.post(address, {"text": " "}).status_code == 422 and phone.get(address).status_code == 405
    with work():
        assert phone.post(address, {"text": "Che cả tên\nđường luôn hả chị?"}).status_code == 302
    sent.refresh_from_db()
    assert sent.state == "changes" and sent.asked_at and sent.newsroom_note == "Che số điện thoại"
    assert delivered()[0].to == [editor.email] and "tên\nđường luôn" in delivered()[0].body
    assert "đối tác đang hỏi" in newsroom.get("/admin/kol/bai/?late=asking").content.decode()
    assert "1 đối tác đang hỏi" in newsroom.get("/admin/trang-chu/so-lieu/").content.decode()
    assert "đường luôn hả chị?" in newsroom.get(f"/admin/kol/bai/{sent.pk}/").content.decode()
    delivered().clear()
    assert newsroom.post(reverse("kol_submissions:answer", args=[sent.pk]), {"text": ""}).status_code == 422
    with work():
        newsroom.post(reverse("kol_submissions:answer", args=[sent.pk]), {"text": "Che số thôi em."})
    sent.refresh_from_db()
    assert sent.asked_at is None and delivered()[0].to == [kol.email] and "Che số thôi em." in delivered()[0].body
    notices = phone.get("/doi-tac/thong-bao/").content.decode()
    assert "Che số thôi em." in notices
    page = phone.get(f"/doi-tac/bai/{sent.uuid}/").content.decode()
    assert "Che số thôi em." in page and editor.full_name not in page
    assert newsroom.get("/admin/kol/bai/?late=asking").content.decode().count(sent.title) == 0
    for more in range(transitions.ASKS_A_DAY - 1):
        assert phone.post(address, {"text": f"Còn chỗ {more}?"}).status_code == 302
    assert phone.post(address, {"text": "Nữa?"}).status_code == 422, "a flood of questions ends"


def test_a_piece_of_which_nothing_is_left_is_not_accepted(client_for, editor, sent):
    row = keep_picture(sent)
    StoredFile.objects.update(state="clean")
    Submission.objects.update(text="")
    refused = decide(client_for(editor), sent, "accepted", **{"khong-nhan": str(row.uuid)})
    assert refused.status_code == 422 and "không còn gì để đăng" in refused.text
    assert decide(client_for(editor), sent, "accepted").status_code == 302


def test_what_is_on_the_site_is_taken_down_before_it_is_decided_anew(client_for, editor, sent):
    Submission.objects.update(state="published")
    refused = decide(client_for(editor), sent, "accepted")
    sent.refresh_from_db()
    assert refused.status_code == 422 and "gỡ bài đăng trước" in refused.text and sent.state == "published"


def test_a_draft_asks_nobody(client_for, kol, draft):
    response = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/hoi/", {"text": "Che cả tên đường?"})
    assert response.status_code == 422 and not draft.events.exists()


def test_a_question_to_somebody_who_has_left_reaches_the_other_reviewers(client_for, editor, kol, sent, work):
    former_reviewer, phone = make_user("da-nghi@baocantho.example"), client_for(kol)
    sync_roles()
    grant(former_reviewer, "kol_desk")
    Submission.objects.update(claimed_by=former_reviewer)
    for is_there, reader in ((True, former_reviewer), (False, editor)):
        type(former_reviewer).objects.filter(pk=former_reviewer.pk).update(is_active=is_there)
        with work():
            phone.post(f"/doi-tac/bai/{sent.uuid}/hoi/", {"text": f"Che cả tên đường? {is_there}"})
        assert delivered()[-1].to == [reader.email]
    assert len(delivered()) == 2


def test_a_file_no_scanner_has_seen_says_one_thing(client_for, editor, kol, sent, work):
    row = keep_picture(sent)
    StoredFile.objects.update(state="not_scanned")
    for client, address in (
        (client_for(editor), f"/admin/kol/bai/{sent.pk}/"),
        (client_for(kol), f"/doi-tac/bai/{sent.uuid}/"),
    ):
        page = client.get(address).content.decode()
        assert page.count("chưa quét vi-rút được") == 1 and "kiểm tra xong" not in page
    StoredFile.objects.update(state="clean")
    assert "kiểm tra xong" in client_for(editor).get(f"/admin/kol/bai/{sent.pk}/").content.decode()
    assert row.stored


def keep_picture(submission):
    """A picture that came through the gate."""
    from partners.media import uploads

    picture = picture_bytes(64, 48)
    picture.name, picture.size = "a.jpg", len(picture.getbuffer())
    return uploads.take(submission, picture, user=submission.created_by)


def test_a_reported_link_is_mended_by_the_administrator_with_a_day_that_can_be(client_for, editor, sent):
    link = sent.reported_links.create(url="https://www.tiktok.com/@may/video/1", posted_on=timezone.localdate())
    administrator, at = client_for(make_user(is_superuser=True)), f"/admin/kol/lien-ket/edit/{link.pk}/"
    assert client_for(editor).get(at).status_code == 302 and 'name="posted_on"' in administrator.get(at).text
    for day, status in (("9999-12-31", 200), ("2026-01-31", 302)):
        response = administrator.post(at, {"url": link.url, "posted_on": day})
        assert response.status_code == status
        assert status == 302 or set(response.context["form"].errors) == {"posted_on"}
    link.refresh_from_db()
    assert f"{link.posted_on}" == "2026-01-31"
