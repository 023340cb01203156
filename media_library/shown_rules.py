"""The consent of who is shown, as a barrier in every query and as a sentence for people (validity.py)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from media_library.models import Asset, AssetVersion, ShownConsent
from media_library.validity import Reason


def shown_barrier(asset: OuterRef) -> Exists:
    """Closes an asset while a consent for a file that readers can get does not carry; recalled versions aside."""
    files = ShownConsent.files.through.objects.filter(
        storedfile__asset_file__version__asset=asset,
        storedfile__asset_file__version__released_at__isnull=False,
        storedfile__asset_file__version__withdrawn_at__isnull=True,
        storedfile__shows_minor=True,
    )
    return Exists(files.exclude(shownconsent__in=ShownConsent.objects.in_force()))


def shown_reasons(asset: Asset, version: AssetVersion | None, day: date) -> Iterator[Reason]:
    """The same in words; one query."""
    files = ShownConsent.objects.filter(
        files__asset_file__version__asset=asset,
        files__asset_file__version__released_at__isnull=False,
        files__asset_file__version__withdrawn_at__isnull=True,
        files__shows_minor=True,
    )
    if files.exclude(pk__in=ShownConsent.objects.in_force(day).values("pk")).exists():
        yield Reason("shown", _("Người trong hình đã rút lại sự đồng ý, hoặc sự đồng ý đã hết hạn."))
