"""The picture of a short item: taken or chosen on the phone, stored through the upload gate, described beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.images.models import SourceImageIOError
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from articles.editorial.access import outlets_of
from base.caching.headers import private
from base.text import nfc
from files.intake.accept import UploadRejected, accept_upload
from media_library.models import SiteImage
from media_library.rights.pictures import collection_of
from users.http import SignedInRequest

PREVIEW = "max-800x800"
FOCUS_SHARE = 10  # the focal area is a square of a tenth of the shorter side
SMALL = 1200  # pixels of the longer side; a smaller picture looks soft at the head of a story


@dataclass(frozen=True)
class Facts:
    """What “Viết nhanh” asks of a picture; `focus` is "x,y" in per cent from left and top, "" without one."""

    alt: str = ""
    credit: str = ""
    has_minor: bool | None = None
    focus: str = ""

    @classmethod
    def of(cls, image: SiteImage | None) -> Self:
        if image is None:
            return cls()
        focus = ""
        if image.focal_point_x is not None and image.width and image.height:
            focus = (
                f"{round(100 * image.focal_point_x / image.width)},{round(100 * image.focal_point_y / image.height)}"
            )
        return cls(image.description, image.credit, image.has_minor, focus)

    @classmethod
    def from_form(cls, cleaned: dict[str, Any]) -> Self:
        """The facts as the form gives them."""
        return cls(
            cleaned.get("picture_alt") or "",
            cleaned.get("picture_credit") or "",
            cleaned.get("picture_minor"),
            cleaned.get("picture_focus") or "",
        )

    def as_fields(self) -> dict[str, Any]:
        """The same as {name of the form's field: value}."""
        return {
            "picture_alt": self.alt,
            "picture_credit": self.credit,
            "picture_minor": self.has_minor,
            "picture_focus": self.focus,
        }

    def put_on(self, image: SiteImage) -> None:
        """Set the columns of `image`; nothing is saved."""
        image.description, image.credit, image.has_minor = self.alt, self.credit, self.has_minor
        if self.focus != Facts.of(image).focus:
            _set_focus(image, self.focus)

    def store(self, image: SiteImage) -> bool:
        """Save the columns of `image` unless they say what is stored already; whether they were saved."""
        stored = SiteImage.objects.filter(pk=image.pk).first()
        if stored is None or Facts.of(stored) == self:
            return False
        names = ["description", "credit", "has_minor"]
        names += [f"focal_point_{part}" for part in ("x", "y", "width", "height")]
        image.save(update_fields=names)
        return True


def _set_focus(image: SiteImage, focus: str) -> None:
    if not focus:
        image.focal_point_x = image.focal_point_y = image.focal_point_width = image.focal_point_height = None
        return
    left, top = (min(100, int(part)) for part in focus.split(","))
    image.focal_point_x, image.focal_point_y = image.width * left // 100, image.height * top // 100
    image.focal_point_width = image.focal_point_height = max(1, min(image.width, image.height) // FOCUS_SHARE)


def may_change(image: SiteImage, user: Any) -> bool:
    """Whether `user` may change what is said of `image`."""
    return bool(policy_registry.get_by_type(SiteImage).user_has_permission_for_instance(user, "change", image))


def described(image: SiteImage, user: Any) -> dict[str, Any]:
    """What the page shows of a picture, as JSON."""
    facts = Facts.of(image)
    return {
        "id": image.pk,
        "title": image.title,
        "preview": _preview(image),
        "alt": facts.alt,
        "credit": facts.credit,
        "minor": facts.has_minor,
        "focus": facts.focus,
        "mine": may_change(image, user),
        "notes": notes(image),
    }


def _preview(image: SiteImage) -> dict[str, Any]:
    """Address and size of a preview; an empty address while storage is silent or the picture is closed."""
    try:
        rendition = image.get_rendition(PREVIEW)
    except SourceImageIOError:
        return {"url": "", "width": 0, "height": 0}
    return {"url": rendition.url, "width": rendition.width, "height": rendition.height}


def notes(image: SiteImage) -> list[str]:
    """What to know before a picture is used: too small, upright, there already."""
    remarks = []
    if max(image.width, image.height) < SMALL:
        remarks.append(_("Ảnh nhỏ (%(width)d × %(height)d px), dễ nhòe ở đầu bài.") % vars_of(image))
    if image.height > image.width:
        remarks.append(_("Ảnh đứng: ở đầu bài chỉ hiện phần quanh tâm. Chạm vào ảnh để chọn tâm."))
    twin = SiteImage.objects.filter(file_hash=image.file_hash).exclude(file_hash="").exclude(pk=image.pk).first()
    if twin is not None:
        remarks.append(_("Trong kho đã có ảnh này: “%(title)s”.") % {"title": twin.title})
    return remarks


def vars_of(image: SiteImage) -> dict[str, int]:
    return {"width": image.width, "height": image.height}


def target_collection(user: Any) -> Collection:
    """Where a new picture of `user` goes: to those of the outlet. Raises PermissionDenied for who may add none."""
    open_to_user = policy_registry.get_by_type(SiteImage).collections_user_has_permission_for(user, "add")
    outlet = outlets_of(user).first()
    own = collection_of(outlet) if outlet else None
    collection: Collection | None = open_to_user.filter(pk=own.pk if own else None).first() or open_to_user.first()
    if collection is None:
        raise PermissionDenied
    return collection


def store(upload: Any, user: Any, title: str) -> tuple[SiteImage, dict[str, str]]:
    """The stored picture, and {"caption", "credit"} read from the file. Raises UploadRejected, PermissionDenied."""
    collection = target_collection(user)
    accepted = accept_upload("image", upload)
    words = {name: nfc(accepted.details.get(name, "")) for name in ("caption", "credit")}
    image = SiteImage(
        title=title[:200].strip() or _("Ảnh"),
        file=accepted.as_django_file(),
        file_size=accepted.size,
        collection=collection,
        uploaded_by_user=user,
        credit=words["credit"],
    )
    image.save()
    image.get_file_hash()
    return image, words


@private
@require_POST
def add(request: SignedInRequest) -> HttpResponse:
    """Store one picture; 201 with what the page shows of it, else why not, with its status. Raises PermissionDenied."""
    target_collection(request.user)  # refuses before anything that was sent is read
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": _("Bạn chưa chọn ảnh.")}, status=422)
    try:
        image, words = store(upload, request.user, PurePath(upload.name or "").stem)
    except UploadRejected as rejected:
        return JsonResponse({"error": " ".join(rejected.messages)}, status=rejected.status)
    payload = described(image, request.user)
    if file_words := _found(words):
        payload |= {"caption": words["caption"], "read": _("Đọc từ tệp: %(words)s.") % {"words": file_words}}
    return JsonResponse(payload, status=201)


def _found(words: dict[str, str]) -> str:
    """What the file said, in words; "" for nothing."""
    names = {"caption": _("chú thích"), "credit": _("tên tác giả")}
    return ", ".join(name for key, name in names.items() if words[key])


@private
@require_safe
def facts(request: HttpRequest, image_id: int) -> HttpResponse:
    """What the page shows of a picture of the library. Raises Http404, PermissionDenied."""
    image = get_object_or_404(SiteImage, pk=image_id)
    if not policy_registry.get_by_type(SiteImage).user_has_permission_for_instance(request.user, "choose", image):
        raise PermissionDenied
    return JsonResponse(described(image, request.user))
