"""Access rules of the partner area: who may enter, and which submissions, profiles and briefs they may see."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from base.caching.headers import private
from base.errors import error_page
from base.http import first_or_404
from campaign.acting import Sender
from users.models import User

from .models import Brief, Partner, PartnerMember, Submission

View = Callable[..., HttpResponseBase]


class LanguageRequest(HttpRequest):
    """Request with what base.middleware adds: whether the reader has chosen the language of the page."""

    language_is_chosen: bool


class PartnerRequest(LanguageRequest):
    """Request of an account that acts for a partner, as partner_only() admits it."""

    user: User
    partners: list[Partner]  # of the account, by name
    active_partners: list[Partner]  # those of them that are not suspended


def partner_only(view: View) -> View:
    """Decorator: admit accounts of a partner; anonymous → sign-in page (401 for scripts), others → 403 with a sentence.

    Sets `request.partners` (list of Partner) and `request.active_partners` (those not suspended). Responses are
    private and never stored.
    """

    @private
    @wraps(view)
    def checked(request: PartnerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.headers.get("Accept", "").startswith("application/json"):
                return JsonResponse({}, status=401)
            return redirect_to_login(request.get_full_path())
        request.partners = list(Partner.objects.visible_to(request.user))
        request.active_partners = [partner for partner in request.partners if partner.is_active]
        if request.language_is_chosen:  # letters are written in the language of the page
            PartnerMember.objects.speak(request.user, request.LANGUAGE_CODE)
        if not request.partners:
            return error_page(403, _("Trang này dành cho đối tác KOL"), _no_partner())
        return view(request, *args, **kwargs)

    return checked


def own_submission(request: PartnerRequest, uuid: UUID, *, lock: bool = False) -> Submission:
    """The submission, if a partner of the signed-in account owns it; raises Http404 otherwise.

    `lock=True` locks the row until the transaction ends, so that sending and editing run one after the other.
    """
    submissions = Submission.objects.visible_to(request.user).select_related("partner", "brief", "outlet")
    if lock:
        submissions = submissions.select_for_update(of=("self",))
    return first_or_404(submissions.filter(uuid=uuid), _("Không có bài này trong góc cộng tác của bạn."))


def own_partner(request: PartnerRequest, uuid: UUID) -> Partner:
    """The partner `uuid`, if the account acts for it; raises Http404 otherwise."""
    matched_partner = next((partner for partner in request.partners if partner.uuid == uuid), None)
    if matched_partner is None:
        raise Http404(_("Không có hồ sơ này trong góc cộng tác của bạn."))
    return matched_partner


def open_brief(request: PartnerRequest, uuid: UUID | str) -> Brief:
    """A published brief for everybody, or one that a partner of the account was invited to; raises Http404."""
    briefs = Brief.objects.visible_to(request.user).select_related("outlet", "topic", "help_line")
    try:
        brief = briefs.filter(uuid=uuid).first()
    except ValidationError:  # the posted value is no UUID
        brief = None
    if brief is None:
        raise Http404(_("Không có đề bài này, hoặc bạn chưa được mời vào đề bài này."))
    return brief


def _no_partner() -> str:
    return _(
        "Tài khoản của bạn chưa gắn với đối tác nào. Nếu bạn có thư mời, hãy mở liên kết trong thư khi đang "
        "đăng nhập; nếu không, hãy liên hệ tòa soạn."
    )


def senders_of(user: User) -> list[Sender]:
    """The account's active partners, as senders of links to a challenge."""
    return [
        Sender("partner", partner.uuid, partner.display_name)
        for partner in Partner.objects.visible_to(user)
        if partner.is_active
    ]
