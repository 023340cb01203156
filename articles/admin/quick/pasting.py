"""What was pasted with headings, tables, quotations or pictures, as blocks for the editor's body."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.permissions import page_permission_policy

from articles.admin.quick.taken_pictures import TakenPictures
from articles.imports.html import NotConverted, convert
from articles.models import ArticlePage
from base.caching.headers import private
from files.intake.accept import UploadRejected
from files.intake.deadline import shared_deadline
from files.intake.slots import take_slot
from users.http import SignedInRequest


@private
@require_POST
def paste(request: SignedInRequest) -> HttpResponse:
    """{"blocks": state of the body's blocks, "said": what was kept}; 422 where it is too much, 429 while busy.

    `html` names the `picture` files by PICTURE and their number; they are stored, nothing else is. Raises
    PermissionDenied for accounts that write no pages.
    """
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change"}):
        raise PermissionDenied
    pictures = request.FILES.getlist("picture")
    for number, picture in enumerate(pictures, 1):
        picture.name = _("Ảnh dán %(number)d") % {"number": number}
    try:
        take_slot()  # the conversion of two million characters keeps a thread for a second
        with shared_deadline():
            converted = convert(request.POST.get("html", ""), TakenPictures(pictures, request.user).take)
    except UploadRejected:
        return JsonResponse({"error": _("Máy chủ đang bận. Bạn đợi một phút rồi dán lại.")}, status=429)
    except NotConverted as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    body = ArticlePage._meta.get_field("body").stream_block
    value = body.to_python([{"type": name, "value": raw} for name, raw in converted.blocks])
    return JsonResponse({"blocks": body.get_form_state(value), "said": converted.said()})
