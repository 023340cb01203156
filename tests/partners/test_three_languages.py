"""The partner's way in Khmer and English: from invitation to receipt, no Vietnamese sentence without its lang."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation

from campaign.models import Outlet
from files.models import StoredFile, UploadSession
from media_library.models import SubjectConsent
from partners.models import Brief, Invitation, Partner, Submission, SubmissionEvent
from partners.workflow import transitions
from partners.workflow.steps import move
from tests.factories import make_user
from tests.letters import delivered
from tests.partners.pieces import full_form

pytestmark = pytest.mark.django_db
#: Letters that only Vietnamese has among our three languages.
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
#: Names stay as they are, also the titles of the terms, which are kept in Vietnamese.
NAMES = re.compile("Tiếng Việt|Cần Thơ|Mây Miệt Vườn|Thu Hà|“[^”]*”")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use"}


class Left(HTMLParser):
    """Vietnamese text of <main> outside elements that say lang="vi"; spoken attributes too."""

    def __init__(self, html):
        super().__init__()
        self.stack, self.found = [], []
        self.feed(html)

    def inside(self):
        return any(tag == "main" for tag, _lang in self.stack)

    def said(self, text):
        lang = next((lang for _tag, lang in reversed(self.stack) if lang), "")
        if lang != "vi" and self.inside() and VIETNAMESE.search(NAMES.sub("", text)):
            self.found.append(" ".join(text.split())[:90])

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        if tag not in VOID:
            self.stack.append((tag, facts.get("lang", "")))
        for name in ("aria-label", "title", "placeholder", "alt"):
            self.said(facts.get(name) or "")

    def handle_endtag(self, tag):
        while self.stack and tag not in VOID and self.stack.pop()[0] != tag:
            pass

    @staticmethod
    def words(html):
        return re.sub("<[^>]+>", " ", html)

    def handle_data(self, data):
        if not self.stack or self.stack[-1][0] not in {"script", "style"}:
            self.said(data)


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def read(client, address, language, status=200):
    response = client.get(address, {"tieng": language})
    assert response.status_code == status, address
    assert f'<html lang="{language}"' in response.text, address
    assert not Left(response.text).found, f"{address}: {Left(response.text).found}"
    return response


@pytest.mark.parametrize("language", ["km", "en"])
def test_nobody_needs_vietnamese_from_the_invitation_to_the_receipt(client_for, editor, section, language):
    partner = Partner.objects.create(slug="may", display_name="May")
    _invitation, token = Invitation.objects.invite(partner, "may@vuon.example", by=editor)
    client = client_for()
    for address in ("/doi-tac/vao/", "/tai-khoan/dang-nhap/", "/tai-khoan/quen-mat-khau/", "/tai-khoan/dang-ky/"):
        read(client, address, language)
    way_in = reverse("partners:invitation", args=[token])
    read(client, way_in, language)
    refused = client.post(way_in, {"full_name": "", "password": "1"})
    assert refused.status_code == 422 and not Left(refused.text).found, Left(refused.text).found
    assert client.post(way_in, {"full_name": "May", "password": "chin con ca loc"}).status_code == 302
    assert client.get(way_in, {"tieng": language}).status_code in {404, 410}
    for address in ("/doi-tac/", "/doi-tac/thong-bao/", f"/doi-tac/ho-so/{partner.uuid}/", "/tai-khoan/cua-toi/"):
        read(client, address, language)
    brief = Brief.objects.create(title="Brief", wanted="Need", formats="Form", for_everyone=True, live=True)
    read(client, f"/doi-tac/de-bai/{brief.uuid}/", language)
    redirect = client.post("/doi-tac/bai/moi/")
    read(client, redirect.url, language)
    wrong = client.post(redirect.url, full_form(title="", credit="May", text="", has_minor="", ticked=[]))
    assert wrong.status_code in {400, 422} and not Left(wrong.text).found, Left(wrong.text).found
    sent = client.post(redirect.url, full_form(title="Clip", credit="May", text="Hello there, this is enough text."))
    assert sent.status_code == 302, Left(sent.text).found
    submission = partner.submissions.get()
    for name in ("submission", "receipt", "withdraw"):
        read(client, reverse(f"partners:{name}", args=[submission.uuid]), language)
    for address in (
        "/tai-khoan/doi-mat-khau/",
        "/tai-khoan/hai-lop/",
        "/tai-khoan/dang-xuat/",
    ):
        read(client, address, language)


def left_in(letter):
    """Vietnamese words of a letter outside names, links and what people wrote themselves (in “quotes” here)."""
    return [line for line in [letter.subject, *letter.body.splitlines()] if VIETNAMESE.search(NAMES.sub("", line))]


@pytest.mark.parametrize(("language", "other"), [("km", "en"), ("en", "km"), ("vi", "km")])
def test_letters_speak_the_language_of_the_corner(client_for, editor, section, work, language, other):
    """From the invitation on; the newsroom's letters stay Vietnamese, whatever page the partner wrote on."""

    def newest(address="may@vuon.example"):
        letter = [message for message in delivered() if message.to == [address]][-1]
        link = next(line for line in letter.body.splitlines() if "/doi-tac/" in line or "/admin/" in line)
        assert re.fullmatch(r"https?://\S+", link), "the link stands on a line of its own"
        return letter, link

    def told(letter, link, spoken):
        assert link.endswith(f"?tieng={spoken}") or (spoken == "vi" and "?" not in link)
        assert bool(left_in(letter)) == (spoken == "vi"), left_in(letter)

    newsroom = client_for(editor)
    with work():
        form = {"new_partner": "May", "email": "may@vuon.example", "language": language}
        page = newsroom.post("/admin/kol/loi-moi/moi/", form).content.decode()
    letter, link = newest()
    told(letter, link, language)
    assert link in page, "the link that is copied into Zalo speaks it too"
    client, way_in = client_for(), link.split("testserver")[-1]
    way_in = way_in[way_in.index("/doi-tac/") :]
    assert f'<html lang="{language}"' in client.get(way_in).text
    with work():
        client.post(way_in, {"full_name": "May", "password": "chin con ca loc"})
    told(*newest(), language)
    partner = Partner.objects.get()
    with work():
        redirect = client.post("/doi-tac/bai/moi/")
        client.post(redirect.url, full_form(title="Clip", credit="May", text="Hello there, this is enough text."))
    piece = partner.submissions.get()
    told(*newest(), language)
    client.get("/doi-tac/", {"tieng": other})
    with work():
        newsroom.post(reverse("kol_submissions:decide", args=[piece.pk]), {"to": "in_review"})
    told(*newest(), other)
    with work():
        client.post(reverse("partners:ask", args=[piece.uuid]), {"text": "When?"})
    letter, link = newest(editor.email)
    assert "hỏi về bài" in letter.body and "?" not in link
    with work():
        newsroom.post(reverse("kol_submissions:answer", args=[piece.pk]), {"text": "Tomorrow"})
    told(*newest(), other)
    with work():
        client_for().post("/doi-tac/vao/", {"email": "may@vuon.example"})
    told(*newest(), other)
    with work():
        newsroom.post(
            reverse("kol_partners:suspend", args=[partner.pk]), {"reason": "Rules", f"bai-{piece.pk}": "keep"}
        )
    letter = [message for message in delivered() if message.to == ["may@vuon.example"]][-1]
    assert "Rules" in letter.body and not left_in(letter)


