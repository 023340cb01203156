"""The one view of wagtail-localize that is replaced at its own path: the import of a PO file (docs/upgrade.md).

wagtail-localize's view answers 500 to files that no program for translations writes, and it has neither a setting, a
form nor a hook in which they could be refused.
"""

from __future__ import annotations

import polib
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.views.edit_translation import upload_pofile

from files.intake.messages import UploadRejected
from files.intake.slots import take_slot

MOST_BYTES = 2_000_000  # bytes of a PO file; that of the longest page has about 40,000
_MADE_FOR = "X-WagtailLocalize-TranslationID"


@require_POST
def po_file(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Import a translated PO file; an error message where it is missing, too large, invalid or lacks its page id."""
    reason = _wrong_with(request.FILES.get("file"))
    if reason:
        messages.error(request, reason)
        return redirect(get_valid_next_url_from_request(request) or "languages")
    return upload_pofile(request, translation_id)


def _wrong_with(file: UploadedFile | None) -> str:
    if file is None:
        return _("Bạn chọn tệp PO đã dịch rồi bấm Nhập.")
    if (file.size or 0) > MOST_BYTES:
        return _("Tệp PO lớn quá %(limit)d MB, không phải tệp của một trang.") % {"limit": MOST_BYTES // 1_000_000}
    try:
        take_slot()  # a file of this size is read for seconds
        text = file.read().decode("utf-8-sig")
        file.seek(0)
        # polib reads its argument as a file where it is the path of one; the line break prevents that.
        catalogue = polib.pofile(f"{text}\n")
    except UploadRejected as refused:
        return " ".join(refused.messages)
    except (UnicodeDecodeError, OSError, ValueError, IndexError, AttributeError):
        return _("Tệp này không phải tệp PO (UTF-8). Bạn tải lại tệp PO của trang rồi dịch trên tệp ấy.")
    if _MADE_FOR not in catalogue.metadata:
        return _("Tệp PO thiếu dòng cho biết nó của trang nào. Bạn tải lại tệp PO của trang rồi dịch trên tệp ấy.")
    return ""
