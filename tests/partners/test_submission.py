"""The partner's own pages: whose they are, what a draft keeps, what sending asks for."""

import io
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from campaign.models import Topic
from files.models import StoredFile
from partners.consents import STATEMENTS
from partners.forms import LICENCE_MAX_DAYS
from partners.models import Brief, KolStoryPage, Submission
from partners.views import home
from partners.workflow import transitions
from tests.factories import make_section, make_stored_file, make_user, picture_bytes
from tests.letters import delivered
from tests.objects import keys_in
from tests.partners.pieces import full_form

pytestmark = pytest.mark.django_db


def test_who_may_come_in(client_for, kol, stranger, draft):
    address = f"/doi-tac/bai/{draft.uuid}/"
    places = ["/doi-tac/", address, address + "sua/", address + "rut/"]
    for place in places:
        own = client_for(kol).get(place)
        assert (
            own.status_code in {200, 302} and "no-store" in own["Cache-Control"] and "private" in own["Cache-Control"]
        )
        assert "/tai-khoan/dang-nhap/" in client_for().get(place).url
        assert client_for(make_user()).get(place).status_code == 403
    for place in places[1:]:
        assert client_for(stranger).get(place).status_code == 404
    assert client_for(stranger).post(address + "sua/", full_form()).status_code == 404
    assert draft.title not in client_for(stranger).get("/doi-tac/").content.decode() or not draft.title
    assert client_for(kol).get("/doi-tac/bai/khong-phai/").status_code == 404


def test_a_partner_has_no_way_into_the_admin(client_for, kol, sent):
    client = client_for(kol)
    for place in (
        "/admin/",
        "/admin/kol/bai/",
        f"/admin/kol/bai/{sent.pk}/",
        "/admin/kol/loi-moi/",
        "/admin/kol/doi-tac/",
    ):
        response = client.get(place)
        assert response.status_code == 403 and "Bạn chưa được phép mở trang này" in response.text, (
            "not a circle of logins"
        )
    assert client.post(f"/admin/kol/bai/{sent.pk}/quyet-dinh/", {"to": "accepted"}).status_code == 403
    sent.refresh_from_db()
    assert sent.state == "sent"
    assert not kol.get_all_permissions()


def test_two_taps_make_one_draft(client_for, kol):
    client = client_for(kol)
    assert client.post("/doi-tac/bai/moi/").url == client.post("/doi-tac/bai/moi/").url
    assert Submission.objects.count() == 1


def test_a_partner_has_few_drafts_and_none_for_a_brief_that_is_closed(client_for, kol, draft, monkeypatch):
    hour = timezone.now()
    ended, running = (
        Brief.objects.create(title=title, wanted="…", live=True, for_everyone=True, deadline=hour + timedelta(days=day))
        for title, day in (("Đề đã đóng", -1), ("Đề đang mở", 1))
    )
    phone = client_for(kol)
    page = phone.get("/doi-tac/").text
    assert running.title in page and ended.title not in page
    assert phone.post("/doi-tac/bai/moi/", {"brief": ended.uuid}).url == ended.get_absolute_url()
    monkeypatch.setattr(home, "MAX_DRAFTS", 1)
    assert phone.post("/doi-tac/bai/moi/", {"brief": running.uuid}).url == "/doi-tac/"
    assert Submission.objects.get() == draft
    monkeypatch.setattr(home, "MAX_DRAFTS", 2)
    assert phone.post("/doi-tac/bai/moi/", {"brief": running.uuid}).url.endswith("/sua/")


def test_posts_are_reported_of_what_is_on_the_site_alone_and_drafts_have_no_receipt(client_for, kol, sent, draft):
    phone, link = client_for(kol), {"url": "https://www.tiktok.com/@may/video/1", "posted_on": timezone.localdate()}
    for state, number in (("sent", 0), ("published", 1)):
        Submission.objects.update(state=state)
        phone.post(f"/doi-tac/bai/{sent.uuid}/lien-ket/", link)
        assert sent.reported_links.count() == number, state
    Submission.objects.update(state="draft", sent_at=None)
    assert phone.get(f"/doi-tac/bai/{draft.uuid}/bien-nhan.pdf").status_code == 404


