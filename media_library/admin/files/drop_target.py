"""Upload target of “Thả tệp”: a dropped file finds its asset by its name, or becomes the first file of a new draft.

Groups are draft assets of the sender, found again by their slug (catalogue/file_names.py); nothing is kept elsewhere,
so closing the page loses nothing. They are described together afterwards (drop_views.py).
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.models import Locale

from files.intake.accept import AcceptedFile, UploadRejected
from files.models import StoredFile, UploadSession
from files.uploads.targets import UploadNotAllowed
from media_library.admin.files.upload_target import LibraryUploadTarget, guessed_role
from media_library.catalogue import labels
from media_library.catalogue.computed_fields import refresh_computed_fields
from media_library.catalogue.file_names import FileName, label_of, read_name
from media_library.models import Asset, AssetText, AssetVersion
from media_library.review.files import add_accepted
from media_library.review.inheritance import next_number, start_version
from media_library.vocabulary import Kind, Moment
from users.models import User

NEW = "moi"  # the only object_id: a drop belongs to no version yet
#: kind → first letters of the codes of its drafts, and the moments they begin with
TEMPLATES: dict[str, tuple[str, list[str]]] = {
    Kind.POSTER: ("P", [Moment.CLASSROOM, Moment.GATE]),
    Kind.BANNER: ("B", [Moment.GATE]),
    Kind.STANDEE: ("S", [Moment.FLAG_CEREMONY, Moment.GATE]),
    Kind.STICKER: ("ST", [Moment.CLASSROOM]),
    Kind.DECAL: ("D", [Moment.GATE]),
    Kind.BOOKMARK: ("BM", [Moment.LIBRARY]),
    Kind.INFOGRAPHIC: ("IG", [Moment.CLASSROOM, Moment.SOCIAL]),
    Kind.VIDEO: ("CL", [Moment.FLAG_CEREMONY, Moment.SOCIAL]),
    Kind.AUDIO: ("PT", [Moment.FLAG_CEREMONY]),
    Kind.WALLPAPER: ("HN", [Moment.COMPUTER_ROOM]),
    Kind.SLIDE: ("SL", [Moment.FLAG_CEREMONY, Moment.CLASSROOM]),
    Kind.AVATAR_FRAME: ("KA", [Moment.SOCIAL]),
    Kind.COVER: ("AB", [Moment.SOCIAL]),
    Kind.BRAND_KIT: ("BK", []),
    Kind.TEACHING_PROP: ("GC", [Moment.CLASSROOM]),
    Kind.POST_TEXT: ("BD", [Moment.SOCIAL]),
}


class DropTarget(LibraryUploadTarget):
    """The upload target `library-drop`; registered in apps.py."""

    name = "library-drop"

    def check(self, user: Any, object_id: str) -> None:
        if not user.has_perms(["media_library.add_asset", "media_library.change_asset"]):
            raise PermissionDenied(_("Tài khoản này không thêm tài liệu vào kho được."))
        if object_id != NEW:
            raise UploadNotAllowed(400, _("Trang thả tệp đã cũ. Bạn tải lại trang rồi thả lại."))

    def keep(self, session: UploadSession, accepted: AcceptedFile) -> StoredFile:
        """Add the file to the asset that its name tells of, to a new draft where there is none.

        The sender's row is locked, so that two files of one group do not make two assets.
        """
        if session.owner is None:
            raise UploadRejected("version_closed")
        parsed_name = read_name(session.name)
        try:
            with transaction.atomic():
                User.objects.select_for_update().get(pk=session.owner.pk)
                file = add_accepted(
                    version_for(parsed_name, session.owner),
                    accepted,
                    role=parsed_name.role or guessed_role(accepted.media_type),
                    language=parsed_name.language,
                    label=label_of(session.name),
                    user=session.owner,
                )
        except (ValidationError, Http404) as error:
            raise UploadRejected("version_closed") from error
        return file.stored

    def tag(self, session: UploadSession, data: Any) -> dict[str, str]:
        """Nothing: groups are described together."""
        return {}

    def row_values(self, session: UploadSession) -> dict[str, Any]:
        """The facts of the file, and the asset it went to."""
        file = getattr(session.stored, "asset_file", None) if session.stored else None
        return {"facts": f"{file.version.asset.name} · {labels.file_line(file)}"} if file else {}


def version_for(parsed_name: FileName, owner: User) -> AssetVersion:
    """The open version of the asset with that code, else of the owner's draft of that key, else of a new draft."""
    asset = Asset.objects.filter(code=parsed_name.code).first() if parsed_name.code else None
    asset = asset or Asset.objects.filter(slug=parsed_name.key, status=Asset.Status.DRAFT, created_by=owner).first()
    asset = asset or new_draft(parsed_name, owner)
    versions = list(asset.versions.all())
    if versions and versions[0].is_open:
        return versions[0]
    return start_version(asset, next_number([version.number for version in versions]), "", by=owner)


def new_draft(parsed_name: FileName, owner: User) -> Asset:
    """A draft with the name of `said`, the template of its kind and a code of its own."""
    letters, moments = TEMPLATES[parsed_name.kind]
    slug = parsed_name.key
    if Asset.objects.filter(slug=slug).exists():  # of somebody else, or released
        slug = f"{slug[:80]}-{Asset.objects.filter(slug__startswith=slug[:80]).count() + 1}"
    asset = Asset.objects.create(
        code=free_code(parsed_name.code or letters), slug=slug, kind=parsed_name.kind, moments=moments, created_by=owner
    )
    AssetText.objects.create(
        asset=asset, locale=Locale.objects.get(language_code="vi"), name=parsed_name.title, translation_key=asset.uuid
    )
    refresh_computed_fields(asset)
    return asset


def free_code(wish: str) -> str:
    """`wish` itself where it is a whole code that is free, else its letters with the next number: “P-104”."""
    if "-" in wish and not Asset.objects.filter(code=wish).exists():
        return wish[:40]
    used_codes = set(Asset.objects.filter(code__startswith=f"{wish}-").values_list("code", flat=True))
    return next(code for number in range(101, 102 + len(used_codes)) if (code := f"{wish}-{number}") not in used_codes)
