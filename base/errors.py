"""Error pages that need neither database, cache nor storage (security.md, rule 40)."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def error_page(status: int, title: str, message: str) -> HttpResponse:
    """Render the plain error page: `status` is the HTTP code, `message` says what to do now."""
    html = render_to_string("base/error.html", {"status": status, "title": title, "message": message})
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = "30"
    return response


def bad_request(request, message="", exception=None):
    if not isinstance(message, str):  # Django's handler400 passes the exception second
        message = ""
    return error_page(400, _("Yêu cầu chưa đúng"), message or _("Trình duyệt gửi một yêu cầu mà trang không hiểu. Bạn quay lại và thử lần nữa."))


def permission_denied(request, exception=None):
    return error_page(403, _("Bạn chưa được phép mở trang này"), _("Tài khoản của bạn không có quyền này. Nếu cần, hãy nhờ người phụ trách cấp quyền."))


def csrf_failure(request, reason=""):
    return error_page(403, _("Phiên làm việc đã cũ"), _("Để an toàn, trang không nhận biểu mẫu này. Bạn tải lại trang rồi gửi lần nữa; trình duyệt cần bật cookie."))


def server_error(request):
    return error_page(500, _("Trang đang gặp trục trặc"), _("Lỗi ở phía chúng tôi, không phải ở bạn. Bạn thử lại sau ít phút nhé."))
