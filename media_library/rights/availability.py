"""Whether an asset may be used on a day, with reasons; used by pages, buttons, the chooser, kits and structured data.

The same rule as SQL is querysets.unbarred(); a test compares both for every combination.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from base.templatetags.vi import ngay_ngan
from media_library.models import Asset, AssetVersion
from media_library.models.lease import Lease

NOTICE_DAYS = 14  # days before an expiry when the warning begins
REVIEW_DAYS = 365  # days after a release when the asset is due for review


@dataclass(frozen=True)
class Reason:
    """One reason. `blocks`: the asset may not be used; else it is a warning. `until`: last day before it changes."""

    code: str
    words: str
    blocks: bool = True
    until: date | None = None


@dataclass(frozen=True)
class Availability:
    """All reasons for one asset on one day; true when it may be used."""

    reasons: tuple[Reason, ...]

    @property
    def is_available(self) -> bool:
        """Whether no reason blocks."""
        return not any(reason.blocks for reason in self.reasons)

    @property
    def blocking(self) -> list[Reason]:
        return [reason for reason in self.reasons if reason.blocks]

    @property
    def warnings(self) -> list[Reason]:
        """Reasons that do not block."""
        return [reason for reason in self.reasons if not reason.blocks]

    def __bool__(self) -> bool:
        return self.is_available


Check = Callable[[Asset, AssetVersion | None, date], Iterable[Reason]]
_checks: list[Check] = []


def register(check: Check) -> None:
    """Register a check, e.g. of consents; register the same rule with querysets.register_barrier()."""
    _checks.append(check)


def availability(
    asset: Asset, version: AssetVersion | None = None, *, on: date | None = None, is_unbarred: bool = False
) -> Availability:
    """Reasons for and against using `asset` (or one `version` of it) on a day, today by default.

    Reads `asset.leases`, so prefetch them for lists; no other query unless a registered check makes one. `is_unbarred`:
    the asset was found by querysets.unbarred(), which has asked the registered checks.
    """
    day = on or timezone.localdate()
    reasons = [*_states(asset, version), *_rights(list(asset.leases.all()), day), *_review(asset, day)]
    for check in () if is_unbarred else _checks:
        reasons += check(asset, version, day)
    return Availability(tuple(reasons))


def _states(asset: Asset, version: AssetVersion | None) -> Iterable[Reason]:
    if asset.status == Asset.Status.WITHDRAWN:
        yield Reason("withdrawn", _("Tài liệu đã thu hồi."))
    elif asset.status != Asset.Status.RELEASED or asset.current_version_id is None:
        yield Reason("draft", _("Tài liệu chưa phát hành."))
    if version is None:
        return
    if version.withdrawn_at:
        yield Reason("version-withdrawn", _("Phiên bản %(number)s đã thu hồi.") % {"number": version.number})
    elif not version.released_at:
        yield Reason("version-draft", _("Phiên bản %(number)s chưa phát hành.") % {"number": version.number})
    elif version.pk != asset.current_version_id:
        yield Reason(
            "old", _("Đây là bản cũ %(number)s, đã có bản mới hơn.") % {"number": version.number}, blocks=False
        )


def _rights(leases: list[Lease], day: date) -> Iterable[Reason]:
    running = [lease for lease in leases if _covers(lease, day)]
    for lease in running:
        if lease.effect == Lease.Effect.DENY:
            yield Reason("denied", _("Đang tạm ngừng: %(note)s") % {"note": lease.note}, until=lease.ends_on)
    allows = [lease for lease in leases if lease.effect == Lease.Effect.ALLOW]
    open_now = [lease for lease in running if lease.effect == Lease.Effect.ALLOW]
    if allows and not open_now:
        yield _not_allowed(allows, day)
    ends = [lease.ends_on for lease in open_now if lease.ends_on]
    if ends and len(ends) == len(open_now):
        yield from _ends_soon(max(ends), day, open_now[-1].note)
    for lease in leases:
        if lease.effect == Lease.Effect.DENY and lease.starts_on and day < lease.starts_on:
            yield from _ends_soon(lease.starts_on - timedelta(days=1), day, lease.note)


def _not_allowed(allows: list[Lease], day: date) -> Reason:
    coming = min((lease.starts_on for lease in allows if lease.starts_on and lease.starts_on > day), default=None)
    if coming:
        return Reason("not-yet", _("Được dùng từ ngày %(day)s.") % {"day": ngay_ngan(coming)})
    over = max((lease.ends_on for lease in allows if lease.ends_on), default=day)
    note = next((lease.note for lease in allows if lease.ends_on == over), "")
    return Reason("expired", _("Hết hạn dùng ngày %(day)s: %(note)s") % {"day": ngay_ngan(over), "note": note})


def _ends_soon(last: date, day: date, note: str) -> Iterable[Reason]:
    if last - day <= timedelta(days=NOTICE_DAYS):
        words = _("Dùng được đến hết ngày %(day)s: %(note)s") % {"day": ngay_ngan(last), "note": note}
        yield Reason("ends-soon", words, blocks=False, until=last)


def _review(asset: Asset, day: date) -> Iterable[Reason]:
    due = review_due(asset)
    if due and due <= day:
        yield Reason("review", _("Đến hạn xem lại từ ngày %(day)s.") % {"day": ngay_ngan(due)}, blocks=False)


def review_due(asset: Asset) -> date | None:
    """The day when the asset is due for review: its own date, else REVIEW_DAYS after the latest release."""
    if asset.review_on or not asset.released_at:
        return asset.review_on
    return timezone.localdate(asset.released_at) + timedelta(days=REVIEW_DAYS)


def _covers(lease: Lease, day: date) -> bool:
    return (not lease.starts_on or lease.starts_on <= day) and (not lease.ends_on or day <= lease.ends_on)
