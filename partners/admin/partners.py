"""Pages of partners: profiles, proposed changes, suspension with one decision per piece."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from base.admin.folded_search import FoldedSearch
from base.caching.headers import private
from base.errors import DecidedMeanwhile, bad_request, picture_away
from base.text import whole_number
from files.storage.pause import answering
from partners.admin.forms import SuspendForm
from partners.admin.listing import ForPhones
from partners.admin.permissions import needs
from partners.media.review_copies import AWAY
from partners.models import Partner, ProfileProposal
from partners.permissions import CHANGE_PARTNER, REVIEW
from partners.publishing.profiles import apply_proposal
from partners.workflow import suspension
from users.http import SignedInRequest


def _listing(partner: Partner) -> str:
    """In words: on a phone the cell stands without its column's heading."""
    return _("hiện trên trang") if partner.is_listed else _("không hiện trên trang")


def _cooperation(partner: Partner) -> str:
    return _("đang hợp tác") if partner.is_active else _("tạm ngưng")


def _links(partner: Partner) -> str:
    """Links to suspending, and to the proposal if there is one."""
    words = _("Tạm ngưng…") if partner.is_active else _("Mở lại…")
    cell = format_html('<a href="{}">{}</a>', reverse("kol_partners:suspend", args=[partner.pk]), words)
    if getattr(partner, "proposal", None):
        asks = format_html('<a href="{}">{}</a>', reverse("kol_partners:proposal", args=[partner.pk]), _("Xem đề nghị"))
        return format_html("{} · {}", asks, cell)
    return cell


@private
@require_http_methods(["GET", "POST"])
def suspend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Suspend a partner; the form needs one decision for each of its pieces. `mo-lai` ends the suspension."""
    partner = get_object_or_404(Partner, pk=pk)
    form = SuspendForm(request.POST or None)
    errors = []
    if "mo-lai" in request.POST:
        suspension.lift(partner, by=request.user)
        messages.success(request, _("“%(who)s” cộng tác lại được.") % {"who": partner})
        return redirect("kol_partners:index")
    if request.method == "POST":
        suspension.check_active(partner)  # a form that was open since before must not lift what it asks for
    if request.method == "POST" and form.is_valid():
        try:
            suspension.suspend(partner, form.cleaned_data["reason"], _decisions(request), by=request.user)
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, _("Đã tạm ngưng “%(who)s” và làm theo từng quyết định.") % {"who": partner})
            return redirect("kol_partners:index")
    context = {
        "partner": partner,
        "form": form,
        "errors": errors,
        "pieces": suspension.pieces_to_decide(partner),
        "chosen": _decisions(request),
        "header_title": _("Tạm ngưng đối tác") if partner.is_active else _("Mở lại đối tác"),
        "page_title": _("Tạm ngưng đối tác"),
        "header_icon": "group",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "partners/admin/suspend.html", context, status=status)


def _decisions(request: SignedInRequest) -> dict[int, str]:
    """{pk of a piece: "keep" | "stop"} as posted."""
    decisions = {}
    for name, value in request.POST.items():
        number = whole_number(name.removeprefix("bai-")) if name.startswith("bai-") else None
        if number is not None and value in suspension.CHOICES:
            decisions[number] = value
    return decisions


@private
@require_GET
def proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the proposed changes beside the present profile."""
    profile_proposal = get_object_or_404(ProfileProposal.objects.select_related("partner", "portrait"), partner=pk)
    context = {
        "proposal": profile_proposal,
        "partner": profile_proposal.partner,
        "rows": profile_proposal.changes(),
        "header_title": _("Đề nghị sửa hồ sơ: %(who)s") % {"who": profile_proposal.partner},
        "page_title": _("Đề nghị sửa hồ sơ"),
        "header_icon": "group",
    }
    return render(request, "partners/admin/proposal.html", context)


@private
@require_POST
def decide_proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Apply the proposal (`lam=nhan`) or drop it (`bo`); both are logged. Raises DecidedMeanwhile when it is gone."""
    get_object_or_404(Partner, pk=pk)
    if request.POST.get("lam") not in {"nhan", "bo"}:
        return bad_request(request)
    with transaction.atomic():
        waiting = ProfileProposal.objects.select_for_update(of=("self",)).select_related("partner", "portrait")
        profile_proposal = waiting.filter(partner=pk).first()
        if profile_proposal is None:
            raise DecidedMeanwhile(None, _("%(who)s vừa quyết định đề nghị này. Bạn xem hồ sơ hiện nay."))
        is_accepted = request.POST.get("lam") == "nhan"
        if is_accepted:
            apply_proposal(profile_proposal, by=request.user)
        log(
            instance=profile_proposal.partner,
            action="partners.take_profile" if is_accepted else "partners.drop_profile",
            user=request.user,
            data={"fields": sorted(profile_proposal.values)},
        )
        profile_proposal.delete()
    messages.success(request, _("Đã cập nhật hồ sơ.") if is_accepted else _("Đã bỏ đề nghị; hồ sơ giữ nguyên."))
    return redirect("kol_partners:index")


@private
@require_GET
def proposal_portrait(request: SignedInRequest, pk: int) -> HttpResponse:
    """The re-encoded preview of the proposed portrait."""
    row = get_object_or_404(ProfileProposal.objects.select_related("portrait"), partner=pk)
    if row.portrait is None or not row.portrait.preview_key:
        return HttpResponse(status=404)
    try:
        with answering(row.portrait.storage), row.portrait.storage.open(row.portrait.preview_key) as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except AWAY:
        return picture_away()
    response["X-Content-Type-Options"] = "nosniff"
    return response


class PartnerIndex(FoldedSearch, ForPhones, IndexView):
    """List of partners."""

    pass


class PartnerViewSet(ModelViewSet):
    """Partners with their profiles."""

    model = Partner
    index_view_class = PartnerIndex
    name = "kol_partners"
    url_prefix = "kol/doi-tac"
    icon = "group"
    menu_label = gettext_lazy("Hồ sơ KOL")
    list_display = [
        "display_name",
        "role_line",
        Column("is_listed", label=gettext_lazy("Trang KOL đồng hành"), accessor=_listing, sort_key="is_listed"),
        Column("is_active", label=gettext_lazy("Hợp tác"), accessor=_cooperation, sort_key="is_active"),
        Column("links", label=gettext_lazy("Việc"), accessor=_links),
    ]
    search_fields = ["display_name", "role_line"]
    copy_view_enabled = False
    add_to_reference_index = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's addresses, those of suspending (REVIEW) and of proposals (CHANGE_PARTNER)."""
        changes, reviews = needs(CHANGE_PARTNER), needs(REVIEW)
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/tam-ngung/", reviews(suspend), name="suspend"),
            path("<int:pk>/de-nghi/", changes(proposal), name="proposal"),
            path("<int:pk>/de-nghi/quyet-dinh/", changes(decide_proposal), name="decide_proposal"),
            path("<int:pk>/de-nghi/chan-dung/", changes(proposal_portrait), name="proposal_portrait"),
        ]
