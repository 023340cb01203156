"""Follow-up of a release: notices to organisations that hold an older version, new ZIP files of the asset's kits."""

from __future__ import annotations

from django.utils.translation import gettext as _

from media_library.kits.publishing import update_kits_of
from media_library.models import Asset, AssetVersion
from media_library.notices import notify_of_newer


def follow_up(asset: Asset, version: AssetVersion) -> None:
    """Call it after the commit. The first release of an asset costs two queries, as it has no holders and no kits."""
    notify_of_newer(asset, version)
    update_kits_of(asset, _("%(code)s lên v%(number)s.") % {"code": asset.code, "number": version.number})
