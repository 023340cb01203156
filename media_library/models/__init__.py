"""Models of the app `media_library`."""

from media_library.models.consent import SubjectConsent
from media_library.models.lease import Lease
from media_library.models.name_zone import NameZone
from media_library.models.required_file import RequiredFile

from .asset import Asset, AssetText
from .basket import Basket
from .derivative import Derivative, FileWords
from .download import DownloadDay, DownloadEvent
from .image import PictureCollection, SiteImage, SiteRendition, WithdrawnKey
from .kit import Kit, KitArchive, KitItem, KitText, KitVersion
from .pages import KitIndexPage, LibraryIndexPage
from .recall import Follow, HolderNotice, Recall
from .version import AssetFile, AssetVersion, DraftLink

__all__ = [
    "Asset",
    "AssetFile",
    "AssetText",
    "AssetVersion",
    "Basket",
    "Derivative",
    "DownloadDay",
    "DownloadEvent",
    "DraftLink",
    "FileWords",
    "Follow",
    "HolderNotice",
    "Kit",
    "KitArchive",
    "KitIndexPage",
    "KitItem",
    "KitText",
    "KitVersion",
    "Lease",
    "LibraryIndexPage",
    "NameZone",
    "PictureCollection",
    "Recall",
    "RequiredFile",
    "SiteImage",
    "SiteRendition",
    "SubjectConsent",
    "WithdrawnKey",
]
