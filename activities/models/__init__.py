"""Models of speakers, events, requests, the pledge wall, quizzes, scenarios, class mode, challenges, contests."""

from activities.models.challenge import ChallengeLink, ChallengePage
from activities.models.choices import ChoiceTally
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
from activities.models.events import Event, EventMaterial, EventPhoto, Field, Kind, Speaker
from activities.models.pledge import SHARDS, WHOLE, Brick, PaperPledges, PledgeCount
from activities.models.quiz import QuizPage
from activities.models.registration import EventRegistration
from activities.models.requests import ARRANGE, MAX_REASON, SpeakerRequest, request_of
from activities.models.scenario import ScenarioPage

__all__ = [
    "ARRANGE",
    "HIGHEST",
    "MARKS_NEEDED",
    "MAX_AUTHORS",
    "MAX_FILES",
    "MAX_REASON",
    "SHARDS",
    "SPREAD",
    "WHOLE",
    "Brick",
    "ChallengeLink",
    "ChallengePage",
    "ChoiceTally",
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
    "EventMaterial",
    "EventPhoto",
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
    "ScenarioPage",
    "Speaker",
    "SpeakerRequest",
    "request_of",
    "spread_of",
]
