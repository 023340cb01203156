"""The import of redirects, in front of Wagtail's own view (docs/upgrade.md): small tables of text only.

Wagtail reads an XLSX in the web process, where a few packed kilobytes keep all its threads busy for a minute.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.views import start_import

from files.intake.messages import UploadRejected
from files.intake.slots import take_slot

MOST_BYTES = 1_000_000  # ten thousand addresses
ENDINGS = (".csv", ".tsv")


def import_redirects(request: HttpRequest) -> HttpResponse:
    """Wagtail's view; an error message for a file that it would not read in a moment."""
    file = request.FILES.get("import_file")
    if file is None or not (reason := _wrong_with(file)):
        return start_import(request)
    messages.error(request, reason)
    return redirect("wagtailredirects:start_import")


def _wrong_with(file: UploadedFile) -> str:
    if not (file.name or "").lower().endswith(ENDINGS):
        return _("Ở đây nhận CSV hoặc TSV. Trong Excel, bạn lưu bảng dạng “CSV UTF-8” rồi gửi.")
    if (file.size or 0) > MOST_BYTES:
        return _("Tệp lớn hơn %(limit)d MB. Bạn chia thành nhiều tệp.") % {"limit": MOST_BYTES // 1_000_000}
    try:
        take_slot()
    except UploadRejected as refused:
        return " ".join(refused.messages)
    return ""
