"""Public pages of contests: list, contest, winners and gallery, a work, its pictures. No votes, no counters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.contests import files
from activities.models import Contest, ContestText, Entry, EntryFile, Format, Prize
from base.caching.headers import public_page
from base.errors import error_page
from base.http import first_or_404
from base.pagination import page_of

FORMAT = "dang"  # query parameter of list and gallery; a value of Format
SHOWN = 100  # contests on the list
PER_PAGE = 24  # works of the gallery


def with_page(contests: QuerySet[Contest]) -> QuerySet[Contest]:
    """Contests with what their page and their card show, in three further queries."""
    texts = Prefetch("texts", ContestText.objects.select_related("locale"))
    return contests.select_related("host").prefetch_related(texts, "levels", "rounds")


def contest_or_404(slug: str) -> Contest:
    """A contest with a public page; raises Http404."""
    return first_or_404(with_page(Contest.objects.public()).filter(slug=slug), _("Không có cuộc thi này."))


def _format(request: HttpRequest) -> str:
    chosen = request.GET.get(FORMAT, "")
    if chosen and chosen not in Format.values:
        raise Http404(_("Không có hình thức này."))
    return chosen


@require_safe
def contests(request: HttpRequest) -> HttpResponse:
    """Contests that take entries, that come, that are being marked, with results; `?dang=` filters."""
    chosen, now = _format(request), timezone.now()
    rows = list(with_page(Contest.objects.public()).order_by("-closes_at")[:SHOWN])
    there = {value for contest in rows for value in contest.formats}
    kept = [contest for contest in rows if not chosen or chosen in contest.formats]
    running = [one for one in kept if not one.has_results]
    groups = [
        ("open", _("Đang nhận bài"), [one for one in running if one.opens_at <= now < one.closes_at]),
        ("soon", _("Sắp mở"), [one for one in running if now < one.opens_at]),
        ("closed", _("Đang chấm"), [one for one in running if now >= one.closes_at]),
        ("results", _("Đã có kết quả"), [one for one in kept if one.has_results]),
    ]
    context = {
        "in_all_languages": True,
        "groups": [group for group in groups if group[2]],
        "formats": [choice for choice in Format if choice in there],
        "chosen": chosen,
    }
    return public_page(render(request, "activities/contests/list.html", context))


@require_safe
def contest(request: HttpRequest, slug: str) -> HttpResponse:
    """One contest: levels, milestones planned and real, rules, the way through the school, consents, jury."""
    found = contest_or_404(slug)
    others = with_page(Contest.objects.public()).exclude(pk=found.pk).filter(closes_at__gte=timezone.now())
    context = {
        "in_all_languages": True,
        "contest": found,
        "title": found.said("title"),
        "summary": found.said("summary"),
        "phase": phase_of(found),
        "rules_do": found.said("rules_do").splitlines(),
        "rules_dont": found.said("rules_dont").splitlines(),
        "criteria": found.criteria.all(),
        "jury": found.jury.all(),
        "others": others.order_by("closes_at")[:3],
        "all_formats": Format,
    }
    return public_page(render(request, "activities/contests/contest.html", context))


def phase_of(contest: Contest) -> str:
    """“soon”, “open”, “closed” (being marked) or “results”."""
    now = timezone.now()
    if contest.has_results:
        return "results"
    return "soon" if now < contest.opens_at else "open" if now < contest.closes_at else "closed"


@require_safe
def gallery(request: HttpRequest, slug: str) -> HttpResponse:
    """Winners by prize, then the works on show in the order in which they came, without points.

    Raises Http404 before the results are published.
    """
    found = contest_or_404(slug)
    if not found.has_results:
        raise Http404(_("Cuộc thi này chưa công bố kết quả."))
    chosen = _format(request)
    shown = Entry.objects.on_show().filter(contest=found)
    formats = dict(shown.values_list("format").annotate(n=Count("pk")).order_by())
    rows = shown.filter(format=chosen) if chosen else shown
    winners = rows.exclude(prize="").with_pictures()
    order = {prize: place for place, prize in enumerate(Prize.values)}
    page = page_of(Paginator(rows.filter(prize="").order_by("submitted_at", "pk").with_pictures(), PER_PAGE), request)
    context = {
        "in_all_languages": True,
        "contest": found,
        "title": found.said("title"),
        "winners": sorted(winners, key=lambda entry: (order[entry.prize], entry.level, entry.pk)),
        "page_obj": page,
        "formats": [(choice, formats[choice.value]) for choice in Format if choice.value in formats],
        "total": sum(formats.values()),
        "chosen": chosen,
    }
    return public_page(render(request, "activities/contests/gallery.html", context))


def work_or_404(slug: str, code: str) -> Entry:
    """A work on show; raises Http404, the same for works that were withdrawn or never shown."""
    shown = Entry.objects.on_show().filter(contest__slug=slug, code=code)
    return first_or_404(
        shown.select_related("contest").with_pictures(),
        _("Không có bài này trong phòng tranh. Có thể tác giả đã rút bài."),
    )


@require_safe
def work(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One work: picture, words for those who do not see it, its files."""
    found = work_or_404(slug, code)
    context = {"in_all_languages": True, "entry": found, "contest": found.contest, "files": list(found.files.all())}
    return public_page(render(request, "activities/contests/work.html", context))


def _file_or_404(slug: str, uuid: UUID) -> EntryFile:
    shown = Entry.objects.on_show().filter(contest__slug=slug)
    return first_or_404(
        EntryFile.objects.filter(uuid=uuid, entry__in=shown).select_related("stored", "entry"),
        _("Không có tệp này trong phòng tranh."),
    )


@require_safe
def work_picture(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """The picture of a work on show."""
    return files.picture(_file_or_404(slug, uuid), is_public=True)


@require_safe
def work_file(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """Redirect to a file of a work on show, signed for a minute; each opening asks again whether it is on show."""
    found = _file_or_404(slug, uuid)
    number = list(found.entry.files.values_list("pk", flat=True)).index(found.pk) + 1
    response = files.download(found, number)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """What the code of a certificate stands for: contest and prize, no names. 410 once the work is withdrawn."""
    entry = Entry.objects.filter(code=code).exclude(state=Entry.State.DRAFT).select_related("contest").first()
    if entry is not None and entry.state == Entry.State.WITHDRAWN and entry.contest.has_results:
        return error_page(410, _("Giấy này không còn hiệu lực"), _("Tác giả đã rút bài khỏi cuộc thi."))
    if entry is None or not entry.prize or not Entry.objects.on_show().filter(pk=entry.pk).exists():
        raise Http404(_("Không có giấy chứng nhận mang mã này."))
    context: dict[str, Any] = {"in_all_languages": True, "entry": entry, "contest": entry.contest}
    return public_page(render(request, "activities/contests/proof.html", context))
