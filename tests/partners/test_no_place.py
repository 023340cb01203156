"""A photo and a clip that say where they were made, sent on every path; nobody can fetch a byte that still says it.

Each path sends through its address and lets the worker do everything. Then everybody asks for everything that the
path made, second clicks included, and every object of both buckets is read besides.
"""

import io
import uuid
import zipfile
from contextlib import suppress
from urllib.request import urlopen

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from PIL import Image, UnidentifiedImageError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from files.models import StoredFile
from files.storage import multipart
from media_library.derivatives import specs
from media_library.derivatives.tasks import work_on_clip
from media_library.models import AssetFile, SubjectConsent
from media_library.review.release import release_version
from partners.media import review_copies
from schools.models import EvidencePhoto
from tests.factories import make_asset, make_stored_file
from tests.files import sample_files as make
from tests.files.test_intake import all_bytes
from tests.files.test_uploads import announce as announce_to_desk
from tests.files.test_uploads import put as put_to_desk
from tests.media_library.prints import make_poster
from tests.partners.pieces import full_form, objects
from tests.partners.test_consents import with_person
from tests.partners.test_upload import begin
from tests.partners.test_upload import put as put_to_partners

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("emptied")]
ORIENTATION, GPS_BLOCK = 0x0112, 0x8825  # tags of EXIF
TRACES = (make.CANARY.encode(), b"+10.0328", b"+105.78", b"\xa9xyz", b"loci", make.exif()[-40:])


def photo(name="IMG_0001.jpg", kind="JPEG", size=(640, 480)):
    extra = {"comment": make.CANARY} if kind == "JPEG" else {}
    return SimpleUploadedFile(name, make.picture(kind, size=size, exif=make.exif(6), **extra), "image/jpeg")


def clip_bytes():
    return make.media("mp4", *make.H264, *make.TAGS)


def clip(name="IMG_0002.mp4"):
    return SimpleUploadedFile(name, clip_bytes(), "video/mp4")


def with_photo_inside(kind):
    """A document, sheet or archive that carries such a photo."""
    inside = photo().read()
    if kind == "pdf":
        from tests.files.test_intake import personal_pdf

        return SimpleUploadedFile("giay.pdf", make.pdf(edit=personal_pdf), "application/pdf")
    if kind == "docx":
        return SimpleUploadedFile("giay.docx", make.office(parts={"word/media/image1.jpg": inside}))
    return SimpleUploadedFile("bo.zip", make.archive({"a/anh.jpg": inside, "b/clip.mp4": clip_bytes()}))


@pytest.fixture
def work(django_capture_on_commit_callbacks):
    """Run `send` and then every task it left, as the worker would, tickets of derivatives included."""

    def run(send, people):
        with django_capture_on_commit_callbacks(execute=True):
            addresses = send(people)
        for _round in range(6):
            waiting = list(DBTaskResult.objects.filter(status="READY").order_by("enqueued_at"))
            for result in waiting:
                result.status = "SUCCESSFUL"
                result.save(update_fields=["status"])
                with django_capture_on_commit_callbacks(execute=True):
                    if result.task_path.endswith(("make_light_derivative", "make_clip_derivatives")):
                        is_clip = result.task_path.endswith("make_clip_derivatives")
                        work_on_clip(str(result.id)) if is_clip else specs.work(str(result.id), clips=False)
                    else:
                        result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        return addresses() if callable(addresses) else addresses

    return run


# --- the paths: each sends, and returns (a function for) the addresses of what came of it -----


def _of_images():
    urls, images = [], get_image_model().objects.all()
    assert images and all(image.file for image in images), "nothing arrived"
    for image in images:
        urls += [image.get_rendition("width-320").url, image.get_rendition("original").url]
        urls += [reverse("wagtailimages:preview", args=[image.pk, "original"]), f"NOBODY {image.file.url}"]
    return urls


def image_form(people):
    data = {"title": "a", "collection": Collection.get_first_root_node().pk, "file": photo()}
    assert people.clients["boss"].post(reverse("wagtailimages:add"), data).status_code == 302
    return _of_images


def image_replaced(people):
    image_form(people)
    address = reverse("wagtailimages:edit", args=[get_image_model().objects.get().pk])
    data = {"title": "a", "collection": Collection.get_first_root_node().pk, "file": photo("b.heic", "HEIF")}
    assert people.clients["boss"].post(address, data).status_code == 302
    return _of_images


