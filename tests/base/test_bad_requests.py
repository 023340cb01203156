"""What a browser or a program sends wrongly is answered by our own Vietnamese page, never by a bare English word."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseForbidden, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.models import Collection, Page, Workflow

import cms.wsgi
from base.errors import bad_request
from base.middleware import CleanInputMiddleware
from base.requests.content_type import utf8_alone
from media_library.models import Asset, SiteImage
from partners.models import Partner
from tests.factories import asset_row, make_article, make_image, make_organisation, make_user
from tests.users.accounts import client_of

pytestmark = pytest.mark.django_db
RESET = "/tai-khoan/quen-mat-khau/"
ENGLISH = "Suspicious words of a program"


def kinds(parent):
    """`parent` and every class below it that is loaded."""
    yield parent
    for child in parent.__subclasses__():
        yield from kinds(child)


def is_ours(response, *statuses: int) -> None:
    """One of our plain pages, with a sentence and both numbers."""
    assert response.status_code in statuses, response.status_code
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<html lang="vi">' in response.text and "Bạn" in response.text and "tel:113" in response.text
    assert ENGLISH not in response.text and "Bad Request" not in response.text and "Forbidden" not in response.text
    assert "no-store" in response.headers["Cache-Control"]


def raising(error):
    """A function that raises `error` whatever it is given."""

    def fail(*args, **kwargs):
        raise error(ENGLISH)

    return fail


def test_every_suspicious_operation_is_answered_by_our_page(client, monkeypatch):
    errors = {*kinds(SuspiciousOperation), *kinds(BadRequest), *kinds(MultiPartParserError)}
    assert len(errors) >= 10
    for error in errors:
        monkeypatch.setattr("home.sitemaps.generators.files", raising(error))
        is_ours(client.get("/sitemap.xml"), 400, 413)


def test_a_session_that_cannot_be_saved_is_no_fault_of_the_request(rf):
    """Django says that it was ended meanwhile; the database, whose disk is full, says something else."""
    for behind, status in ((OperationalError("could not extend file: No space left"), 503), (UpdateError(), 400)):
        try:
            try:
                raise behind
            except (OperationalError, UpdateError):
                raise SessionInterrupted("The request's session was deleted") from None
        except SessionInterrupted as error:
            assert bad_request(rf.get("/vi/"), exception=error).status_code == status


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "testserver:port", "testserver\t.evil.example", ""])
@pytest.mark.parametrize("kept", [0, 60])
def test_a_host_that_is_not_ours_is_refused(client, settings, host, kept):
    settings.ALLOWED_HOSTS, settings.PAGE_CACHE_SECONDS = ["testserver"], kept
    is_ours(client.get("/vi/", headers={"host": host}), 400)


BASE64 = "Content-Transfer-Encoding: base64\r\n"


def part(name: str, value: bytes, more: str = "") -> bytes:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n{more}\r\n'.encode() + value + b"\r\n"


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("multipart/form-data", part("email", b"a"), 400),
        ("multipart/form-data; boundary=" + "b" * 300, part("email", b"a"), 400),
        ("multipart/form-data; boundary=ư", part("email", b"a"), 400),
        ("multipart/form-data; boundary=b", part('tep"; filename="a.txt', b"a", BASE64), 400),
        ("application/x-www-form-urlencoded; charset=utf-7", b"email=a", 400),
        ("multipart/form-data; boundary=b", part("email", b"x" * 6 * 1024 * 1024) + b"--b--\r\n", 413),
        ("multipart/form-data; boundary=b", part("email", b"\0") + b"--b--\r\n", 400),
        ("application/x-www-form-urlencoded", b"email=a%00&email=la@thu.example", 400),
        ("application/x-www-form-urlencoded", b"email=la@thu.example&x%00=1", 400),
    ],
    ids=[
        *("no-boundary", "long-boundary", "odd-boundary", "bad-base64", "charset", "too-large"),
        *("nul", "nul-in-the-first-of-two", "nul-in-a-name"),
    ],
)
def test_a_broken_form_is_refused(client, content_type, body, status):
    is_ours(client.post(RESET, body, content_type=content_type), status)


@pytest.mark.parametrize(
    "parameter",
    ["charset=rot13", "charset=undefined", "charset=cp037", "charset=utf-16", "Charset*=klingon''x", "x*=klingon''y"],
)
def test_what_a_content_type_says_changes_no_address_and_breaks_no_request(rf, parameter):
    """Neither an error, nor a page of another address that is kept there for the next reader."""

    def asked(address, content_type):
        return rf.get(address).environ | {"CONTENT_TYPE": content_type}

    app = utf8_alone(lambda environ, _start: WSGIRequest(environ))
    for kind in ("text/plain", "multipart/form-data; boundary=b", 'multipart/form-data; Boundary="b;c"'):
        request = app(asked("/vi/?trang=2&q=%C4%83", f"{kind}; {parameter}"), None)
        assert request.GET == {"trang": ["2"], "q": ["ă"]} and request.encoding is None
        assert request.content_type == kind.partition(";")[0]
        boundaries = {"text/plain": {}, "multipart/form-data; boundary=b": {"boundary": "b"}}
        assert request.content_params == boundaries.get(kind, {"boundary": "b;c"}), "in capitals, and in quotes"
    calls, query = [], "/healthz?q=1"
    body = cms.wsgi.application(asked(query, f"text/plain; {parameter}"), lambda *answer: calls.append(answer))
    assert calls[0][0] == "200 OK" and b"".join(body) == b"ok"


def test_a_page_that_is_not_there_names_no_model_in_english(client_for):
    """What Django says for a row that get_object_or_404() does not find; sentences of ours stay."""
    teacher, made_up = client_for(make_user(organisation=make_organisation())), "00000000-0000-4000-8000-000000000001"
    for address in ("/tai/theo-doi/khong-co/", f"/tai/gio/{made_up}/xoa/", f"/tai/thong-bao/{made_up}/xac-nhan/"):
        response = teacher.post(address)
        assert response.status_code == 404 and "matches the given query" not in response.text, address
    assert "Không có ảnh này." in teacher.get(f"/truong/anh/{made_up}/").text


def test_too_many_files_and_a_forged_form_are_refused(client):
    many = {f"tep-{number}": SimpleUploadedFile(f"{number}.txt", b"x") for number in range(101)}
    is_ours(client.post(RESET, many), 413)
    is_ours(Client(enforce_csrf_checks=True).post(RESET, {"email": "ai@demo.example"}), 403)


def test_wagtails_empty_refusal_is_a_page(client_for):
    staff = client_for(make_user(is_superuser=True, is_staff=True))
    staff.raise_request_exception = False
    unstorable = ('{"a": NaN}', '{"a": 1e400}', r'{"a": "\u0000"}', r'{"\ud800": 1}')
    for body in ("{", "1", "null", "[1]", b"\xff", b"", "[" * 100_000, *unstorable):
        is_ours(staff.patch("/admin/dismissibles/", body, content_type="application/json"), 400)
    torn = {"wsgi.input": SimpleNamespace(read=raising(OSError), readline=raising(OSError))}
    is_ours(staff.patch("/admin/dismissibles/", "{}", content_type="application/json", **torn), 400)
    for body in ("{}", '{"a": 1.5, "ă": true}'):
        assert staff.patch("/admin/dismissibles/", body, content_type="application/json").status_code == 200


def test_wagtails_bare_refusals_are_pages(client_for):
    staff = client_for(make_user(is_superuser=True, is_staff=True))
    full = Collection.get_first_root_node().add_child(name="Đủ")
    SiteImage.objects.filter(pk=make_image().pk).update(collection=full)
    is_ours(staff.post(f"/admin/collections/{full.pk}/delete/"), 403)
    nothing = staff.post(reverse("wagtailimages:add_multiple"), headers={"x-requested-with": "XMLHttpRequest"})
    is_ours(nothing, 400)


@pytest.mark.parametrize("page", ["x", "²", "", "99", "9" * 5000])
def test_a_page_that_a_list_of_wagtail_has_not_is_no_fault(client_for, page):
    staff = client_for(make_user(is_superuser=True, is_staff=True))
    staff.raise_request_exception = False
    address = f"/admin/workflows/edit/{Workflow.objects.create(name='Duyệt').pk}/"
    assert staff.get(f"{address}?p=1").status_code == 200
    is_ours(staff.get(address, {"p": page}), 400)


def test_a_copy_below_a_page_that_is_gone_is_refused(client_for):
    staff, page = client_for(make_user(is_superuser=True, is_staff=True)), make_article("Bài gốc")
    staff.raise_request_exception = False
    sent, place = {"new_title": "Bản sao", "new_slug": "ban-sao"}, f"/admin/pages/{page.pk}/copy/"
    for missing_pk in ("999999", str(2**63)):
        response = staff.post(place, sent | {"new_parent_page": missing_pk})
        assert response.status_code == 409 and "Người khác vừa xóa" in response.text, missing_pk
    assert staff.post(place, sent | {"new_parent_page": page.get_parent().pk}).status_code == 302
    assert page.get_siblings().filter(slug="ban-sao").exists()


UNSIGNED = {"import_file_name": "x", "input_format": "0"}


def test_keys_that_wagtail_takes_for_numbers_and_names_it_takes_for_signed_are_refused(client_for):
    staff = client_for(make_user(is_superuser=True, is_staff=True))
    partner = f"/admin/kol/doi-tac/edit/{Partner.objects.create(display_name='An').pk}/"
    for key in ("x", "x'", "²", "1.5", "9" * 5000):
        for place in ("images", "documents"):
            is_ours(staff.get(f"/admin/{place}/chooser/chosen/{key}/"), 400)
            is_ours(staff.get(f"/admin/{place}/chooser/chosen-multiple/?id={key}"), 400)
            is_ours(staff.get(f"/admin/api/main/{place}/find/?id={key}"), 400)
        assert staff.get(f"/admin/toa-soan/chon-bai/chosen/{key}/").status_code == 404
        assert staff.get(f"/admin/toa-soan/chon-bai/chosen-multiple/?id={key}").json()["result"] == []
        is_ours(staff.post(partner, {"display_name": "An", "portrait": key}), 400)
    for query in (f"offset={'9' * 30}", "search=a&search_operator=zz", "search=a&search_operator="):
        is_ours(staff.get(f"/admin/api/main/pages/?{query}"), 400)
        is_ours(staff.get(f"/admin/api/main/images/?{query}"), 400)
    assert staff.get("/admin/api/main/pages/?offset=1&search=a&search_operator=or").status_code == 200
    for sent in ({}, UNSIGNED | {"import_file_name": ""}, UNSIGNED, UNSIGNED | {"import_file_name": "../x:x"}):
        is_ours(staff.post("/admin/redirects/import/process/", sent), 400)


def test_choosers_of_links_pages_and_tasks_refuse_what_none_of_them_sends(client_for):
    staff = client_for(make_user(is_superuser=True, is_staff=True))
    staff.raise_request_exception = False
    for kind in ("anchor", "email", "external", "phone"):
        address = f"/admin/choose-{kind}-link/"
        assert {staff.get(f"{address}{query}").status_code for query in ("", "?parent_page_id=1")} == {200}
        for value in ("9999-12-31", "x", "9" * 5000):
            is_ours(staff.get(address, {"parent_page_id": value}), 400)
    root, story = Page.objects.get(depth=1).pk, make_article().pk
    assert staff.get(f"/admin/choose-page/chosen-multiple/?id={story}").status_code == 200
    assert staff.get(f"/admin/choose-page/chosen-multiple/?id={root}&id={story}").status_code == 404
    for name in ("x", "zz.x", "home.x", "", "'a'", '"', "a.b.c"):
        is_ours(staff.get("/admin/workflows/task_chooser/", {"create_model": name}), 400)
    assert staff.get("/admin/workflows/task_chooser/").status_code == 200


def test_a_list_that_is_searched_and_counts_uses_says_that_it_cannot_do_both(client_for):
    staff = client_for(make_user(is_superuser=True, is_staff=True))
    staff.raise_request_exception = False
    for place in ("images", "documents", "documents/results"):
        for query in ("q=a", "usage_count_min=1", "q=&usage_count_max=2", "q=a&usage_count_min="):
            assert staff.get(f"/admin/{place}/?{query}").status_code == 200, query
        response = staff.get(f"/admin/{place}/?q=a&usage_count_min=0")
        is_ours(response, 400)
        assert "Bạn bỏ một trong hai" in response.text


def test_a_form_that_announces_rows_which_it_has_not_is_refused_before_they_are_made(client_for):
    """Django makes two thousand empty rows for it, and Wagtail draws them: a minute of one core."""
    staff = client_for(make_user(is_superuser=True, is_staff=True))
    rows = {f"leases-{part}_FORMS": "0" for part in ("INITIAL", "MIN_NUM", "MAX_NUM")}
    address = reverse(Asset.snippet_viewset.get_url_name("add"))
    for announced in ("1000", str(2**63)):
        is_ours(staff.post(address, rows | {"leases-TOTAL_FORMS": announced}), 400)
    assert staff.post(address, rows | {"leases-TOTAL_FORMS": "0"}).status_code == 200


@pytest.mark.parametrize("key", ["abc", "²", "1.5"])
def test_a_row_whose_key_is_no_number_is_refused(client_for, key):
    """Wagtail's editor reads it before it looks at anything else of the form."""
    staff, asset = client_for(make_user(is_superuser=True, is_staff=True)), asset_row()
    rows = {"leases-INITIAL_FORMS": "1", "leases-TOTAL_FORMS": "1", "leases-MIN_NUM_FORMS": "0"}
    address = reverse(Asset.snippet_viewset.get_url_name("edit"), args=[asset.pk])
    is_ours(staff.post(address, rows | {"leases-MAX_NUM_FORMS": "9", "leases-0-id": key}), 400)
    assert staff.post(address, rows | {"leases-TOTAL_FORMS": "0", "leases-INITIAL_FORMS": "0"}).status_code == 200


