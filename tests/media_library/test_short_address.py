"""/t/<code>/: every printed address is answered for ever."""

import io
import re
from datetime import timedelta

import pytest
import zxingcpp
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from PIL import Image

from media_library.models import Asset, HolderNotice, Kit, Lease, Recall
from media_library.print import qr
from media_library.recall import service
from media_library.review.release import release_version
from tests.factories import asset_row, make_help_line, make_organisation, make_user, stored_row
from tests.media_library.prints import make_kit
from tests.media_library.small_library import make_library, new_version

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets")]


@pytest.mark.parametrize("address", ["/t/P-A3-03/", "/t/p-a3-03/", "/t/p-a3-03", "/t/P-a3-03"])
def test_any_spelling_proves_the_sheet(client, address):
    make_library()
    make_help_line("111")
    asset = asset_row("P-A3-03")
    release_version(asset, new_version(asset))
    response = client.get(address)
    html = response.content.decode()
    stored = asset.current_version.files.get().stored
    assert response.status_code == 200 and response["Cache-Control"] == "no-cache"
    for words in ("chỉ nói về bản mới nhất", "Ban tổ chức", "v1.1", stored.sha256[:8], asset.get_absolute_url()):
        assert words in html, words
    assert "tel:111" in html and "còn hiệu lực" not in html, "it cannot know which sheet is held"


def test_the_address_of_a_version_says_what_to_do_with_the_sheet_on_the_wall(
    client, django_capture_on_commit_callbacks
):
    """Newest, older and recalled differ in words and colour; without a version every version stands in a list."""
    make_library()
    asset = asset_row("P-A4-04")
    trial = asset.current_version
    release_version(asset, new_version(asset))
    release_version(asset, new_version(asset, "1.2"))
    with django_capture_on_commit_callbacks(execute=True):
        service.recall(asset, version=trial, reason="Số 111 in mờ.")
    recalled = client.get("/t/p-a4-04/v1.0/")
    assert recalled.status_code == 410
    for words in ('class="notice bad"', "gỡ tờ này xuống", "Số 111 in mờ.", "P-A4-04 v1.0", "v1.2"):
        assert words in recalled.content.decode(), words
    older = client.get("/t/p-a4-04/v1.1/").content.decode()
    assert "Bản v1.1" in older and "đã có bản mới hơn" in older and 'href="/t/p-a4-04/v1.2/"' in older
    assert 'class="notice ok"' not in older
    newest = client.get("/t/p-a4-04/v1.2/").content.decode()
    assert 'class="notice ok"' in newest and "bản mới nhất, còn hiệu lực" in newest
    plain = client.get("/t/p-a4-04/").content.decode()
    assert "chỉ nói về bản mới nhất, v1.2" in plain and 'class="notice ok"' not in plain
    for row in ("Tờ ghi v1.0 thì gỡ xuống", "/t/p-a4-04/v1.0/", "/t/p-a4-04/v1.1/", "Số 111 in mờ."):
        assert row in plain, row
    asset.refresh_from_db()
    asset.withdraw()
    response = client.get("/t/p-a4-04/v1.2/")
    assert response.status_code == 410 and "P-A4-04 v1.2" in response.content.decode()
    assert client.get("/t/p-a4-04/v7.7/").status_code == 410, "of an asset that is gone, every sheet is"


def test_a_variant_or_an_old_version_has_an_answer_of_its_own(client):
    make_library()
    files = [
        {"role": "print", "label": "Bản in", "override": "Tờ thử."},
        {"role": "social", "language": "km", "label": "Ảnh Khmer"},
    ]
    asset = asset_row("P-A3-04", files=files)
    khmer = asset.current_version.files.get(language="km")
    html = client.get("/t/p-a3-04/km/").content.decode()
    with translation.override("km"):
        assert khmer.stored.sha256[:8] in html and str(khmer.get_role_display()) in html  # the page speaks Khmer
    assert "Bản in" in client.get("/t/p-a3-04/print-vi/").content.decode()
    release_version(asset, new_version(asset))
    old = client.get("/t/p-a3-04/v1.0").content.decode()
    assert "đã có bản mới hơn" in old and "v1.1" in old
    for variant in ("v1.0-km", "v1.0-social-km"):
        assert khmer.stored.sha256[:8] in client.get(f"/t/p-a3-04/{variant}/").content.decode()
    for variant in (
        "en",
        "print-km",
        "v9",
        "v1.0-en",
        "v1.1-km",
        "v1.",
        "v1.0-",
        "v1.0.0.0",
        "khong-co",
        "%3Cscript%3E",
        "x" * 31,
    ):
        response = client.get(f"/t/p-a3-04/{variant}/")
        assert response.status_code == 404, variant
        assert "<script>" not in response.content.decode().partition("<main")[2]


