"""Models of the register, members, the checklist, roll-ups, messages, imports, closed seasons and printed copies."""

from schools.models.review import Certificate, ImportRun, Message, SeasonClose

from .checklist import MAX_PHOTOS, ChecklistItem, Claim, ClaimEvent, EvidencePhoto, ReviewBatch
from .coverage import Coverage, DownloadSummary, Progress, RollupMark
from .people import CODE_LENGTH, Invitation, Membership, plain_code
from .printed import PrintOrder, PrintRun
from .units import ORGANISATION_KINDS, Kind, Level, Unit

__all__ = [
    "CODE_LENGTH",
    "MAX_PHOTOS",
    "ORGANISATION_KINDS",
    "Certificate",
    "ChecklistItem",
    "Claim",
    "ClaimEvent",
    "Coverage",
    "DownloadSummary",
    "EvidencePhoto",
    "ImportRun",
    "Invitation",
    "Kind",
    "Level",
    "Membership",
    "Message",
    "PrintOrder",
    "PrintRun",
    "Progress",
    "ReviewBatch",
    "RollupMark",
    "SeasonClose",
    "Unit",
    "plain_code",
]
