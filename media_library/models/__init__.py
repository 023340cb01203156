from .asset import Asset, AssetFile, AssetText, AssetVersion
from .download import DownloadEvent
from .file import StoredFile
from .image import SiteImage, SiteRendition
from .kit import Kit, KitItem, KitText
from .pages import KitIndexPage, LibraryIndexPage
from .worker import WorkerHeartbeat

__all__ = [
    "Asset",
    "AssetFile",
    "AssetText",
    "AssetVersion",
    "DownloadEvent",
    "Kit",
    "KitIndexPage",
    "KitItem",
    "KitText",
    "LibraryIndexPage",
    "SiteImage",
    "SiteRendition",
    "StoredFile",
    "WorkerHeartbeat",
]