def test_a_row_that_is_announced_and_not_sent_is_refused(client_for):
    """Wagtail puts the rows of a form that it shows again in their order."""
    staff = client_for(make_user(is_superuser=True, is_staff=True))
    staff.raise_request_exception = False
    form = {"title": "Vẽ", "rounds-INITIAL_FORMS": "0", "rounds-MIN_NUM_FORMS": "0", "rounds-MAX_NUM_FORMS": "9"}
    is_ours(staff.post("/admin/cuoc-thi/new/", form | {"rounds-TOTAL_FORMS": "1"}), 400)
    response = staff.post("/admin/cuoc-thi/new/", form | {"rounds-TOTAL_FORMS": "1", "rounds-0-ORDER": "1"})
    assert response.status_code == 200 and response.context["form"].errors


def test_a_keyword_that_is_too_long_for_its_column_is_told(client_for):
    """Wagtail's form for many pictures at once does not count, the one for a single picture does."""
    staff, image = client_for(make_user(is_superuser=True, is_staff=True)), make_image()
    address = f"/admin/bulk/media_library/siteimage/add_tags/?id={image.pk}&next=/admin/"
    refused = staff.post(address, {"tags": "x" * 101})
    is_ours(refused, 400)
    assert "viết ngắn lại" in refused.text and not image.tags.exists()
    assert staff.post(address, {"tags": "x" * 100}).status_code == 302 and image.tags.count() == 1


