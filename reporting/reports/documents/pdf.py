"""The report as PDF, typeset by Typst."""

from __future__ import annotations

from pathlib import Path

from media_library.print import typst
from reporting.models import Report

from .content import words

FOLDER = Path(__file__).resolve().parent.parent / "typ"


def report_pdf(report: Report, proof: str) -> bytes:
    """A4 PDF. Raises typst.Busy when every compiler of this process is at work."""
    return typst.pdf("report", words(report, proof), folder=FOLDER)
