"""What waits for the roles outside the newsrooms: library, KOL desk, and who confirms what schools have done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    return user.has_perm("media_library.release_asset") or user.has_perm(REVIEW) or bool(reviewed_kinds(user))


def waiting_for(user: User) -> list[Waiting]:
    """A list for each place in which `user` decides; without those that are empty. Two queries for each at most."""
    lists = []
    if user.has_perm("media_library.release_asset"):
        lists.append(_assets(user))
    if user.has_perm(REVIEW):
        lists.append(_pieces())
    if kinds := reviewed_kinds(user):
        lists.append(_claims(user, kinds))
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
