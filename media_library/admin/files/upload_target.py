"""Upload target of the library: large files for a version of an asset that is not released yet."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from base.languages import VIETNAMESE
from base.text import whole_number
from files.intake.accept import AcceptedFile, UploadRejected
from files.limits import PROFILES
from files.models import StoredFile, UploadSession
from files.uploads.sessions import undecided_bytes
from files.uploads.targets import Quota, UploadNotAllowed, UploadTarget
from media_library.admin.files.forms import UploadTagsForm
from media_library.catalogue import labels
from media_library.catalogue.duplicates import file_with_bytes, lock_bytes, place_of
from media_library.models import AssetVersion
from media_library.review.files import add_accepted, describe
from media_library.vocabulary import FileRole

QUOTA_BYTES = 50_000_000_000  # of one person's uploads at a time
_ROLES = {"application/pdf": FileRole.PRINT, "application/zip": FileRole.SOURCE}
_ROLES_OF_FAMILY = {"video": FileRole.SCREEN, "audio": FileRole.AUDIO, "text": FileRole.TEXT, "image": FileRole.SOCIAL}


class LibraryUploadTarget(UploadTarget):
    """The upload target `library`; registered in apps.py."""

    name = "library"
    staff = True

    def check(self, user: Any, object_id: str) -> None:
        """Needs change_asset and a version that is not released; `object_id` is the version's key."""
        if not user.has_perm("media_library.change_asset"):
            raise PermissionDenied(_("Tài khoản này không sửa được kho tài liệu."))
        version = self.version(object_id)
        if version.released_at:
            raise UploadNotAllowed(409, _("Phiên bản này đã phát hành nên không thêm tệp được. Bạn tạo phiên bản mới."))

    @staticmethod
    def version(object_id: str) -> AssetVersion:
        """The version with the key `object_id`; Http404 without one."""
        number = whole_number(object_id)
        version = AssetVersion.objects.filter(pk=number).first() if number is not None else None
        if version is None:
            raise Http404(_("Không có phiên bản này."))
        return version

    def limit(self, name: str, object_id: str) -> int:
        """The largest limit of all kinds; accept_upload() applies the limit of the kind."""
        return max(PROFILES["library"].sizes.values())

    def quota(self, user: Any, object_id: str) -> Quota:
        """QUOTA_BYTES for all undecided uploads of `user`."""
        return Quota(QUOTA_BYTES, undecided_bytes(user, self))

    def profile(self, session: UploadSession, file: IO[bytes]) -> str:
        """Always “library”."""
        return "library"

    def duplicate(self, session: UploadSession, accepted: AcceptedFile) -> dict[str, str | int]:
        """Where the library has the same bytes, unless the sender wants them again."""
        if session.answers.get("again"):
            return {}
        lock_bytes(accepted.sha256, accepted.original_sha256)
        there = file_with_bytes(accepted.sha256, accepted.original_sha256)
        return place_of(there) if there else {}

    def keep(self, session: UploadSession, accepted: AcceptedFile) -> StoredFile:
        """Add the file to the version; without answers role and label follow from type and name."""
        answers = session.answers
        try:
            file = add_accepted(
                self.version(session.object_id),
                accepted,
                role=answers.get("role") or guessed_role(accepted.media_type),
                language=answers.get("language") or VIETNAMESE,
                label=answers.get("label") or PurePosixPath(session.name).stem[:80],
                user=session.owner,
                shows_minor=answers.get("shows_minor"),
            )
        except (ValidationError, Http404) as error:
            raise UploadRejected("version_closed") from error
        return file.stored

    def tag(self, session: UploadSession, data: Any) -> dict[str, str]:
        """Save role, language and label, also on the file when it is already added.

        Raises PermissionDenied for a sender who may not change the library any more.
        """
        if session.owner is None or not session.owner.has_perm("media_library.change_asset"):
            raise PermissionDenied(_("Tài khoản này không sửa được kho tài liệu."))
        form = UploadTagsForm(data)
        if not form.is_valid():
            return {field: " ".join(map(str, errors)) for field, errors in form.errors.items()}
        session.answers = form.cleaned_data | {key: True for key in ("again",) if session.answers.get(key)}
        session.save(update_fields=["answers"])
        file = getattr(session.stored, "asset_file", None) if session.stored else None
        if file and not file.version.released_at:
            try:
                tags = form.cleaned_data | {"role": form.cleaned_data["role"] or file.role}
                describe(file, **tags, by=session.owner)
            except ValidationError as error:
                return {"label": " ".join(error.messages)}
        return {}

    def row_values(self, session: UploadSession) -> dict[str, Any]:
        """One line of facts about the added file."""
        file = getattr(session.stored, "asset_file", None) if session.stored else None
        return {"facts": str(labels.file_line(file))} if file else {}


def guessed_role(media_type: str) -> str:
    """The usual role of a file of this type; editors change it beside the progress bar."""
    family = media_type.partition("/")[0]
    return str(_ROLES.get(media_type) or _ROLES_OF_FAMILY.get(family) or FileRole.EDITABLE)
