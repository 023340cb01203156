"""Pages of a document as pictures, one at a time, at <asset>/xem/<file>/?trang=2. Works without scripts.

The pictures are derivatives (form “trang”, each at most files.limits.PREVIEW_BYTES); what has none shows its preview.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from base.pagination import page_of
from media_library.catalogue.purposes import purpose_of
from media_library.models import Asset, AssetFile, Derivative
from media_library.public.cards import reader
from media_library.vocabulary import Access


@dataclass(frozen=True)
class Picture:
    """One page: address, width and height in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Leaflet:
    """A file that can be looked through: the first page's picture, the number of pages, the address of the viewer."""

    file: AssetFile
    first: Picture
    pages: int
    address: str


def pictures_of(files: Iterable[AssetFile]) -> dict[Any, list[Picture]]:
    """{key of the stored file: pictures of its pages in order}; one query, none for files of one page."""
    documents = [file.stored_id for file in files if (file.stored.pages or 0) > 1]
    pictures_by_file: dict[Any, list[Picture]] = {}
    if documents:
        derivatives = Derivative.objects.done().filter(stored__in=documents, form=Derivative.Form.PAGES)
        for page in derivatives.select_related("stored").order_by("page"):
            if page.url and page.width and page.height:
                pictures_by_file.setdefault(page.stored_id, []).append(Picture(page.url, page.width, page.height))
    return pictures_by_file


def leaflets(asset: Asset, files: list[AssetFile]) -> list[Leaflet]:
    """Documents of several pages whose pictures are there; an asset for schools shows its first page alone."""
    if asset.access == Access.SCHOOLS:
        return []
    pictures = pictures_of(files)
    return [
        Leaflet(file, pictures[file.stored_id][0], len(pictures[file.stored_id]), address_of(asset, file))
        for file in files
        if len(pictures.get(file.stored_id, [])) > 1
    ]


def address_of(asset: Asset, file: AssetFile) -> str:
    """Address of the viewer of `file`, in the active language."""
    return f"{asset.get_absolute_url()}xem/{file.uuid}/"


def view_context(request: HttpRequest, slug: str, uuid: UUID) -> dict[str, Any]:
    """Context of one page of a file. Raises Http404 unless its asset is released and the reader may see it.

    Who may not download the file sees its first page alone.
    """
    user = reader(request)
    assets = Asset.objects.visible_to(user)
    file = AssetFile.objects.released().filter(uuid=uuid, version__asset__slug=slug, version__asset__in=assets).first()
    pictures = _all_pictures(file) if file else []
    if file is None or not pictures:
        raise Http404(_("Tệp này không có hình để xem trước."))
    may_download = AssetFile.objects.visible_to(user).filter(pk=file.pk).exists()
    page = page_of(Paginator(pictures if may_download else pictures[:1], 1), request)
    following = pictures[page.number] if page.has_next() else None
    return {
        "asset": file.version.asset,
        "file": file,
        "offer": purpose_of(file),
        "page_obj": page,
        "picture": page.object_list[0],
        "following": following,
        "may_download": may_download,
    }


def _all_pictures(file: AssetFile) -> list[Picture]:
    stored = file.stored
    pages = pictures_of([file]).get(file.stored_id, [])
    if pages or not stored.preview_url:
        return pages
    return [Picture(stored.preview_url, stored.preview_width or 1, stored.preview_height or 1)]
