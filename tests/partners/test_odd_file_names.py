"""Odd file names, sent by partners, units and in tables: never a 5xx, and none is stored."""

import html

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from files.models import StoredFile, UploadSession
from files.uploads.tasks import check_upload
from media_library.models import SubjectConsent
from partners.models import ProfileProposal
from tests.factories import make_asset, make_stored_file, make_user
from tests.files import sample_files as make
from tests.files.test_odd_names import ENTRY_NAMES, NAMES, is_plain, upload
from tests.media_library.prints import make_poster
from tests.media_library.small_library import make_library
from tests.partners.pieces import full_form
from tests.partners.test_consents import with_person
from tests.partners.test_upload import begin, put

pytestmark = pytest.mark.django_db

#: What no browser can send: Django's parser drops a file whose name is nothing and refuses a head of 30 kB.
NEVER_SENT = {"only nul", "very long"}


def in_order(case, response, taken=(200, 302)):
    """Taken, or refused in Vietnamese with a 4xx."""
    if case == "very long":
        return response.status_code == 400 and "thử lần nữa" in html.unescape(response.text)
    return response.status_code in taken


def names_are_plain():
    return all(is_plain(stored.display_name) and stored.key.isascii() for stored in StoredFile.objects.all())


@pytest.mark.parametrize("case", ENTRY_NAMES)
def test_a_partners_picture_in_the_plain_form(case, client_for, kol, draft):
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    assert in_order(case, client.post(address, full_form(viec="luu", tep=upload(NAMES[case]))))
    assert StoredFile.objects.count() == (case not in NEVER_SENT) and names_are_plain()
    page = client.get(address)
    assert page.status_code == 200 and "<img src=x" not in page.text
    expected = [] if case in NEVER_SENT else [True]
    assert [is_plain(row.declared_name) for row in draft.files.all()] == expected


@pytest.mark.parametrize("case", ENTRY_NAMES)
def test_a_partners_file_in_parts(case, client_for, kol, draft):
    client, content = client_for(kol), make.picture()
    name = NAMES[case].encode("utf-8", "replace").decode()
    response = begin(client, draft, name, len(content), content)
    if "\0" in name:
        assert response.status_code == 400
    elif response.status_code == 415:
        assert "Ở đây nhận" in response.json()["error"], "its ending says what it would be"
    else:
        assert response.status_code == 201, response.text
        session = response.json()["id"]
        assert put(client, session, 1, content) == 200
        assert client.post(f"/tai-tep/{session}/xong/").status_code == 200
        assert check_upload.call(session) == "accepted"
        assert is_plain(draft.files.get().declared_name) and names_are_plain()
    assert response.status_code == 201 or not UploadSession.objects.exists()


@pytest.mark.parametrize("case", ENTRY_NAMES)
def test_a_portrait_and_a_paper(case, client_for, kol, partner, draft):
    client, fields = client_for(kol), {"display_name": "Mây", "bio": "Chữ", "languages": ["vi"], "dong-y-hien": "co"}
    portrait = client.post(f"/doi-tac/ho-so/{partner.uuid}/", fields | {"chan-dung": upload(NAMES[case])})
    client.post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(viec="them-nguoi", has_minor="co"))
    person = draft.people.get()
    paper = full_form(viec="luu", has_minor="co", **with_person(person)) | {
        f"nguoi-{person.uuid}-giay": upload(NAMES[case], make.pdf())
    }
    sent = client.post(f"/doi-tac/bai/{draft.uuid}/sua/", paper)
    assert in_order(case, portrait) and in_order(case, sent)
    person.refresh_from_db()
    outcome = ProfileProposal.objects.filter(portrait__isnull=False).count(), bool(person.paper)
    assert outcome == ((0, False) if case in NEVER_SENT else (1, True)) and names_are_plain()


@pytest.mark.parametrize("case", ENTRY_NAMES)
def test_the_library_paper_table_and_crest(case, client_for):
    make_library()
    stored = make_stored_file(zone="quarantine", shows_minor=True)
    asset = make_asset("N-01", released=False, files=[{"stored": stored}])
    user = make_user()
    names = ["access_admin", "change_asset", "add_asset", "view_asset"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    newsroom = client_for(user)
    words = {"subject": "Nhóm", "age_band": "0-6", "purpose": "x", "scope": "site", "representative_agreed": "on"}
    words |= {"action": "consent", "file": asset.versions.get().files.get().pk}
    paper = newsroom.post(f"/admin/kho/{asset.pk}/", words | {"paper_file": upload(NAMES[case], make.pdf())})
    if case == "only nul":  # a name that no browser sends: there is no paper then, and under 18 there must be one
        assert paper.status_code == 400
    else:
        assert in_order(case, paper)
    assert SubjectConsent.objects.filter(paper__isnull=False).count() == (case not in NEVER_SENT) and names_are_plain()

    table = newsroom.post("/admin/kho/nhap/", {"table": upload(NAMES[case] + ".csv", b"code,name\nN-01,Ten moi\n")})
    assert table.status_code in {200, 400, 415} and "Traceback" not in table.text

    file = make_poster("P-A4-09", zone=True).current_version.files.get(role="print")
    file.zone.takes_crest = True
    file.zone.save()
    crest = upload(NAMES[case], make.picture("PNG", size=(200, 200)))
    printed = client_for().post(f"{file.get_absolute_url()}ten-truong/", {"ten": "Trường A", "huy_hieu": crest})
    assert in_order(case, printed, taken=(200,))
    assert case in NEVER_SENT or b"/Image" in printed.content


def test_good_neighbours_of_odd_names(client_for, kol, draft):
    """What a phone in Cần Thơ really calls its files keeps its name."""
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    for name in ("Ảnh lớp 6A (lần 2).jpg", "រូបថត.jpg", "IMG_20261125_080000.HEIC"):
        client.post(address, full_form(viec="luu", tep=SimpleUploadedFile(name, make.picture())))
    assert [row.declared_name for row in draft.files.order_by("pk")] == [
        "Ảnh lớp 6A (lần 2).jpg",
        "រូបថត.jpg",
        "IMG_20261125_080000.jpg",
    ]