def test_a_variant_that_the_newest_version_dropped_is_still_proved(client, django_capture_on_commit_callbacks):
    """Its sheets hang somewhere: official, and an older version; taken back when that version was."""
    make_library()
    khmer = {"role": "social", "language": "km", "label": "Ảnh Khmer"}
    asset = asset_row("P-A3-06", files=[{"role": "screen"}, khmer])
    first, khmer = asset.current_version, asset.current_version.files.get(language="km")
    release_version(asset, new_version(asset))
    for variant in ("km", "social", "social-km"):
        response = client.get(f"/t/p-a3-06/{variant}/")
        html = response.content.decode()
        assert response.status_code == 200 and khmer.stored.sha256[:8] in html, variant
        assert "v1.1" in html and ("đã có bản mới hơn" in html or "km" in variant)
    assert client.get("/t/p-a3-06/en/").status_code == 404  # never was one
    with django_capture_on_commit_callbacks(execute=True):
        service.recall(asset, version=first, reason="Số 111 in thành 112.")
    for variant in ("km", "social"):
        response = client.get(f"/t/p-a3-06/{variant}/")
        assert response.status_code == 410 and "Số 111 in thành 112." in response.content.decode(), variant
    assert client.get("/t/p-a3-06/").status_code == 200


def test_what_stands_on_paper_is_not_deleted(client, client_for):
    """Not by anybody: the desk is told to recall it. A draft that was never released may go."""
    make_library()
    released, draft = asset_row("P-A3-07"), asset_row("P-A3-08", released=False)
    withdrawn = asset_row("P-A3-09")
    withdrawn.withdraw()
    kit = make_kit([released])
    kit.versions.create(number="1.0", ready_at=timezone.now())
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    below = "/admin/snippets/media_library"
    for model, row in (("asset", released), ("asset", withdrawn), ("kit", kit)):
        response = desk.post(f"{below}/{model}/delete/{row.pk}/", follow=True)
        assert f"{row.code} đã phát hành nên không xóa được" in response.content.decode(), row
    bulk = desk.post(f"/admin/bulk/media_library/asset/delete/?id={released.pk}&id={draft.pk}", follow=True)
    assert "không xóa được" in bulk.content.decode() and Asset.objects.count() == 3
    assert desk.post(f"{below}/asset/delete/{draft.pk}/").status_code == 302 and Asset.objects.count() == 2
    html = desk.get(f"{below}/kit/edit/{kit.pk}/").content.decode()
    assert re.search(r'<input[^>]+name="code"[^>]+disabled', html)
    kit.is_released = False
    kit.save()
    response = client.get("/t/kit-thcs/")
    assert response.status_code == 410 and "không còn phát hành" in response.content.decode()


def test_qr_codes_hold_the_address_and_print_at_their_smallest_size(client, client_for, settings):
    asset_row("P-A3-05", files=[{"role": "print", "label": "Bản in", "override": "Tờ thử.", "stored": stored_row()}])
    asset = Asset.objects.get(code="P-A3-05")
    assert qr.address_of(asset.current_version).endswith("/t/p-a3-05/v1.0/")
    svg = client.get("/t/p-a3-05/v1.0/qr.svg")
    assert svg["Content-Type"] == "image/svg+xml" and b"<script" not in svg.content
    assert b'width="30.0mm"' in svg.content and "in từ 30 mm".encode() in svg.content  # placed as it is: smallest size
    assert svg.content == client.get("/t/p-a3-05/qr.svg").content
    assert "qr-p-a3-05-v1.0-tu-30mm.svg" in svg["Content-Disposition"]
    png = Image.open(io.BytesIO(client.get("/t/p-a3-05/qr.png").content))
    assert round(png.info["dpi"][0]) == 600 and png.width / 600 * 25.4 >= 30  # mm on an A4 sheet
    assert zxingcpp.read_barcode(png).text == f"{settings.SITE_URL}/t/p-a3-05/v1.0/"
    html = client.get(asset.get_absolute_url()).content.decode()
    assert "/t/p-a3-05/v1.0/qr.svg" in html and 'href="/t/p-a3-05/v1.0/"' in html
    new_version(asset)
    editor = client_for(make_user(is_superuser=True, is_staff=True))
    assert b"v1.1" in editor.get("/t/p-a3-05/v1.1/qr.svg").content, "for the sheet that will be released"
    assert client.get("/t/p-a3-05/v1.1/qr.svg").status_code == 404
    assert client.get("/t/khong-co/qr.svg").status_code == 404
    assert client.get("/t/p-a3-05/qr.exe").status_code == 404


