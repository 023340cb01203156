"""Consents of depicted people as a barrier in queries and as a reason for people (rights/availability.py)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from files.models import StoredFile
from media_library.models import Asset, AssetFile, AssetVersion, SubjectConsent
from media_library.models.querysets import unbarred
from media_library.rights.availability import Reason


def _consents_of_minors(**of: Any) -> QuerySet:
    """Rows of files × consents for files that readers can get and that show somebody under 18."""
    return SubjectConsent.files.through.objects.filter(
        storedfile__asset_file__version__released_at__isnull=False,
        storedfile__asset_file__version__withdrawn_at__isnull=True,
        storedfile__shows_minor=True,
        **of,
    )


def consent_barrier(asset: OuterRef, day: date | None = None) -> Exists:
    """Condition that a consent for a file that readers can get is not valid on `day`; it closes the asset."""
    consents = _consents_of_minors(storedfile__asset_file__version__asset=asset)
    return Exists(SubjectConsent.objects.standing_against(consents, day))


def consent_reasons(asset: Asset, version: AssetVersion | None, day: date) -> Iterator[Reason]:
    """The same rule as a Reason; one query."""
    rows = _consents_of_minors(storedfile__asset_file__version__asset=asset)
    if SubjectConsent.objects.standing_against(rows, day).exists():
        yield Reason("consent", _("Người trong hình đã rút lại sự đồng ý, hoặc sự đồng ý đã hết hạn."))


def is_closed_picture(key: str) -> bool:
    """Whether `key` is a picture of a file whose consent is not valid any more, or of an asset that is closed today.

    Needed because the address stays known, and nothing deletes the picture on the day a consent or a lease ends. At
    most two queries.
    """
    drawn_from = Q(preview_key=key) | Q(derivatives__key=key)
    minors = StoredFile.objects.filter(drawn_from, shows_minor=True)
    rows = SubjectConsent.files.through.objects.filter(storedfile__in=minors.values("pk"))
    if SubjectConsent.objects.standing_against(rows).exists():
        return True
    files = AssetFile.objects.filter(stored__in=StoredFile.objects.filter(drawn_from).values("pk"))
    return files.filter(version__asset__status=Asset.Status.RELEASED).exclude(unbarred("version__asset_id")).exists()
