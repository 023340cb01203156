"""A script in any text that any form takes never runs, on no page that shows it: columns are listed from the forms."""

import ast
import csv
import io
from pathlib import Path
from urllib.parse import urlencode

import pikepdf
import pypdfium2
import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from base.spreadsheets.formulas import safe_cell
from base.spreadsheets.writer import XLSX
from tests.base import text_fields
from tests.base.probes import LONG, SEEN, SHORT, has_run, poison
from tests.users.accounts import ADMINISTRATOR, COORDINATOR, KOL, VISITOR, client_of
from tests.users.address_arguments import Places
from tests.users.test_permission_matrix import TELLS_OF_FAULTS, lines, undrawn

pytestmark = [pytest.mark.world("permissions"), pytest.mark.django_db]
__all__ = ["undrawn"]  # a fixture of another file
#: Text fields of forms that are no column of the form's own model → the columns in which their words are kept. A new
#: field fails the test until it is here; "" are words that are compared, looked for or encrypted, and never shown.
KEPT_IN = {
    "ChildSafetyForm.comment": "wagtailcore.TaskState.comment",
    "AcceptForm.full_name": "users.User.full_name",
    "RedactionForm.reason": "",
    "AcceptForm.password": "",
    "AccountForm.email": "users.User.email",
    "AccountForm.full_name": "users.User.full_name",
    "AccountForm.password": "",
    "ActivateTOTPForm.code": "",
    "AddKeyForm.credential": "",
    "AddKeyForm.name": "",  # JSON of the second factor; shown on its owner's own pages alone
    "ChangePasswordForm.oldpassword": "",
    "CodeForm.code": "",
    "ConfirmKeyForm.credential": "",
    "ConfirmSecondFactorForm.code": "",
    "DecisionForm.note": "partners.SubmissionEvent.note",
    "DecisionForm.seen": "",
    "DecisionForm.was": "",
    "EditKeyForm.name": "",
    "FileForm.label": "media_library.AssetFile.label",
    "FileLineForm.label": "media_library.AssetFile.label",
    "FileTagsForm.label": "media_library.AssetFile.label",
    "GroupForm.code": "media_library.Asset.code",
    "GroupForm.keywords": "media_library.Asset.keywords",
    "GroupForm.name": "media_library.AssetText.name",
    "FoldedFilterForm.q": "",
    "InviteForm.email": "schools.Invitation.email",
    "InviteForm.new_partner": "partners.Partner.display_name",
    "LinkForm.title": "activities.ChallengeLink.title",
    "LinkForm.url": "",  # the address of a clip on a known site, or refused
    "LoginForm.password": "",
    "PledgeForm.code": "",
    "StoryFilter.q": "",
    "PostForm.asset_code": "",  # of an asset that exists, or refused
    "PostForm.story_address": "",  # of a live story, or refused
    "PrintOrderForm.note": "schools.PrintOrder.note",
    "PrintRunForm.code": "",
    "PublishForm.changelog": "media_library.KitVersion.changelog",
    "QuestionForm.text": "partners.Remark.text",
    "QuickForm.picture_alt": "media_library.SiteImage.description",
    "QuickForm.picture_credit": "media_library.SiteImage.credit",
    "ReauthenticateForm.password": "",
    "ResetPasswordForm.email": "",
    "ReturnForm.comment": "wagtailcore.TaskState.comment",
    "ReturnForm.reason": "translations.TranslationAssignment.return_reason",
    "MoveForm.reason": "reporting.TaskEvent.note",
    "StepForm.note": "reporting.TaskEvent.note",
    "TableForm.table": "reporting.Task.title",
    "ScoreForm.comment": "activities.Mark.comment",
    "SecondFactorForm.code": "",
    "SecondFactorKeyForm.credential": "",
    "SuspendForm.reason": "partners.Partner.suspension_reason",
    "TextSearchFilter.q": "",
    "UnitForm.name": "users.Organisation.name",
    "UploadTagsForm.label": "media_library.AssetFile.label",
    "WithdrawForm.reason": "media_library.Recall.reason",
} | {
    f"{form}.{name}_{language}": f"media_library.{model}.{name}"
    for form, model, names in (
        ("AssetForm", "AssetText", "name summary placement alt guide copy_text"),
        ("KitForm", "KitText", "name intro guide"),
    )
    for name in names.split()
    for language in ("vi", "km", "en")
}
#: Fields of accounts that Wagtail's forms bring along: our forms have one field for the whole name.
OF_WAGTAIL = ("first_name", "last_name", "password1", "password2")
#: Which accounts open an address, by its beginning; the administrator opens every other.
OUTSIDE = (VISITOR, COORDINATOR, KOL)


