"""Follow-up of a release: notices to holders of older versions, usual forms, print sheets, ZIP files of kits."""

from __future__ import annotations

from django.utils.translation import gettext as _

from media_library.derivatives.formats import plan_usual
from media_library.kits.publishing import update_kits_of
from media_library.models import Asset, AssetVersion
from media_library.notices import notify_followers, notify_of_newer
from media_library.vocabulary import Access


def follow_up(asset: Asset, version: AssetVersion) -> None:
    """Call it after the commit; forms and ZIP files are jobs of the worker."""
    if asset.access != Access.STAFF:
        notify_followers(asset, version)
        notify_of_newer(asset, version)
    plan_usual(version.files.select_related("stored"), owner=version.released_by)
    update_kits_of(asset, _("%(code)s lên v%(number)s.") % {"code": asset.code, "number": version.number})
