"""The partner's way in Khmer and English: from invitation to receipt, no Vietnamese sentence without its lang."""

import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.urls import reverse

from partners.models import Brief, Invitation, Partner
from tests.factories import make_user
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

    def handle_data(self, data):
        if not self.stack or self.stack[-1][0] not in {"script", "style"}:
            self.said(data)


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def read(client, address, language, status=200):
    answer = client.get(address, {"tieng": language})
    assert answer.status_code == status, address
    assert f'<html lang="{language}"' in answer.text, address
    assert not Left(answer.text).found, f"{address}: {Left(answer.text).found}"
    return answer


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
    made = client.post("/doi-tac/bai/moi/")
    read(client, made.url, language)
    wrong = client.post(made.url, full_form(title="", credit="May", text="", has_minor="", ticked=[]))
    assert wrong.status_code in {400, 422} and not Left(wrong.text).found, Left(wrong.text).found
    sent = client.post(made.url, full_form(title="Clip", credit="May", text="Hello there, this is enough text."))
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


def test_vietnamese_is_found_where_it_is_left():
    assert Left("<main><p>Gửi bài</p></main>").found == ["Gửi bài"]
    assert not Left('<main><p lang="vi">Gửi bài</p><p>Send</p></main>').found
    assert Left('<main><a aria-label="Tải tệp"></a></main>').found


def test_an_account_without_a_partner_is_told_so_in_its_language(client_for):
    client = client_for(make_user())
    answer = client.get("/doi-tac/", {"tieng": "km"})
    assert answer.status_code == 403 and not Left(answer.text).found