MINOR_QUESTION = "trong nội dung có người dưới 18 tuổi không"
NOT_ALL_SAVED = "trừ ô đang báo lỗi"
NO_SCHEME = "thiếu phần đầu https://"


def test_a_draft_keeps_what_is_right_and_shows_what_is_wrong(client_for, kol, draft):
    address = f"/doi-tac/bai/{draft.uuid}/sua/"
    response = client_for(kol).post(
        address, full_form(viec="luu", post_url="tiktok/demo_may", ticked=["ai"], has_minor="")
    )
    page = response.content.decode()
    assert response.status_code == 422 and NO_SCHEME in page and "tiktok/demo_may" in page
    draft.refresh_from_db()
    assert (
        draft.title == "Má kiểm hợp đồng"
        and draft.post_url == ""
        and draft.ticked == ["ai"]
        and draft.has_minor is None
    )
    page = " ".join(client_for(kol).get(address).text.split())
    assert page.count('name="ticked"') == 8 and page.count('value="ai" checked') == 1


def test_the_languages_of_a_piece_stay_through_the_form(client_for, kol, draft):
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    for chosen in (["km"], []):
        assert client.post(address, full_form(viec="luu", languages=chosen)).status_code == 302
        checkboxes = re.findall(r'name="languages"\s+value="(\w+)"( checked)?', client.get(address).text)
        assert [value for value, checked in checkboxes if checked] == chosen
        assert len(checkboxes) == len(settings.LANGUAGES)
        refused = client.post(address, full_form(viec="luu", languages=chosen, licence_until="31-02-2027"))
        checkboxes = re.findall(r'name="languages"\s+value="(\w+)"( checked)?', refused.text)
        assert [value for value, checked in checkboxes if checked] == chosen, "where another field is wrong as well"


def test_nothing_is_ticked_and_nothing_is_answered_beforehand(client_for, kol, draft):
    assert " checked" not in client_for(kol).get(f"/doi-tac/bai/{draft.uuid}/sua/").content.decode()


def test_a_quiet_save_names_each_field_that_it_did_not_save(client_for, kol, draft):
    person = draft.people.create()
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"

    def quietly(**fields):
        posted = full_form(viec="luu", **fields)
        return client.post(address, posted, headers={"Accept": "application/json"}).json()

    assert quietly(post_url="tiktok.com/@may/123")["errors"] == {}
    wrong = {"post_url": "abc xyz", "licence_until": "31-02-2027", "title": "ă" * 111, f"nguoi-{person.uuid}-name": ""}
    response = quietly(**wrong | {f"nguoi-{person.uuid}-expires_on": "hôm qua"})
    assert set(response["errors"]) == {"post_url", "licence_until", "title", f"nguoi-{person.uuid}-expires_on"}
    assert NOT_ALL_SAVED in response["saved"]
    draft.refresh_from_db()
    assert (draft.title, draft.post_url) == ("Má kiểm hợp đồng", "https://tiktok.com/@may/123"), "as they were"
    page = client.post(address, full_form(viec="luu", **wrong, **{f"nguoi-{person.uuid}-expires_on": "hôm qua"})).text
    assert f'href="#o-nguoi-{person.uuid}-expires_on"' in page and page.count("data-unsaved") == 4


