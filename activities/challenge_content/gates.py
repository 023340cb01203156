"""Publish gates of a challenge, beside those of every story (articles/rules/gates.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles.rules.gates import Finding, Severity

HASHTAG = re.compile(r"^#\w{2,59}$")


def findings(page: Any) -> Iterator[Finding]:
    """A hashtag that is none, dates that are missing or turned round, no rules."""
    if not HASHTAG.match(page.hashtag):
        yield _stop(
            "challenge-hashtag", "hashtag", _("Hashtag"), _("Hashtag chưa có, hoặc có dấu cách, dấu câu."),
            _("Bạn viết liền, mở đầu bằng #, ví dụ #KhongMotMinh."),
        )  # fmt: skip
    if not page.starts_on or not page.ends_on or page.starts_on > page.ends_on:
        yield _stop(
            "challenge-dates", "ends_on", _("Thời gian"), _("Chưa có ngày bắt đầu, ngày kết thúc đúng thứ tự."),
            _("Bạn điền hai ngày."),
        )  # fmt: skip
    if not page.rules.strip():
        yield _stop(
            "challenge-rules", "rules", _("Thể lệ"), _("Chưa có thể lệ."),
            _("Bạn viết: quay gì, ai gửi, không có mặt ai khi chưa đồng ý, gửi đến ngày nào."),
        )  # fmt: skip


def _stop(code: str, field: str, where: str, problem: str, mend: str) -> Finding:
    return Finding(code, Severity.STOP, field, where, problem, mend)
