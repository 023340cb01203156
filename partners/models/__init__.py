"""Models of partners, briefs, invitations, submissions with their files and consents, and the story pages."""

from partners.models.reported_links import Notice, ReportedLink

from .brief import Brief, BriefAsset
from .consent import Consent, DepictedPerson
from .files import Remark, SubmissionFile
from .invitation import Invitation
from .pages import KolIndexPage, KolStoryPage
from .people import Partner, PartnerMember, ProfileProposal
from .quota import OverQuota, PartnerDay
from .submission import Submission
from .submission_event import SubmissionEvent

__all__ = [
    "Brief",
    "BriefAsset",
    "Consent",
    "DepictedPerson",
    "Invitation",
    "KolIndexPage",
    "KolStoryPage",
    "Notice",
    "OverQuota",
    "Partner",
    "PartnerDay",
    "PartnerMember",
    "ProfileProposal",
    "Remark",
    "ReportedLink",
    "Submission",
    "SubmissionEvent",
    "SubmissionFile",
]
