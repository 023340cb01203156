"""No file comes in but through the gate: every place that takes one is found in the code and in Django's registries,
and stands in a list here with its way to accept_upload(). A new one fails until somebody looked at it.
"""

import ast
import importlib
import inspect
import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import FileField
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.blocks import Block
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model

from files.intake.accept import CleanFile, accept_upload
from files.intake.wagtail_forms import DocumentForm, GatedFile, ImageForm
from files.limits import PROFILES
from files.models import StoredFile
from files.uploads.targets import UPLOAD_TARGETS
from media_library.models import SiteImage
from media_library.models.image import UncleanFile
from tests.factories import make_user
from tests.files import sample_files as make

ROOT = Path(settings.BASE_DIR)
GATE = "accept_upload"
#: function that reads request.FILES → what it gives the files to: the gate itself, or a function that asks the gate
TAKERS = {
    "articles/admin/quick/importing.py:ImportView.post": "articles/admin/quick/importing.py:read",
    "articles/admin/quick/pasting.py:paste": "articles/admin/quick/taken_pictures.py:TakenPictures._store",
    "articles/admin/quick/pictures.py:add": "articles/admin/quick/pictures.py:store",
    "media_library/admin/files/asset_views.py:_add_file": "media_library/review/files.py:add_file",
    "media_library/admin/files/file_actions.py:add_consent": GATE,
    "media_library/admin/files/file_actions.py:replace": "media_library/review/files.py:replace_file",
    "media_library/admin/import_views.py:import_table": GATE,
    "media_library/public/downloads/copies.py:_crest": GATE,
    "partners/views/edit.py:_keep_people": "partners/media/uploads.py:save_consent_paper",
    "partners/views/edit.py:_refused_files": "partners/media/uploads.py:take",
    "partners/views/profile.py:_portrait": GATE,
    "schools/views/claims.py:claim": "schools/claims/evidence.py:accepted",
    "schools/admin/seasons.py:_signature": GATE,
    "schools/admin/imports.py:upload": "schools/register/reader.py:read",
    "activities/contests/views/sending.py:_add_file": "activities/contests/files.py:take",
    "activities/quiz/admin.py:TableView.blocks": "activities/quiz/table.py:read",
    "activities/scenario/admin.py:TweeView.blocks": GATE,
}
#: method of TAKERS that calls the upload gate by a function → that function
STORES = {"articles/admin/quick/taken_pictures.py:TakenPictures._store": "articles/admin/quick/pictures.py:store"}
#: functions whose files are read as words and never kept, so that there is nothing to clean → what they refuse
READ_ONLY = {
    "translations/admin/localize_overrides.py:po_file": "a PO file: at most 2 MB of UTF-8, cleaned as words",
    "home/redirect_import.py:import_redirects": "a CSV of addresses: at most 1 MB, thrown away",
}
#: functions that look at a request's raw body → what for
RAW = {
    "base/middleware.py:_count_bytes": "counts the bytes, to tell a torn form from a whole one",
    "base/middleware.py:_holds_json_object": "whether it is a JSON object; kept nowhere",
}
#: upload target → its name in UPLOAD_ENTRIES of tests/partners/test_every_upload_entry.py, where it is sent bad files
TARGETS = {
    "library": "library in parts",
    "library-drop": "dropped in parts",
    "partner": "partner in parts",
    "contest": "contest in parts",
}
#: form fields that take a file → the function of TAKERS that reads it, or why nothing does
FORM_FIELDS = {
    "articles.admin.quick.importing.ImportForm.file": "articles/admin/quick/importing.py:ImportView.post",
    "media_library.admin.files.forms.FileForm.file": "media_library/admin/files/asset_views.py:_add_file",
    "media_library.admin.files.forms.ReplaceForm.new_file": "media_library/admin/files/file_actions.py:replace",
    "media_library.admin.files.forms.ConsentForm.paper_file": "media_library/admin/files/file_actions.py:add_consent",
    "media_library.admin.import_views.TableForm.table": "media_library/admin/import_views.py:import_table",
    "home.styleguide.samples.basics.SampleForm.photo": "shown, never bound",
}
#: views of packages, in the URLconf, whose own code reads request.FILES → why no file passes the gate by
OTHERS_VIEWS = {
    "wagtail.admin.views.workflows.TaskChooserCreateView.post": "a form of a task's words",
    "wagtail.contrib.redirects.views.process_import": "handed to a form without a file field",
    "wagtail.contrib.redirects.views.start_import": "stands behind redirect_import.import_redirects, see above",
    "wagtail.embeds.views.chooser.chooser_upload": "handed to a form without a file field: an address to embed",
    "wagtail_localize.views.edit_translation.upload_pofile": "stands behind localize_overrides.po_file, see above",
}
#: forms of packages with a file field → why no file passes the gate by
OTHERS_FORMS = {
    "wagtail.admin.forms.account.AvatarPreferencesForm.avatar": "taken off the account page, see below",
    "wagtail.contrib.redirects.forms.ImportForm.import_file": "a table of addresses, read as words and thrown away",
}


