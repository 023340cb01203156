"""Pooled database connections that do not wait without end for a server that takes them and says nothing.

A stopped process or a disk that hangs: PostgreSQL's own time-outs do not run then, psycopg waits, and with it every
thread of the web process, so that no page is answered.
"""

from __future__ import annotations

import select
import threading
from time import monotonic
from typing import Any, Self

from psycopg import Connection, OperationalError
from psycopg.abc import RV, PQGen
from psycopg.pq import ExecStatus, TransactionStatus

#: Role of a process → connections that it needs at least: one for each thread. The scheduler starts all jobs of a night
#: at once (jobs/schedule.py), and looks for due ones meanwhile.
LEAST_CONNECTIONS = {"scheduler": 24}
CHECK_SECONDS = 2  # as long as a new connection may take (connect_timeout)
GRACE_SECONDS = 5  # after PostgreSQL's own limit: then it has not ended the statement itself
PAUSE_SECONDS = 2  # for which a web process does not ask a server that gave no answer


def pool_options(size: int, statement_seconds: float) -> dict[str, Any]:
    """The pool of one process: at most `size` connections, whose statements may take so long (0: no limit)."""
    return {
        "min_size": 1,
        "max_size": size,
        # Seconds that a request waits for a connection. There is one for each thread, so it waits only while the
        # database is away; meanwhile the reader of a page that the edge still has waits too, and the thread is missing
        # elsewhere.
        "timeout": 2,
        "check": check_connection,
        "connection_class": connection_class(statement_seconds),
        # Seconds after which the pool gives up a new connection; the next request then asks for one at once. With the
        # default, 300, the pauses between attempts grow to two minutes, and so long the site stays away after an
        # outage.
        "reconnect_timeout": 10,
    }


class Silence:
    """Whether the server has just given no answer: known to all threads of a process, so that one waits and not all.

    Without it every request of a web process waits for the database, and what needs none is not answered either.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0  # moment of the monotonic clock; 0: the last answer was one

    def begin(self) -> None:
        """No answer came."""
        self._until = monotonic() + PAUSE_SECONDS

    def end(self) -> None:
        self._until = 0.0

    def may_ask(self) -> None:
        """Raises OperationalError during a pause. After one, lets a single thread ask and the others pause again."""
        with self._lock:
            if not self._until:
                return
            if monotonic() < self._until:
                raise OperationalError("PostgreSQL gave no answer a moment ago")
            self.begin()


SILENCE = Silence()


def check_connection(connection: Connection, seconds: float = CHECK_SECONDS) -> None:
    """Ask the server for nothing. Raises OperationalError where it gives no answer in `seconds`, or cannot.

    Called before a request uses the connection; the pool then drops it and opens another one.
    """
    try:
        _check(connection, seconds)
    except OperationalError:
        SILENCE.begin()
        raise
    SILENCE.end()


def _check(connection: Connection, seconds: float) -> None:
    raw, until = connection.pgconn, monotonic() + seconds
    arrives = select.poll()  # not select.select(): a busy web process has more than its 1024 sockets
    arrives.register(raw.socket, select.POLLIN)
    raw.send_query(b"")
    while True:
        while raw.is_busy():
            if not arrives.poll(max(0.0, until - monotonic()) * 1000):
                raise OperationalError(f"PostgreSQL has not answered for {seconds} s")
            raw.consume_input()
        result = raw.get_result()
        if result is None:
            return
        if result.status == ExecStatus.FATAL_ERROR:
            raise OperationalError(result.error_message.decode(errors="replace"))


def connection_class(statement_seconds: float) -> type[Connection]:
    """Class of connections for a process whose statements may take so long (0: no limit, psycopg's own class)."""
    if not statement_seconds:
        return Connection

    class LimitedConnection(Connection):
        """Waits for an answer a little longer than PostgreSQL may work on it, then closes itself."""

        answer_seconds = statement_seconds + GRACE_SECONDS

        @classmethod
        def connect(cls, *arguments: Any, **options: Any) -> Self:
            """Tell SILENCE whether the server let this process in."""
            try:
                connection = super().connect(*arguments, **options)
            except OperationalError:
                SILENCE.begin()
                raise
            SILENCE.end()
            return connection

        def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
            """Raises OperationalError after `answer_seconds` without an end, unless the caller has its own limit."""
            if timeout is not None:
                return super().wait(gen, interval, timeout)
            try:
                return super().wait(gen, interval, self.answer_seconds)
            except OperationalError:
                if self.info.transaction_status == TransactionStatus.ACTIVE:  # its answer is still to come
                    SILENCE.begin()
                    self.close()
                raise

    return LimitedConnection
