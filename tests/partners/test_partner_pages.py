"""Briefs, receipts, profile, sign-in by link, notices, remarks, suspension, the queue."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from partners import signin
from partners.models import Brief, Invitation, Partner, ProfileProposal, Submission
from partners.sla import answer_due
from tests.clamd import running_clamd
from tests.factories import make_asset, make_help_line, make_user, picture_bytes, stored_row
from tests.letters import delivered
from tests.partners.pieces import invitation_link

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def brief(editor):
    new_brief = Brief(title="Việc nhẹ lương cao", wanted="Hỏi một người trước khi trả lời.", live=False)
    new_brief.must_say, new_brief.must_not = "- Nêu một người để hỏi\n- Hiện 111", "Không diễn lại cách dụ"
    new_brief.script_vi, new_brief.script_km = "Khoan đã, mình hỏi má.", "ចាំសិន សួរម៉ាក់។"
    new_brief.licence_until = timezone.localdate() + timedelta(days=200)
    new_brief.save()
    new_brief.save_revision(user=editor).publish()
    new_brief.refresh_from_db()
    return new_brief


def test_a_brief_is_invited_to_taken_and_versioned(client_for, editor, brief, work):
    brief.assets.create(asset=make_asset("D-01", name="Đoạn cuối"))
    brief.save()
    newsroom = client_for(editor)
    form = {"new_partner": "Lan Chạy Bộ", "email": "lan@chay.example", "brief": brief.pk, "role": "manager"}
    with work():
        page = newsroom.post("/admin/kol/loi-moi/moi/", form).content.decode()
    assert "Việc nhẹ lương cao" in delivered()[0].body
    listing = newsroom.get("/admin/kol/loi-moi/").content.decode()
    assert "Việc nhẹ lương cao" in listing and "Thu Hà" in listing and "Người quản lý" in listing
    phone = client_for()
    response = phone.post(invitation_link(page), {"full_name": "Lan", "password": "chín con cá lóc"})
    assert response.url == f"/doi-tac/de-bai/{brief.uuid}/"
    page = phone.get(response.url).content.decode()
    assert "Nêu một người để hỏi" in page and "Không có nhuận bút" in page and "Đoạn cuối" in page and "/tai/" in page
    assert "bản 1" in page and "Khoan đã, mình hỏi má." in page and '<div lang="km"><p>ចាំសិន សួរម៉ាក់។</p>' in page
    phone.post("/doi-tac/bai/moi/", {"brief": brief.uuid})
    piece = Submission.objects.get()
    assert piece.brief == brief and piece.licence_until == brief.licence_until
    brief.must_say = "Nêu hai người để hỏi"
    brief.save_revision(user=editor).publish()
    brief.refresh_from_db()
    assert brief.version == 2 and "bản 2" in phone.get(response.url).content.decode()


def test_a_brief_says_form_day_tags_audience_help_line_and_fee(client_for, kol, brief):
    """What the partner plans with; what the newsroom left empty is not there, and no fee is said in words."""
    Brief.objects.update(for_everyone=True)
    client, address = client_for(kol), f"/doi-tac/de-bai/{brief.uuid}/"
    bare = client.get(address).content.decode()
    assert "Không có nhuận bút" in bare
    for heading in ("Dạng", "Thẻ", "Cho ai", "Cuối clip"):
        assert f"<dt>{heading}</dt>" not in bare, heading
    assert "hết hạn" not in bare
    day = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=9), datetime.min.time()), ZONE)
    Brief.objects.update(
        formats="30 đến 60 giây, dọc 9:16, có phụ đề",
        hashtags="#khongmotminh #niemtinso",
        audience_line="Người 16 đến 22 tuổi",
        fee="Theo quy chế nhuận bút",
        help_line=make_help_line("111"),
        deadline=day,
    )
    page = client.get(address).content.decode()
    for heading, words in (
        ("Dạng", "30 đến 60 giây, dọc 9:16, có phụ đề"),
        ("Thẻ", "#khongmotminh #niemtinso"),
        ("Cho ai", "Người 16 đến 22 tuổi"),
        ("Nhuận bút", "Theo quy chế nhuận bút"),
    ):
        assert re.search(rf"<dt>{heading}</dt>\s*<dd>{words}</dd>", page), heading
    assert re.search(r"<dt>Cuối clip</dt>\s*<dd>\s*Hiện 111", page) and "Không có nhuận bút" not in page
    assert "9 ngày" in page and f"{day:%d-%m-%Y}" in page and "Nhận đề bài này" in page
    Brief.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    late = client.get(address).content.decode()
    assert "Đề bài đã đóng" in late and "đã hết hạn" in late and "Nhận đề bài này" not in late
    response = client.post("/doi-tac/bai/moi/", {"brief": brief.uuid}, follow=True)
    assert response.redirect_chain == [(address, 302)] and "Đề bài này đã đóng" in response.content.decode()
    assert not Submission.objects.exists()


def test_only_the_invited_see_a_brief_unless_it_is_for_all(client_for, kol, brief):
    client = client_for(kol)
    assert client.get(f"/doi-tac/de-bai/{brief.uuid}/").status_code == 404
    assert brief.title not in client.get("/doi-tac/").content.decode()
    Brief.objects.update(for_everyone=True)
    assert brief.title in client.get("/doi-tac/").content.decode()
    Brief.objects.update(live=False)
    assert client.get(f"/doi-tac/de-bai/{brief.uuid}/").status_code == 404


def test_the_receipt_as_page_and_pdf(client_for, kol, sent):
    client, paper = client_for(kol), stored_row(zone="quarantine", original_sha256="ab" * 32)
    sent.people.create(name="Lan", age_band="7-15", representative_name="Mai", paper=paper)
    former = sent.consents.first()
    former.pk, former.text, former.replaced_at = None, "Lời của lần gửi trước.", timezone.now()
    former.save()
    page = client.get(f"/doi-tac/bai/{sent.uuid}/bien-nhan/").content.decode()
    hashes = list(sent.consents.live().values_list("text_hash", flat=True))
    assert sent.code in page and all(digest in page for digest in hashes) and "ab" * 32 in page
    assert former.text not in page and former.text_hash not in page, "it was replaced by the last sending"
    pdf = client.get(f"/doi-tac/bai/{sent.uuid}/bien-nhan.pdf")
    assert (
        pdf["Content-Type"] == "application/pdf"
        and pdf.content.startswith(b"%PDF")
        and "no-store" in pdf["Cache-Control"]
    )
    import pypdfium2

    text = "".join(pypdfium2.PdfDocument(pdf.content)[0].get_textpage().get_text_range().split())
    assert sent.code in text and "Biênnhận" in text and hashes[0][:20] in text


def test_nothing_runs_off_the_receipts_sheet(client_for, kol, sent):
    """A link of 200 characters, a file's name without a space, a partner's name of 80."""
    type(sent).objects.update(post_url="https://www.tiktok.com/@may/video/" + "7" * 166)
    type(sent.partner).objects.update(display_name="Ư" * 80)
    sent.files.create(declared_name="a" * 145 + ".mp4", caption="c" * 250)
    import pypdfium2

    pages = pypdfium2.PdfDocument(client_for(kol).get(f"/doi-tac/bai/{sent.uuid}/bien-nhan.pdf").content)
    sheet_text = ""
    for page in pages:
        text = page.get_textpage()
        sheet_text += text.get_text_range()
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
        assert max(right for _left, _bottom, right, _top in boxes) <= page.get_width() - 22 / 25.4 * 72 + 1
    assert "bản chữ 2026" in sheet_text and "đến " in sheet_text, "the words that stand on the page"
    page = client_for(kol).get(f"/doi-tac/bai/{sent.uuid}/bien-nhan/").content.decode()
    assert "7" * 166 in page


def test_a_manager_acts_for_several(client_for, kol, partner):
    other = Partner.objects.create(slug="ti", display_name="Tí Sông Hậu")
    other.members.create(user=kol, role="manager")
    client = client_for(kol)
    page = client.get("/doi-tac/").content.decode()
    assert "Gửi thay cho" in page and "Tí Sông Hậu" in page
    client.post("/doi-tac/bai/moi/", {"partner": other.uuid})
    assert Submission.objects.get().partner == other


def test_signing_in_by_link_works_once_and_only_for_partners(client_for, kol, editor, partner, work):
    phone, school, former_member = client_for(), make_user("truong@demo.example"), make_user("nghi@demo.example")
    partner.members.create(user=former_member)
    type(former_member).objects.filter(pk=former_member.pk).update(is_active=False)
    with work():
        for email in ("KOL@demo.example", editor.email, "ai-do@demo.example", school.email, former_member.email):
            response = phone.post("/doi-tac/vao/", {"email": email})
            assert response.status_code == 200 and "trên đường tới" in response.content.decode()
    assert [letter.to for letter in delivered()] == [[kol.email]]
    link = next(word for word in delivered()[0].body.split() if "/doi-tac/vao/" in word)
    path = "/doi-tac/vao/" + link.split("/doi-tac/vao/")[1]
    assert phone.get(path).status_code == 200 and phone.head(path).status_code == 200
    assert phone.get("/doi-tac/").status_code == 302, "opening is not signing in"
    assert phone.post(path).url == "/doi-tac/"
    assert phone.get("/doi-tac/").status_code == 200
    assert client_for().post(path).status_code == 410
    for other in (school, former_member):
        assert client_for().post(f"/doi-tac/vao/{signin.token_for(other)}/").status_code == 410
    token = signin.token_for(type(kol).objects.get(pk=kol.pk))
    assert client_for().get(f"/doi-tac/vao/{token}/").status_code == 200
    kol.set_password("mot-mat-khau-khac-2026")
    kol.save(update_fields=["password"])
    assert client_for().get(f"/doi-tac/vao/{token}/").status_code == 410, "a new password ends every link"
    assert client_for().get("/doi-tac/vao/khong-dung/").status_code == 410
    assert client_for().get("/doi-tac/vao/" + "x" * 400 + "/").status_code == 410


@pytest.mark.clock("2026-11-18 09:00")
def test_a_sign_in_link_is_good_for_twenty_minutes(client_for, kol, clock):
    path = f"/doi-tac/vao/{signin.token_for(kol)}/"
    clock.move_to("2026-11-18 09:19")
    assert client_for().get(path).status_code == 200
    clock.move_to("2026-11-18 09:21")
    phone = client_for()
    assert phone.get(path).status_code == phone.post(path).status_code == 410
    assert phone.get("/doi-tac/").status_code == 302, "nobody is signed in"


def test_a_link_for_an_account_of_the_newsroom_is_never_good(client_for, editor, partner):
    partner.members.create(user=editor)
    assert signin.account_for(editor.email) is None
    assert client_for().post(f"/doi-tac/vao/{signin.token_for(editor)}/").status_code == 410


def test_profile_words_wait_for_the_newsroom_and_listing_does_not(client_for, kol, editor, partner, work):
    client, address = client_for(kol), f"/doi-tac/ho-so/{partner.uuid}/"
    portrait = picture_bytes(400, 500)
    portrait.name = "mặt.jpg"
    form = {"display_name": "Mây Mới", "bio": "Chữ mới", "languages": ["km"], "dong-y-hien": "khong"}
    with work():
        assert client.post(address, form | {"chan-dung": portrait}).status_code == 302
    partner.refresh_from_db()
    assert partner.display_name == "Mây Miệt Vườn (demo)" and partner.is_listed is False
    newsroom, place = client_for(editor), reverse("kol_partners:proposal", args=[partner.pk])
    assert "Mây Mới" in newsroom.get(place).content.decode()
    assert newsroom.get(place + "chan-dung/")["Content-Type"] == "image/webp"
    with work():
        newsroom.post(place + "quyet-dinh/", {"lam": "nhan"})
    partner.refresh_from_db()
    assert (partner.display_name, partner.languages, bool(partner.portrait)) == ("Mây Mới", ["km"], True)
    assert not ProfileProposal.objects.exists()
    assert client.post(address, {"display_name": ""}).status_code == 422
    handles = [f"TikTok @may.{letter}" for letter in "abcdefg"]
    seven = client.post(address, form | {"handles": "\n".join(handles)})
    assert seven.status_code == 422 and "Tối đa sáu tài khoản" in seven.text
    assert client.post(address, form | {"handles": "\n".join(handles[:6])}).status_code == 302


def test_a_partner_who_agrees_to_be_listed_is_shown_after_the_newsroom_has_looked(client_for, kol, editor, partner):
    client, address = client_for(kol), f"/doi-tac/ho-so/{partner.uuid}/"
    place = reverse("kol_partners:proposal", args=[partner.pk])
    as_now = {"display_name": partner.display_name, "languages": [], "dong-y-hien": "khong"}
    assert client.post(address, as_now).status_code == 302
    assert client.post(address, as_now | {"dong-y-hien": "co"}).status_code == 302
    assert not Partner.objects.listed().exists() and "chờ tòa soạn xem" in client.get("/doi-tac/").text
    newsroom = client_for(editor)
    assert "nhận đề nghị thì hồ sơ hiện ra" in newsroom.get(place).text
    assert newsroom.post(place + "quyet-dinh/", {"lam": "nhan"}).status_code == 302
    assert Partner.objects.listed().get() == partner
    assert client.post(address, as_now).status_code == 302 and not Partner.objects.listed().exists(), "a no at once"


def test_remarks_are_pinned_and_reach_the_partner_with_a_notice(client_for, kol, editor, sent, work):
    from tests.factories import make_stored_file

    row = sent.files.create(declared_name="anh.png", stored=make_stored_file(zone="quarantine"))
    newsroom, address = client_for(editor), reverse("kol_submissions:remark", args=[sent.pk])
    newsroom.post(address, {"text": "Che biển số", "file": row.uuid, "spot_x": 40, "spot_y": 60, "second": 3})
    form = {"text": "Xóa số nhà", "file": row.uuid, "spot_x": 20, "spot_y": 30, "spot_w": 12, "spot_h": 5}
    newsroom.post(address, form)
    newsroom.post(address, {"text": "Câu này dài", "paragraph": 1})
    assert newsroom.post(address, {"text": "", "paragraph": "abc"}).status_code == 422
    assert newsroom.post(address, form | {"spot_w": 51}).status_code == 422
    spot, region, words = sent.remarks.order_by("pk")
    assert (spot.spot_x, spot.second, words.paragraph, words.where) == (40, None, 1, "đoạn 1")
    assert (spot.spot_w, spot.spot_h, region.spot_w, region.spot_h) == (7, 7, 12, 5)
    with work():
        decided = newsroom.post(reverse("kol_submissions:decide", args=[sent.pk]), {"to": "changes"})
    assert decided.status_code == 302, "pinned remarks are words enough"
    assert "Che biển số" in delivered()[0].body
    client = client_for(kol)
    page = client.get("/doi-tac/").content.decode()
    assert "Che biển số" in page and "1 thông báo mới" in page
    assert '<ellipse cx="20" cy="30" rx="12" ry="5"/>' in page and page.count('class="spot"') == 2
    assert f"<q>{sent.paragraphs[0]}</q>" in page, "the paragraph stands beside what is said of it"
    notices = client.get("/doi-tac/thong-bao/").content.decode()
    assert "Cần bổ sung" in notices and "Bàn KOL" in notices and editor.full_name not in notices
    assert "thông báo mới" not in client.get("/doi-tac/").content.decode()


def test_a_remark_is_taken_back_by_its_author_alone_until_the_partner_has_answered(client_for, editor, sent):
    other = make_user("hai@baocantho.example")
    other.groups.set(editor.groups.all())
    remark = sent.remarks.create(text="Che biển số", by=editor)
    answered = sent.remarks.create(text="Xóa số nhà", by=editor, answered_at=timezone.now())

    def takes_back(user, target):
        address = reverse("kol_submissions:forget_remark", args=[sent.pk, target.pk])
        assert client_for(user).post(address).status_code == 302
        return not sent.remarks.filter(pk=target.pk).exists()

    assert not takes_back(other, remark) and not takes_back(editor, answered)
    assert takes_back(editor, remark) and sent.remarks.get() == answered


def test_suspending_asks_for_a_decision_on_every_piece(client_for, kol, editor, partner, sent, work):
    draft = Submission.objects.create(partner=partner, created_by=kol, title="Nháp")
    second = Submission.objects.create(partner=partner, created_by=kol, title="Bài thứ hai", state="in_review")
    partner.members.create(user=make_user("danghi@vuon.example", is_active=False))
    newsroom, address = client_for(editor), reverse("kol_partners:suspend", args=[partner.pk])
    to_edit, client = f"/doi-tac/bai/{draft.uuid}/sua/", client_for(kol)
    assert to_edit in client.get("/doi-tac/").content.decode()
    page = newsroom.get(address).content.decode()
    assert sent.title in page and "Bài thứ hai" in page and "Nháp" not in page
    half = newsroom.post(address, {"reason": "Vi phạm quy tắc", f"bai-{sent.pk}": "stop"})
    assert half.status_code == 422 and "Chưa quyết định bài “Bài thứ hai”" in half.content.decode()
    response = newsroom.post(address, {"reason": "Vi phạm quy tắc"})
    partner.refresh_from_db()
    assert response.status_code == 422 and "Chưa quyết định bài" in response.content.decode() and partner.is_active
    with work():
        newsroom.post(address, {"reason": "Vi phạm quy tắc", f"bai-{sent.pk}": "stop", f"bai-{second.pk}": "keep"})
    assert {letter.to[0] for letter in delivered()} == {kol.email}, "who left the partner is told nothing"
    partner.refresh_from_db()
    sent.refresh_from_db()
    second.refresh_from_db()
    assert not partner.is_active and (sent.state, second.state) == ("rejected", "in_review")
    home = client.get("/doi-tac/").content.decode()
    assert "Vi phạm quy tắc" in home and to_edit not in home
    assert client.post("/doi-tac/bai/moi/").url == "/doi-tac/" and Submission.objects.count() == 3
    assert client.post(to_edit, {"title": "Lách"}).status_code == 409
    draft.refresh_from_db()
    assert draft.title == "Nháp"
    assert client.post(f"/doi-tac/bai/{draft.uuid}/rut/").status_code == 302
    newsroom.post(address, {"mo-lai": "1"})
    partner.refresh_from_db()
    assert partner.is_active
    log = ModelLogEntry.objects.filter(object_id=str(partner.pk), action__startswith="partners.")
    assert [(entry.action, entry.user) for entry in log.order_by("pk")] == [
        ("partners.suspend", editor),
        ("partners.resume", editor),
    ]


def test_the_queue_goes_by_turn_and_shows_what_is_late(
    client_for, kol, stranger, editor, partner, django_assert_max_num_queries
):
    other = stranger.partner_memberships.get().partner
    now = timezone.now()
    for number in range(8):
        Submission.objects.create(
            partner=partner,
            state="sent",
            title=f"Lũ {number}",
            sent_at=now - timedelta(hours=9 - number),
            due_at=now + timedelta(days=1),
        )
    Submission.objects.create(
        partner=other, state="sent", title="Một bài", sent_at=now, due_at=now - timedelta(hours=1)
    )
    newsroom = client_for(editor)
    newsroom.get("/admin/kol/bai/")
    with django_assert_max_num_queries(40) as counted:
        page = newsroom.get("/admin/kol/bai/").content.decode()
    few = len(counted)
    assert page.index("Lũ 0") < page.index("Một bài") < page.index("Lũ 1")
    assert "quá hạn" in page and "Lũ 0" not in newsroom.get("/admin/kol/bai/?late=late").content.decode()
    for number in range(15):
        Submission.objects.create(partner=partner, state="sent", title=f"Thêm {number}", sent_at=now, due_at=now)
    with django_assert_max_num_queries(few):
        newsroom.get("/admin/kol/bai/")


def test_claiming_and_taking_over(client_for, editor, sent):
    second = make_user("hai@baocantho.example", full_name="Người Hai")
    second.groups.set(editor.groups.all())
    client_for(editor).post(reverse("kol_submissions:decide", args=[sent.pk]), {"to": "in_review"})
    sent.refresh_from_db()
    assert sent.claimed_by == editor and sent.events.last().signature == "Bàn KOL"
    newsroom = client_for(second)
    assert "đang nhận" in newsroom.get(f"/admin/kol/bai/{sent.pk}/").content.decode()
    newsroom.post(reverse("kol_submissions:claim", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.claimed_by == second
    client_for(editor).post(reverse("kol_submissions:claim", args=[sent.pk]), {"tra-lai": "1"})
    sent.refresh_from_db()
    assert sent.claimed_by == second, "nobody gives back what a colleague holds"
    newsroom.post(reverse("kol_submissions:claim", args=[sent.pk]), {"tra-lai": "1"})
    sent.refresh_from_db()
    assert sent.claimed_by is None and sent.state == "in_review"


@pytest.mark.parametrize(
    ("sent_at", "due"),
    [
        (datetime(2026, 11, 24, 9, 0, tzinfo=ZONE), "2026-11-27"),  # Tuesday → Friday
        (datetime(2026, 11, 26, 23, 30, tzinfo=ZONE), "2026-12-01"),  # Thursday night → Tuesday
        (datetime(2026, 11, 28, 8, 0, tzinfo=ZONE), "2026-12-02"),  # Saturday → Wednesday
        (datetime(2026, 4, 29, 8, 0, tzinfo=ZONE), "2026-05-06"),  # over 30-04 and 01-05
    ],
)
def test_three_working_days(sent_at, due):
    assert str(timezone.localtime(answer_due(sent_at)).date()) == due


def test_pictures_of_minors_are_blurred_until_a_logged_click(client_for, editor, sent, monkeypatch):
    from media_library.derivatives.tasks import make_preview_for
    from partners.media.tasks import make_blurred_still
    from tests.factories import make_stored_file

    row = sent.files.create(declared_name="anh.png", stored=make_stored_file(zone="quarantine"))
    newsroom, page = client_for(editor), reverse("kol_submissions:detail", args=[sent.pk])
    look, clear = (
        reverse(f"kol_submissions:{name}", args=[sent.pk, row.uuid]) for name in ("preview", "clear_preview")
    )
    src = f'src="{look}"'
    make_preview_for.call(str(row.stored_id))
    plain = newsroom.get(look).content
    assert src in newsroom.get(page).content.decode()
    for flag in (True, None):  # children, or nobody has said yet: nothing is shown until the worker has blurred it
        Submission.objects.update(has_minor=flag)
        text = newsroom.get(page).content.decode()
        assert newsroom.get(look).status_code == 404 and src not in text and "Hình xem trước đang được dựng" in text
    make_blurred_still.call(str(row.uuid))
    row.refresh_from_db()
    monkeypatch.setattr(Image, "open", None)  # nothing is decoded in a request
    assert src in newsroom.get(page).content.decode()
    blurred = newsroom.get(look).content
    monkeypatch.undo()
    assert Image.open(BytesIO(blurred)).size == Image.open(BytesIO(plain)).size
    assert blurred != plain and not ModelLogEntry.objects.filter(action="partners.view_clear").exists()
    assert newsroom.get(clear).status_code == 405
    assert newsroom.post(clear).content == plain
    assert ModelLogEntry.objects.get(action="partners.view_clear").user == editor


@pytest.mark.scanner
def test_a_file_that_came_while_the_scanner_was_down_waits_and_goes_on(
    client_for, kol, editor, draft, settings, work, tmp_path
):
    """The whole way with a real clamd: stopped when the piece arrives, back later at the same address."""
    from files.models import StoredFile
    from tests.partners.pieces import full_form

    with running_clamd(tmp_path) as url:
        settings.CLAMD_URL = url
    picture = picture_bytes(300, 200)
    picture.name = "anh.jpg"
    with work():
        client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(tep=picture))
    row = draft.files.select_related("stored").get()
    assert row.stored.state == StoredFile.State.RECEIVED and row.is_pending
    waits = str(row.stored.get_state_display())
    assert waits in client_for(kol).get(f"/doi-tac/bai/{draft.uuid}/").content.decode()
    newsroom, address = client_for(editor), reverse("kol_submissions:decide", args=[draft.pk])
    assert waits in newsroom.get(f"/admin/kol/bai/{draft.pk}/").content.decode()
    for posted in ({}, {"took_unscanned": "1"}):
        response = newsroom.post(address, {"to": "accepted", **posted})
        assert response.status_code == 422 and waits in response.content.decode()
    with work():
        call_command("maintain_media")
    row.stored.refresh_from_db()
    assert row.stored.state == StoredFile.State.RECEIVED, "the timer alone does not make it clean"
    with running_clamd(tmp_path), work():
        call_command("maintain_media")
    row.stored.refresh_from_db()
    assert row.stored.state == StoredFile.State.CLEAN
    assert waits not in client_for(kol).get(f"/doi-tac/bai/{draft.uuid}/").content.decode()
    assert newsroom.post(address, {"to": "accepted"}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "accepted"


def test_an_invitation_that_was_forwarded_is_no_good_for_another(client_for, editor, partner, kol):
    _invitation, token = Invitation.objects.invite(partner, "may@vuon.example", by=editor)
    address, other = f"/doi-tac/loi-moi/{token}/", client_for(kol)
    account = {"full_name": "Người Khác", "password": "chín con cá lóc"}
    for with_account in (False, True):  # the invited address may or may not have an account
        if with_account:
            make_user("may@vuon.example")
        page = other.get(address).content.decode()
        assert "gửi riêng cho may@vuon.example" in page and "vẫn còn nguyên" in page
        assert other.post(address, account).status_code == 403
    assert not Invitation.objects.get().used_at and partner.members.get().user == kol
    assert client_for().get(address).status_code == 200, "the invited person can still accept"


def test_the_invited_address_learns_that_its_link_was_used(client_for, editor, partner, work):
    _invitation, token = Invitation.objects.invite(partner, "may@vuon.example", by=editor)
    with work():
        response = client_for().post(f"/doi-tac/loi-moi/{token}/", {"full_name": "Mây", "password": "chín con cá lóc"})
    assert response.status_code == 302
    letter = delivered()[0]
    assert letter.to == ["may@vuon.example"] and "Không phải bạn" in letter.body and token not in letter.body


def test_a_late_answer_is_told_to_the_newsroom_once_per_sending(client_for, kol, editor, sent, work):
    make_user("danghi@baocantho.example", is_active=False).groups.set(editor.groups.all())
    with work():
        call_command("maintain_partners")
    assert not delivered()
    Submission.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    for _twice in range(2):
        with work():
            call_command("maintain_partners")
    letter = delivered()[0]
    assert len(delivered()) == 1 and letter.to == [editor.email] and sent.code in letter.subject
    second = make_user("hai@baocantho.example")
    second.groups.set(editor.groups.all())
    Submission.objects.update(claimed_by=second, late_notified_at=None)
    with work():
        call_command("maintain_partners")
    assert delivered()[1].to == [second.email] and "Người đang nhận" in delivered()[1].body


def test_a_remark_on_a_clip_shows_its_moment_to_its_partner_only(client_for, kol, stranger, editor, sent, work):
    from tests.factories import make_stored_file

    row = sent.files.create(declared_name="c.mp4", stored=make_stored_file(zone="quarantine"))
    type(row).objects.update(viewing_key="viewing/2026/11/x.mp4")
    sent.remarks.create(file=row, second="34.5", text="Che số", by=editor)
    sent.remarks.create(paragraph=1, text="Ngắn hơn", by=editor)
    address = f"/doi-tac/bai/{sent.uuid}/tep/{row.uuid}/xem/"
    with work():
        client_for(editor).post(reverse("kol_submissions:decide", args=[sent.pk]), {"to": "changes"})
    page = client_for(kol).get("/doi-tac/").content.decode()
    assert f'src="{address}#t=34.5"' in page and f"<q>{sent.paragraphs[0]}</q>" in page
    assert 'data-second="34.5"' in client_for(editor).get(f"/admin/kol/bai/{sent.pk}/").content.decode()
    response = client_for(kol).get(address)
    assert response.status_code == 302 and "viewing/2026/11/x.mp4" in response["Location"]
    assert "no-store" in response["Cache-Control"]
    assert client_for(stranger).get(address).status_code == 404
