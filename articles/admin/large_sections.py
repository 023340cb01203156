"""Taking down or deleting a section with many pages below: a request would end in the middle of it.

The worker unpublishes what stands below, in parts. Deleting so much is refused: it cannot be undone.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.tasks import task
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from users.http import SignedInRequest
from users.models import User

AT_ONCE = 50  # pages below that a request unpublishes, or a run of the task; about five seconds
MOST_DELETED = 200  # pages below that a request deletes


@hooks.register("before_unpublish_page")
def unpublish_in_parts(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """With more than AT_ONCE pages below, unpublish `page` now and leave these to the worker."""
    if not request.POST.get("include_descendants") or (below := _live_below(page)) <= AT_ONCE:
        return None
    UnpublishPageAction(page, user=request.user).execute(skip_permission_checks=True)  # Wagtail's view has checked
    unpublish_below.enqueue(page.pk, request.user.pk)
    sentence = _("Đã gỡ “%(page)s”. %(number)d trang bên dưới đang được gỡ lần lượt, vài phút là xong.")
    messages.success(request, sentence % {"page": page.get_admin_display_title(), "number": below})
    for hook in hooks.get_hooks("after_unpublish_page"):
        hook(request, page)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@task(backend="db", queue_name="media", priority=10)
def unpublish_below(page_id: int, user_id: int, after: str = "") -> int:
    """Unpublish the next AT_ONCE pages below a page for a user; returns how many it found. Safe to repeat.

    `after`: path of the last page of the part before. Queues the next part, so that other tasks run in between. Stops
    where the page is published again, and passes over what the user may not unpublish.
    """
    page = Page.objects.filter(pk=page_id, live=False).first()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if page is None or user is None:
        return 0
    rows = page.get_descendants().live().filter(path__gt=after).order_by("path")
    pages = list(rows.defer_streamfields().specific()[:AT_ONCE])
    for below in pages:
        if below.permissions_for_user(user).can_unpublish():
            below.unpublish(user=user)  # one transaction each
    if len(pages) == AT_ONCE:
        unpublish_below.enqueue(page_id, user_id, pages[-1].path)
    return len(pages)


@hooks.register("before_delete_page", order=-100)  # before anything is deleted for it
def refuse_to_delete_many(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a page with more than MOST_DELETED pages below."""
    if (below := page.get_descendant_count()) <= MOST_DELETED:
        return None
    sentence = _(
        "“%(page)s” còn %(number)d trang bên dưới, nên chưa xóa được (nhiều nhất %(most)d). Bạn gỡ xuống, hoặc chuyển "
        "các trang ấy sang chỗ khác trước."
    )
    facts = {"page": page.get_admin_display_title(), "number": below, "most": MOST_DELETED}
    messages.error(request, sentence % facts)
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action", order=-100)
def refuse_many_in_bulk(
    request: SignedInRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    """The same for bulk actions; a section with many pages below is taken down by itself."""
    if not issubclass(action_class_instance.model, Page) or request.method != "POST":
        return None
    if action_type == "delete":
        refused = next((response for page in objects if (response := refuse_to_delete_many(request, page))), None)
        return redirect(action_class_instance.next_url) if refused else None
    if action_type == "unpublish" and request.POST.get("include_descendants"):
        for page in objects:
            if (below := _live_below(page)) > AT_ONCE:
                sentence = _("“%(page)s” có %(number)d trang bên dưới. Bạn gỡ riêng trang này.")
                facts = {"page": page.get_admin_display_title(), "number": below}
                messages.error(request, sentence % facts)
                return redirect(action_class_instance.next_url)
    return None


def _live_below(page: Page) -> int:
    return int(page.get_descendants().live().count())
