"""Public pages of contests: list, contest, winners and gallery, a work, its pictures. No votes, no counters."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.contests import files
from activities.models import Contest, ContestText, Entry, EntryFile, Format, Prize
from base.caching.headers import render_public
from base.errors import error_page
from base.http import first_or_404
from base.pagination import page_of

FORMAT = "dang"  # query parameter of list and gallery; a value of Format
SHOWN = 100  # contests on the list
PER_PAGE = 24  # works of the gallery


def public_contests() -> QuerySet[Contest]:
    """Contests with a public page, and what page and card show of them, in three further queries."""
    texts = Prefetch("texts", ContestText.objects.select_related("locale"))
    return Contest.objects.public().select_related("host").prefetch_related(texts, "levels", "rounds")


def contest_or_404(slug: str) -> Contest:
    """A contest with a public page; raises Http404."""
    return first_or_404(public_contests().filter(slug=slug), _("Không có cuộc thi này."))


def _format(request: HttpRequest) -> str:
    chosen = request.GET.get(FORMAT, "")
    if chosen and chosen not in Format.values:
        raise Http404(_("Không có hình thức này."))
    return chosen


@require_safe
def contest_list(request: HttpRequest) -> HttpResponse:
    """Contests that take entries, that come, that are being marked, with results; `?dang=` filters."""
    chosen = _format(request)
    contests = list(public_contests().order_by("-closes_at")[:SHOWN])
    formats = {value for contest in contests for value in contest.formats}
    headings = {
        "open": _("Đang nhận bài"),
        "soon": _("Sắp mở"),
        "closed": _("Đang chấm"),
        "results": _("Đã có kết quả"),
    }
    shown = [contest for contest in contests if not chosen or chosen in contest.formats]
    groups = [(phase, words, [row for row in shown if phase_of(row) == phase]) for phase, words in headings.items()]
    context = {
        "groups": [group for group in groups if group[2]],
        "formats": [choice for choice in Format if choice in formats],
        "chosen": chosen,
    }
    return render_public(request, "activities/contests/list.html", context)


@require_safe
def contest_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One contest: levels, milestones planned and real, rules, the way through the school, consents, jury."""
    contest = contest_or_404(slug)
    others = public_contests().exclude(pk=contest.pk).filter(closes_at__gte=timezone.now())
    context = {
        "contest": contest,
        "title": contest.said("title"),
        "summary": contest.said("summary"),
        "phase": phase_of(contest),
        "rules_do": contest.said("rules_do").splitlines(),
        "rules_dont": contest.said("rules_dont").splitlines(),
        "criteria": contest.criteria.all(),
        "jury": contest.jury.all(),
        "others": others.order_by("closes_at")[:3],
        "all_formats": Format,
    }
    return render_public(request, "activities/contests/contest.html", context)


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
    contest = contest_or_404(slug)
    if not contest.has_results:
        raise Http404(_("Cuộc thi này chưa công bố kết quả."))
    chosen = _format(request)
    shown_entries = Entry.objects.on_show().filter(contest=contest)
    formats = dict(shown_entries.values_list("format").annotate(n=Count("pk")).order_by())
    rows = shown_entries.filter(format=chosen) if chosen else shown_entries
    winners = rows.exclude(prize="").with_pictures()
    order = {prize: place for place, prize in enumerate(Prize.values)}
    page = page_of(Paginator(rows.filter(prize="").order_by("submitted_at", "pk").with_pictures(), PER_PAGE), request)
    context = {
        "contest": contest,
        "title": contest.said("title"),
        "winners": sorted(winners, key=lambda entry: (order[entry.prize], entry.level, entry.pk)),
        "page_obj": page,
        "formats": [(choice, formats[choice.value]) for choice in Format if choice.value in formats],
        "total": sum(formats.values()),
        "chosen": chosen,
    }
    return render_public(request, "activities/contests/gallery.html", context)


def work_or_404(slug: str, code: str) -> Entry:
    """A work on show; raises Http404, the same for works that were withdrawn or never shown."""
    shown_entries = Entry.objects.on_show().filter(contest__slug=slug, code=code)
    return first_or_404(
        shown_entries.select_related("contest").with_pictures(),
        _("Không có bài này trong phòng tranh. Có thể tác giả đã rút bài."),
    )


@require_safe
def work(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One work: picture, words for those who do not see it, its files."""
    entry = work_or_404(slug, code)
    context = {"entry": entry, "contest": entry.contest, "files": list(entry.files.all())}
    return render_public(request, "activities/contests/work.html", context)


def _file_or_404(slug: str, uuid: UUID) -> EntryFile:
    shown_entries = Entry.objects.on_show().filter(contest__slug=slug)
    return first_or_404(
        EntryFile.objects.filter(uuid=uuid, entry__in=shown_entries).select_related("stored", "entry"),
        _("Không có tệp này trong phòng tranh."),
    )


@require_safe
def work_picture(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """The picture of a work on show."""
    return files.picture(_file_or_404(slug, uuid), is_public=True)


@require_safe
def work_file(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """Redirect to a file of a work on show, signed for a minute; each opening asks again whether it is on show."""
    entry_file = _file_or_404(slug, uuid)
    number = list(entry_file.entry.files.values_list("pk", flat=True)).index(entry_file.pk) + 1
    response = files.download(entry_file, number)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """What the code of a certificate stands for: contest and prize, no names. 410 once the work is withdrawn or over.

    Small letters, as somebody types them from paper, lead to the one address that the edge forgets at a withdrawal.
    """
    if code != code.upper():
        return redirect("activities_public:contest_proof", code.upper())
    entry = Entry.objects.filter(code=code).exclude(state=Entry.State.DRAFT).select_related("contest").first()
    if entry is not None and entry.state == Entry.State.WITHDRAWN and entry.contest.has_results:
        return error_page(410, _("Giấy này không còn hiệu lực"), _("Tác giả đã rút bài khỏi cuộc thi."))
    if entry is not None and entry.state == Entry.State.ENDED and entry.prize:
        return error_page(
            410, _("Giấy này không còn tra được"), _("Bài dự thi đã hết hạn lưu, 3 năm sau mùa chiến dịch.")
        )
    if entry is None or not entry.prize or not Entry.objects.on_show().filter(pk=entry.pk).exists():
        raise Http404(_("Không có giấy chứng nhận mang mã này."))
    return render_public(request, "activities/contests/proof.html", {"entry": entry, "contest": entry.contest})
