"""Pages of invitations: list with states, a form that shows the link once, revoking."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from base.admin.form_column import FormColumn
from base.caching.headers import private
from base.errors import WrongState
from base.http import TWICE
from base.templatetags.vi import nbsp_units, ngay_ngan, stamp
from partners.admin.forms import InviteForm
from partners.admin.listing import ForPhones
from partners.admin.permissions import needs
from partners.mail.letters import speaking
from partners.mail.partners import mail_invitation
from partners.models import Invitation
from partners.permissions import INVITE
from users.http import SignedInRequest
from users.models import User


class RevokeColumn(FormColumn):
    """Cell with the form that revokes an open invitation."""

    cell_template_name = "partners/admin/revoke_cell.html"


def state_of(invitation: Invitation) -> str:
    """The state, with the last day of an open invitation; Wagtail's date column shows future days as “just now”."""
    if not invitation.is_open:
        return str(invitation.state.label)
    return nbsp_units(_("Đang chờ, đến hết %(day)s") % {"day": ngay_ngan(invitation.expires_at)})


def occasion_of(invitation: Invitation) -> str:
    """Brief and outlet in one column, because more columns leave too little width for the names."""
    outlet = invitation.outlet.short_name if invitation.outlet else ""
    return " · ".join(filter(None, [str(invitation.brief or ""), outlet])) or "–"


class InvitationIndex(ForPhones, IndexView):
    """List of invitations, newest first."""

    model = Invitation
    page_title = gettext_lazy("Lời mời")
    header_icon = "mail"
    index_url_name = "kol_invitations:index"
    index_results_url_name = "kol_invitations:index_results"
    add_url_name = "kol_invitations:add"
    permission_policy = ModelPermissionPolicy(Invitation)
    any_permission_required = ["add"]
    add_item_label = gettext_lazy("Mời")
    default_ordering = "-created_at"
    columns = [
        TitleColumn("partner", label=gettext_lazy("Đối tác"), accessor="partner", get_url=lambda row: None),
        Column("email", label=gettext_lazy("Thư điện tử")),
        Column("brief", label=gettext_lazy("Đề bài, cơ quan"), accessor=occasion_of),
        Column("role", label=gettext_lazy("Tài khoản"), accessor="get_role_display"),
        Column("invited_by", label=gettext_lazy("Người mời"), accessor=lambda row: row.invited_by or "–"),
        Column("state", label=gettext_lazy("Trạng thái"), accessor=state_of),
        Column(
            "created_at",
            label=gettext_lazy("Mời lúc"),
            accessor=lambda row: nbsp_units(stamp(row.created_at)),
            sort_key="created_at",
        ),
        RevokeColumn("revoke", label=gettext_lazy("Thu hồi"), accessor=lambda row: row),
    ]

    def get_base_queryset(self) -> QuerySet[Invitation]:
        return Invitation.objects.select_related("partner", "invited_by", "brief", "outlet")


def _just_invited(request: SignedInRequest, form: InviteForm) -> bool:
    """Whether this account has sent the same form within TWICE; locks the account until the transaction ends."""
    User.objects.select_for_update(no_key=True).get(pk=request.user.pk)
    since, data = timezone.now() - TWICE, form.cleaned_data
    sent = Invitation.objects.open().filter(invited_by=request.user, created_at__gt=since)
    sent = sent.filter(email=User.objects.normalize_email(data["email"]))
    if data["partner"]:
        return sent.filter(partner=data["partner"]).exists()
    return sent.filter(partner__display_name=data["new_partner"]).exists()


@private
def add(request: SignedInRequest) -> HttpResponse:
    """The form; after it a page that shows the link once, because only its hash is stored.

    The same form sent twice at once makes one partner and one invitation, and leads to the list.
    """
    form = InviteForm(request.POST or None)
    context = {"form": form, "header_title": _("Mời đối tác"), "header_icon": "mail", "page_title": _("Mời đối tác")}
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if _just_invited(request, form):
                messages.info(request, _("Lời mời gửi %(email)s vừa đi rồi.") % {"email": form.cleaned_data["email"]})
                return redirect("kol_invitations:index")
            invitation, token = Invitation.objects.invite(
                form.partner(),
                form.cleaned_data["email"],
                by=request.user,
                brief=form.cleaned_data["brief"],
                outlet=form.cleaned_data["outlet"],
                role=form.cleaned_data["role"],
                language=form.cleaned_data["language"],
            )
            link = settings.SITE_URL + reverse("partners:invitation", args=[token])
            mail_invitation(invitation, link)
        shown_link = speaking(link, invitation.language)
        return render(request, "partners/admin/invited.html", context | {"invitation": invitation, "link": shown_link})
    return render(request, "partners/admin/invite.html", context, status=422 if form.is_bound else 200)


@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Revoke an open invitation; its link stops working at once. Raises WrongState for one that is not open."""
    with transaction.atomic():
        invitation = get_object_or_404(Invitation.objects.select_for_update(), pk=pk)
        if not invitation.is_open:
            raise WrongState(_("Lời mời này không còn mở nên không cần thu hồi."))
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
    messages.success(request, _("Đã thu hồi lời mời gửi %(email)s.") % {"email": invitation.email})
    return redirect("kol_invitations:index")


class InvitationViewSet(ViewSet):
    """Registers the pages of invitations, for holders of INVITE."""

    name = "kol_invitations"
    url_prefix = "kol/loi-moi"
    icon = "mail"
    menu_label = gettext_lazy("Lời mời KOL")

    def get_urlpatterns(self) -> list[URLPattern]:
        """List, form and revoking, each for holders of INVITE."""
        allowed = needs(INVITE)
        return [
            path("", allowed(InvitationIndex.as_view()), name="index"),
            path("ket-qua/", allowed(InvitationIndex.as_view(results_only=True)), name="index_results"),
            path("moi/", allowed(add), name="add"),
            path("<int:pk>/thu-hoi/", allowed(revoke), name="revoke"),
        ]
