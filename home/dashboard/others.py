"""What waits for the roles outside the newsrooms: library, KOL desk, who confirms what schools have done, who arranges
speakers, and who publishes contests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activities.models import ARRANGE, Contest, SpeakerRequest
from activities.models.contest import CHANGE
from media_library.models import AssetVersion
from partners.models import Submission
from partners.permissions import REVIEW
from schools.access import current_season, reviewed_claims, reviewed_kinds
from users.models import User

SHOWN = 6  # rows of each list


@dataclass(frozen=True)
class Row:
    """One thing that waits, since when, and where it is decided."""

    title: str
    since: datetime | None
    address: str


@dataclass(frozen=True)
class Waiting:
    """What waits in one place, the longest first; `address` has all of it."""

    title: str | Promise
    rows: list[Row]
    address: str


def decides(user: User) -> bool:
    """Whether there is a place in which `user` decides."""
    rights = ("media_library.release_asset", REVIEW, ARRANGE, CHANGE)
    return any(user.has_perm(right) for right in rights) or bool(reviewed_kinds(user))


def waiting_for(user: User) -> list[Waiting]:
    """A list for each place in which `user` decides; without those that are empty. Two queries for each at most."""
    lists = []
    if user.has_perm("media_library.release_asset"):
        lists.append(_assets(user))
    if user.has_perm(REVIEW):
        lists.append(_pieces())
    if kinds := reviewed_kinds(user):
        lists.append(_claims(user, kinds))
    if user.has_perm(ARRANGE):
        lists.append(_requests())
    if user.has_perm(CHANGE):
        lists += [_asked_contests(user), _proposed_results(user)]
    return [entry for entry in lists if entry.rows]


def _assets(user: User) -> Waiting:
    versions = AssetVersion.objects.in_review().exclude(submitted_by=user).select_related("asset")
    rows = [
        Row(str(row.asset), row.submitted_at, reverse("wagtailsnippets_media_library_asset:edit", args=[row.asset_id]))
        for row in versions.order_by("submitted_at")[:SHOWN]
    ]
    return Waiting(_("Tài liệu chờ duyệt phát hành"), rows, reverse("wagtailsnippets_media_library_asset:list"))


def _pieces() -> Waiting:
    pieces = Submission.objects.waiting().order_by("due_at", "pk")[:SHOWN]
    rows = [Row(str(piece), piece.due_at, reverse("kol_submissions:detail", args=[piece.pk])) for piece in pieces]
    return Waiting(_("Bài của KOL chờ trả lời, kèm hạn"), rows, reverse("kol_submissions:index"))


def _claims(user: User, kinds: list[str]) -> Waiting:
    season = current_season()
    claims = reviewed_claims(user).waiting().filter(item__season=season, unit__kind__in=kinds)
    rows = [
        Row(f"{claim.unit.name}: {claim.item}", claim.declared_at, reverse("units_admin:claim", args=[claim.uuid]))
        for claim in claims.select_related("unit", "item")[:SHOWN]
    ]
    return Waiting(_("Việc đơn vị đã khai, chờ xác nhận"), rows, reverse("units_admin:queue"))


def _requests() -> Waiting:
    requests = SpeakerRequest.objects.filter(state=SpeakerRequest.State.ASKED).select_related("organisation")
    rows = [
        Row(str(item), item.created_at, reverse("speaker_requests:detail", args=[item.pk]))
        for item in requests.order_by("created_at")[:SHOWN]
    ]
    return Waiting(_("Yêu cầu mời báo cáo viên, chờ xếp người và giờ"), rows, reverse("speaker_requests:index"))


def _asked_contests(user: User) -> Waiting:
    """Contests of schools whose public page waits for the desk."""
    return _contests(_("Cuộc thi của trường, chờ duyệt để hiện công khai"), user, Contest.State.ASKED)


def _proposed_results(user: User) -> Waiting:
    """Results that a colleague has proposed, which a second person publishes."""
    return _contests(_("Kết quả cuộc thi, chờ người thứ hai duyệt"), user, Contest.State.PROPOSED)


def _contests(title: Promise, user: User, state: Contest.State) -> Waiting:
    contests = Contest.objects.run_by(user).filter(state=state).exclude(proposed_by=user).order_by("closes_at", "pk")
    rows = [Row(str(item), None, reverse("contest_desk:desk", args=[item.pk])) for item in contests[:SHOWN]]
    return Waiting(title, rows, reverse("contests:index"))
