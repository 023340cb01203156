"""What is said of details that may identify a child, in English; Vietnamese: locale/vi/LC_MESSAGES/publish_gates.po.

This site says the same in articles/rules/gates.py; tests/test_packages.py holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .findings import Finding, Severity
from .personal_details import Detail

#: Kind of a detail → its name.
LABELS = {
    "name": "full name",
    "school": "name of the school",
    "class": "class",
    "phone": "phone number",
    "street": "home address",
    "email": "e-mail address",
    "account": "account on a network",
    "plate": "number plate",
    "paper": "number of an identity paper",
    "birth": "date of birth",
}
WHERE = "Content"
PROBLEM = "The story may show who a child is: %(pieces)s."
MEND = "Remove or replace name, school, class, number or address."
SHOWN = 6  # details that are named


def finding(details: Iterable[Detail], translate: Callable[[str], str] = str) -> Finding:
    """A stop that names `details`; `translate`: gettext() of a catalogue of these messages."""
    pieces = "; ".join(f"{translate(LABELS[detail.kind])} “{detail.text}”" for detail in list(details)[:SHOWN])
    problem = translate(PROBLEM) % {"pieces": pieces}
    return Finding("personal-details", Severity.STOP, "body", translate(WHERE), problem, translate(MEND))
