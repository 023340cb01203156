"""Index pages and shortcuts for the library's tests."""

from media_library.models import AssetFile, AssetVersion, KitIndexPage, LibraryIndexPage
from tests.factories import make_asset, make_home, make_stored_file


def make_library(language="vi"):
    """The two index pages below the front page of `language`."""
    home = make_home(language)
    library = LibraryIndexPage(title="Kho tài liệu", slug="kho-tai-lieu", locale=home.locale)
    home.add_child(instance=library)
    home.add_child(instance=KitIndexPage(title="Bộ tài liệu", slug="bo-tai-lieu", locale=home.locale))
    return library


def make_assets(number, stored=None, **fields):
    """`number` released assets without going to storage for each: rows only, their objects are one another's."""
    for index in range(number):
        asset = make_asset(
            f"B-{index:04d}",
            name=f"Tờ dán số {index}",
            released=False,
            files=[{"stored": fake_stored(index)}],
            **fields,
        )
        asset.release(asset.versions.get())


def fake_stored(index):
    """A row that claims an object: enough for pages that list, useless for a download."""
    from media_library.models import StoredFile

    return StoredFile.objects.create(
        key=f"files/2026/11/{index}-{StoredFile.objects.count()}.pdf",
        zone="released",
        state="clean",
        display_name="to-dan.pdf",
        media_type="application/pdf",
        extension="pdf",
        size=300_000,
        sha256="0" * 64,
        shows_minor=False,
        trim_width_mm=210,
        trim_height_mm=297,
    )


def new_version(asset, number="1.1", **facts):
    version = AssetVersion.objects.create(asset=asset, number=number, changelog="Sửa lỗi dấu.")
    AssetFile.objects.create(
        version=version, role="screen", label="Bản trình chiếu", language="vi", stored=make_stored_file(), **facts
    )
    return version
