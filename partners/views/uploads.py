"""Direct upload: ask for a signed POST, tell that it is done, ask how the check went. JSON with sentences."""

from botocore.exceptions import BotoCoreError, ClientError
from django.db import transaction
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from partners import uploads
from partners.access import own_submission, partner_json, refuse
from partners.models import SubmissionFile
from partners.templatetags.partners import file_state

MAX_SIZE_DIGITS = 15


@partner_json
@require_POST
def start(request, uuid):
    """POST name, size (bytes) → 201 {"file", "url", "fields", "done"}; 4xx {"error"}."""
    size = request.POST.get("size", "")
    if not (size.isascii() and size.isdigit() and len(size) <= MAX_SIZE_DIGITS):
        return refuse(
            400, _("Trình duyệt không báo dung lượng tệp. Bạn chọn lại tệp, hoặc mở trang bằng trình duyệt khác.")
        )
    with transaction.atomic():
        submission = own_submission(request, uuid, lock=True)
        if not submission.is_editable:
            return refuse(409, _("Bài đã gửi nên không thêm tệp được nữa."))
        try:
            row, post = uploads.start(submission, name=request.POST.get("name", ""), size=int(size))
        except uploads.UploadRefused as refused:
            return refuse(refused.status, str(refused))
    return JsonResponse({**_state(row), **post}, status=201)


@partner_json
@require_POST
def finish(request, uuid, file):
    """The browser says that storage has the file: 200 with its state, 409 when bytes are missing."""
    refusal = None
    with transaction.atomic():
        submission = own_submission(request, uuid, lock=True)
        try:
            row = uploads.finish(submission, file)
        except SubmissionFile.DoesNotExist:
            return refuse(404, _("Không có tệp này. Bạn tải lại trang rồi chọn lại tệp."))
        except uploads.UploadRefused as refused:
            refusal = refused  # answered outside, so that the row's removal is committed
        except (BotoCoreError, ClientError):
            return refuse(503, _("Kho tệp đang bận. Bạn bấm thử lại sau ít phút."))
    return refuse(refusal.status, str(refusal)) if refusal else JsonResponse(_state(row))


@partner_json
@require_GET
def state(request, uuid, file):
    """How the check went."""
    row = own_submission(request, uuid).files.select_related("stored").filter(uuid=file).first()
    if row is None:
        return refuse(404, _("Không có tệp này. Bạn tải lại trang để xem bản mới nhất."))
    return JsonResponse(_state(row))


def _state(row):
    return {
        "file": str(row.uuid),
        "name": row.declared_name,
        "size": row.declared_size,
        "pending": row.is_pending,
        "refusal": row.refusal,
        "words": str(file_state(row)),
    }
