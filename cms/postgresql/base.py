"""Django's PostgreSQL, not waited for by every thread while it is known to give no answer."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from cms.settings.pool import SILENCE


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of a thread."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Django's, which waits. Raises OperationalError at once while another thread has just got no answer."""
        SILENCE.may_ask()
        return super().get_new_connection(conn_params)
