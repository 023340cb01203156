"""Signals of the library to the apps above it. All are sent after commit, with Asset as sender."""

from django.dispatch import Signal

#: asset, version, by: the version was released.
version_released = Signal()
#: recall: a models.Recall that has taken effect.
asset_recalled = Signal()
#: notice: a models.HolderNotice that its organisation has confirmed.
notice_acknowledged = Signal()
#: asset: it opened or closed because a lease or consent began or ended.
availability_changed = Signal()
