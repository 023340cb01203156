"""Permission checks for library files: views call these functions and do not decide themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.translation import gettext as _

from media_library.models import AssetFile, KitArchive
from media_library.models.querysets import edits_library, with_reader
from media_library.vocabulary import Access


class BeingRebuilt(Exception):
    """A kit's ZIP contains a file that may not be given out any more; a new ZIP is being built."""


def downloadable_file(*, user: Any, uuid: UUID) -> AssetFile:
    """The released file with `uuid` if `user` may download it; `.reader_organisation` is whom it counts for.

    Raises Http404 for a file that does not exist, is not released, was withdrawn, may not be used today or belongs
    to the staff only, so that strangers learn nothing of it. Raises PermissionDenied for a file that only schools may
    download; its page is public. Permissions are read from the database each time: an organisation that has closed
    loses access at once. One query; up to three more for files that are not open to all.
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


def downloadable_archive(*, user: Any, uuid: UUID) -> KitArchive:
    """The ZIP of a released kit with `uuid` if `user` may download it, annotated like a file.

    Raises Http404 when there is none, BeingRebuilt when a member may no longer be given out, or to the staff alone,
    PermissionDenied when a member is for schools only and `user` does not act for one. One query.
    """
    members = AssetFile.objects.filter(kit_archives=OuterRef("pk"))
    allowed = AssetFile.objects.released().exclude(version__asset__access=Access.STAFF)
    archives = KitArchive.objects.ready().filter(version__kit__is_released=True)
    archive = (
        with_reader(archives, user)
        .annotate(
            is_whole=~Exists(members.exclude(pk__in=allowed.values("pk"))),
            has_any=Exists(allowed.filter(kit_archives=OuterRef("pk"))),
            has_closed=Exists(members.filter(version__asset__access=Access.SCHOOLS)),
        )
        .select_related("stored", "version__kit")
        .filter(uuid=uuid)
        .first()
    )
    if archive is None:
        raise Http404(_("Bộ này không còn ở địa chỉ này."))
    if not (archive.is_whole and archive.has_any):
        raise BeingRebuilt
    archive.is_closed = archive.has_closed
    if archive.is_closed and not archive.reader_organisation and not edits_library(user):
        raise PermissionDenied(
            _("Trong bộ có tài liệu dành cho trường. Bạn đăng nhập bằng tài khoản của trường để tải.")
        )
    return archive
