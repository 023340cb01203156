"""Changing a story's hour or state from the calendar, by mouse or by keyboard.

Moving changes no word of the text, so it makes nobody its last editor; who may do what is Wagtail's page right
plus the rule of four eyes. An approved schedule keeps its approval.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from articles.admin.access import ARRANGERS, outlets_of
from articles.models import ArticlePage, PlannedStory

MOVED = "newsroom.move"


def may_arrange(user: Any, section: Any) -> bool:
    """Secretary and chief of the section's outlet."""
    return section.outlet_id is not None and outlets_of(user, ARRANGERS).filter(pk=section.outlet_id).exists()


def ahead(moment: datetime) -> datetime:
    """`moment`; raises ValidationError when it is over."""
    if moment <= timezone.now():
        raise ValidationError(
            _("Giờ %(moment)s đã qua. Bạn chọn giờ sau lúc này.")
            % {"moment": f"{timezone.localtime(moment):%H:%M, %d-%m-%Y}"}
        )
    return moment


def must_keep(plan: PlannedStory, user: Any) -> None:
    """Raises PermissionDenied for who neither arranges nor proposed the plan nor shall write it."""
    if user.pk not in {plan.created_by_id, plan.writer_id} and not may_arrange(user, plan.section):
        raise PermissionDenied(_("Người đề xuất, người viết, thư ký hoặc Tổng Biên tập dời hay bỏ đề tài này."))


def move_plan(plan: PlannedStory, moment: datetime, user: Any) -> None:
    """Any moment is accepted, also a past one: the plan's own dates lie in the past. Raises PermissionDenied."""
    must_keep(plan, user)
    plan.planned_for = moment
    plan.save(update_fields=["planned_for"])


@transaction.atomic
def move_story(page: ArticlePage, moment: datetime, user: Any) -> None:
    """Set the hour of a draft, or move an approved schedule. Raises ValidationError, PermissionDenied."""
    section = page.get_parent().specific
    if not may_arrange(user, section):
        raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập của cơ quan này đổi giờ đăng."))
    ahead(moment)
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False).first()
    revision = scheduled or page.get_latest_revision()
    if page.live and scheduled is None:
        raise ValidationError(_("Bài đã đăng: không đổi giờ được. Bạn sửa bài nếu cần."))
    before = scheduled.approved_go_live_at if scheduled else page.go_live_at
    _write(page, revision, moment, approved=scheduled is not None)
    log(
        instance=page,
        action=MOVED,
        user=user,
        revision=revision,
        data={"from": before.isoformat() if before else "", "to": moment.isoformat()},
    )


def _write(page: ArticlePage, revision: Revision | None, moment: datetime | None, *, approved: bool) -> None:
    ArticlePage.objects.filter(pk=page.pk).update(go_live_at=moment)
    if revision is None:
        return
    revision.content["go_live_at"] = moment.isoformat() if moment else None
    fields = ["content"]
    if approved:
        revision.approved_go_live_at = moment
        fields.append("approved_go_live_at")
    Revision.objects.filter(pk=revision.pk).update(**{name: getattr(revision, name) for name in fields})


@transaction.atomic
def unschedule(page: ArticlePage, user: Any) -> None:
    """No hour any more: an approved schedule comes off, a wished hour is forgotten; the text stays.

    Raises PermissionDenied, or ValidationError when there is no hour to take off.
    """
    if not may_arrange(user, page.get_parent().specific):
        raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập của cơ quan này hủy giờ hẹn."))
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False).first()
    if scheduled is None and (page.live or page.go_live_at is None):
        raise ValidationError(_("Bài này không có giờ hẹn."))
    revision = scheduled or page.get_latest_revision()
    before = scheduled.approved_go_live_at if scheduled else page.go_live_at
    _write(page, revision, None, approved=scheduled is not None)
    action = "wagtail.schedule.cancel" if scheduled else MOVED
    log(instance=page, action=action, user=user, revision=revision, data={"from": before.isoformat(), "to": ""})


def submit(page: ArticlePage, user: Any) -> None:
    """Hand the newest version in. Raises PermissionDenied, ValidationError when it is under way already."""
    if not page.permissions_for_user(user).can_submit_for_moderation():
        raise ValidationError(_("Bài này đang chờ duyệt, hoặc bạn không gửi duyệt được."))
    page.get_workflow().start(page, user)


@transaction.atomic
def begin(plan: PlannedStory, user: Any) -> ArticlePage:
    """A draft made from a plan, written by `user`. Raises PermissionDenied without the right to add one."""
    plan = PlannedStory.objects.select_for_update().get(pk=plan.pk)
    if plan.page_id:
        return plan.page
    section = plan.section
    if not section.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied(_("Bạn không viết được bài trong chuyên mục này."))
    genre = plan.genre if plan.genre in dict(ArticlePage.Genre.choices) else ArticlePage.Genre.NEWS
    page = ArticlePage(title=plan.title[:110], genre=genre, owner=user, live=False, locale=section.locale)
    page.go_live_at = plan.planned_for if plan.planned_for > timezone.now() else None
    section.add_child(instance=page)
    page.save_revision(user=user, clean=False, log_action="wagtail.create")
    plan.page, plan.state = page, PlannedStory.State.WRITING
    plan.save(update_fields=["page", "state"])
    return page


def drop(plan: PlannedStory, user: Any) -> None:
    """Take the plan off the calendar. Raises PermissionDenied."""
    must_keep(plan, user)
    plan.state = PlannedStory.State.DROPPED
    plan.save(update_fields=["state"])
