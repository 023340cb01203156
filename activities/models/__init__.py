"""Models of speakers, events and requests for speakers."""

from activities.models.events import Event, Field, Kind, Speaker
from activities.models.requests import MAX_REASON, SpeakerRequest, request_of

__all__ = ["MAX_REASON", "Event", "Field", "Kind", "Speaker", "SpeakerRequest", "request_of"]
