"""A real Chromium goes on where a bad line broke: minutes after the old life of an address, and at 256 kbit/s."""

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from files.storage.signed_urls import SHORT_SECONDS, signed_download_url
from media_library.kits import builder, publishing
from media_library.models import DownloadEvent
from tests.e2e.cut_line import CutLine
from tests.e2e.traffic import download_from
from tests.factories import make_locale
from tests.media_library.prints import make_kit, make_poster
from tests.media_library.small_library import make_library

pytestmark = pytest.mark.slow
SLOW_LINE = 256_000 // 8  # bytes a second
WAITED = timedelta(minutes=11)  # since the address was signed, when the browser asks it again


@pytest.fixture
def shelf(live_server, settings):
    settings.SITE_URL = live_server.url
    make_locale("vi")
    make_library()
    poster = make_poster("P-A4-01", strokes=20_000)
    kit = make_kit([poster])
    builder.build(publishing.publish(kit).pk)
    kit.refresh_from_db()
    return poster.current_version.files.get(role="print"), kit.current_version.archives.get(variant="full")


@pytest.fixture
def line(settings):
    """line(**options): storage from now on over a line that breaks."""
    opened = []

    def lay(**options):
        opened.append(CutLine(settings.S3_ENDPOINT_URL, **options))
        settings.S3_PUBLIC_ENDPOINT_URL = opened[-1].url
        return opened[-1]

    yield lay
    for cut_line in opened:
        cut_line.close()


@pytest.fixture
def signed_earlier(monkeypatch):
    """Addresses are as old as WAITED when they are used; storage keeps its real clock."""

    def then(remove_tzinfo=True):
        moment = datetime.now(UTC) - WAITED
        return moment.replace(tzinfo=None) if remove_tzinfo else moment

    monkeypatch.setattr("botocore.auth.get_current_datetime", then)


def taken(page, address, place):
    """SHA-256 of what Chromium saves after a click on the link to `address`."""
    page.goto(place)
    with download_from(page) as saved:
        page.locator(f".buy a[href^='{address}']").first.click()
    assert saved.value.failure() is None
    return hashlib.sha256(saved.value.path().read_bytes()).hexdigest()


def test_a_file_cut_at_thirty_per_cent_goes_on_after_the_old_life_of_its_address(page, shelf, line, signed_earlier):
    file, _archive = shelf
    old = signed_download_url(file.stored.key, filename="a.pdf", media_type="application/pdf")
    with pytest.raises(HTTPError) as refused:
        urlopen(old, timeout=20)
    assert refused.value.code == 403 and WAITED.seconds > SHORT_SECONDS, "what the browser met before"
    cut = line(after=file.stored.size * 3 // 10)
    assert taken(page, file.get_absolute_url(), "/vi/kho-tai-lieu/p-a4-01/") == file.stored.sha256
    assert cut.cuts == 0 and cut.asked[0] == "" and len(cut.asked) == 2
    assert int(cut.asked[1].removeprefix("bytes=").partition("-")[0]) > 0, "the rest alone is asked for"
    assert DownloadEvent.objects.count() == 1


def test_a_kit_comes_whole_over_256_kbit_with_three_cuts(page, shelf, line, signed_earlier):
    _file, archive = shelf
    cut = line(after=archive.stored.size * 3 // 10, cuts=3, rate=SLOW_LINE)
    page.set_default_timeout(120_000)
    assert taken(page, archive.get_absolute_url(), "/vi/bo-tai-lieu/kit-thcs/") == archive.stored.sha256
    assert cut.cuts == 0 and len(cut.asked) == 4
    starts = [int(header.removeprefix("bytes=").partition("-")[0] or 0) for header in cut.asked[1:]]
    assert starts == sorted(starts) and starts[0] > 0, "each asks for what is missing"
