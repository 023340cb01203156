"""The publish gates where editors meet them: in Wagtail's content checks, in the panel, beside another's version."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.utils import get_latest_str

from articles import checks, publishing
from articles.models import ArticlePage

#: Passes when the attribute has words: ours is empty as long as the gate is shut.
AXE_CHECK = {
    "id": "newsroom-gate",
    "evaluate": "attr-non-space-content-evaluate",
    "options": {"attribute": "data-mended"},
}
#: Rule of axe → (its words in the panel, what to do).
AXE_RULES = {
    "newsroom-stop": (
        gettext_lazy("Chưa đăng được"), gettext_lazy("Mở khung “Trước khi đăng” cuối bản xem trước để đọc cách sửa.")
    ),
    "newsroom-warn": (gettext_lazy("Nên xem lại"), gettext_lazy("Không cản việc đăng; tòa soạn cân nhắc.")),
}  # fmt: skip


def axe_rules() -> list[dict[str, Any]]:
    """One rule per severity over the list that the preview carries."""
    return [
        {
            "id": rule,
            "impact": "serious" if rule == "newsroom-stop" else "moderate",
            "selector": f"[data-gate={rule.removeprefix('newsroom-')}]",
            "tags": ["best-practice"],
            "any": ["newsroom-gate"],
            "enabled": True,
        }
        for rule in AXE_RULES
    ]


def axe_messages() -> dict[str, dict[str, str]]:
    return {rule: {"error_name": name, "help_text": text} for rule, (name, text) in AXE_RULES.items()}


@require_safe
def gates(request: HttpRequest, page_id: int) -> HttpResponse:
    """The list for the editor's panel, of the newest saved version. Raises Http404, PermissionDenied."""
    page = get_object_or_404(ArticlePage, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    story = page.get_latest_revision_as_object()
    context = {"gates": checks.check(story), "safety": publishing.safety_missing(story)}
    return render(request, "articles/admin/gates.html", context)


def warn_of_other_editor(request: HttpRequest, page: Any) -> None:
    """Two people on one text: both versions are kept, and the second to save is told so at once."""
    loaded = request.POST.get("loaded_revision_id") or ""
    if not loaded.isdecimal() or request.POST.get("overwrite_revision_id"):
        return
    newest = page.get_latest_revision()
    between = (
        page.revisions.filter(pk__gt=int(loaded), pk__lt=newest.pk)
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
