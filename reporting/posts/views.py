"""Pages of posts in the administration: the week, a row per body, one post, ready texts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.day import is_sensible, today
from reporting.models import Post
from reporting.posts.access import post_or_404, post_users_only, posts_of
from reporting.posts.forms import PostForm, asset_of, story_of
from reporting.posts.queries import by_day, per_body, week_of
from reporting.posts.texts import ready_texts
from reporting.tasks.access import TaskRequest
from schools.admin.shared import season_or_404


def page(request: TaskRequest, name: str, title: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render `reporting/posts/<name>.html` inside the frame of Wagtail's administration."""
    frame = {"header_title": title, "page_title": title, "header_icon": "calendar"}
    return render(request, f"reporting/posts/{name}.html", frame | context, status=status)


@require_safe
@post_users_only
def index(request: TaskRequest) -> HttpResponse:
    """The week `?tuan=` (a day of it, YYYY-MM-DD), or the present one. Raises Http404 for anything else."""
    asked = request.GET.get("tuan", "")
    try:
        day = parse_date(asked) if asked else today()
    except ValueError:
        day = None
    if day is None or not is_sensible(day):
        raise Http404(_("Không có tuần “%(week)s”. Bạn ghi một ngày, ví dụ 2026-11-30.") % {"week": asked[:20]})
    days = week_of(day)
    context = {
        "days": by_day(posts_of(request.user), days),
        "first": days[0],
        "last": days[-1],
        "before": days[0] - timedelta(days=7),
        "after": days[0] + timedelta(days=7),
        "today": today(),
    }
    return page(request, "week", _("Bài đăng"), context)


@require_safe
@post_users_only
def bodies(request: TaskRequest) -> HttpResponse:
    """What each body has published in a season, by channel, with the reach that was reported."""
    season = season_or_404(request.GET.get("mua", ""))
    rows = list(per_body(posts_of(request.user).filter(season=season)))
    table = [
        (row, [(channel.label, row[channel.value]) for channel in Post.Channel if row[channel.value]]) for row in rows
    ]
    context = {"season": season, "table": table}
    return page(request, "bodies", _("Bài đăng theo cơ quan"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@post_users_only
def new(request: TaskRequest) -> HttpResponse:
    """Plan a post, or log one that is published; `?ngay=`, `?tai-lieu=` and `?bai=` fill the form."""
    post = Post(season=season_or_404(), by=request.user)
    asked = {"planned_for": "ngay", "asset_code": "tai-lieu", "story_address": "bai"}
    first = {"planned_for": today()} | {name: request.GET[key] for name, key in asked.items() if request.GET.get(key)}
    form = PostForm(request.POST or None, instance=post, request=request, user=request.user, initial=first)
    return _saved(request, form, _("Ghi bài đăng"))


@require_http_methods(["GET", "HEAD", "POST"])
@post_users_only
def post(request: TaskRequest, uuid: UUID) -> HttpResponse:
    """Change a post: its day, address, reach. “xoa” deletes one that is not published."""
    record = post_or_404(request.user, uuid)
    if request.method == "POST" and "xoa" in request.POST and record.posted_on is None:
        record.delete()
        messages.success(request, _("Đã xóa bài đăng chưa đăng."))
        return redirect("posts:index")
    form = PostForm(request.POST or None, instance=record, request=request, user=request.user)
    return _saved(request, form, _("Bài đăng"))


def _saved(request: TaskRequest, form: PostForm, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                record = form.save()
        except IntegrityError:  # another person of the body logged this address meanwhile
            form.say_twice()
        else:
            messages.success(request, _("Đã ghi."))
            return redirect(f"{reverse('posts:index')}?tuan={record.posted_on or record.planned_for}")
    return page(request, "form", title, {"form": form, "post": form.instance}, 422 if form.is_bound else 200)


@require_safe
@post_users_only
def texts(request: TaskRequest) -> HttpResponse:
    """Ready texts of `?tai-lieu=` (code of an asset) or `?bai=` (address of a story)."""
    code, address = request.GET.get("tai-lieu", "")[:40], request.GET.get("bai", "")[:500]
    source = asset_of(code) if code else story_of(address, request) if address else None
    context = {
        "code": code,
        "address": address,
        "source": source,
        "texts": ready_texts(source) if source else [],
        "is_unknown": bool(code or address) and source is None,
    }
    return page(request, "texts", _("Lời đăng soạn sẵn"), context)
