"""Models of speakers, events with registrations, requests, the pledge wall, quizzes and their class mode."""

from activities.models.classroom import ClassPhone, ClassSession, ClassVote
from activities.models.events import Event, Field, Kind, Speaker
from activities.models.pledge import SHARDS, WHOLE, Brick, PaperPledges, PledgeCount
from activities.models.quiz import QuizPage, QuizTally
from activities.models.registration import EventRegistration
from activities.models.requests import MAX_REASON, SpeakerRequest, request_of

__all__ = [
    "MAX_REASON",
    "SHARDS",
    "WHOLE",
    "Brick",
    "ClassPhone",
    "ClassSession",
    "ClassVote",
    "Event",
    "EventRegistration",
    "Field",
    "Kind",
    "PaperPledges",
    "PledgeCount",
    "QuizPage",
    "QuizTally",
    "Speaker",
    "SpeakerRequest",
    "request_of",
]