def image_bulk(people):
    data = {"title": "a", "collection": Collection.get_first_root_node().pk, "files[]": photo()}
    head = {"X-Requested-With": "XMLHttpRequest"}
    assert people.clients["boss"].post(reverse("wagtailimages:add_multiple"), data, headers=head).json()["success"]
    return _of_images


def image_chooser(people):
    """The stories' pictures, a portrait in the corner of an author and an outlet's logo are chosen with this."""
    prefix = "image-chooser-upload"
    data = {f"{prefix}-title": "a", f"{prefix}-collection": Collection.get_first_root_node().pk}
    address = reverse("wagtailimages_chooser:create") + "?select_format=true"  # as rich text asks
    assert people.clients["boss"].post(address, data | {f"{prefix}-file": photo("logo.png", "PNG")}).status_code == 200
    return _of_images


def _of_documents():
    return [document.url for document in get_document_model().objects.all()]


def document_form(people):
    for kind in ("pdf", "docx"):
        data = {"title": "a", "collection": Collection.get_first_root_node().pk, "file": with_photo_inside(kind)}
        assert people.clients["boss"].post(reverse("wagtaildocs:add"), data).status_code == 302
    return _of_documents


def document_bulk(people):
    data = {"title": "a", "collection": Collection.get_first_root_node().pk, "files[]": with_photo_inside("docx")}
    head = {"X-Requested-With": "XMLHttpRequest"}
    assert people.clients["boss"].post(reverse("wagtaildocs:add_multiple"), data, headers=head).json()["success"]
    return _of_documents


def document_chooser(people):
    prefix = "document-chooser-upload"
    data = {f"{prefix}-title": "a", f"{prefix}-collection": Collection.get_first_root_node().pk}
    data[f"{prefix}-file"] = with_photo_inside("pdf")
    assert people.clients["boss"].post(reverse("wagtaildocs_chooser:create"), data).status_code == 200
    return _of_documents


def _open_asset():
    asset = make_asset("G-01", kind="video", released=False)
    asset.versions.get().files.all().delete()
    return asset


def _of_asset(people, asset):
    """Look at everything as a draft, then release it and look again."""

    def addresses():
        files = list(AssetFile.objects.filter(version__asset=asset).select_related("stored"))
        assert files and not [job.error for file in files for job in file.stored.derivatives.all() if job.error]
        StoredFile.objects.filter(asset_file__in=files).update(shows_minor=False)
        asset.refresh_from_db()
        release_version(asset, asset.versions.get())
        urls = []
        for file in files:
            file.stored.refresh_from_db()
            urls += [file.get_absolute_url(), f"/admin/kho/goc/{file.stored_id}/"]
            if file.stored.preview_key:
                urls += [file.stored.preview_url, f"/admin/kho/hinh/{file.stored_id}/"]
            urls += [job.url for job in file.stored.derivatives.all() if job.url]
        return urls

    return addresses


def asset_file(people):
    """Pictures and a ZIP by the form; `asset_in_parts` sends the clip."""
    asset = _open_asset()
    version = asset.versions.get()
    words = {"action": "file", "version": version.pk, "role": "screen", "language": "vi", "shows_minor": "no"}
    words["again"] = "on"  # two of these pictures are the same once they are cleaned
    for number, file in enumerate((photo(), photo("b.heic", "HEIF"), with_photo_inside("zip"))):
        data = words | {"label": f"Bản {number}", "file": file}
        assert people.clients["library"].post(f"/admin/kho/{asset.pk}/", data).status_code == 302
    return _of_asset(people, asset)


def asset_in_parts(people):
    asset = _open_asset()
    library = people.clients["library"]
    for name, content in (("IMG_0001.jpg", photo().read()), ("IMG_0002.mp4", clip_bytes())):
        session = announce_to_desk(library, asset.versions.get(), content, name).json()["id"]
        assert put_to_desk(library, session, 1, content) == 200
        assert library.post(f"/admin/tai-tep/{session}/xong/").status_code == 200
    return _of_asset(people, asset)


def redacted_picture(people):
    asset = _open_asset()
    words = {"action": "file", "version": asset.versions.get().pk, "role": "screen", "language": "vi", "label": "A"}
    library, page = people.clients["library"], f"/admin/kho/{asset.pk}/"
    assert library.post(page, words | {"shows_minor": "no", "file": photo()}).status_code == 302
    original = AssetFile.objects.get()
    assert library.post(page, {"action": "redact", "file": original.pk, "parts": "1,1,20,20"}).status_code == 302
    rest = _of_asset(people, asset)
    return lambda: [*rest(), f"/admin/kho/goc/{original.stored_id}/"]