#: Classes of fields that ask the gate themselves.
GATED_FIELDS = {"files.intake.wagtail_forms.GatedImageField", "files.intake.wagtail_forms.GatedDocumentField"}
#: A module without any of these words holds nothing that is looked for here, and need not be parsed.
WORDS = re.compile(
    r"FILES|_files\b|upload_handlers|parse_file_upload|request\.(_?body|read|readline|_stream)\b|(File|Image|Document)Field"
)


def modules_of_ours() -> Iterator[Path]:
    """Every module of the product: of all folders but the tests', so that a new app is among them."""
    for folder in ROOT.iterdir():
        if folder.is_dir() and folder.name[0] != "." and folder.name != "tests":
            yield from (path for path in folder.rglob("*.py") if "migrations" not in path.parts)


@cache
def parsed(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def functions(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, ast.AST]]:
    """(qualified name of the function or class around it, node) of every node; "" in the module itself."""
    for node in ast.iter_child_nodes(tree):
        name = inside
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{inside}.{node.name}".lstrip(".")
        yield name, node
        yield from functions(node, name)


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    """(`module:function`, node) of the product, where WORDS stand."""
    paths = [str(path.relative_to(ROOT)) for path in modules_of_ours() if WORDS.search(path.read_text("utf-8"))]
    return [(f"{path}:{name}", node) for path in sorted(paths) for name, node in functions(parsed(path))]


def found(test: Callable[[ast.AST], bool]) -> list[str]:
    """`module:function` of every node for which `test(node)` holds."""
    return sorted(place for place, node in nodes() if test(node))


def reads_files(node: ast.AST) -> bool:
    """request.FILES and what stands behind it, by attribute or by name."""
    if isinstance(node, ast.Constant):
        return node.value == "FILES"
    return isinstance(node, ast.Attribute) and node.attr in {"FILES", "_files", "upload_handlers", "parse_file_upload"}


def reads_raw(node: ast.AST) -> bool:
    """The body of a request as bytes: a file could come in that way, too."""
    if not isinstance(node, ast.Attribute) or node.attr not in {"body", "_body", "read", "readline", "_stream"}:
        return False
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return owner == "request"


def makes_a_field(node: ast.AST) -> bool:
    """A file field, or a class of them."""
    refs = [node.func] if isinstance(node, ast.Call) else node.bases if isinstance(node, ast.ClassDef) else []
    return any(re.search("(File|Image|Document)Field$", getattr(ref, "attr", getattr(ref, "id", ""))) for ref in refs)


def calls(place: str) -> set[str]:
    """Names of the functions that the one at `module:name` calls or hands on with partial(), lambdas included."""
    path, _, name = place.partition(":")
    function = next(node for inside, node in functions(parsed(path)) if inside == name)
    all_calls = [call for call in ast.walk(function) if isinstance(call, ast.Call)]
    handed_on = [call.args[0] for call in all_calls if getattr(call.func, "id", "") == "partial"]
    return {getattr(call, "attr", getattr(call, "id", "")) for call in [*(call.func for call in all_calls), *handed_on]}


