"""Consents: the partner's statements, depicted people and their papers; an approval covers exactly what was seen."""

import io
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from files.models import StoredFile
from media_library.models import SubjectConsent
from partners.media import depicted
from partners.models import Submission
from partners.workflow import transitions
from tests.factories import make_stored_file, picture_bytes, stored_row
from tests.partners.pieces import full_form
from tests.partners.test_submission import MINOR_QUESTION

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def decide(client, submission, to="accepted", **data):
    return client.post(reverse("kol_submissions:decide", args=[submission.pk]), {"to": to, **data})


def with_person(person, **changes):
    """Form fields of one person shown."""
    responses = {
        "name": "Em Lúa",
        "age_band": "7-15",
        "person_agreed": "on",
        "representative_name": "Thị Sen",
        "representative_agreed": "on",
    }
    return {f"nguoi-{person.uuid}-{name}": value for name, value in (responses | changes).items() if value}


def test_a_child_needs_two_yeses_and_a_paper_that_stays_private(client_for, kol, editor, draft, work, s3, buckets):
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    assert client.post(address, full_form(viec="them-nguoi", has_minor="co")).url.endswith("#b4")
    person = draft.people.get()
    page = client.post(
        address, full_form(has_minor="co", **with_person(person, person_agreed="", representative_agreed=""))
    ).content.decode()
    assert "lời đồng ý của chính “Em Lúa”" in page and "giám hộ “Em Lúa”" in page and "Thiếu giấy đồng ý" in page
    paper = picture_bytes(600, 800)
    paper.name = "giấy.jpg"
    posted = full_form(has_minor="co", **with_person(person)) | {f"nguoi-{person.uuid}-giay": paper}
    with work():
        assert client.post(address, posted).status_code == 302
    person.refresh_from_db()
    draft.refresh_from_db()
    assert draft.state == "sent" and person.paper.zone == "quarantine" and person.paper.original_sha256
    assert s3.head_object(Bucket=buckets[0], Key=person.paper.key)
    newsroom, place = client_for(editor), reverse("kol_submissions:consent_paper", args=[draft.pk, person.uuid])
    assert person.paper.key not in newsroom.get(place).content.decode()
    assert person.paper.key in newsroom.post(place).content.decode()
    from wagtail.models import ModelLogEntry

    assert ModelLogEntry.objects.get(action="partners.view_paper").user == editor
    assert client.get(place).status_code == 403
    assert decide(newsroom, draft, took_unscanned="1").status_code == 302


@pytest.mark.parametrize(
    ("age", "changes", "missing"),
    [
        ("18", {}, []),
        ("18", {"person_agreed": False}, ["chính “Lan”"]),
        ("16-17", {"representative_name": "Sen", "representative_agreed": True}, []),
        ("16-17", {}, ["giám hộ “Lan”"]),
        ("7-15", {"representative_name": "Sen", "representative_agreed": True}, ["Thiếu giấy"]),
        (
            "0-6",
            {"person_agreed": False, "representative_name": "Sen", "representative_agreed": True},
            ["Thiếu giấy"],
        ),
        ("", {}, ["độ tuổi"]),
        ("18", {"expires_on": date(2026, 11, 17)}, ["đã hết hạn"]),
    ],
)
def test_what_each_age_needs(draft, age, changes, missing):
    person = draft.people.create(name="Lan", age_band=age, **{"person_agreed": True, **changes})
    gaps = person.gaps()
    assert len(gaps) == len(missing) and all(words in gaps[at] for at, words in enumerate(missing))


def test_minors_in_the_list_and_a_no_contradict_each_other(client_for, kol, draft):
    draft.people.create(
        name="Lan", age_band="16-17", person_agreed=True, representative_name="Sen", representative_agreed=True
    )
    address = f"/doi-tac/bai/{draft.uuid}/sua/"
    assert "Bạn sửa một trong hai" in client_for(kol).post(address, full_form()).content.decode()
    draft.people.all().delete()
    assert "thêm từng người" in client_for(kol).post(address, full_form(has_minor="co")).content.decode()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"has_minor": ""}, MINOR_QUESTION),
        ({"is_paid": ""}, "có ai trả tiền"),
        ({"is_paid": "co"}, "Bạn ghi ai trả"),
        ({"uses_ai": ""}, "công cụ AI tạo ra không"),
        ({"uses_ai": "co"}, "phần nào dùng AI"),
        ({"music": ""}, "một dòng về nhạc"),
        ({"music": "licensed"}, "tên bài nhạc"),
        ({"music": "free"}, "tên bài nhạc"),
        ({"licence_until": ""}, "ngày cho phép dùng đến"),
        ({"licence_until": "2020-01-31"}, "đã qua"),
    ],
)
def test_questions_without_a_default_are_named(client_for, kol, draft, answers, words):
    response = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(**answers))
    page = BeautifulSoup(response.content, "html.parser")
    sentences = [sentence["id"] for sentence in page.select("form .err[id]") if words in sentence.text]
    assert response.status_code == 422 and len(sentences) == 1
    assert page.select_one(f"[aria-describedby~={sentences[0]}]"), "said for the eye only"