@pytest.mark.parametrize(
    "url", ["https://example.com/x", "http://tiktok.com/@a", "javascript:alert(1)", "https://tiktok.com.evil.example/"]
)
def test_links_lead_to_known_networks_only(client_for, kol, draft, url):
    assert client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(post_url=url)).status_code == 422
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_sending_names_everything_that_is_missing(client_for, kol, draft):
    address = f"/doi-tac/bai/{draft.uuid}/sua/"
    response = client_for(kol).post(address, {"viec": "gui"})
    page = response.content.decode()
    assert response.status_code == 422
    for words in ("Bạn đặt tên", "có một trong ba", MINOR_QUESTION, *(f"“{item.title}”" for item in STATEMENTS)):
        assert words in page
    keys = [item.key for item in STATEMENTS if item.key != "nan-nhan"]
    page = client_for(kol).post(address, full_form(ticked=keys)).content.decode()
    assert "Còn thiếu điều “Không lộ nạn nhân”" in page and "Còn thiếu điều “Quy tắc”" not in page
    draft.refresh_from_db()
    assert draft.state == "draft" and not draft.consents.exists()


def test_who_sends_again_is_asked_what_the_change_touches(client_for, kol, editor, draft, work):
    """One sentence of the text: three statements anew; the others stay as they were given, and are shown so."""
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    with work():
        assert client.post(address, full_form()).status_code == 302
    first = {consent.key: consent.pk for consent in draft.consents.live()}
    draft.refresh_from_db()
    transitions.decide(draft, "changes", by=editor, note="Bỏ một câu")
    page = client.get(address).text
    assert 'name="ticked"' not in page and "không phải tích lại" in page, "nothing has changed yet"
    changed = full_form(text="Hợp đồng có bốn dòng lạ, má đọc một cái là thấy liền ngay.")
    response = client.post(address, changed | {"ticked": []})
    assert response.status_code == 422 and response.text.count('name="ticked"') == 3
    assert "Còn thiếu điều “Tác giả”" in response.text and "Còn thiếu điều “Quy tắc”" not in response.text
    with work():
        assert client.post(address, changed | {"ticked": ["tac-gia", "nan-nhan", "khong-quang-cao"]}).status_code == 302
    draft.refresh_from_db()
    again = {consent.key: consent.pk for consent in draft.consents.live()}
    assert draft.state == "sent" and set(again) == {statement.key for statement in STATEMENTS}
    assert {key for key in again if again[key] != first[key]} == {"tac-gia", "nan-nhan", "khong-quang-cao"}


def test_what_the_brief_wishes_is_checked_and_told_to_both_sides(client_for, kol, editor, draft):
    brief = Brief.objects.create(title="Hỏi nhanh", live=True, least_seconds=45, most_seconds=90, wants_captions=True)
    Submission.objects.filter(pk=draft.pk).update(brief=brief)
    clip = make_stored_file(zone="quarantine")
    StoredFile.objects.filter(pk=clip.pk).update(duration_ms=12_400)
    draft.files.create(declared_name="a.mp4", stored=clip)
    address = f"/doi-tac/bai/{draft.uuid}/sua/"
    page = client_for(kol).get(address).text
    assert "dài 12 giây, đề bài cần ít nhất 45 giây" in page and "cần tệp phụ đề (VTT)" in page
    assert client_for(kol).post(address, full_form()).status_code == 302, "told, and sent all the same"
    desk = client_for(editor).get(reverse("kol_submissions:detail", args=[draft.pk])).text
    assert "đề bài cần ít nhất 45 giây" in desk and "cần tệp phụ đề (VTT)" in desk
    StoredFile.objects.filter(pk=clip.pk).update(duration_ms=120_000)
    assert "đề bài cần nhiều nhất 90 giây" in client_for(editor).get(
        reverse("kol_submissions:detail", args=[draft.pk])
    ).text.replace("\xa0", " ")
    StoredFile.objects.filter(pk=clip.pk).update(duration_ms=60_000)
    assert "đề bài cần" not in client_for(editor).get(reverse("kol_submissions:detail", args=[draft.pk])).text


