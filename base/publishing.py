"""Checks before a page is published, on every way: form, workflow, bulk action, schedule, translation, API, shell.

BasePage.publish() calls check(); so do the hooks before_publish_page, because Wagtail's editor does not call
publish(), and before_bulk_action, which refuses a bulk action as a whole. A revision that passed may go live once:
BasePage.save() refuses a publication that no check has allowed, such as one of Wagtail's action class itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar
from enum import Enum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

logger = logging.getLogger(__name__)
REFUSED = "newsroom.refuse"


class Way(Enum):
    """How a publication reaches check()."""

    EDITOR = "editor"  # the editor's button; the account has just saved the revision
    BULK = "bulk"  # a bulk action as a whole; each page then passes again as MODEL
    COPY = "copy"  # the text is live already and gets another page that follows it (alias)
    MODEL = "model"  # Page.publish(): workflow, schedule, translation, shell, a new page
    CONFIRMED = "confirmed"  # small_mends.confirm(): a second person without the right to publish has confirmed
    TRUSTED = "trusted"  # Page.publish(skip_permission_checks=True): the caller is responsible (demo, tests)


type Gate = Callable[[Any, Revision, Any, Way], list[str]]

_gates: list[tuple[type[Page], Gate]] = []
#: Primary keys of revisions that check() has let through in this thread and that are not live yet.
_passed: ContextVar[frozenset[int]] = ContextVar("passed_revisions", default=frozenset())


def register_gate(model: type[Page], gate: Gate) -> None:
    """Let check() ask `gate` about pages of `model`; called by AppConfig.ready()."""
    _gates.append((model, gate))


def check(page: Page, revision: Revision, user: Any | None, way: Way) -> list[str]:
    """Reasons against publishing `revision` of `page` as `user` (None: a program), in Vietnamese; [] when it may.

    A refusal is logged in the page's history; the server's log has no reasons, because they quote details of people. A
    revision that passed may go live once.
    """
    reasons = [
        reason for model, gate in _gates if isinstance(page, model) for reason in gate(page, revision, user, way)
    ]
    if reasons:
        log(instance=page, action=REFUSED, user=user or revision.user, data={"reasons": reasons}, revision=revision)
        logger.warning("page %s is not published, %d reasons in its history", page.pk, len(reasons))
    elif way not in {Way.BULK, Way.COPY}:
        _passed.set(_passed.get() | {revision.pk})
    return reasons


def require_passed(page: Page) -> None:
    """Called before a page is saved. Raises PermissionDenied when that publishes a revision that did not pass check().

    Not for a page that is being created: Wagtail saves it as live, before its editor asks whether to publish it. Nor
    for a copy (alias), which shows the text of its original.
    """
    if not page.live or page.alias_of_id or page._state.adding:
        return
    before = Page.objects.filter(pk=page.pk).values_list("live", "live_revision_id").first()
    if before is None or (before[0] and page.live_revision_id in {before[1], None}):
        return
    if page.live_revision_id not in _passed.get():
        logger.warning("page %s: a publication that no check has allowed", page.pk)
        raise PermissionDenied(_("Trang này chỉ đăng được qua các bước kiểm của tòa soạn."))
    _passed.set(_passed.get() - {page.live_revision_id})