def paper_of_the_library(people):
    stored = make_stored_file(zone="quarantine", shows_minor=True)
    asset = make_asset("G-02", released=False, files=[{"stored": stored}])
    words = {"subject": "Nhóm bạn", "age_band": "0-6", "purpose": "x", "scope": "site", "representative_agreed": "on"}
    for paper in (photo(), with_photo_inside("pdf")):
        data = words | {"action": "consent", "file": asset.versions.get().files.get().pk, "paper_file": paper}
        assert people.clients["library"].post(f"/admin/kho/{asset.pk}/", data).status_code == 302
    return lambda: [f"/admin/kho/giay/{consent.pk}/" for consent in SubjectConsent.objects.all()]


def _of_piece(people):
    piece = people.draft
    piece.refresh_from_db()
    urls, rows = [], piece.files.select_related("stored")
    assert rows, "nothing arrived"
    for row in rows:
        assert row.stored, row.refusal
        names = ["preview", "original"] if row.stored.media_type.startswith("image/") else ["original"]
        urls += [reverse(f"kol_submissions:{name}", args=[piece.pk, row.uuid]) for name in names]
        urls += [f"POST {reverse('kol_submissions:original', args=[piece.pk, row.uuid])}"]
        urls += [f"/doi-tac/bai/{piece.uuid}/tep/{row.uuid}/hinh/"]
        if row.stored.media_type.startswith("image/"):
            urls += [f"POST {reverse('kol_submissions:clear_preview', args=[piece.pk, row.uuid])}"]
        else:
            assert review_copies.fits(row), row.viewing_error
            urls += [reverse("kol_submissions:watch", args=[piece.pk, row.uuid])]
            urls += [f"/doi-tac/bai/{piece.uuid}/tep/{row.uuid}/xem/"]
    return urls


def partners_form(people):
    files = [photo("mây.jpg"), clip("mây.mp4")]
    address = f"/doi-tac/bai/{people.draft.uuid}/sua/"
    assert people.clients["partner"].post(address, full_form(tep=files)).status_code == 302
    return lambda: _of_piece(people)


def partners_parts(people):
    client, address = people.clients["partner"], f"/doi-tac/bai/{people.draft.uuid}/sua/"
    for name, content in (("IMG_0002.mp4", clip_bytes()), ("IMG_0001.jpg", photo().read())):
        session = begin(client, people.draft, name, len(content), content).json()["id"]
        assert put_to_partners(client, session, 1, content) == 200
        assert client.post(f"/tai-tep/{session}/xong/").status_code == 200

    def addresses():
        assert client.post(address, full_form()).status_code == 302
        return _of_piece(people)

    return addresses


def partners_paper(people):
    client, address = people.clients["partner"], f"/doi-tac/bai/{people.draft.uuid}/sua/"
    client.post(address, full_form(viec="them-nguoi", has_minor="co"))
    person = people.draft.people.get()
    data = full_form(has_minor="co", **with_person(person)) | {f"nguoi-{person.uuid}-giay": photo("giấy.jpg")}
    assert client.post(address, data).status_code == 302
    return [f"POST {reverse('kol_submissions:consent_paper', args=[people.draft.pk, person.uuid])}"]


def partners_portrait(people):
    partner = people.draft.partner
    data = {"display_name": partner.display_name, "bio": "Chữ", "languages": ["vi"], "dong-y-hien": "co"}
    address = f"/doi-tac/ho-so/{partner.uuid}/"
    assert people.clients["partner"].post(address, data | {"chan-dung": photo("mặt.jpg")}).status_code == 302
    place = reverse("kol_partners:proposal", args=[partner.pk])

    def addresses():
        portrait = people.clients["newsroom"].get(place + "chan-dung/").getvalue()
        assert len(portrait) > 300 and not found_in(portrait)
        assert people.clients["newsroom"].post(place + "quyet-dinh/", {"lam": "nhan"}).status_code == 302
        return _of_images()

    return addresses