def names_of_columns() -> set[str]:
    return {str(field) for fields in text_fields.columns().values() for field in fields}


def test_every_text_field_of_every_form_is_tried():
    columns = names_of_columns()
    assert len(columns) > 150
    fields = {name for name in text_fields.other_fields() if not name.endswith(OF_WAGTAIL)}
    assert fields == set(KEPT_IN), "say where its words are kept"
    assert {column for column in KEPT_IN.values() if column} - set(text_fields.REFUSED) <= columns
    elsewhere = {f"{model}.{name}" for model, names in text_fields.ELSEWHERE.items() for name in names.split()}
    assert elsewhere <= columns, "a column that is not there"


@pytest.mark.parametrize("column", text_fields.REFUSED)
def test_what_is_not_tried_is_refused(column):
    model, _, name = column.rpartition(".")
    field = apps.get_model(model)._meta.get_field(name)
    for probe in (LONG, *SHORT):
        with pytest.raises(ValidationError):
            field.clean(probe.format(100)[: field.max_length], None)


def test_the_probes_are_found_where_they_are_not_escaped():
    """Each by itself, as text, in an attribute and as an address."""
    for probe in (LONG, *SHORT):
        text = probe.format(100)
        assert has_run(f"<p>{text}</p>") or has_run(f'<input value="{text}">') or has_run(f'<a href="{text}">x</a>')
    assert has_run("<p>55433</p>") and not has_run("<p>&lt;svg onload=__hit=100&gt;</p>")
    assert not has_run('<time datetime="2026-11-18T09:00:00.554331+07:00">')


def answers(wanted):
    """(line, account, answer) of every wanted address, opened by whom it concerns, with a probe in every column."""
    places = Places()  # finds its things by their names
    clients = {name: client_of(name) for name in (ADMINISTRATOR, *OUTSIDE)}
    told = poison()
    for client in clients.values():
        client.raise_request_exception = False
    for line, (route, pattern) in lines().items():
        if wanted(line):
            address = places.address(line, route, pattern)
            for name in (ADMINISTRATOR,) if line.startswith(("admin/", "van-thu/")) else OUTSIDE:
                yield line, name, clients[name].get(address), told


def wrongs(rows) -> tuple[list[str], set[int], dict[int, str]]:
    """(what would run or broke, numbers of the columns that were shown, all numbers)."""
    wrong, shown_numbers, names_by_number = [], set(), {}
    for line, name, response, numbers in rows:
        names_by_number = numbers
        kind = response.headers.get("Content-Type", "")
        if response.status_code >= 500 and line.partition("?")[0] not in TELLS_OF_FAULTS:
            wrong.append(f"{line} ({name}): {response.status_code}")
        if kind.partition(";")[0] in DOCUMENTS and response.status_code == 200:
            texts, bad = DOCUMENTS[kind.partition(";")[0]](response.getvalue())
            wrong += [f"{line} ({name}): {problem[:60]}" for problem in bad]
            shown_numbers |= {int(number) for text in texts for number in SEEN.findall(text)}
            continue
        if response.streaming or response.status_code >= 500:
            continue
        if kind.startswith("text/html"):
            wrong += [f"{line} ({name}): {problem}" for problem in has_run(response.text)]
        elif kind.startswith("application/json"):
            wrong += [f"{line} ({name}): {problem}" for problem in has_run(part_of(response))]
        if kind.startswith(("text/", "application/json", "application/xml", "application/rss")):
            shown_numbers |= {int(number) for number in SEEN.findall(response.text)}
    return wrong, shown_numbers, names_by_number


def of_csv(content: bytes) -> tuple[list[str], list[str]]:
    """(texts of the cells, those that a spreadsheet program would calculate)."""
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    return cells, [cell for cell in cells if safe_cell(cell) != cell]