def test_a_piece_is_sent_on_its_permissions_last_day_and_not_with_a_file_that_was_refused(client_for, kol, draft):
    phone, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    form = full_form(licence_until=f"{timezone.localdate():%Y-%m-%d}")
    row = draft.files.create(declared_name="hong.mp4", refused={"reason": "infected"})
    response = phone.post(address, form)
    assert response.status_code == 422 and "“hong.mp4” không nhận được" in response.text
    row.delete()
    assert phone.post(address, form).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "sent"


def test_a_file_that_was_not_found_clean_stops_acceptance_unless_it_is_declined(client_for, editor, sent):
    newsroom, row = client_for(editor), sent.files.create(declared_name="a.png", stored=stored_row(zone="quarantine"))
    for state, words in (("infected", "có mã độc và đã bị xóa"), ("purged", "không ở trạng thái sạch"),
                         ("received", StoredFile.State.RECEIVED.label), ("not_scanned", "chưa được quét")):  # fmt: skip
        type(row.stored).objects.filter(pk=row.stored_id).update(state=state)
        response = decide(newsroom, sent)
        assert response.status_code == 422 and f"“a.png” {words}" in response.text, state
    refused = sent.files.create(declared_name="b.png", refused={"reason": "infected"})
    response = decide(newsroom, sent, took_unscanned="1")
    assert response.status_code == 422 and "“b.png” bị từ chối" in response.text and "“a.png” chưa" not in response.text
    response = decide(newsroom, sent, **{"khong-nhan": [str(row.uuid), str(refused.uuid)]})
    assert "“a.png” chưa" not in response.text and "“b.png” bị từ chối" not in response.text


def test_missing_withdrawn_and_expired_statements_stop_acceptance_by_name(client_for, editor, sent):
    sent.consents.filter(key="ai").update(withdrawn_at=timezone.now())
    sent.consents.filter(key="cap-phep").update(expires_on=timezone.localdate() - timedelta(days=1))
    page = decide(client_for(editor), sent).content.decode()
    assert "Thiếu lời đồng ý còn hiệu lực: “Phần do AI tạo”" in page and "đã hết hạn: “Cho phép dùng”" in page


def test_records_carry_version_hash_and_end(sent):
    record = sent.consents.get(key="cap-phep")
    assert record.version and len(record.text_hash) == 64 and record.expires_on == sent.licence_until
    assert sent.consents.get(key="ai").expires_on is None


def test_approval_binds_to_what_was_seen(client_for, kol, editor, sent, work):
    newsroom = client_for(editor)
    page = newsroom.get(f"/admin/kol/bai/{sent.pk}/").content.decode()
    fingerprint = sent.fingerprint()
    assert f'name="seen" value="{fingerprint}"' in page
    Submission.objects.update(text="Chữ khác hẳn.")
    response = decide(newsroom, sent, seen=fingerprint)
    assert response.status_code == 422 and "Bài đã đổi từ lúc bạn mở trang này" in response.content.decode()
    sent.refresh_from_db()
    assert decide(newsroom, sent, seen=sent.fingerprint()).status_code == 302
    sent.refresh_from_db()
    assert sent.approved_print == sent.fingerprint() and sent.approved_by == editor


def test_the_approval_holds_for_every_word_file_and_paper(sent):
    sent.files.create(declared_name="c.png", stored=stored_row(zone="quarantine"))
    sent.people.create(name="Lan", age_band="18", person_agreed=True)
    piece, fingerprints = Submission.objects.filter(pk=sent.pk), {sent.fingerprint()}
    for rows, change in (
        (piece, {"credit": "Người khác"}),
        (piece, {"licence_until": date(2027, 1, 1)}),
        (piece, {"has_minor": True}),
        (sent.files, {"caption": "Em Lan, lớp 8A"}),
        (sent.people, {"representative_agreed": True}),
        (sent.people, {"paper": stored_row(zone="quarantine", sha256="f" * 64)}),
    ):
        rows.update(**change)
        now = piece.get().fingerprint()
        assert now not in fingerprints, change
        fingerprints.add(now)


def test_other_bytes_need_another_look(client_for, editor, sent, section, work):
    newsroom = client_for(editor)
    decide(newsroom, sent)
    newsroom.post(reverse("kol_submissions:make_story", args=[sent.pk]), {"section": section.pk})
    sent.refresh_from_db()
    assert sent.story.may_be_published
    sent.files.create(declared_name="moi.jpg", stored=make_stored_file(zone="quarantine"))
    assert not sent.story.may_be_published


