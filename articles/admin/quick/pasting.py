"""What was pasted with headings, tables or quotations, as blocks for the editor's body."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.permissions import page_permission_policy

from articles.imports.html import NotConverted, convert
from articles.models import ArticlePage
from base.caching.headers import private
from users.http import SignedInRequest


@private
@require_POST
def paste(request: SignedInRequest) -> HttpResponse:
    """{"blocks": state of the body's blocks, "said": what was kept}; 422 where it is too much.

    Nothing is stored. Raises PermissionDenied for accounts that write no pages.
    """
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change"}):
        raise PermissionDenied
    try:
        converted = convert(request.POST.get("html", ""))
    except NotConverted as refused:
        return JsonResponse({"error": f"{refused} {_('Chữ đã viết vẫn còn.')}"}, status=422)
    body = ArticlePage._meta.get_field("body").stream_block
    value = body.to_python([{"type": name, "value": raw} for name, raw in converted.blocks])
    return JsonResponse({"blocks": body.get_form_state(value), "said": converted.said()})
