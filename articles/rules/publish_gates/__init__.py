"""Publish gates without the texts of this site: findings, details that identify a child, refused publications.

No import of ours. Submodule `pages` needs Django and Wagtail, the others need nothing.
"""

from .findings import Finding, Severity, check, in_order

__all__ = ["Finding", "Severity", "check", "in_order"]
