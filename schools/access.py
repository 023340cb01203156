"""Access rules of the school area: the unit an account acts for, and the units an authority reviews."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from base.caching.headers import private
from base.errors import error_page
from base.http import first_or_404
from campaign.models import Season
from schools.models import Claim, EvidencePhoto, Kind, PrintOrder, PrintRun, Unit
from schools.models.checklist import ClaimQuerySet
from schools.models.printed import PrintOrderQuerySet, PrintRunQuerySet
from schools.models.units import UnitQuerySet
from users.models import User

View = Callable[..., HttpResponseBase]


class UnitRequest(HttpRequest):
    """Request of an account that acts for a unit, as unit_only() admits it."""

    user: User
    unit: Unit


class ReviewerRequest(HttpRequest):
    """Request of an authority's account, as reviewer_only() admits it."""

    user: User
    kinds: list[str]  # kinds of units that it reviews, never empty


def wants_json(request: HttpRequest) -> bool:
    """Whether the request asks for JSON, as our scripts do."""
    return request.headers.get("Accept", "").startswith("application/json")


def refuse(status: int, sentence: str, **more: Any) -> JsonResponse:
    """JSON error response; our scripts show `sentence` as it is."""
    return JsonResponse({"error": sentence, **more}, status=status)


# --- the unit's own side --------------------------------------------------------------------


def unit_of(user: User | AnonymousUser) -> Unit | None:
    """The active unit `user` acts for, or None; read on every call, so that a removed account loses access at once."""
    if not user.is_authenticated or not user.organisation_id:
        return None
    return Unit.objects.active().named().filter(organisation=user.organisation_id).first()


def unit_only(view: View) -> View:
    """Decorator: admit accounts of an active unit; anonymous → sign-in page (401 for scripts), others → 403.

    Raises Http404 when the address has arguments and the account's organisation is no unit. Sets `request.unit`.
    Responses are private and never stored.
    """

    @private
    @wraps(view)
    def checked(request: UnitRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if wants_json(request):
                return refuse(401, _("Phiên đăng nhập đã hết. Nội dung vẫn giữ trên máy; bạn đăng nhập lại để gửi."))
            return redirect_to_login(request.get_full_path())
        unit = unit_of(request.user)
        if unit is None:
            closed = Unit.objects.named().filter(organisation=request.user.organisation_id or 0).first()
            if kwargs and closed is None:
                raise Http404
            return _not_a_unit(request, closed)
        request.unit = unit
        return view(request, *args, **kwargs)

    return checked


def _not_a_unit(request: HttpRequest, closed: Unit | None) -> HttpResponse:
    """The refusal, which names the unit of the account where it has `closed`."""
    sentence = _(
        "Tài khoản của bạn không thuộc trường nào đang hoạt động. "
        "Nếu bạn làm ở trường, hãy nhờ Sở Giáo dục và Đào tạo kiểm tra tài khoản."
    )
    if closed is not None:
        sentence = _(
            "%(unit)s hoạt động đến hết ngày %(day)s theo danh sách đơn vị, nên trang của đơn vị đã đóng. "
            "Nếu ngày này chưa đúng, bạn nhờ cơ quan phụ trách sửa; dữ liệu của đơn vị vẫn còn."
        ) % {"unit": closed.name, "day": f"{closed.active_until:%d-%m-%Y}"}
    return refuse(403, sentence) if wants_json(request) else error_page(403, _("Trang này dành cho trường"), sentence)


# --- the authority's side -------------------------------------------------------------------


def reviewed_kinds(user: User | AnonymousUser) -> list[str]:
    """Kinds of units that `user` reviews: Sở GD&ĐT schools, the unions their bases, the Standing Office all."""
    return [kind for kind in Kind.values if user.has_perm(f"schools.review_{kind}")]


def reviewed_units(user: User | AnonymousUser) -> UnitQuerySet:
    """Units that `user` may see as an authority; views answer 404 for all others."""
    return Unit.objects.of_kinds(reviewed_kinds(user)).named()


def reviewed_claims(user: User | AnonymousUser) -> ClaimQuerySet:
    """Claims that the units in the scope of `user` have handed in; drafts are not among them."""
    return Claim.objects.submitted().filter(unit__kind__in=reviewed_kinds(user)).with_everything()


def reviewed_runs(user: User | AnonymousUser) -> PrintRunQuerySet:
    """Printed copies that `user` keeps: those for no other kinds of units than it reviews."""
    return PrintRun.objects.filter(kinds__contained_by=reviewed_kinds(user))


def reviewed_orders(user: User | AnonymousUser) -> PrintOrderQuerySet:
    """Orders of the printed copies that `user` keeps."""
    return PrintOrder.objects.filter(run__in=reviewed_runs(user)).with_everything()


def reviewer_only(view: View) -> View:
    """Decorator: admit accounts that review some kind of unit; sets `request.kinds`. Http404 for all others."""

    @private
    @wraps(view)
    def checked(request: ReviewerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.kinds = reviewed_kinds(request.user)
        if not request.kinds:
            raise Http404(_("Không có trang này trong phạm vi của bạn."))
        return view(request, *args, **kwargs)

    return checked


def unit_or_404(user: User | AnonymousUser, uuid: UUID) -> Unit:
    """A unit in the scope of `user`; raises Http404, the same for units out of scope and unknown ones."""
    return first_or_404(reviewed_units(user).filter(uuid=uuid), _("Không có đơn vị này trong phạm vi của bạn."))


def claim_or_404(user: User | AnonymousUser, uuid: UUID) -> Claim:
    """A handed-in claim in the scope of `user`; raises Http404 otherwise."""
    return first_or_404(reviewed_claims(user).filter(uuid=uuid), _("Không có lời khai này trong phạm vi của bạn."))


def photo_for(user: User | AnonymousUser, uuid: UUID) -> EvidencePhoto:
    """The photo `uuid` for its own unit or the authority of that unit; raises Http404 for all others.

    An authority sees photos of what was handed in, not of drafts.
    """
    photos = EvidencePhoto.objects.filter(removed_at=None, ended_at=None).select_related("stored", "claim")
    photo = photos.filter(uuid=uuid).first() if user.is_authenticated else None
    if photo is not None:
        unit = unit_of(user)
        if unit is not None and photo.claim.unit_id == unit.pk:
            return photo
        if photo.claim.state != Claim.State.TODO and reviewed_claims(user).filter(pk=photo.claim_id).exists():
            return photo
    raise Http404(_("Không có ảnh này."))


# --- the season -----------------------------------------------------------------------------


def current_season() -> Season | None:
    """The running season, else the newest, whose figures stay readable; None when there is no season."""
    return Season.objects.select_related("close").order_by("-is_current", "-starts_on").first()


def season_named(slug: str) -> Season:
    """The season of `slug`; raises Http404."""
    return first_or_404(Season.objects.select_related("close").filter(slug=slug), _("Không có mùa này."))


def is_closed(season: Season) -> bool:
    """Whether the numbers of `season` are frozen."""
    return getattr(season, "close", None) is not None
