"""The page on which a unit or partner sends clips to a challenge and sees what became of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activities.challenge import links
from activities.challenge.forms import LinkForm
from activities.models import ChallengeLink, ChallengePage
from articles.syndication.closed import is_readable_by
from base.caching.headers import private
from base.errors import bad_request
from campaign.acting import Sender, senders_of
from users.http import SignedInRequest


def _senders(request: SignedInRequest) -> list[Sender]:
    senders = senders_of(request.user)
    if not senders:
        raise PermissionDenied(_("Trang này dành cho tài khoản của đơn vị và đối tác."))
    return senders


@require_safe
@private
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    """Challenges that are live, and the links of the account's units and partners. 403 for other accounts."""
    senders = _senders(request)
    pages = ChallengePage.objects.live().originals().filter(locale__language_code="vi").order_by("-ends_on")[:12]
    open_pages = [page for page in pages if page.is_open and is_readable_by(request, page)]
    context = {"pages": open_pages, "rows": _rows(senders), "senders": senders}
    return render(request, "activities/challenge/mine.html", context)


def _rows(senders: list[Sender]) -> list[ChallengeLink]:
    return list(ChallengeLink.objects.filter(sender_key__in=[item.key for item in senders]).order_by("-sent_at")[:60])


@require_http_methods(["GET", "HEAD", "POST"])
@private
@login_required
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a link to a challenge; 400 with the form and the reason where it cannot be taken.

    Also 400 for a sender that the account does not act for any more: the link would go out under another name.
    """
    senders = _senders(request)
    page: ChallengePage | None = ChallengePage.objects.live().originals().filter(pk=pk).first()
    if page is None or not is_readable_by(request, page):
        raise Http404(_("Không có thử thách này."))
    form = LinkForm(request.POST if request.method == "POST" else None)
    key = request.POST.get("noi-gui", str(senders[0].key))
    sender = next((item for item in senders if str(item.key) == key), None)
    if sender is None:
        return bad_request(request)
    if form.is_bound and form.is_valid() and _take(request, page, sender, form):
        messages.success(request, _("Đã gửi. Tòa soạn xem rồi mới hiện trên bức tường."))
        return redirect("activities:challenges")
    context: dict[str, Any] = {"page": page, "form": form, "senders": senders}
    return render(request, "activities/challenge/send.html", context, status=400 if form.is_bound else 200)


def _take(request: SignedInRequest, page: ChallengePage, sender: Sender, form: LinkForm) -> bool:
    """Whether the link was taken; else the form has the reason."""
    try:
        links.send(page, sender, request.user, url=form.cleaned_data["url"], title=form.cleaned_data["title"])
    except links.Refused as reason:
        form.add_error("url", str(reason))
        return False
    return True