def of_xlsx(content: bytes) -> tuple[list[str], list[str]]:
    """The same of a workbook: formulas, and links that are no plain web addresses."""
    cells = [cell for row in load_workbook(io.BytesIO(content)).active for cell in row if cell.value is not None]
    links = [str(cell.hyperlink.target) for cell in cells if cell.hyperlink]
    bad = [str(cell.value) for cell in cells if cell.data_type == "f"]
    return [str(cell.value) for cell in cells], bad + [link for link in links if not link.startswith("https://")]


def dictionaries(thing):
    """The dictionaries of a PDF object, also those that are written inside it."""
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield thing
        inside = [thing[key] for key in thing.keys()]  # noqa: SIM118 - a PDF object is no dict
    else:
        inside = list(thing) if isinstance(thing, pikepdf.Array) else []
    for item in inside:
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Array)) and not item.is_indirect:
            yield from dictionaries(item)


def of_pdf(content: bytes) -> tuple[list[str], list[str]]:
    """(texts of the pages, what a reader would run or open): actions, scripts, links that are no web addresses."""
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    with pikepdf.open(io.BytesIO(content)) as file:
        things = [item for thing in file.objects for item in dictionaries(thing)]
        bad = [name for thing in things for name in ("/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA")
               if name in thing or thing.get("/S") == name]  # fmt: skip
        links = [str(thing["/URI"]) for thing in things if "/URI" in thing]
    return texts, bad + [link for link in links if not link.startswith(("https://", "http://", "mailto:", "tel:"))]


#: Content type → what reads a document that leaves the site.
DOCUMENTS = {"text/csv": of_csv, XLSX: of_xlsx, "application/pdf": of_pdf}


def part_of(response) -> str:
    """The HTML in an answer for a script, which puts it into its page; "" without any."""
    data = response.json()
    return data["html"] if isinstance(data, dict) and isinstance(data.get("html"), str) else ""


#: Pages that show much of what others write: asked with every change.
EVERY_CHANGE = {
    "admin/",
    "admin/kol/bai/<int:pk>/",
    "admin/kol/doi-tac/",
    "admin/kol/doi-tac/edit/<int:pk>/",
    "admin/toa-soan/",
    "admin/toa-soan/lich/",
    "admin/bao-cao-vien/yeu-cau/<int:pk>/",
    "admin/reports/site-history/",
    "admin/thu/",
    "truong/",
    "doi-tac/",
    "bao-cao-vien/",
}


def test_no_probe_runs_on_pages_that_show_much():
    assert set(lines()) >= EVERY_CHANGE
    wrong, shown_numbers, _told = wrongs(answers(EVERY_CHANGE.__contains__))
    assert not wrong, "\n".join(wrong)
    assert len(shown_numbers) > 20, "the pages show no probe: nothing was asked"


#: What each form of a document is asked for; every list with a button for a table answers to it.
AS_TABLE = ("export=xlsx", "export=csv", "dang=csv", "dang=xlsx")
#: Tables and papers that leave the site, one of each sort, with every change.
EXPORTS = {
    "admin/kol/tong-ket/",
    "admin/reports/kho/thoi-han/",
    "admin/reports/site-history/",
    "admin/reports/workflow/",
    "admin/truong-hoc/xuat/",
    "doi-tac/bai/<uuid:uuid>/bien-nhan.pdf",
}


def documents(wanted):
    """(line, account, answer) of each wanted address that answers with a table or a paper, a probe in every column."""
    places = Places()
    clients = {name: client_of(name) for name in (ADMINISTRATOR, *OUTSIDE)}
    names_by_number = poison()
    for client in clients.values():
        client.raise_request_exception = False
    for line, (route, pattern) in lines().items():
        if not wanted(line):
            continue
        address = places.address(line, route, pattern)
        joined = "&" if "?" in address else "?"
        for name in (ADMINISTRATOR,) if line.startswith("admin/") else OUTSIDE:
            for query in AS_TABLE if line.startswith("admin/") else ("",):
                response = clients[name].get(address + (joined + query if query else ""))
                if (
                    response.headers.get("Content-Type", "").partition(";")[0] in DOCUMENTS
                    or response.status_code >= 500
                ):
                    yield f"{line}?{query}", name, response, names_by_number