@pytest.mark.parametrize(
    ("path", "sent", "error", "refused"),
    [
        ("/admin/", {"a": "x"}, "invalid literal for int() with base 10: 'x'", True),
        ("/admin/?a=x", {}, "Field 'id' expected a number but got 'x'.", True),
        ("/admin/", {"a": "x"}, "invalid literal for int() with base 10: 'y'", False),
        ("/admin/", {"a": "x"}, "Field 'id' expected a number but got <Page: x>.", False),
        ("/admin/", {"a": "x"}, "'x'", False),
        ("/vi/", {"a": "x"}, "invalid literal for int() with base 10: 'x'", False),
        ("/admin/", {"a": "9" * 5000}, "Exceeds the limit (4300 digits) for integer string conversion", True),
        ("/admin/", {"a": "9" * 4300}, "Exceeds the limit (4300 digits) for integer string conversion", False),
    ],
)
def test_only_what_the_sender_wrote_is_his_fault(rf, path, sent, error, refused):
    """Any other error of a view is ours, is told to us as one, and answered by 500."""
    check = CleanInputMiddleware(lambda request: HttpResponse()).process_exception
    response = check(rf.post(path, sent), ValueError(error))
    assert (response is not None) is refused and check(rf.post(path, sent), KeyError("x")) is None
    if response is not None:
        is_ours(response, 400)