def evidence(people):
    fields = {"viec": "gui", "faces_ok": "on", "anh": [photo()], "anh_key": [str(uuid.uuid4())]}
    response = people.clients["school"].post("/truong/viec/C04/", fields, headers={"Accept": "application/json"})
    assert response.json()["sent"], response.json()
    row = EvidencePhoto.objects.get()
    return [f"/truong/anh/{row.uuid}/", f"/admin/truong-hoc/anh/{row.uuid}/"]


def crest(people):
    poster = make_poster("P-A4-01", zone=True)
    file = poster.current_version.files.get(role="print")
    file.zone.takes_crest = True
    file.zone.save()
    fields = {"ten": "Trường THCS Sen Trắng", "huy_hieu": photo("huy-hieu.png", "PNG", (200, 200))}
    response = people.clients["school"].post(f"{file.get_absolute_url()}ten-truong/", fields)
    assert response.status_code == 200 and b"/Image" in response.content and not found_in(response.content)
    return [file.get_absolute_url()]


PATHS = [
    image_form,
    image_replaced,
    image_bulk,
    image_chooser,
    document_form,
    document_bulk,
    document_chooser,
    asset_file,
    asset_in_parts,
    redacted_picture,
    paper_of_the_library,
    partners_form,
    partners_parts,
    partners_paper,
    partners_portrait,
    evidence,
    crest,
]


def found_in(data):
    """What still tells the place or the owner; of EXIF only the way a picture is turned may stay."""
    whole = all_bytes(data)
    traces = [trace for trace in TRACES if trace in whole]
    for part in members(data):
        with suppress(UnidentifiedImageError):
            exif = Image.open(io.BytesIO(part)).getexif()
            traces += [tag for tag in exif if tag != ORIENTATION] + list(exif.get_ifd(GPS_BLOCK))
    return traces


def members(data):
    if not data.startswith(b"PK"):
        return [data]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.mark.parametrize("sample", [photo, lambda: photo("a.png", "PNG"), lambda: photo("a.heic", "HEIF"), clip])
def test_the_samples_tell_the_place(sample):
    assert found_in(sample().read())


def fetched(client, address):
    """The bytes behind an address as this client gets them, over one hop to storage; b"" when it does not."""
    method = client.post if address.startswith("POST ") else client.get
    response = method(address.removeprefix("POST "))
    link = response.context.get("link") if response.status_code == 200 and response.context else None
    place = link or response.headers.get("Location", "")
    if place.startswith("http"):
        with urlopen(place, timeout=10) as body:
            return body.read()
    if response.status_code != 200 or response.headers["Content-Type"].startswith("text/html"):
        return b""
    return response.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_nobody_fetches_the_place(path, people, work, s3, buckets):
    before = set(objects(s3, buckets))
    addresses = work(path, people)
    assert addresses
    roles = {}
    for address in addresses:
        for role, client in people.clients.items():
            if body := fetched(client, address.removeprefix("NOBODY ")):
                assert not found_in(body), (address, role)
                roles.setdefault(address, []).append(role)
    # An address that opens for nobody proves nothing; a POST stands for the question that its GET asks.
    pages = {url.removeprefix("POST ") for url in addresses if url.startswith("POST ")}
    assert set(roles) == {url for url in addresses if url not in pages and not url.startswith("NOBODY ")}
    keys = [(bucket, key) for bucket, key in set(objects(s3, buckets)) - before if not is_raw(bucket, key, buckets)]
    for bucket, key in keys:
        assert not found_in(s3.get_object(Bucket=bucket, Key=key)["Body"].read()), key
    assert keys or path is crest


def is_raw(bucket, key, buckets):
    """What came in parts lies in quarantine as it came until the sweeper takes it; no address leads there."""
    return bucket == buckets[0] and key.startswith(f"{multipart.PREFIX}/")


@pytest.mark.slow
def test_what_came_in_parts_has_no_address(people, work):
    from files.models import UploadSession

    work(asset_in_parts, people)
    keys = UploadSession.objects.values_list("key", flat=True)
    assert len(keys) == 2 and all(keys), "the picture and the clip"
    for address in [way.format(key=key) for key in keys for way in ("/media/{key}", "/tai/{key}/")]:
        for role, client in people.clients.items():
            assert client.get(address).status_code == 404, (address, role)


def test_a_table_takes_no_picture(people):
    for name, content in (("bang.xlsx", photo().read()), ("bang.csv", clip_bytes())):
        response = people.clients["boss"].post("/admin/kho/nhap/", {"table": SimpleUploadedFile(name, content)})
        assert response.status_code == 415
    assert not StoredFile.objects.exists()
