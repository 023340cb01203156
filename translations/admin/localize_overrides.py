"""Replacements of wagtail-localize's views for segments, overrides, PO files and snippets, with checks of the input.

wagtail-localize's own views answer 500 to requests that its editor does not send.
"""

from __future__ import annotations

from collections.abc import Callable

import polib
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params
from wagtail_localize.views import edit_translation as theirs
from wagtail_localize.views.snippets_api import SnippetViewSet

from base.admin.chooser import choosable_rows
from translations.permissions import may_use_dashboard

MOST_CHARACTERS = 60_000  # bytes of a request with one segment; a Khmer letter has three bytes
MOST_BYTES = 2_000_000  # bytes of a PO file; that of the longest page has about 40,000
_MADE_FOR = "X-WagtailLocalize-TranslationID"


def sentence(request: HttpRequest, translation_id: int, string_segment_id: int) -> HttpResponse:
    """Save or delete the translation of a segment; 400 without a text or above MOST_CHARACTERS."""
    return _asked(theirs.edit_string_translation, request, translation_id, string_segment_id)


def choice(request: HttpRequest, translation_id: int, overridable_segment_id: int) -> HttpResponse:
    """Save or delete an override of a translation (image, page, address); 400 without a value."""
    return _asked(theirs.edit_override, request, translation_id, overridable_segment_id)


def _asked(view: Callable[..., HttpResponse], request: HttpRequest, *numbers: int) -> HttpResponse:
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_CHARACTERS:
            return _no(_("Câu dài quá, chưa lưu."))
        return view(request, *numbers)
    except MultiValueDictKeyError:
        return _no(_("Chưa có chữ nào được gửi."))


class ChoosableSnippets(SnippetViewSet):
    """Names of the snippets that the account may choose; others answer 404."""

    def get_queryset(self):
        return choosable_rows(self.get_model(), self.request.user)


def snippet(request: HttpRequest, app_label: str, model_name: str, pk: str = "") -> HttpResponse:
    """Names of snippets, which wagtail-localize would show to every account.

    Those of a type for who may edit it, a single one also for translators. Raises PermissionDenied for others.
    """
    model = get_snippet_model_from_url_params(app_label, model_name)
    if not user_can_edit_snippet_type(request.user, model) and not (pk and may_use_dashboard(request.user)):
        raise PermissionDenied
    actions = {"get": "retrieve" if pk else "list"}
    return ChoosableSnippets.as_view(actions)(
        request, app_label=app_label, model_name=model_name, **({"pk": pk} if pk else {})
    )


@require_POST
def po_file(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Import a translated PO file; an error message where it is missing, too large, invalid or lacks its page id."""
    reason = _wrong_with(request.FILES.get("file"))
    if reason:
        messages.error(request, reason)
        return redirect(get_valid_next_url_from_request(request) or "languages")
    return theirs.upload_pofile(request, translation_id)


def _wrong_with(file) -> str:
    if file is None:
        return _("Bạn chọn tệp PO đã dịch rồi bấm Nhập.")
    if file.size > MOST_BYTES:
        return _("Tệp PO lớn quá %(limit)d MB, không phải tệp của một trang.") % {"limit": MOST_BYTES // 1_000_000}
    try:
        text = file.read().decode("utf-8-sig")
        file.seek(0)
        # polib reads its argument as a file where it is the path of one; the line break prevents that.
        catalogue = polib.pofile(f"{text}\n")
    except (UnicodeDecodeError, OSError, ValueError, IndexError, AttributeError):
        return _("Tệp này không phải tệp PO (UTF-8). Bạn tải lại tệp PO của trang rồi dịch trên tệp ấy.")
    if _MADE_FOR not in catalogue.metadata:
        return _("Tệp PO thiếu dòng cho biết nó của trang nào. Bạn tải lại tệp PO của trang rồi dịch trên tệp ấy.")
    return ""


def _no(reason: str) -> JsonResponse:
    return JsonResponse({"detail": reason}, status=400)
