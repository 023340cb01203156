"""Index pages and shortcuts for the library's tests."""

from media_library.models import AssetFile, AssetVersion, KitIndexPage, LibraryIndexPage
from tests.factories import asset_row, make_home, make_stored_file

#: what stored_row() takes for ten seconds of film in place of a sheet
CLIP = {"media_type": "video/mp4", "extension": "mp4", "width": 1920, "height": 1080, "duration_ms": 10_000}
CLIP |= {"trim_width_mm": None, "trim_height_mm": None}


def make_library(language="vi"):
    """The two index pages below the front page of `language`, made once: the world "assets" begins with them."""
    home = make_home(language)
    existing = LibraryIndexPage.objects.filter(locale=home.locale).first()
    if existing:
        return existing
    library = LibraryIndexPage(title="Kho tài liệu", slug="kho-tai-lieu", locale=home.locale)
    home.add_child(instance=library)
    home.add_child(instance=KitIndexPage(title="Bộ tài liệu", slug="bo-tai-lieu", locale=home.locale))
    return library


def translate_library(language):
    """The library's page in another language."""
    twin = make_library().copy_for_translation(make_home(language).locale)
    twin.slug = "kho-tai-lieu"
    twin.save_revision().publish(skip_permission_checks=True)
    return twin


def asset_rows(number, **fields):
    """`number` assets for pages that grow; see asset_row()."""
    return [asset_row(f"B-{index:04d}", name=f"Tờ dán số {index}", **fields) for index in range(number)]


def new_version(asset, number="1.1", **facts):
    version = AssetVersion.objects.create(asset=asset, number=number, changelog="Sửa lỗi dấu.")
    AssetFile.objects.create(
        version=version, role="screen", label="Bản trình chiếu", language="vi", stored=make_stored_file(), **facts
    )
    return version
