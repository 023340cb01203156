"""Models of speakers, events with registrations, requests for speakers, and of the pledge wall."""

from activities.models.events import Event, Field, Kind, Speaker
from activities.models.pledge import SHARDS, WHOLE, Brick, PaperPledges, PledgeCount
from activities.models.registration import EventRegistration
from activities.models.requests import MAX_REASON, SpeakerRequest, request_of

__all__ = [
    "MAX_REASON",
    "SHARDS",
    "WHOLE",
    "Brick",
    "Event",
    "EventRegistration",
    "Field",
    "Kind",
    "PaperPledges",
    "PledgeCount",
    "Speaker",
    "SpeakerRequest",
    "request_of",
]
