"""What follows from a released version: quiet notices to who holds an older one, new ZIP files of its kits."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from media_library.kits.publishing import follow
from media_library.models import Asset, AssetVersion
from media_library.recall.notices import tell_newer
from media_library.signals import version_released


@receiver(version_released)
def on_release(sender: type[Asset], asset: Asset, version: AssetVersion, **_kwargs: Any) -> None:
    """Runs after the commit; the first release of an asset has no holders and no kits, and costs two queries."""
    tell_newer(asset, version)
    follow(asset, _("%(code)s lên v%(number)s.") % {"code": asset.code, "number": version.number})
