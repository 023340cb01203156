"""The one door to library files. Views ask here and decide nothing themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from media_library.models import AssetFile
from media_library.querysets import edits_library
from media_library.vocabulary import Access


def downloadable_file(*, user: Any, uuid: UUID) -> AssetFile:
    """The released file with address `uuid` that `user` may take; `.reader_organisation` is whom it counts for.

    Raises Http404 for a file that does not exist, is not released, was withdrawn or is the staff's own:
    a stranger learns nothing of it. Raises PermissionDenied for a file that only schools may take; its
    page is public, so saying why is no secret. Rights are read from the database each time: an
    organisation that was switched off loses access with its next click. One query, for files that are
    not open to all up to three more.
    """
    file = AssetFile.objects.released().with_reader(user).filter(uuid=uuid).first()
    if file is None:
        raise Http404(_("Tệp này không còn trong kho tài liệu."))
    access = file.version.asset.access
    if access == Access.OPEN or (access == Access.SCHOOLS and file.reader_organisation):
        return file
    if edits_library(user):
        return file
    if access == Access.SCHOOLS:
        raise PermissionDenied(_("Tệp này dành cho trường. Bạn đăng nhập bằng tài khoản của trường để tải."))
    raise Http404(_("Tệp này không còn trong kho tài liệu."))