def test_a_qr_code_of_what_is_closed_is_handed_out_to_nobody(client, client_for):
    """It would lead to a page that says “taken back”, and tell strangers which codes there are."""
    make_library()
    editor = client_for(make_user(is_superuser=True))
    visible_asset, _staff, shut = asset_row("Q-01"), asset_row("Q-02", access="staff"), asset_row("Q-03")
    Lease.objects.create(asset=shut, effect="deny", note="Chờ giấy phép.")
    old = visible_asset.versions.create(
        number="0.9", released_at=timezone.now() - timedelta(days=9), withdrawn_at=timezone.now()
    )
    visible_asset.versions.create(number="1.1")
    for address, visitors, editors in (
        ("q-01/qr.svg", 200, 200),
        ("q-01/v1.0/qr.svg", 200, 200),
        (f"q-01/v{old.number}/qr.svg", 404, 404),
        ("q-01/v1.1/qr.svg", 404, 200),
        ("q-02/qr.svg", 404, 200),
        ("q-02/v1.0/qr.svg", 404, 200),
        ("q-03/qr.svg", 404, 404),
    ):
        assert [reader.get(f"/t/{address}").status_code for reader in (client, editor)] == [visitors, editors], address
    visible_asset.versions.filter(number="1.0").update(withdrawn_at=timezone.now())
    assert client.get("/t/q-01/qr.svg").status_code == 404, "no version is left"


def test_a_withdrawn_asset_explains_itself(client):
    make_library()
    old, new = asset_row("P-01"), asset_row("P-02")
    old.withdraw(replaced_by=new)
    response = client.get("/t/p-01/")
    assert response.status_code == 410
    assert "đã thu hồi" in response.content.decode() and new.get_absolute_url() in response.content.decode()
    Asset.objects.filter(pk=new.pk).update(access="staff")
    html = client.get("/t/p-01/").content.decode()
    assert new.get_absolute_url() not in html and new.code not in html and "/vi/kho-tai-lieu/" in html
    Asset.objects.filter(pk=new.pk).update(access="open")
    new.withdraw()
    html = client.get("/t/p-01/").content.decode()
    assert new.get_absolute_url() not in html and "/vi/kho-tai-lieu/" in html


def test_what_only_the_staff_may_read_replaces_nothing():
    """Neither chosen for a recall, nor named to those who hold the old one."""
    make_library()
    old, new = asset_row("P-01"), asset_row("P-02", access="staff")
    with pytest.raises(ValidationError):
        service.recall(old, reason="Số in sai.", replaced_by=new)
    Asset.objects.filter(pk=new.pk).update(access="schools")
    recall = service.recall(old, reason="Số in sai.", replaced_by=Asset.objects.get(pk=new.pk))
    notice = HolderNotice(kind="recall", asset=old, recall=recall)
    assert notice.replacement == new
    Asset.objects.filter(pk=new.pk).update(access="staff")
    notice.recall = Recall.objects.get(pk=recall.pk)
    assert notice.replacement is None


def test_strange_codes_are_not_found_with_a_sentence(client, client_for):
    make_library()
    asset_row("D-09", released=False)
    asset_row("S-09", access="staff")
    service.recall(asset_row("S-10", access="staff"), reason="Tên người tố giác còn trong tệp.")
    for code in ("khong-co", "d-09", "s-09", "s-10", "s-10/v1.0", "a'b", "%3Cscript%3E", "x" * 60):
        response = client.get(f"/t/{code}/")
        assert response.status_code == 404
        assert "so lại mã in trên giấy" in response.content.decode()
        assert "<script>" not in response.content.decode().partition("<main")[2]
    editor = client_for(make_user(is_superuser=True))
    assert editor.get("/t/s-09/").status_code == 200 and "tố giác" in editor.get("/t/s-10/").text
    teacher, answers = client_for(make_user(organisation=make_organisation())), {}
    for code in ("khong-co", "s-09", "s-10"):
        response = teacher.get(f"/t/{code}/")
        answers[code] = (response.status_code, response.headers["Vary"], response.text.casefold().replace(code, ""))
    assert answers["khong-co"] == answers["s-09"] == answers["s-10"]


def test_kits_have_short_addresses_too(client):
    make_library()
    Kit.objects.create(code="KIT-THCS", slug="bo-thcs", is_released=True)
    assert client.get("/t/kit-thcs/")["Location"] == "/vi/bo-tai-lieu/bo-thcs/"
