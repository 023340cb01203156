"""Changes a story's hour or state from the calendar.

Moving does not change the text and makes nobody its last editor. An approved schedule keeps its approval.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from articles.editorial import assignments
from articles.editorial.access import outlets_of
from articles.models import ArticlePage, PlannedStory, SectionPage
from base.errors import DecidedMeanwhile
from users.models import User
from users.roles import ARRANGERS

MOVED = "newsroom.move"
#: Sent with `page` and `user` after move_story() and unschedule(), in their transaction.
schedule_changed = Signal()


def may_arrange(user: User, section: SectionPage) -> bool:
    """Whether `user` is secretary or chief of the section's outlet; one query."""
    if section.outlet_id is None or user.is_superuser:
        return section.outlet_id is not None
    return outlets_of(user, ARRANGERS).filter(pk=section.outlet_id).exists()


def require_future(moment: datetime) -> datetime:
    """Return `moment`; raises ValidationError when it has passed."""
    if moment <= timezone.now():
        raise ValidationError(
            _("Giờ %(moment)s đã qua. Bạn chọn giờ sau lúc này.")
            % {"moment": f"{timezone.localtime(moment):%H:%M, %d-%m-%Y}"}
        )
    return moment


def reason_against_plan(plan: PlannedStory, user: User) -> str:
    """Why `user` may not change the plan; empty when he proposed it, shall write it, or may arrange its section."""
    if user.pk in {plan.created_by_id, plan.writer_id} or may_arrange(user, plan.section):
        return ""
    return _("Người đề xuất, người viết, thư ký hoặc Tổng Biên tập dời hay bỏ đề tài này.")


def reason_against_hour(page: ArticlePage, user: User) -> str:
    """Why `user` may not set the story's hour; empty when he may arrange its section."""
    if may_arrange(user, page.get_parent().specific):
        return ""
    return _("Thư ký tòa soạn và Tổng Biên tập của cơ quan này đổi giờ đăng.")


def require_plan_rights(plan: PlannedStory, user: User) -> None:
    """Raise PermissionDenied with the reason against it, where there is one."""
    if reason := reason_against_plan(plan, user):
        raise PermissionDenied(reason)


def _open_plan(plan: PlannedStory) -> PlannedStory:
    """The plan, locked until the transaction ends. Raises DecidedMeanwhile when it was dropped or is being written."""
    rows = PlannedStory.objects.select_for_update(of=("self",)).select_related("section", "page__owner", "writer")
    plan = rows.get(pk=plan.pk)
    if plan.state == PlannedStory.State.DROPPED:
        raise DecidedMeanwhile(None, _("%(who)s vừa bỏ đề tài này. Bạn thêm đề tài mới nếu vẫn cần."))
    if plan.page is not None:
        raise DecidedMeanwhile(plan.page.owner, _("%(who)s vừa bắt đầu viết đề tài này. Bạn mở bài trong lịch."))
    return plan


@transaction.atomic
def move_plan(plan: PlannedStory, moment: datetime, user: User) -> None:
    """Move a plan to any moment, also a past one. Raises PermissionDenied, DecidedMeanwhile."""
    require_plan_rights(plan, user)
    _open_plan(plan)
    if plan.due_at is not None:  # the writer keeps the time that he had
        plan.due_at += moment - plan.planned_for
    plan.planned_for = moment
    plan.save(update_fields=["planned_for", "due_at"])
    assignments.tell(plan, plan.writer, user, assignments.CHANGED)


@transaction.atomic
def move_story(page: ArticlePage, moment: datetime, user: User) -> None:
    """Set the hour of a draft, or move an approved schedule. Raises ValidationError, PermissionDenied."""
    if reason := reason_against_hour(page, user):
        raise PermissionDenied(reason)
    require_future(moment)
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
    schedule_changed.send(sender=type(page), page=page, user=user)


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
def unschedule(page: ArticlePage, user: User) -> None:
    """Remove the hour: cancel an approved schedule, or clear the wished hour; the text stays.

    Raises PermissionDenied, or ValidationError when there is no hour.
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
    schedule_changed.send(sender=type(page), page=page, user=user)


def submit(page: ArticlePage, user: User) -> None:
    """Submit the newest version to the workflow. Raises ValidationError when that is not possible now."""
    workflow = page.get_workflow()
    if workflow is None or not page.permissions_for_user(user).can_submit_for_moderation():
        raise ValidationError(_("Bài này đang chờ duyệt, hoặc bạn không gửi duyệt được."))
    workflow.start(page, user)


@transaction.atomic
def start_story(plan: PlannedStory, user: User) -> ArticlePage:
    """Create the draft of a plan, owned by `user`; returns an existing one of theirs.

    Raises PermissionDenied, DecidedMeanwhile when somebody else has begun or dropped it.
    """
    there = PlannedStory.objects.select_for_update(of=("self",)).select_related("page").get(pk=plan.pk)
    if there.page is not None and there.page.owner_id == user.pk:
        return there.page
    plan = _open_plan(plan)
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


@transaction.atomic
def drop(plan: PlannedStory, user: User) -> None:
    """Mark the plan as dropped, which removes it from the calendar. Raises PermissionDenied, DecidedMeanwhile."""
    require_plan_rights(plan, user)
    plan = _open_plan(plan)
    plan.state = PlannedStory.State.DROPPED
    plan.save(update_fields=["state"])
    assignments.tell(plan, plan.writer, user, assignments.DROPPED)
