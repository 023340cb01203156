"""Start page of the partner area, notices, and new drafts."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from base.pagination import page_of
from campaign.waiting import tasks_of
from partners.access import PartnerRequest, open_brief, partner_only
from partners.models import Brief, Notice, Partner, Remark, Submission, SubmissionEvent, SubmissionFile
from partners.workflow.timeline import timeline_of

MAX_DRAFTS = 20  # open drafts per partner, so that a script cannot fill the table
PER_PAGE = 20
NOTICES = 30  # newest notices shown


@partner_only
@require_GET
def home(request: PartnerRequest) -> HttpResponse:
    """List the submissions of the account's partners, newest first, requested changes, briefs and unread notices."""
    files = Prefetch("files", SubmissionFile.objects.select_related("stored"), to_attr="file_rows")
    events = Prefetch("events", SubmissionEvent.objects.order_by("at", "pk"), to_attr="history")
    pieces = (
        Submission.objects.filter(partner__in=request.partners)
        .select_related("partner", "story", "story__locale", "brief")
        .prefetch_related(events, files)
        .order_by("-updated_at")
    )
    page = page_of(Paginator(pieces, PER_PAGE), request)
    for submission in page.object_list:
        submission.trail = timeline_of(submission, submission.history)
    open_remarks = Prefetch("remarks", Remark.objects.filter(answered_at=None).select_related("file", "by"))
    pieces_to_change = list(
        Submission.objects.filter(partner__in=request.active_partners, state=Submission.State.CHANGES)
        .select_related("partner")
        .prefetch_related(open_remarks)
    )
    context = {
        "page_obj": page,
        "submissions": page.object_list,
        "wanted": pieces_to_change,
        "tasks": tasks_of(request.user),
        "partners": request.partners,
        "active": request.active_partners,
        "suspended": [partner for partner in request.partners if not partner.is_active],
        "briefs": list(Brief.objects.open().visible_to(request.user).select_related("topic", "help_line")),
        "unread": Notice.objects.filter(user=request.user).unread().count(),
    }
    return render(request, "partners/home.html", context)


@partner_only
@require_GET
def notices(request: PartnerRequest) -> HttpResponse:
    """Show the newest notices and mark them as read; this view still shows which were unread."""
    rows = list(Notice.objects.filter(user=request.user).select_related("submission", "event")[:NOTICES])
    Notice.objects.filter(pk__in=[row.pk for row in rows]).unread().update(read_at=timezone.now())
    return render(request, "partners/notices.html", {"notices": rows, "partners": request.partners})


@partner_only
@require_POST
def create(request: PartnerRequest) -> HttpResponse:
    """Create a draft, with or without a brief. An untouched one is used again, so that two requests make one."""
    if not request.active_partners:
        messages.error(request, _("Việc cộng tác đang tạm ngưng nên chưa tạo bài mới được. Bạn liên hệ tòa soạn."))
        return redirect("partners:home")
    chosen = request.POST.get("partner", "")
    partner = next((item for item in request.active_partners if str(item.uuid) == chosen), request.active_partners[0])
    brief = open_brief(request, request.POST["brief"]) if request.POST.get("brief") else None
    if brief is not None and not brief.is_open:
        messages.error(request, _("Đề bài này đã đóng. Bạn vẫn gửi được nội dung ngoài đề bài."))
        return redirect(brief)
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner.pk)  # one request at a time
        draft = _blank(request, partner, brief) or _new(request, partner, brief)
    return redirect("partners:edit", uuid=draft.uuid) if draft else redirect("partners:home")


def _blank(request: PartnerRequest, partner: Partner, brief: Brief | None) -> Submission | None:
    """An untouched draft of this account for the same brief, or None."""
    drafts = Submission.objects.filter(partner=partner, state=Submission.State.DRAFT, created_by=request.user)
    return drafts.filter(brief=brief, title="", text="", post_url="", files=None).first()


def _new(request: PartnerRequest, partner: Partner, brief: Brief | None) -> Submission | None:
    """A draft filled in from profile and brief; None when there are MAX_DRAFTS already."""
    if Submission.objects.filter(partner=partner, state=Submission.State.DRAFT).count() >= MAX_DRAFTS:
        messages.error(
            request, _("Bạn đang có %(limit)d bản nháp. Bạn gửi hoặc rút bớt rồi tạo bài mới.") % {"limit": MAX_DRAFTS}
        )
        return None
    invitation = partner.invitations.filter(used_at__isnull=False).exclude(outlet=None).order_by("-used_at").first()
    return Submission.objects.create(
        partner=partner,
        created_by=request.user,
        brief=brief,
        outlet=(brief.outlet if brief else None) or (invitation.outlet if invitation else None),
        credit=partner.display_name,
        languages=partner.languages,
        licence_until=brief.licence_until if brief else None,
    )