def test_every_function_that_takes_files_is_known():
    assert found(reads_files) == sorted({*TAKERS, *READ_ONLY}), "an entry is new, or the list is out of date"
    assert {*found(reads_raw)} == {*RAW}


@pytest.mark.parametrize("place", TAKERS)
def test_it_gives_them_to_the_gate(place):
    way = TAKERS[place]
    assert way.rpartition(":")[2].partition(".")[0] in calls(place)
    if way in STORES:
        assert STORES[way].rpartition(":")[2] in calls(way)
    assert way == GATE or GATE in calls(STORES.get(way, way))


def test_every_upload_target_is_known():
    assert {*UPLOAD_TARGETS} == {*TARGETS}
    sent = (ROOT / "tests/partners/test_every_upload_entry.py").read_text(encoding="utf-8")
    assert all(f'    "{name}": (' in sent for name in TARGETS.values())


def test_file_fields_are_made_nowhere_else():
    """Also not inside a function, where no registry knows them."""
    places = {place.replace("/", ".").replace(".py:", ".") for place in found(makes_a_field)}
    assert places == {name.rpartition(".")[0] for name in FORM_FIELDS} | GATED_FIELDS


def test_no_file_field_of_a_model_is_filled_behind_the_gate():
    """Models with a file of their own: Wagtail's picture (refuses other bytes) and document (gated form)."""
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    }
    assert fields == {
        "media_library.SiteImage.file",
        "media_library.SiteRendition.file",
        "wagtaildocs.Document.file",
        "wagtailcore.UploadedFile.file",  # parks what the gate has cleaned already (forms.replace_bytes)
        "wagtailusers.UserProfile.avatar",  # its form is taken off the account page
        "wagtailimages.Image.file",  # the model that SiteImage stands in for; nothing makes one
        "wagtailimages.Rendition.file",
    }


