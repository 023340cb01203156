from .asset import Asset, AssetFile, AssetText, AssetVersion
from .basket import Basket
from .download import DownloadDay, DownloadEvent
from .file import StoredFile
from .image import SiteImage, SiteRendition
from .kit import Kit, KitArchive, KitItem, KitText, KitVersion
from .pages import KitIndexPage, LibraryIndexPage
from .personal import PersonalZone
from .recall import HolderNotice, Recall
from .rights import Lease
from .upload import UploadSession
from .worker import WorkerHeartbeat

__all__ = [
    "Asset",
    "AssetFile",
    "AssetText",
    "AssetVersion",
    "Basket",
    "DownloadDay",
    "DownloadEvent",
    "HolderNotice",
    "Kit",
    "KitArchive",
    "KitIndexPage",
    "KitItem",
    "KitText",
    "KitVersion",
    "Lease",
    "LibraryIndexPage",
    "PersonalZone",
    "Recall",
    "SiteImage",
    "SiteRendition",
    "StoredFile",
    "UploadSession",
    "WorkerHeartbeat",
]
