"""Administration pages of the reports: list, form, draft, documents; and the public page that proves one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.day import today
from base.errors import DecidedMeanwhile
from base.pagination import page_of
from base.spreadsheets.writer import XLSX
from base.text import whole_number
from files.storage.signed_urls import content_disposition
from media_library.print.responses import pdf_response
from reporting.models import Report
from reporting.reports import steps
from reporting.reports.documents.docx_file import report_docx
from reporting.reports.documents.pdf import report_pdf
from reporting.reports.documents.workbook import report_xlsx
from reporting.reports.forms import ReportForm
from reporting.reports.period import Period, presets
from schools.access import ReviewerRequest, reviewer_only
from schools.admin.shared import frame_context, season_or_404

PER_PAGE = 25
MOST_CHARACTERS = 4000  # of the sentences of one section
FORMS = ("pdf", "docx", "xlsx")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RECIPIENT = "Ủy ban nhân dân thành phố Cần Thơ"


def _report(request: ReviewerRequest, uuid: UUID) -> Report:
    reports = Report.objects.visible_to(request.kinds).select_related("season", "replaces", "created_by", "frozen_by")
    return get_object_or_404(reports, uuid=uuid)


def _page(
    request: ReviewerRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    shared = frame_context(request, title) | {"header_icon": "order"}
    return render(request, f"reporting/admin/{template}.html", shared | context, status=status)


@require_safe
@reviewer_only
def index(request: ReviewerRequest) -> HttpResponse:
    """List the reports that the account may read, the newest first."""
    rows = Report.objects.visible_to(request.kinds).select_related("season", "created_by", "replaced_by").defer("data")
    return _page(request, "reports", _("Báo cáo kỳ"), {"rows": page_of(Paginator(rows, PER_PAGE), request)})


@require_http_methods(["GET", "HEAD", "POST"])
@reviewer_only
def new(request: ReviewerRequest) -> HttpResponse:
    """Begin a report. `?ky=` fills in a preset of presets(), `?thay=` the values of the frozen report to replace."""
    season = season_or_404(request.GET.get("mua", ""))
    old = _replaced(request)
    if request.method == "POST":
        form = ReportForm(request.kinds, request.POST, instance=Report(created_by=request.user, replaces=old))
        if form.is_valid():
            steps.begin(form.instance)
            return redirect("report", form.instance.uuid)
    else:
        form = ReportForm(request.kinds, initial=_initial(request, season, old))
    periods = [(name, str(at), period) for at, (name, period) in enumerate(presets(season, today()))]
    title = _("Lập báo cáo thay cho số %(n)s") % {"n": old.number} if old else _("Lập báo cáo")
    return _page(
        request, "report_new", title, {"form": form, "presets": periods, "old": old}, 422 if form.errors else 200
    )


def _replaced(request: ReviewerRequest) -> Report | None:
    """The frozen report `?thay=`. Raises Http404, DecidedMeanwhile where another one replaces it already."""
    if not (number := whole_number(request.GET.get("thay", ""))):
        return None
    old = get_object_or_404(Report.objects.visible_to(request.kinds).frozen(), number=number)
    if hasattr(old, "replaced_by"):
        raise DecidedMeanwhile(old.replaced_by.created_by, _("%(who)s đã lập báo cáo thay cho báo cáo này."))
    return old


def _initial(request: ReviewerRequest, season: Any, old: Report | None) -> dict[str, Any]:
    fields = ReportForm.Meta.fields
    if old:
        return {name: getattr(old, name) for name in fields}
    known = presets(season, today())
    at = whole_number(request.GET.get("ky", "")) or 0
    period: Period = known[at if at < len(known) else 0][1]
    organisation = request.user.organisation
    last = Report.objects.filter(created_by=request.user).first()  # the head stays the same from report to report
    head = {name: getattr(last, name) for name in fields[3:-1]} if last else {}
    return {
        "season": season,
        "starts_on": period.first,
        "ends_on": period.last,
        "kinds": request.kinds,
        "issuer": organisation.name if organisation else request.user.full_name,
        "recipient": RECIPIENT,
    } | head


@require_safe
@reviewer_only
def show(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Show a report: the sentences of a draft in fields, each with its tables."""
    return _show(request, _report(request, uuid))


