"""Views of the guide and the tour in the administration, and the public pages for schools and partners."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.caching.headers import public_page
from base.text import fold
from home.guide import content, tour
from home.guide.models import PUBLIC, Group, GuideJob
from users.models import User

MAX_QUERY = 80  # characters


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _grouped(jobs: list[GuideJob], first: list[Group]) -> list[dict[str, object]]:
    """The jobs by group, the reader's own groups first."""
    order = [*first, *(group for group in Group if group not in first)]
    by_group = {group: [job for job in jobs if job.group == group] for group in order}
    return [{"label": group.label, "jobs": rows, "own": group in first} for group, rows in by_group.items() if rows]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the jobs, the reader's own first; `?q=` searches in titles and steps, with or without marks."""
    query = request.GET.get("q", "")[:MAX_QUERY].strip()
    jobs = list(GuideJob.objects.filter(language="vi"))
    if query:
        words = fold(query).split()
        jobs = [job for job in jobs if all(word in job.words for word in words)]
    groups = _grouped(jobs, tour.groups_of(_user(request)))
    title = _("Hướng dẫn")
    context = {"page_title": title, "header_title": title, "header_icon": "help", "groups": groups, "query": query}
    return render(request, "home/admin/guide/index.html", context | {"steps": tour.steps_of(_user(request))})


@require_safe
def job(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the steps of a job. Raises Http404 for an unknown slug."""
    guide_job = GuideJob.objects.filter(slug=slug, language="vi").first()
    if guide_job is None:
        raise Http404("Không có trang hướng dẫn này.")
    following = GuideJob.objects.filter(group=guide_job.group, language="vi", order__gt=guide_job.order).first()
    context = {"page_title": guide_job.title, "header_title": guide_job.title, "header_icon": "help", "job": guide_job}
    context["following"] = following
    context["may_edit"] = request.user.has_perm("home.change_guidejob")
    return render(request, "home/admin/guide/job.html", context)


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """All jobs on one page, to be printed or saved as PDF by the browser."""
    groups = _grouped(list(GuideJob.objects.filter(language="vi")), tour.groups_of(_user(request)))
    return render(request, "home/admin/guide/book.html", {"groups": groups})


@require_safe
def for_screen(request: HttpRequest) -> HttpResponse:
    """Lead to the job that explains the page `?tu=`; to the list where that job is not there any more."""
    slug = content.slug_for(request.GET.get("tu", "")[:300])
    guide_job = GuideJob.objects.filter(slug=slug, language="vi").first()
    return redirect(guide_job.address if guide_job else reverse("guide"))


@require_safe
def tour_step(request: HttpRequest, number: int) -> HttpResponse:
    """A step of the tour as a fragment, which tour.js shows over its screen; a whole page without JavaScript."""
    steps = tour.steps_of(_user(request))
    if not 1 <= number <= len(steps):
        raise Http404("Không có bước này.")
    around = {
        "previous": steps[number - 2] if number > 1 else None,
        "next": steps[number] if number < len(steps) else None,
    }
    step = steps[number - 1]
    context = {"header_title": step["title"], "step": step, "total": len(steps), **around}
    return render(request, "home/admin/guide/tour_step.html", context)


@require_POST
def tour_offer(request: HttpRequest) -> HttpResponse:
    """Never offer the tour by itself again, or, with `again`, start it anew."""
    again = "again" in request.POST
    tour.set_offered(_user(request), again)
    return redirect("wagtailadmin_home")


@require_safe
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """A job for schools or partners in the language of the address. Raises Http404 for all others."""
    guide_job = GuideJob.objects.filter(slug=slug, language=get_language() or "", group__in=PUBLIC).first()
    if guide_job is None:
        raise Http404
    return public_page(render(request, "home/guide/public.html", {"job": guide_job}))
