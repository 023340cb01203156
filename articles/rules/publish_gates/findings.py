"""What a rule finds, and the order in which people read it: what prevents publication first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """STOP prevents publication; WARN does not."""

    STOP = "stop"
    WARN = "warn"


@dataclass(frozen=True)
class Finding:
    """One thing to correct. `field` is the name of the editor's field, `where` its label."""

    code: str
    severity: Severity
    field: str
    where: str
    problem: str
    mend: str

    @property
    def is_stop(self) -> bool:
        return self.severity == Severity.STOP

    def __str__(self) -> str:
        return f"{self.where}: {self.problem} {self.mend}"


def check[Text](text: Text, rules: Sequence[Callable[[Text], Iterable[Finding]]]) -> list[Finding]:
    """All findings of `rules` about `text`, stops first, otherwise in the order of the rules."""
    return in_order(finding for rule in rules for finding in rule(text))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Stops first; otherwise as given."""
    return sorted(findings, key=lambda finding: not finding.is_stop)
