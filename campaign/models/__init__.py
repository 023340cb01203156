"""Models of the shared vocabulary: season, audience, topic, outlet, help line, and the site's identity."""

from .helpline import HELPLINE_REVIEW_DAYS, HelpLine, HelpLineQuerySet
from .identity import SiteIdentity
from .outlet import Outlet
from .season import Season
from .terms import Audience, NamedTerm, SluggedByName, Topic

__all__ = [
    "HELPLINE_REVIEW_DAYS",
    "Audience",
    "HelpLine",
    "HelpLineQuerySet",
    "NamedTerm",
    "Outlet",
    "Season",
    "SiteIdentity",
    "SluggedByName",
    "Topic",
]
