"""A chief's small mend of form after the approval: one second person confirms the difference, and it is published.

The chief of the outlet changes an approved text (at the last step, scheduled or live) and asks for a confirmation. An
editor, secretary or other chief who neither wrote nor signed it sees the words before and after. If confirmed, the
version is published with the approvals of the version before, a child-safety check included. If declined, or if more
was changed, it passes the whole workflow. Request, confirmation and refusal are stored only in the page's history.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState
from wagtail.signals import workflow_approved

from articles.models import ArticlePage, ChildSafetyState, FourEyesApprovalTask
from articles.rules.content_hash import story_hash, words_hash, written
from articles.rules.four_eyes import reason_not_to_publish
from articles.rules.small_mend import Change, changes, sum_of
from articles.rules.translations import translators_of
from base import publishing
from campaign.models import Outlet
from notifications.outbox import letter_language, post
from notifications.purposes import Purpose, register
from users.models import RoleGroup, User
from users.roles import Role

ASKED, CONFIRMED, DECLINED = "newsroom.mend.ask", "newsroom.mend.confirm", "newsroom.mend.decline"
CONFIRMERS = (Role.EDITOR, Role.SECRETARY, Role.CHIEF)
SMALL_MEND = register(Purpose("story-small-mend", gettext_lazy("Sửa nhỏ chờ xác nhận")))


@dataclass(frozen=True)
class Mend:
    """A small mend between the approved version and the newest. `asked_by`: the chief who asked to confirm it."""

    base: Revision
    newest: Revision
    outlet: Outlet
    changes: list[Change]
    writers: set[int]
    asked_by: User | None
    is_declined: bool

    @property
    def characters(self) -> int:
        return sum_of(self.changes)

    @property
    def key(self) -> str:
        """Hash of the words that are shown; the confirmation contains it, so that nothing else is confirmed."""
        return words_hash(self.newest.content)


def _approved_key(story: ArticlePage) -> int | None:
    """Key of the last version that passed the workflow: waiting for the chief, scheduled or live; None without one."""
    state = story.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        task = state.current_task_state.task.specific
        if not isinstance(task, FourEyesApprovalTask) or not task.is_last:
            return None
        done = state.task_states.filter(status=TaskState.STATUS_APPROVED).order_by("-finished_at").first()
        return done.revision_id if done else None
    scheduled = story.scheduled_revision
    if scheduled is not None:
        return int(scheduled.pk)
    return story.live_revision_id if story.live else None


def mend_of(story: ArticlePage) -> Mend | None:
    """The small mend of `story` that is not published yet; None where there is none, or more was changed."""
    outlet, key = getattr(story.get_parent().specific, "outlet", None), _approved_key(story)
    if outlet is None or key is None or story.alias_of_id:
        return None
    chiefs = _accounts(outlet, (Role.CHIEF,))
    if not story.revisions.filter(pk__gt=key, user__in=chiefs).exists():
        return None  # most stories: their texts need not be read
    base, newest = Revision.objects.filter(pk=key).first(), story.get_latest_revision()
    if base is None or newest is None or key >= newest.pk or translators_of(story):
        return None
    writers = _writers(story, base, set(chiefs))
    differences = changes(base.content, newest.content) if writers else []
    if not differences:
        return None
    asked, declined = _acts(story, newest)
    return Mend(base, newest, outlet, differences, writers, asked, declined)


def _writers(story: ArticlePage, base: Revision, chiefs: set[int]) -> set[int]:
    """Primary keys of the chiefs that changed words after `base`; empty where anybody else did, or a program."""
    later = story.revisions.filter(pk__gt=base.pk).order_by("pk")
    user_ids: set[int] = set()
    before = written(base.content)
    for user_id, content in later.values_list("user_id", "content"):
        if (now := written(content)) != before:
            if user_id not in chiefs:
                return set()
            user_ids.add(user_id)
        before = now
    return user_ids


def _accounts(outlet: Outlet, roles: tuple[Role, ...]) -> QuerySet[User, int]:
    """Keys of the accounts that hold one of `roles` there."""
    groups = RoleGroup.objects.filter(scope=outlet.slug, role__in=[str(role) for role in roles]).values("group")
    return User.objects.filter(is_active=True, groups__in=groups).values_list("pk", flat=True)


def _acts(story: ArticlePage, newest: Revision) -> tuple[User | None, bool]:
    """(account that asked to confirm exactly these words, whether they were declined since)."""
    entries = PageLogEntry.objects.filter(page_id=story.pk, action__in=[ASKED, DECLINED])
    here = entries.filter(data__words=words_hash(newest.content)).order_by("-timestamp", "-pk").first()
    if here is None:
        return None, False
    return (None, True) if here.action == DECLINED else (here.user, False)


def reason_not_to_confirm(story: ArticlePage, mend: Mend, user: User) -> str:
    """Why `user` is not the second person for this mend, in Vietnamese; empty when he is."""
    if user.pk not in _accounts(mend.outlet, CONFIRMERS):
        return _("Biên tập viên, thư ký hoặc Tổng Biên tập khác của cơ quan xác nhận sửa nhỏ.")
    if user.pk in mend.writers:
        return _("Bạn vừa sửa bản này. Một người khác trong tòa soạn xem và xác nhận.")
    return reason_not_to_publish(story, user)


def ask(story: ArticlePage, user: User) -> None:
    """Ask for the second person. Raises ValidationError where it is no small mend, PermissionDenied for others."""
    mend = mend_of(story)
    if mend is None:
        raise ValidationError(_("Đây không phải sửa nhỏ. Bạn gửi bài theo quy trình."))
    if user.pk not in mend.writers:
        raise PermissionDenied(_("Tổng Biên tập đã sửa bản này là người xin xác nhận."))
    if mend.asked_by is None:
        log(instance=story, action=ASKED, user=user, revision=mend.newest, data={"words": mend.key})
        _write(story, mend, "ask", user, set(_accounts(mend.outlet, CONFIRMERS)) - mend.writers)


def _locked(story: ArticlePage, key: str, user: User) -> tuple[ArticlePage, Mend]:
    """The story, locked until the transaction ends, and its mend, if `key` names it and `user` may decide on it."""
    Page.objects.select_for_update().get(pk=story.pk)
    story = ArticlePage.objects.get(pk=story.pk).specific
    mend = mend_of(story)
    if mend is None or mend.asked_by is None or mend.key != key:
        raise ValidationError(_("Bài đã đổi sau khi bạn mở trang này, hoặc người khác vừa quyết. Bạn xem lại."))
    if reason := reason_not_to_confirm(story, mend, user):
        raise PermissionDenied(reason)
    return story, mend


@transaction.atomic
def confirm(story: ArticlePage, key: str, user: User) -> ArticlePage:
    """Publish the mend with the words that `key` names, at its hour where one is set; returns the story.

    Raises PermissionDenied for who may not confirm, ValidationError where the words changed or a gate stops them.
    """
    story, mend = _locked(story, key, user)
    draft = mend.newest.as_object()
    _keep_safety(story, mend, draft, user)
    if reasons := publishing.check(story, mend.newest, user, publishing.Way.CONFIRMED):
        raise ValidationError([_("Chưa đăng được:"), *reasons[:3]])
    state = story.current_workflow_state
    if state is not None:
        _finish(state, user)
    data = {"words": mend.key, "characters": mend.characters, "chief": str(mend.asked_by)}
    log(instance=story, action=CONFIRMED, user=user, revision=mend.newest, data=data)
    story.publish(mend.newest, user=user, skip_permission_checks=True)
    if state is not None:
        workflow_approved.send(sender=WorkflowState, instance=state, user=user)
    told = {state.requested_by_id} if state is not None else set()  # Wagtail's own letter
    _write(story, mend, "confirm", user, mend.writers - told)
    return ArticlePage.objects.get(pk=story.pk).specific


def _keep_safety(story: ArticlePage, mend: Mend, draft: Any, user: User) -> None:
    """Carry the child-safety check of the approved version over to the mended one, in the name of who confirms."""
    checked = story.approved_safety()
    if not story.needs_safety_check or checked is None or checked.text_hash != story_hash(mend.base.as_object()):
        return
    ChildSafetyState.objects.create(
        workflow_state_id=checked.workflow_state_id,
        task_id=checked.task_id,
        revision=mend.newest,
        status=TaskState.STATUS_APPROVED,
        started_at=timezone.now(),
        finished_at=timezone.now(),
        finished_by=user,
        comment=_("Sửa nhỏ về hình thức, đã xác nhận"),
        ticks=checked.ticks,
        text_hash=story_hash(draft),
    )


def _finish(state: WorkflowState, user: User) -> None:
    """End the round at its last step: the chief asked, the second person confirmed."""
    step = state.current_task_state
    step.status, step.finished_at, step.finished_by = TaskState.STATUS_APPROVED, timezone.now(), user
    step.save()
    state.status = WorkflowState.STATUS_APPROVED
    state.save(update_fields=["status"])


@transaction.atomic
def decline(story: ArticlePage, key: str, user: User) -> ArticlePage:
    """Send the mend through the whole workflow instead, and tell the chief. Raises as confirm() does."""
    story, mend = _locked(story, key, user)
    log(instance=story, action=DECLINED, user=user, revision=mend.newest, data={"words": mend.key})
    _write(story, mend, "decline", user, mend.writers)
    return story


def _write(story: ArticlePage, mend: Mend, event: str, actor: User, to: set[int]) -> None:
    """Write to the accounts `to`."""
    context = {
        "event": event,
        "actor": actor,
        "title": story.get_admin_display_title(),
        "characters": mend.characters,
        "link": settings.SITE_URL + reverse("newsroom:small_mend", args=[story.pk]),
    }
    addresses = User.objects.filter(pk__in=to).order_by("email").values_list("email", flat=True)
    with letter_language():
        subject = _("Sửa nhỏ: %(title)s") % context
        text = render_to_string("articles/mail/small_mend.txt", context)
        post(purpose=SMALL_MEND, to=list(addresses), subject=subject, text=text)
