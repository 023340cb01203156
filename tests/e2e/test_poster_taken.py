"""A school without scripts takes a poster's very bytes and is remembered; a code on paper leads back to the poster."""

import io

import pikepdf
import pytest
from playwright.sync_api import expect

from media_library.models import Asset, AssetVersion, DownloadEvent
from media_library.review.files import add_file
from media_library.review.release import release_version
from schools.models import Unit
from tests.e2e import evidence
from tests.e2e.newsroom_hands import PHONE
from tests.e2e.traffic import download_from
from tests.factories import make_locale
from tests.library_world import TEACHER
from users.models import User

pytestmark = pytest.mark.world("library")

NAME, MILLIMETRE = "Poster “Hỏi ai trước?”", 72 / 25.4


def poster_pdf() -> bytes:
    """An A3 page with 3 mm bleed, as a print shop wants it."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(303 * MILLIMETRE, 426 * MILLIMETRE))
    page.obj.TrimBox = pikepdf.Array([3 * MILLIMETRE, 3 * MILLIMETRE, 300 * MILLIMETRE, 423 * MILLIMETRE])
    page.obj.BleedBox = page.obj.MediaBox
    page.obj.Contents = pdf.make_stream(b"0.9 0.4 0.3 0.2 k 100 100 400 600 re f")
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


@pytest.fixture
def poster(settings, live_server):
    """The very bytes that must come out of the download."""
    settings.SITE_URL = live_server.url
    data = poster_pdf()
    asset = Asset(code="P-A3-03", kind="poster", moments=["lop-hoc", "in-tai-truong"])
    asset.clean()
    asset.save()
    asset.texts.create(name=NAME, summary="Ba số và một câu mở đầu.", locale=make_locale("vi"))
    asset.save()
    version = AssetVersion.objects.create(asset=asset, number="1.2")
    add_file(version, io.BytesIO(data), role="print", label="Bản in A3", name="Poster hỏi ai.pdf")
    for file in version.files.select_related("stored"):
        file.stored.shows_minor = False
        file.stored.save(update_fields=["shows_minor"])
        file.override = "Tờ thử."  # it names no printing condition and carries no code
        file.save(update_fields=["override"])
    release_version(asset, version)
    return data


def keep(page, name):
    """Two pictures of the page, for a desk and for a phone, neither wider than its window."""
    before = page.viewport_size
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        evidence.keep(page, f"poster-{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways at {width} px"
    page.set_viewport_size(before)


def taken(page) -> tuple[bytes, str]:
    """The bytes and the name of the page's large download."""
    with download_from(page) as download:
        page.locator(".buy a.big").click()
    return download.value.path().read_bytes(), download.value.suggested_filename


def test_from_the_library_to_the_teachers_disk_without_scripts(poster, person):
    teacher = User.objects.get(email=TEACHER)
    Unit.objects.create(organisation=teacher.organisation, code="T-01", level="thcs", ward="phường Cái Răng")
    page = person(teacher, java_script_enabled=False, **PHONE)
    page.goto("/vi/kho-tai-lieu/?q=hoi ai&loai=poster&dip=lop-hoc&nn=vi")
    expect(page.get_by_role("heading", name="1 tài liệu")).to_be_visible()
    page.get_by_role("heading", name=NAME).get_by_role("link").click()
    content, name = taken(page)
    assert content == poster
    assert name.isascii() and name.endswith(".pdf")
    event = DownloadEvent.objects.get()
    assert (event.organisation, event.version.number) == (teacher.organisation, "1.2")
    page.goto("/truong/")
    expect(page.get_by_text(NAME).first).to_be_visible()


def test_whoever_scans_the_code_on_paper_takes_it_as_nobody(poster, person):
    visitor = person()
    visitor.goto("/t/p-a3-03/v1.2/")
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Hỏi ai trước?")
    expect(visitor.get_by_text("bản mới nhất, còn hiệu lực")).to_be_visible()
    keep(visitor, "printed")
    visitor.get_by_role("link", name="Mở trang tài liệu").click()
    assert taken(visitor)[0] == poster
    assert DownloadEvent.objects.get().organisation is None
    keep(visitor, "asset")
    visitor.goto("/vi/kho-tai-lieu/")
    keep(visitor, "library")
    assert visitor.context.cookies() == [] and not visitor.problems
