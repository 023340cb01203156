"""Lines of logs without what a private link carries: invitations, new passwords, calendars, drafts shown outside."""

from __future__ import annotations

import logging
import re

#: Paths whose next part opens something to whoever knows it. tests/base/test_logs.py finds new ones in the URLconf.
_PRIVATE = re.compile(
    r"(/(?:dat-lai-mat-khau|doi-tac/(?:vao|loi-moi)|truong/loi-moi|tra-loi|lich-toa-soan|xem-truoc|tai/xem-nhap"
    r"|lop/(?:may|man-hinh))/)[^/\s\"'?]+"
)


def without_keys(text: str) -> str:
    """`text` with “…” in place of the keys of private links."""
    return _PRIVATE.sub(r"\1…", text)


class Formatter(logging.Formatter):
    """Formatter of the one handler of settings.LOGGING: no line, and no traceback, has such a key."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback below it."""
        return without_keys(super().format(record))