def test_a_permission_for_more_than_five_years_needs_a_contract(client_for, kol, draft):
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    last = timezone.localdate() + timedelta(days=LICENCE_MAX_DAYS)
    refused = client.post(address, full_form(licence_until=str(last + timedelta(days=1))))
    draft.refresh_from_db()
    assert refused.status_code == 422 and "năm năm" in refused.text and draft.state == "draft"
    assert client.post(address, full_form(licence_until=str(last))).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.licence_until) == ("sent", last)


def test_an_accepted_piece_alone_becomes_a_story_and_has_the_topic_of_its_brief(client_for, editor, section, sent):
    topic = Topic.objects.create(slug="gia-danh", name="Giả danh")
    brief = Brief.objects.create(title="Hỏi nhanh", live=True, topic=topic)
    Submission.objects.filter(pk=sent.pk).update(brief=brief)
    newsroom, address = client_for(editor), reverse("kol_submissions:make_story", args=[sent.pk])
    refused = newsroom.post(address, {"section": section.pk})
    assert refused.status_code == 422 and "khi bài gửi đã duyệt" in refused.text
    assert not KolStoryPage.objects.filter(title=sent.title).exists()
    Submission.objects.filter(pk=sent.pk).update(state="accepted")
    elsewhere = make_section("Nơi khác", slug="noi-khac")
    assert newsroom.post(address, {"section": elsewhere.pk}).status_code in {302, 403}
    assert not KolStoryPage.objects.filter(title=sent.title).exists(), "where who asks adds no stories"
    assert newsroom.post(address, {"section": section.pk}).status_code == 302
    story = KolStoryPage.objects.get(title=sent.title).get_latest_revision_as_object()
    assert [*story.topics.all()] == [topic]


def test_sending_records_each_statement_with_its_text(client_for, kol, draft, work):
    with work():
        response = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(), follow=True)
    assert draft.code in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == "sent" and draft.has_minor is False
    assert [consent.text for consent in draft.consents.live()] == [statement.text for statement in STATEMENTS]
    assert all(len(consent.text_hash) == 64 and consent.given_by == kol for consent in draft.consents.all())
    assert "Đã gửi" in delivered()[0].subject
    late = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(title="Muộn rồi"))
    assert late.status_code == 409
    draft.refresh_from_db()
    assert draft.title == "Má kiểm hợp đồng"


def test_withdrawing_ends_the_consents(client_for, kol, sent, work):
    address = f"/doi-tac/bai/{sent.uuid}/rut/"
    assert "Rút bài" in client_for(kol).get(address).content.decode()
    with work():
        client_for(kol).post(address)
    sent.refresh_from_db()
    assert sent.state == "withdrawn" and not sent.consents.live().exists() and "Đã rút" in delivered()[0].subject
    assert client_for(kol).post(address, follow=True).status_code == 200


def test_nul_is_refused(client_for, kol, draft):
    assert client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(title="a\0b")).status_code == 400


def test_a_picture_through_the_plain_form(client_for, kol, draft, work, s3, buckets):
    address = f"/doi-tac/bai/{draft.uuid}/sua/"
    picture = picture_bytes()
    picture.name = "ảnh của mây.jpg"
    with work():
        assert client_for(kol).post(address, full_form(viec="luu", tep=picture)).status_code == 302
    row = draft.files.select_related("stored").get()
    assert row.stored.zone == "quarantine" and row.declared_name == "ảnh của mây.jpg" and row.stored.preview_key
    assert s3.head_object(Bucket=buckets[0], Key=row.stored.key)["ContentLength"] == row.stored.size
    assert "ảnh của mây.jpg" in client_for(kol).get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hinh.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("clip.mp4", b"<!doctype html><script>alert(1)</script>"),
        ("rong.mp4", b""),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_stays(client_for, kol, draft, s3, buckets, name, content):
    before, file = keys_in(s3, *buckets), io.BytesIO(content)
    file.name = name
    response = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(tep=file))
    assert response.status_code == 422 and "Má kiểm hợp đồng" in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft" and not draft.files.exists() and keys_in(s3, *buckets) == before
