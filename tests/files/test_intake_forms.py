"""Wagtail's own forms for files (add, edit, several at once, choosers) all pass the upload gate."""

import io
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, UploadedFile

from tests import factories
from tests.files import sample_files as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_for):
    factories.make_home()
    return client_for(factories.make_user(is_superuser=True, is_staff=True))


def sent(content, name="Ảnh lớp 6A.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


def collection():
    return Collection.get_first_root_node().pk


def stored(image):
    with image.file.open() as stream:
        return stream.read()


CUT = make.picture(size=(300, 300))[:-40]
PERSONAL = make.picture(exif=make.exif(6))


def test_add_and_edit(client):
    url = reverse("wagtailimages:add")
    data = {"title": "Ảnh", "collection": collection()}
    for bad in (CUT, b"<svg/>", b"\xff\xd8\xff" + bytes(500), make.png_bomb()):
        response = client.post(url, data | {"file": sent(bad)})
        assert response.status_code == 200 and "gửi lại" in response.text
    assert not get_image_model().objects.exists()
    assert client.post(url, data | {"file": sent(PERSONAL)}).status_code == 302
    image = get_image_model().objects.get()
    assert (image.width, image.height) == (48, 64)
    assert b"Exif" not in stored(image) and "6A" not in image.file.name
    edit = reverse("wagtailimages:edit", args=[image.pk])
    assert "gửi lại" in client.post(edit, data | {"file": sent(CUT)}).text
    assert client.post(edit, data | {"file": sent(make.picture("HEIF"), "a.heic")}).status_code == 302
    image.refresh_from_db()
    assert image.file.name.endswith(".jpg") and stored(image).startswith(b"\xff\xd8")


def test_a_file_that_is_larger_than_a_form_takes_is_refused_with_the_limit(client):
    places = (("wagtailimages:add", b"\xff\xd8\xff", "a.jpg"), ("wagtaildocs:add", b"%PDF-1.7\n", "a.pdf"))
    for place, head, name in places:
        upload = SimpleUploadedFile(name, head.ljust(20_000_001, b"x"))
        response = client.post(reverse(place), {"title": "a", "collection": collection(), "file": upload})
        assert response.status_code == 200 and "Tệp lớn hơn 20 MB. Bạn thử nén lại" in response.text, place
    assert not get_image_model().objects.exists() and not get_document_model().objects.exists()


def test_several_at_once(client):
    url = reverse("wagtailimages:add_multiple")
    head = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    refused = client.post(url, {"title": "a", "collection": collection(), "files[]": sent(CUT)}, **head).json()
    assert refused["success"] is False and "gửi lại" in refused["error_message"]
    accepted = client.post(url, {"title": "a", "collection": collection(), "files[]": sent(PERSONAL)}, **head).json()
    assert accepted["success"] is True
    assert b"Exif" not in stored(get_image_model().objects.get(pk=accepted["image_id"]))


def test_a_parked_upload_holds_clean_bytes_only(client):
    """Another field is missing: Wagtail keeps the request's file and later saves it as the picture."""
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "", "collection": collection(), "files[]": sent(PERSONAL)},
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    ).json()
    parked = UploadedFile.objects.get(pk=response["uploaded_file_id"])
    with parked.file.open() as stream:
        data = stream.read()
    assert b"Exif" not in data and "6A" not in parked.file.name
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (48, 64)


def test_chooser(client):
    url = reverse("wagtailimages_chooser:create")
    data = {"image-chooser-upload-title": "Ảnh", "image-chooser-upload-collection": collection()}
    refused = client.post(url, data | {"image-chooser-upload-file": sent(CUT)})
    assert refused.status_code == 200 and "gửi lại" in refused.json()["htmlFragment"]
    assert not get_image_model().objects.exists()
    assert client.post(url, data | {"image-chooser-upload-file": sent(PERSONAL)}).status_code == 200
    assert b"Exif" not in stored(get_image_model().objects.get())


def test_documents_are_refused_in_our_words_only(client):
    """Wagtail's check of the extension would add its English sentence, with an empty extension, to every refusal."""
    url = reverse("wagtaildocs:add_multiple")
    for content, name in (
        (make.picture(), "a.jpg"),
        (b"<html></html>", "a.pdf"),
        (b"%PDF-1.7 ", "a.pdf"),
        (b"", "a.pdf"),
    ):
        response = client.post(
            url,
            {"title": "a", "collection": collection(), "files[]": SimpleUploadedFile(name, content)},
            headers={"X-Requested-With": "XMLHttpRequest"},
        ).json()
        assert response["success"] is False
        assert "allowed" not in response["error_message"] and response["error_message"].count("\n") == 0
    response = client.post(
        url,
        {"title": "a", "collection": collection(), "files[]": SimpleUploadedFile("Thư.txt", "Kính gửi".encode())},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert response.json()["success"] is True


def test_the_documents_of_the_administration_open_for_who_may_use_them_only(client, client_for, settings):
    upload = SimpleUploadedFile("Thư ngỏ.txt", "Kính gửi".encode())
    response = client.post(reverse("wagtaildocs:add"), {"title": "Thư ngỏ", "collection": collection(), "file": upload})
    assert response.status_code == 302
    document = get_document_model().objects.get()
    for name, args in (("index", []), ("edit", [document.pk]), ("add", [])):
        assert client.get(reverse(f"wagtaildocs:{name}", args=args)).status_code == 200
    assert client.get("/admin/documents/chooser/").status_code == 200
    assert client.get("/admin/api/main/documents/").status_code == 200
    opened = client.get(document.url)
    assert opened.status_code == 302 and "attachment" in unquote(opened.url)
    allowed, colleague, visitor = (factories.make_user() for _ in range(3))
    for staff in (allowed, colleague):
        staff.user_permissions.add(Permission.objects.get(codename="access_admin"))
    group = Group.objects.create(name="Văn thư")
    chooses = Permission.objects.get(codename="choose_document")
    GroupCollectionPermission.objects.create(group=group, collection_id=collection(), permission=chooses)
    allowed.groups.add(group)
    for user, status in ((allowed, 302), (colleague, 404), (visitor, 404)):
        assert client_for(user).get(document.url).status_code == status
    settings.STAFF_MFA_REQUIRED = True
    assert "/tai-khoan/dang-nhap/" in client_for(allowed).get(document.url).url, "no second factor"
    assert client_for(visitor).get(document.url).status_code == 404, "a second factor opens nothing here"
    assert "/tai-khoan/dang-nhap/" in client_for().get(document.url).url