@pytest.mark.usefixtures("undrawn")
def test_no_export_holds_a_formula_or_a_script():
    assert set(lines()) >= EXPORTS, EXPORTS - set(lines())
    rows = list(documents(EXPORTS.__contains__))
    assert {line.partition("?")[0] for line, *_rest in rows} == EXPORTS, "an export that is none"
    kinds = {response.headers["Content-Type"].partition(";")[0] for _line, _name, response, _told in rows}
    assert kinds == set(DOCUMENTS)
    wrong, shown_numbers, _told = wrongs(rows)
    assert not wrong, "\n".join(wrong)
    assert len(shown_numbers) > 5, "the exports show no probe: nothing was asked"


@pytest.mark.slow
@pytest.mark.usefixtures("undrawn")
def test_no_export_of_any_address_holds_a_formula_or_a_script():
    wrong, shown_numbers, _told = wrongs(documents(lambda line: True))
    assert not wrong, "\n".join(wrong)
    assert len(shown_numbers) > 20


def test_a_formula_and_a_script_in_a_document_are_found():
    """The readers find what they look for, in documents that nobody has made safe."""
    book, target = Workbook(), io.BytesIO()
    book.active.append(["=1+1", "'=1+1", "__hit=101"])
    book.save(target)
    assert of_xlsx(target.getvalue())[1] == ["=1+1"]
    assert of_csv(b"\xef\xbb\xbf=1+1,'=1+1,-5\r\n")[1] == ["=1+1"]
    paper, buffer = pikepdf.new(), io.BytesIO()
    paper.add_blank_page()
    paper.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    paper.save(buffer)
    assert {"/JS", "/JavaScript", "/OpenAction"} <= set(of_pdf(buffer.getvalue())[1])


@pytest.mark.slow
def test_no_probe_runs_on_any_page():
    wrong, shown_numbers, names_by_number = wrongs(answers(lambda line: True))
    assert not wrong, "\n".join(wrong)
    unseen = sorted(name for number, name in names_by_number.items() if number not in shown_numbers)
    assert len(shown_numbers) > 0.6 * len(names_by_number), unseen


#: Parameters of lists and reports of the administration, and of signing in.
OF_STAFF = {"cua", "cu", "tat-ca", "next", "ordering", "locale", "user", "action", "title", "timestamp_from", "p"}


def asked_with_probes(is_wanted):
    """(line, account, answer) of every wanted address with a probe in every parameter that any page reads."""
    places = Places()
    clients = {name: client_of(name) for name in (ADMINISTRATOR, *OUTSIDE)}
    query = urlencode(dict.fromkeys(sorted(settings.PUBLIC_QUERY_PARAMETERS | OF_STAFF), LONG.format(100)))
    for client in clients.values():
        client.raise_request_exception = False
    for line, (route, pattern) in lines().items():
        if is_wanted(line):
            address = places.address(line, route, pattern)
            joined = "&" if "?" in address else "?"
            for name in (ADMINISTRATOR,) if line.startswith(("admin/", "van-thu/")) else (VISITOR, COORDINATOR):
                yield line, name, clients[name].get(address + joined + query), {}


def test_no_probe_runs_that_comes_in_the_address():
    some = EVERY_CHANGE | {"vi/tim-kiem/", "admin/truong-hoc/", "admin/images/", "tai-khoan/dang-nhap/"}
    assert set(lines()) >= some
    wrong, shown_numbers, _told = wrongs(asked_with_probes(some.__contains__))
    assert not wrong, "\n".join(wrong)
    assert shown_numbers, "no page repeats what was asked: nothing was asked"


@pytest.mark.slow
def test_no_probe_runs_that_comes_in_any_address():
    wrong, _shown, _told = wrongs(asked_with_probes(lambda line: True))
    assert not wrong, "\n".join(wrong)


def test_our_letters_have_no_html():
    """Only Wagtail's own notices have any (tests/articles/test_hostile_text.py reads them)."""
    with_html = {
        str(path.relative_to(settings.BASE_DIR))
        for app in text_fields.OURS
        for path in Path(settings.BASE_DIR, app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and any(keyword.arg in {"html", "html_message"} for keyword in node.keywords)
    }
    assert with_html <= {
        "notifications/mailer.py",
        "notifications/outbox.py",
        "notifications/delivery.py",
        "notifications/retention.py",
    }
