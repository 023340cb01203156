"""Signal of the library to the apps above it, which keep indexes. Sent after the commit, with Asset as sender."""

from django.dispatch import Signal

#: asset: it opened or closed because a lease or consent began or ended.
availability_changed = Signal()
