"""Starts and stops breaking news. Secretary and chief of the story's outlet may, without a second person.

A hurry has no time for four eyes; so each start is a letter to the other secretaries and chiefs of the outlet.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from articles.admin.scheduling import may_arrange
from articles.models import ArticlePage, BreakingNews
from articles.syndication.letters import addresses_at
from base.caching.cdn_purge import purge_page
from notifications.outbox import letter_language, post
from notifications.purposes import Purpose, register
from users.models import User

STARTED, STOPPED = "newsroom.breaking", "newsroom.breaking.stop"
LONGEST = timedelta(hours=24)
HALF_HOUR = timedelta(minutes=30)
#: Hours after which a button offers to end it; each rounded up to the half hour.
OFFERED = (1, 3, 6)
BREAKING = register(Purpose("story-breaking", gettext_lazy("Tin nóng đã bật")))


def may_break(story: ArticlePage, user: User) -> bool:
    """Whether `user` may make `story` breaking news: an original of an outlet where he is secretary or chief."""
    if story.alias_of_id:
        return False
    return user.is_superuser or may_arrange(user, story.get_parent().specific)


def ends_offered() -> list[datetime]:
    """The ends that buttons offer, nearest first, in local time."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    return [_rounded_up(now + timedelta(hours=hours)) for hours in OFFERED]


def _rounded_up(moment: datetime) -> datetime:
    return moment + (HALF_HOUR - timedelta(minutes=moment.minute % 30)) % HALF_HOUR


@transaction.atomic
def start(story: ArticlePage, until: datetime, user: User) -> BreakingNews:
    """Show `story` on every page of its language until `until`, instead of the present breaking news.

    Raises PermissionDenied; ValidationError for a story that readers cannot open, or an end that has passed or is
    further away than LONGEST.
    """
    if not may_break(story, user):
        raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập của cơ quan có bài bật tin nóng."))
    if not ArticlePage.objects.readable().filter(pk=story.pk).exists():
        raise ValidationError(_("Chỉ bài đã đăng, ai cũng đọc được, mới thành tin nóng. Bạn cho đăng bài trước."))
    now = timezone.now()
    if not now < until <= now + LONGEST:
        raise ValidationError(_("Giờ tắt phải sau lúc này và trong vòng 24 giờ. Bạn chọn giờ khác."))
    for running in BreakingNews.objects.running().select_for_update(of=("self",)).filter(locale_id=story.locale_id):
        _end(running, user)
    breaking_news = BreakingNews.objects.create(page=story, locale_id=story.locale_id, until=until, started_by=user)
    log(instance=story, action=STARTED, user=user, data={"until": until.isoformat()})
    purge_page(story)
    _tell(story, until, user)
    return breaking_news


@transaction.atomic
def stop(running: BreakingNews, user: User) -> None:
    """End it now; nothing happens when it has ended meanwhile. Raises PermissionDenied."""
    if not may_break(running.page, user):
        raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập của cơ quan có bài tắt tin nóng."))
    for row in BreakingNews.objects.running().select_for_update(of=("self",)).filter(pk=running.pk):
        _end(row, user)
        log(instance=row.page, action=STOPPED, user=user)
        purge_page(row.page)


def _end(row: BreakingNews, user: User) -> None:
    row.ended_at, row.ended_by = timezone.now(), user
    row.save(update_fields=["ended_at", "ended_by"])


def _tell(story: ArticlePage, until: datetime, user: User) -> None:
    """Write to the other secretaries and chiefs of the story's outlet."""
    outlet = story.get_parent().specific.outlet
    if outlet is None:
        return
    context = {
        "title": story.title,
        "actor": user,
        "until": timezone.localtime(until),
        "link": settings.SITE_URL + reverse("newsroom:breaking", args=[story.pk]),
    }
    with letter_language():
        subject = _("Tin nóng đã bật: %(title)s") % {"title": story.title}
        text = render_to_string("articles/mail/breaking.txt", context)
        post(
            purpose=BREAKING,
            to=[address for address in addresses_at(outlet) if address != user.email],
            subject=subject,
            text=text,
            useful_until=until,
        )