@pytest.mark.parametrize(
    ("answer", "replaced"),
    [
        (HttpResponseForbidden(), True),
        (HttpResponseBadRequest(ENGLISH, content_type="text/plain"), True),
        (HttpResponseBadRequest("<p>Ô này bắt buộc.</p>"), False),
        (JsonResponse({"error": "Tệp quá lớn."}, status=400), False),
        (HttpResponse(ENGLISH, status=409), False),
        (HttpResponse(ENGLISH), False),
    ],
    ids=["empty", "bare", "page", "json", "other-status", "ok"],
)
def test_only_bare_refusals_are_replaced(rf, answer, replaced):
    given = CleanInputMiddleware(lambda request: answer)(rf.get("/admin/"))
    if replaced:
        is_ours(given, answer.status_code)
    else:
        assert given is answer


def test_a_refusal_that_waits_is_told_once_and_the_administration_says_under_its_own_name_what_it_has_not():
    """Four refused pages leave one banner on the next, and none on the page after."""
    client = client_of("Bàn KOL")
    refused = [client.get(f"/admin/{address}/") for address in ("reports/locked", "users", "groups", "redirects")]
    assert {response.status_code for response in refused} == {302}
    missing, after = client.get("/admin/khong-co/"), client.get("/admin/")
    assert missing.status_code == 404
    assert "<title>Không tìm thấy trang này - Không một mình</title>" in " ".join(missing.text.split())
    assert "Wagtail" not in re.sub(r"<script.*?</script>", "", missing.text, flags=re.DOTALL)
    refusal = gettext("Sorry, you do not have permission to access this area.")
    assert [page.text.count(refusal) for page in (missing, after)] == [1, 0]
