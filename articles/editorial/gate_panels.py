"""Shows publish gates in the editor: Wagtail's content checks, the panel, a warning of another's version."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.utils import get_latest_str

from articles.models import ArticlePage
from articles.rules import gates as checks
from articles.rules import publishing
from articles.rules.gates import Severity
from base.text import whole_number

#: Passes when the attribute has text; it is empty as long as the gate is not passed.
AXE_CHECK = {
    "id": "newsroom-gate",
    "evaluate": "attr-non-space-content-evaluate",
    "options": {"attribute": "data-mended"},
}
#: Code of a gate → (what is wrong and where, what to do) in Wagtail's content checks, whose texts are fixed while
#: one writes; numbers, names and the picture in question are in the panel “Trước khi đăng”.
CHECK_WORDS = {
    "title-long": (gettext_lazy("Tít dài quá 110 ký tự"), gettext_lazy("Bạn rút gọn, giữ việc chính.")),
    "title-soft": (
        gettext_lazy("Tít hơi dài"),
        gettext_lazy("Dễ đọc nhất là đến 14 tiếng, 70 ký tự. Bạn thử bớt một ý."),
    ),
    "sapo-length": (
        gettext_lazy("Sapo chưa đúng 25–55 tiếng"),
        gettext_lazy("Bạn thêm điều quan trọng nhất, hoặc chuyển bớt ý xuống thân bài."),
    ),
    "body-empty": (
        gettext_lazy("Bài chưa có nội dung"),
        gettext_lazy("Bạn viết nội dung; tin ngắn chỉ cần sapo thì để vậy."),
    ),
    "broken-link": (
        gettext_lazy("Có liên kết tới trang bạn đọc không mở được"),
        gettext_lazy("Bạn thay bằng trang đã đăng, hoặc bỏ liên kết."),
    ),
    "broken-outside": (
        gettext_lazy("Có liên kết tới trang ngoài không còn mở được"),
        gettext_lazy("Bạn tìm địa chỉ mới của trang ấy, hoặc bỏ liên kết."),
    ),
    "has-minor-unanswered": (
        gettext_lazy("Chưa trả lời “có trẻ em, học sinh nhận ra được”"),
        gettext_lazy("Bạn chọn Có hoặc Không ở khung “An toàn trẻ em”."),
    ),
    "has-victim-unanswered": (
        gettext_lazy("Chưa trả lời “nói về nạn nhân hoặc vụ việc cụ thể”"),
        gettext_lazy("Bạn chọn Có hoặc Không ở khung “An toàn trẻ em”."),
    ),
    "text-too-long": (
        gettext_lazy("Bài dài quá 200.000 ký tự, máy không tìm hết được thông tin riêng"),
        gettext_lazy("Bạn chia thành nhiều bài."),
    ),
    "personal-details": (
        gettext_lazy("Nội dung có thể làm lộ một em là ai"),
        gettext_lazy(
            "Bạn bỏ hoặc thay tên, trường, lớp, số, địa chỉ. Buộc phải nêu thì Tổng Biên tập không viết bài quyết định."
        ),
    ),
    "warning-missing": (
        gettext_lazy("Bài chạm chủ đề nhạy cảm mà chưa có cảnh báo nội dung"),
        gettext_lazy("Bạn viết một câu báo trước và cách bỏ qua đoạn khó đọc."),
    ),
    "no-help-line": (
        gettext_lazy("Chưa có đường dây trợ giúp nào được kiểm chứng"),
        gettext_lazy("Bạn nhờ cơ quan thường trực kiểm số trong “Đường dây trợ giúp”."),
    ),
    "no-help-block": (
        gettext_lazy("Nội dung chưa nói ai giúp được"),
        gettext_lazy("Bạn thêm khối “Hộp trợ giúp” hoặc “Làm ngay” vào nội dung."),
    ),
    "no-video": (
        gettext_lazy("Thể loại Video mà chưa có clip"),
        gettext_lazy("Bạn chọn clip ở khung “Clip và bản nghe”."),
    ),
    "no-audio": (
        gettext_lazy("Thể loại Podcast mà chưa có bản nghe"),
        gettext_lazy("Bạn chọn bản nghe ở khung “Clip và bản nghe”."),
    ),
    "no-transcript": (
        gettext_lazy("Clip, bản nghe chưa có bản chữ"),
        gettext_lazy("Bạn dán lời thoại để người không nghe được cũng đọc được."),
    ),
    "no-gallery": (gettext_lazy("Chùm ảnh mà chưa có ảnh"), gettext_lazy("Bạn thêm khối “Chùm ảnh” vào nội dung.")),
    "no-byline": (
        gettext_lazy("Bài chưa ghi tác giả hay nguồn"),
        gettext_lazy("Bạn thêm người viết ở khung “Tác giả”, hoặc chọn “ký tên tòa soạn”."),
    ),
    "answers-lowered": (
        gettext_lazy("Bài từng trả lời Có ở “An toàn trẻ em”"),
        gettext_lazy("Bạn ghi vì sao đổi sang Không ở khung “An toàn trẻ em”, hoặc trả lời Có."),
    ),
    "never-print": (
        gettext_lazy("Bài có chữ mà tòa soạn đã ghi là không bao giờ in"),
        gettext_lazy("Bạn bỏ chữ ấy ở mọi ô, cả bản dịch, mô tả ảnh và lời dẫn mạng xã hội."),
    ),
    "never-print-removed": (
        gettext_lazy("Danh sách “Không bao giờ in” vừa bớt dòng"),
        gettext_lazy("Bạn hỏi người viết vì sao bỏ; chưa rõ thì trả bài và ghi lại những chữ ấy."),
    ),
    "correction-pending": (
        gettext_lazy("Có đính chính chờ đăng cùng bản này"),
        gettext_lazy("Bạn đọc cả đính chính; đăng rồi thì không sửa được nữa."),
    ),
    "shares": (gettext_lazy("Phần công của các tác giả quá 100%"), gettext_lazy("Bạn chia lại cho đủ 100%.")),
    "image-gone": (
        gettext_lazy("Một ảnh trong bài đã bị xóa khỏi kho"),
        gettext_lazy("Bạn chọn ảnh khác hoặc bỏ khối ảnh."),
    ),
    "image-withdrawn": (
        gettext_lazy("Một ảnh trong bài đã rút khỏi mọi trang"),
        gettext_lazy("Bạn chọn ảnh khác, hoặc bỏ dấu “rút khỏi mọi trang” ở ảnh nếu ảnh được hiện lại."),
    ),
    "alt-missing": (
        gettext_lazy("Một ảnh chưa có văn bản thay thế"),
        gettext_lazy("Bạn mở ảnh trong kho và tả một câu cho người không nhìn thấy."),
    ),
    "alt-untranslated": (
        gettext_lazy("Một ảnh chưa có mô tả bằng ngôn ngữ của bài"),
        gettext_lazy("Bạn điền ở Bàn dịch, trang của bài này; chưa có thì bạn đọc nghe mô tả tiếng Việt."),
    ),
    "credit-missing": (
        gettext_lazy("Một ảnh chưa ghi nguồn"),
        gettext_lazy("Bạn điền nguồn ảnh trong bài hoặc trong kho ảnh."),
    ),
    "image-unanswered": (
        gettext_lazy("Một ảnh chưa trả lời “có người dưới 18 tuổi nhận ra được”"),
        gettext_lazy("Bạn mở ảnh trong kho và chọn Có hoặc Không."),
    ),
    "minor-contradiction": (
        gettext_lazy("Ảnh có người dưới 18 tuổi mà bài trả lời Không"),
        gettext_lazy("Bạn trả lời Có ở “An toàn trẻ em”, hoặc thay ảnh."),
    ),
    "consent": (
        gettext_lazy("Ảnh có người dưới 18 tuổi mà thiếu bản đồng ý còn hiệu lực"),
        gettext_lazy("Bạn ghi bản đồng ý của em và của cha mẹ vào ảnh, làm mờ, hoặc thay ảnh."),
    ),
}
SEVERITIES = {
    Severity.STOP: ("serious", gettext_lazy("Chưa đăng được")),
    Severity.WARN: ("moderate", gettext_lazy("Nên xem lại")),
}
AXE_RULES = [f"newsroom-{severity}-{code}" for severity in SEVERITIES for code in CHECK_WORDS]


def axe_rules() -> list[dict[str, Any]]:
    """One rule per gate and severity, on the list in the preview."""
    return [
        {
            "id": f"newsroom-{severity}-{code}",
            "impact": impact,
            "selector": f"[data-gate={severity}][data-code={code}]",
            "tags": ["best-practice"],
            "any": ["newsroom-gate"],
            "enabled": True,
        }
        for severity, (impact, _words) in SEVERITIES.items()
        for code in CHECK_WORDS
    ]


def axe_messages() -> dict[str, dict[str, str]]:
    return _messages_in(get_language())


@lru_cache
def _messages_in(_language: str | None) -> dict[str, dict[str, str]]:
    """The texts in the active language, made once: two gettexts for each of eighty rules."""
    return {
        f"newsroom-{severity}-{code}": {"error_name": f"{verdict}: {problem}", "help_text": str(mend)}
        for severity, (_impact, verdict) in SEVERITIES.items()
        for code, (problem, mend) in CHECK_WORDS.items()
    }


@require_safe
def gates(request: HttpRequest, page_id: int) -> HttpResponse:
    """The findings of the newest saved version, for the editor's panel. Raises Http404, PermissionDenied."""
    page = get_object_or_404(ArticlePage, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    story = page.get_latest_revision_as_object()
    context = {"gates": checks.check(story), "safety": publishing.safety_missing(story), "story": page}
    return render(request, "articles/admin/gates.html", context)


def warn_of_other_editor(request: HttpRequest, page: ArticlePage) -> None:
    """Warn an editor whose save follows another's since the form was opened; both versions are kept."""
    loaded = whole_number(request.POST.get("loaded_revision_id"))
    if loaded is None or request.POST.get("overwrite_revision_id"):
        return
    newest = page.get_latest_revision()
    between = (
        page.revisions.filter(pk__gt=loaded, pk__lt=newest.pk)
        .exclude(user=request.user)
        .select_related("user")
        .order_by("-pk")
        .first()
    )
    if between is None:
        return
    words = _("Trong lúc bạn sửa “%(title)s”, %(person)s đã lưu một bản khác. Cả hai bản đều còn trong Lịch sử.")
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, between.pk, newest.pk])
    messages.warning(
        request,
        words % {"title": get_latest_str(page), "person": between.user or _("ai đó")},
        buttons=[messages.button(address, _("So sánh"))],
    )
