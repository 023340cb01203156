"""Who sees and changes which posts: a body its own, the standing office all."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from base.http import first_or_404
from reporting.models import Post, PostQuerySet
from reporting.tasks.access import body_of, may_assign, task_users_only
from users.models import Account

#: Decorator: those who have tasks have posts too.
post_users_only = task_users_only


def posts_of(user: Account) -> PostQuerySet:
    """The posts that `user` may see in the administration; none for accounts without a body."""
    posts = Post.objects.select_related("body")
    if may_assign(user):
        return posts
    body = body_of(user)
    return posts.filter(body=body) if body else posts.none()


def post_or_404(user: Account, uuid: UUID) -> Post:
    """The post; raises Http404, the same for one of another body and an unknown one."""
    posts = posts_of(user).select_related("season", "asset", "story")
    return first_or_404(posts.filter(uuid=uuid), _("Không có bài đăng này trong phạm vi của bạn."))
