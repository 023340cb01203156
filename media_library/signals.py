"""What the library tells the apps above it. All are sent after commit, with Asset as sender."""

from django.dispatch import Signal

#: asset, version, by: a version became what readers get.
version_released = Signal()
#: recall: a models.Recall that has taken effect.
asset_recalled = Signal()
#: notice: a models.HolderNotice whose holder has confirmed it.
notice_acknowledged = Signal()
#: asset: it opened or closed by the calendar alone.
rights_turned = Signal()