def test_the_newsroom_takes_some_files_and_not_others(client_for, kol, editor, sent, section, work):
    with work():
        decide(client_for(editor), sent, "changes", note="Thêm ảnh")
    files = []
    for name in ("một.jpg", "hai.jpg"):
        file = picture_bytes(300, 200)
        file.name = name
        files.append(file)
    with work():
        client_for(kol).post(f"/doi-tac/bai/{sent.uuid}/sua/", full_form(tep=files))
    one, two = sent.files.order_by("pk")
    newsroom = client_for(editor)
    assert decide(newsroom, sent, took_unscanned="1", **{"khong-nhan": str(two.uuid)}).status_code == 302
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.verdict, two.verdict) == ("taken", "declined")
    newsroom.post(reverse("kol_submissions:make_story", args=[sent.pk]), {"section": section.pk})
    sent.refresh_from_db()
    one.refresh_from_db()
    assert sent.story.lead_image == one.picture
    assert "không nhận tệp này" in client_for(kol).get(f"/doi-tac/bai/{sent.uuid}/").content.decode()


def test_a_paper_of_the_wrong_kind_keeps_everything_else(client_for, kol, draft):
    person = draft.people.create()
    wrong = io.BytesIO(b"<html><script>1</script>")
    wrong.name = "giay.pdf"
    posted = full_form(viec="luu", has_minor="co", **with_person(person)) | {f"nguoi-{person.uuid}-giay": wrong}
    response = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", posted)
    person.refresh_from_db()
    assert response.status_code == 422 and person.name == "Em Lúa" and person.paper is None


def test_two_people_of_one_name_have_a_consent_each(sent, editor):
    """One row for both kept the paper and the end of the last alone: the first family's came to nothing."""
    days = [date(2026, 12, 24), date(2027, 3, 1)]
    for day in days:
        sent.people.create(name="Em Lúa", age_band="16-17", person_agreed=True, expires_on=day)
    first, second = depicted.record(sent, by=editor)
    assert [first.expires_on, second.expires_on] == days
    sent.people.filter(expires_on=days[0]).update(expires_on=date(2026, 12, 1))
    assert depicted.record(sent, by=editor) == [first, second] and SubjectConsent.objects.count() == 2
    assert [row.expires_on for row in SubjectConsent.objects.order_by("pk")] == [date(2026, 12, 1), days[1]]
    SubjectConsent.objects.filter(pk=second.pk).update(withdrawn_at=timezone.now() + timedelta(hours=1))
    sent.people.update(expires_on=days[0])
    assert depicted.record(sent, by=editor) == [first, second]
    assert [row.expires_on for row in SubjectConsent.objects.order_by("pk")] == days, "a withdrawal stays one"


def test_sending_again_replaces_the_records_and_answers_the_remarks(kol, editor, sent):
    sent.remarks.create(text="Che số điện thoại", by=editor, second=34)
    transitions.decide(sent, "changes", by=editor)
    for name, value in {"is_paid": False, "uses_ai": False}.items():
        setattr(sent, name, value)
    from tests.partners.pieces import all_consents

    transitions.send(sent, all_consents(), by=kol)
    assert sent.remarks.get().answered_at and sent.consents.live().count() == 8


def test_the_consent_of_who_was_taken_out_of_a_piece_covers_its_files_no_longer(sent, editor):
    """Its end would close a clip that does not show them any more; who is put back has a consent of their own."""
    sent.files.create(declared_name="a.png", stored=stored_row())
    for name in ("Em Lúa", "Em Sen"):
        sent.people.create(name=name, age_band="16-17", person_agreed=True, representative_agreed=True)
    stays, goes = depicted.record(sent, by=editor)
    sent.people.filter(name="Em Sen").delete()
    assert depicted.record(sent, by=editor) == [stays]
    for consent, covers in ((stays, True), (goes, False)):
        consent.refresh_from_db()
        assert (consent.withdrawn_at is None, consent.files.exists()) == (covers, covers)
    other = SubjectConsent.objects.create(
        subject="Em Mận", age_band="16-17", purpose="Bài KOL khác", scope="campaign", collected_by=editor
    )
    sent.people.create(name="Em Sen", age_band="16-17", person_agreed=True, representative_agreed=True)
    Submission.objects.filter(pk=sent.pk).update(sent_at=timezone.now() + timedelta(minutes=1))
    again = depicted.record(Submission.objects.get(pk=sent.pk), by=editor)
    assert again[0] == stays and again[1].pk not in {stays.pk, goes.pk} and again[1].files.exists()
    other.refresh_from_db()
    assert other.withdrawn_at is None
