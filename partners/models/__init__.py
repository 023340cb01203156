from .pages import KolIndexPage, KolStoryPage
from .people import Invitation, Partner, PartnerMember
from .submission import Consent, Submission, SubmissionEvent, SubmissionFile

__all__ = [
    "Consent",
    "Invitation",
    "KolIndexPage",
    "KolStoryPage",
    "Partner",
    "PartnerMember",
    "Submission",
    "SubmissionEvent",
    "SubmissionFile",
]