def _show(
    request: ReviewerRequest,
    report: Report,
    *,
    problem: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    sections = [{**item, "typed": (typed or {}).get(item["key"])} for item in report.sections()]
    context = {
        "report": report,
        "sections": sections,
        "problem": problem,
        "most": MOST_CHARACTERS,
        "proof": proof_address(report),
        "is_empty": report.is_draft and not any(item["tables"] for item in sections),
    }
    number = _("Báo cáo số %(n)s") % {"n": report.number} if report.number else _("Báo cáo nháp")
    return _page(request, "report", f"{number}, {report}", context, status)


@require_POST
@reviewer_only
def edit(request: ReviewerRequest, uuid: UUID, section: str) -> HttpResponse:
    """Save the sentences of `section`; without `chu` those of the rules come back."""
    report = _report(request, uuid)
    if section not in {item["key"] for item in report.sections()}:
        raise Http404
    text = request.POST.get("chu", "").strip()
    problem = ""
    if len(text) > MOST_CHARACTERS:
        problem = _("Một phần dài nhất %(n)s ký tự; bạn đã viết %(m)s.") % {"n": MOST_CHARACTERS, "m": len(text)}
    else:
        try:
            steps.edit(report, section, text, request.user, whole_number(request.POST.get("ban", "")) or 0)
        except DecidedMeanwhile as error:
            problem = str(error)
            report.refresh_from_db()
    if problem:
        return _show(request, report, problem=problem, typed={section: text}, status=422)
    return redirect(f"{reverse('report', args=[uuid])}#{section}")


@require_POST
@reviewer_only
def collect_again(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Queue the figures of a draft anew."""
    steps.collect_again(_report(request, uuid))
    return redirect("report", uuid)


@require_POST
@reviewer_only
def freeze(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Freeze the draft as the page showed it."""
    steps.freeze(_report(request, uuid), request.user, whole_number(request.POST.get("ban", "")) or 0)
    return redirect("report", uuid)


@require_safe
@reviewer_only
def document(request: ReviewerRequest, uuid: UUID, form: str) -> HttpResponseBase:
    """The report as pdf, docx or xlsx; a draft is marked as one. Raises Http404 before its figures are there."""
    report = _report(request, uuid)
    if not report.data or form not in FORMS:
        raise Http404(_("Báo cáo này chưa có số liệu."))
    name = f"bao-cao-{report.number or 'nhap'}-{report.starts_on}-{report.ends_on}.{form}"
    proof = proof_address(report)
    if form == "pdf":
        return pdf_response(lambda: report_pdf(report, proof), name)
    response: HttpResponseBase
    if form == "xlsx":
        response = FileResponse(report_xlsx(report), content_type=XLSX)
    else:
        response = HttpResponse(report_docx(report, proof), content_type=DOCX)
    response.headers["Content-Disposition"] = content_disposition(name)
    return response


def proof_address(report: Report) -> str:
    """The public address that proves a frozen report; empty for a draft."""
    if not report.number:
        return ""
    with override("vi"):
        return f"{settings.SITE_URL}{reverse('report_proof', args=[report.number])}"


@require_safe
def proof(request: HttpRequest, number: int) -> HttpResponse:
    """What is public of a frozen report: number, days, issuer, hash, and the report that replaces it. No figures."""
    report = get_object_or_404(Report.objects.frozen().defer("data").select_related("season"), number=number)
    newer = Report.objects.frozen().filter(replaces=report).first()
    return render(request, "reporting/proof.html", {"report": report, "newer": newer})
