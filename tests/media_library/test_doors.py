"""Every address that takes a file is listed here with the door behind it; a new one fails until it is.

An upload view is found by its source: it reads request.FILES, a form with a file field, or bytes from storage.
"""

import ast
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from media_library.forms import GatedFile
from media_library.intake import CleanFile, accept_upload
from media_library.limits import PROFILES
from media_library.models import SiteImage
from media_library.models.image import UncleanFile
from tests.factories import make_user
from tests.media_library import sample_files as make

ROOT = Path(settings.BASE_DIR)
APPS = (
    "articles",
    "base",
    "campaign",
    "home",
    "media_library",
    "partners",
    "reporting",
    "schools",
    "users",
    "activities",
)
#: module that reads uploaded files → the way to the gate; a new one fails this test until somebody looked at it
KNOWN = {
    "media_library/admin_views.py": "FileForm → releasing.add_file → accept_upload",
    "media_library/admin_actions.py": "ConsentForm → accept_upload",
    "media_library/import_views.py": "TableForm → accept_upload",
    "media_library/copy_views.py": "a unit's logo → accept_upload",
    "partners/views/edit.py": "uploads.take → accept_upload",
    "partners/views/profile.py": "a portrait → accept_upload",
    "schools/views/claims.py": "evidence → accept_upload",
    "schools/desk/imports.py": "register.read → accept_upload",
}
#: modules whose files are read as words and never kept, so that there is nothing to clean → what they refuse
READ_ONLY = {"home/languages/doors.py": "a PO file: at most 2 MB of UTF-8 that polib reads, cleaned as words"}


def touches_files(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.Attribute) and node.attr == "FILES" for node in ast.walk(tree))


def passes_the_gate(path):
    """The module calls accept_upload() itself, or a function of the same app that does."""
    app = ROOT / path.relative_to(ROOT).parts[0]
    called = {
        getattr(node.func, "attr", getattr(node.func, "id", ""))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    gated = {"accept_upload", "add_file"}
    for module in app.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and "accept_upload" in ast.dump(node):
                gated.add(node.name)
    imported = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return bool((called | imported) & gated)


def test_every_module_that_takes_files_asks_the_gate():
    takers = [
        path
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and touches_files(path)
    ]
    names = {str(path.relative_to(ROOT)): path for path in takers}
    assert names.keys() == KNOWN.keys() | READ_ONLY.keys(), "a door is new, or the list is out of date"
    bypassing = [name for name, path in names.items() if name not in READ_ONLY and not passes_the_gate(path)]
    assert not bypassing, f"takes files without accept_upload(): {bypassing}"


def test_no_file_field_of_a_model_is_filled_behind_the_gate():
    """Models with a file of their own: Wagtail's picture (refuses other bytes) and document (gated form)."""
    from django.apps import apps
    from django.db.models import FileField

    ours = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    }
    assert ours <= {
        "media_library.SiteImage.file",
        "media_library.SiteRendition.file",
        "wagtaildocs.Document.file",
        "wagtailcore.UploadedFile.file",  # parks what the gate has cleaned already (forms.replace_bytes)
        "wagtailusers.UserProfile.avatar",  # its form is taken off the account page
        "wagtailimages.Image.file",  # the model that SiteImage stands in for; nothing makes one
        "wagtailimages.Rendition.file",
    }


@pytest.mark.django_db
def test_wagtails_own_forms_are_gated():
    from wagtail.documents.forms import get_document_form
    from wagtail.images.forms import get_image_form

    for form in (get_image_form(get_image_model()), get_document_form(get_document_model())):
        assert isinstance(form().fields["file"], GatedFile)


@pytest.mark.django_db
def test_a_picture_takes_clean_bytes_only():
    image = SiteImage(title="x", file=SimpleUploadedFile("a.jpg", make.picture()))
    with pytest.raises(UncleanFile):
        image.save()
    with accept_upload("image", io.BytesIO(make.picture())) as accepted:
        assert isinstance(accepted.as_django_file(), CleanFile)


PLACE = make.PLACE.encode()


@pytest.mark.parametrize("profile", sorted(PROFILES))
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
            assert type(refusal).__name__ == "Refused"
            continue
        with accepted:
            data = accepted.file.read()
            let_in += 1
            assert b"Exif\x00\x00" not in data and PLACE not in data and make.CANARY.encode() not in data
    assert let_in or profile in {"table", "document"}


@pytest.mark.django_db
def test_the_account_page_takes_no_picture(client_for):
    boss = client_for(make_user(is_superuser=True, is_staff=True))
    page = boss.get("/admin/account/")
    assert page.status_code == 200 and 'type="file"' not in page.content.decode()
