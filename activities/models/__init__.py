"""Models of speakers, events with registrations, requests, the pledge wall, quizzes, class mode, contests."""

from activities.models.classroom import ClassPhone, ClassSession, ClassVote
from activities.models.contest import (
    HIGHEST,
    MARKS_NEEDED,
    Contest,
    ContestLevel,
    ContestRound,
    ContestText,
    Criterion,
    Format,
    Juror,
)
from activities.models.entry import (
    MAX_AUTHORS,
    MAX_FILES,
    SPREAD,
    Entry,
    EntryAuthor,
    EntryEvent,
    EntryFile,
    Mark,
    Prize,
    spread_of,
)
from activities.models.events import Event, Field, Kind, Speaker
from activities.models.pledge import SHARDS, WHOLE, Brick, PaperPledges, PledgeCount
from activities.models.quiz import QuizPage, QuizTally
from activities.models.registration import EventRegistration
from activities.models.requests import MAX_REASON, SpeakerRequest, request_of

__all__ = [
    "HIGHEST",
    "MARKS_NEEDED",
    "MAX_AUTHORS",
    "MAX_FILES",
    "MAX_REASON",
    "SHARDS",
    "SPREAD",
    "WHOLE",
    "Brick",
    "ClassPhone",
    "ClassSession",
    "ClassVote",
    "Contest",
    "ContestLevel",
    "ContestRound",
    "ContestText",
    "Criterion",
    "Entry",
    "EntryAuthor",
    "EntryEvent",
    "EntryFile",
    "Event",
    "EventRegistration",
    "Field",
    "Format",
    "Juror",
    "Kind",
    "Mark",
    "PaperPledges",
    "PledgeCount",
    "Prize",
    "QuizPage",
    "QuizTally",
    "Speaker",
    "SpeakerRequest",
    "request_of",
    "spread_of",
]
