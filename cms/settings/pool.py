"""Check of a pooled database connection before a request uses it, with a limit of its own.

psycopg_pool's check waits without end for a server that takes connections and says nothing (a stopped process, a disk
that hangs): every thread of the web process would wait with it, and no page be answered.
"""

from __future__ import annotations

import select
from time import monotonic

from psycopg import Connection, OperationalError
from psycopg.pq import ExecStatus

CHECK_SECONDS = 2  # as long as a new connection may take (connect_timeout)


def check_connection(connection: Connection, seconds: float = CHECK_SECONDS) -> None:
    """Ask the server for nothing. Raises OperationalError where it gives no answer in `seconds`, or cannot.

    The pool then drops the connection and opens another one.
    """
    raw, until = connection.pgconn, monotonic() + seconds
    raw.send_query(b"")
    while True:
        while raw.is_busy():
            if not select.select([raw.socket], [], [], max(0.0, until - monotonic()))[0]:
                raise OperationalError(f"PostgreSQL has not answered for {seconds} s")
            raw.consume_input()
        result = raw.get_result()
        if result is None:
            return
        if result.status == ExecStatus.FATAL_ERROR:
            raise OperationalError(result.error_message.decode(errors="replace"))