@pytest.mark.parametrize("language", ["km", "en"])
def test_what_the_site_wrote_itself_is_read_in_the_readers_language(client_for, kol, editor, sent, work, language):
    """Desks, causes and figures of the history: codes in the row, words on the page."""
    Outlet.objects.create(slug="bao", name="Bao", short_name="Bao")
    Submission.objects.update(outlet=Outlet.objects.get(), title="Clip", text="Words", credit="May")
    Partner.objects.update(display_name="May")
    sent.refresh_from_db()
    transitions.decide(sent, "accepted", by=editor)
    move(sent, "published", by=editor, steps=Submission.NEWSROOM_STEPS).sign("board", sent.outlet)
    Submission.objects.update(licence_until=timezone.localdate() - timedelta(days=1))
    with work():
        call_command("maintain_partners")
    sent.events.create(before="expired", after="expired", cause="purged", count=2)
    client = client_for(kol)
    texts = [read(client, place, language).text for place in (f"/doi-tac/bai/{sent.uuid}/", "/doi-tac/thong-bao/")]
    assert all(", Bao" in text for text in texts)
    assert " 2 " in Left.words(texts[0])


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize(
    "choices",
    [
        *(
            Submission.State,
            Submission.Kind,
            Submission.Music,
            UploadSession.State,
            StoredFile.State,
            SubjectConsent.AgeBand,
        ),
        *(SubmissionEvent.Desk, SubmissionEvent.Cause, SubmissionEvent.Voice),
    ],
)
def test_every_word_for_a_state_is_translated(choices, language):
    plain = {choice: str(choice.label) for choice in choices}
    with translation.override(language):
        untranslated = [words for choice, words in plain.items() if words and str(choice.label) == words]
    assert set(untranslated) <= {"Clip"}, "a word of English too"


def test_vietnamese_is_found_where_it_is_left():
    assert Left("<main><p>Gửi bài</p></main>").found == ["Gửi bài"]
    assert not Left('<main><p lang="vi">Gửi bài</p><p>Send</p></main>').found
    assert Left('<main><a aria-label="Tải tệp"></a></main>').found


def test_an_account_without_a_partner_is_told_so_in_its_language(client_for):
    client = client_for(make_user())
    response = client.get("/doi-tac/", {"tieng": "km"})
    assert response.status_code == 403 and not Left(response.text).found