def views() -> Iterator[Callable]:
    """Every view of the URLconf, Wagtail's included."""

    def below(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from below(pattern.url_patterns)
            elif isinstance(pattern, URLPattern):
                yield pattern.callback

    yield from below(get_resolver().url_patterns)


def is_ours(name: str) -> bool:
    return (ROOT / name.partition(".")[0]).is_dir()


def test_views_of_packages_that_read_files_are_known():
    """By what they read themselves; what Django's and Wagtail's generic views hand to a form is the form's business."""
    named: dict[str, set[str]] = {}
    for view in views():
        view = inspect.unwrap(getattr(view, "view_class", view))
        view = getattr(view, "func", view)  # a partial()
        if not is_ours(view.__module__):
            named.setdefault(view.__module__, set()).add(view.__qualname__.partition(".")[0])
    reading = set()
    for module, names in named.items():
        source = inspect.getsource(importlib.import_module(module))
        if WORDS.search(source):
            places = {place for place, node in functions(ast.parse(source)) if reads_files(node)}
            reading |= {f"{module}.{place}" for place in places if place.partition(".")[0] in names}
    assert len(named) > 50 and reading == {*OTHERS_VIEWS}


def subclasses(cls: type) -> Iterator[type]:
    for subclass in cls.__subclasses__():
        yield subclass
        yield from subclasses(subclass)


def test_form_fields_that_take_files_are_known():
    """Of every form class that the URLconf's modules have brought in; the tests' own apart."""
    assert list(views())
    fields = {
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in subclasses(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.FileField) and not isinstance(field, GatedFile)
        if not form.__module__.startswith("tests.")
        if not issubclass(form, ImageForm | DocumentForm)  # they swap the field for a gated one, see below
    }
    assert {name for name in fields if is_ours(name)} == {*FORM_FIELDS}
    assert {name for name in fields if not is_ours(name)} == {*OTHERS_FORMS}
    for name, reader in FORM_FIELDS.items():
        if reader in TAKERS:
            assert name.split(".")[-2] in calls(reader), "it is bound to request.FILES there"


def blocks(block: Block) -> Iterator[Block]:
    yield block
    for child in [*getattr(block, "child_blocks", {}).values(), *filter(None, [getattr(block, "child_block", None)])]:
        yield from blocks(child)


def test_no_block_of_a_page_takes_a_file():
    every = [field for model in apps.get_models() for field in model._meta.get_fields()]
    all_blocks = [block for field in every if isinstance(field, StreamField) for block in blocks(field.stream_block)]
    assert len(all_blocks) > 20
    assert not [block.name for block in all_blocks if isinstance(getattr(block, "field", None), forms.FileField)]


@pytest.mark.django_db
def test_wagtails_own_forms_are_gated():
    from wagtail.documents.forms import get_document_form
    from wagtail.images.forms import get_image_form

    for form in (get_image_form(get_image_model()), get_document_form(get_document_model())):
        assert isinstance(form().fields["file"], GatedFile)


@pytest.mark.django_db
def test_a_picture_takes_clean_bytes_only():
    image = SiteImage(title="x", file=SimpleUploadedFile("a.jpg", make.picture()))
    with pytest.raises(UncleanFile), transaction.atomic():
        image.save()
    with pytest.raises(UncleanFile):
        SiteImage(title="x").file.save("a.jpg", SimpleUploadedFile("a.jpg", make.picture()))
    assert not SiteImage.objects.filter(title="x").exists()
    with accept_upload("image", io.BytesIO(make.picture())) as accepted:
        image = SiteImage(title="x", file=accepted.as_django_file())
        image.save()
    picture = SiteImage.objects.get(title="x")
    assert picture.scan_state == StoredFile.STATE_OF_SCAN[accepted.scan] and picture.file.name.startswith("originals/")
    image.title = "y"
    image.save()  # nothing new, nothing to ask
    with pytest.raises(UncleanFile), transaction.atomic():
        image.file = SimpleUploadedFile("b.jpg", make.picture())
        image.save()
    assert SiteImage.objects.get(pk=picture.pk).file.name == picture.file.name
    with accept_upload("image", io.BytesIO(make.picture())) as accepted:
        assert isinstance(accepted.as_django_file(), CleanFile)


PLACE = make.PLACE.encode()


#: One name of each set of rules: profiles with the same rules are cleaned alike.
DIFFERENT = {repr(rules): name for name, rules in sorted(PROFILES.items(), reverse=True)}


@pytest.mark.parametrize("profile", sorted(DIFFERENT.values()))
def test_no_path_keeps_the_place_a_picture_or_clip_was_made(profile):
    """Whatever a profile lets in comes out without GPS, names and comments."""
    samples = [
        make.picture(exif=make.exif(6)),
        make.picture("PNG", exif=make.exif(1)),
        make.picture("WEBP", exif=make.exif(3)),
        make.picture("HEIF", exif=make.exif(1)),
        make.media("mov", *make.H264, *make.TAGS),
        make.media("mp4", *make.H264, *make.TAGS),
        make.archive({"a.jpg": make.picture(exif=make.exif(1)), "b/c.png": make.picture("PNG", exif=make.exif(1))}),
    ]
    let_in = 0
    for content in samples:
        try:
            accepted = accept_upload(profile, io.BytesIO(content), name="IMG_0001")
        except Exception as refusal:  # a profile that takes no such kind
            assert type(refusal).__name__ == "UploadRejected"
            continue
        with accepted:
            data = accepted.file.read()
            let_in += 1
            assert b"Exif\x00\x00" not in data and PLACE not in data and make.CANARY.encode() not in data
    assert let_in or not {"picture", "clip", "zip"} & set(PROFILES[profile].sizes)


@pytest.mark.django_db
def test_the_account_page_takes_no_picture(client_for):
    boss = client_for(make_user(is_superuser=True, is_staff=True))
    page = boss.get("/admin/account/")
    assert page.status_code == 200 and 'type="file"' not in page.content.decode()
