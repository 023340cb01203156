from articles.genres import Genre

from .article import ArticlePage
from .bylines import ArticleByline, ArticleTag
from .corrections import Correction, TakeDown
from .desk import CalendarKey, NamedVersion, NewsroomWorkflow, PlannedStory, PreviewLink, PreviewVerdict
from .formats import CaseStudyPage, LongformPage, RoundupPage, TipPage
from .gatherings import (
    AuthorIndexPage,
    CorrectionIndexPage,
    HashtagIndexPage,
    SpecialPage,
    StorylinePage,
    TopicIndexPage,
)
from .people import Person
from .reads import ReadCount
from .safety import ChildSafetyState, ChildSafetyTask
from .sections import SectionPage
from .tasks import FourEyesApprovalTask

__all__ = [
    "ArticleByline",
    "ArticlePage",
    "ArticleTag",
    "AuthorIndexPage",
    "CalendarKey",
    "CaseStudyPage",
    "ChildSafetyState",
    "ChildSafetyTask",
    "Correction",
    "CorrectionIndexPage",
    "FourEyesApprovalTask",
    "Genre",
    "HashtagIndexPage",
    "LongformPage",
    "NamedVersion",
    "NewsroomWorkflow",
    "Person",
    "PlannedStory",
    "PreviewLink",
    "PreviewVerdict",
    "ReadCount",
    "RoundupPage",
    "SectionPage",
    "SpecialPage",
    "StorylinePage",
    "TakeDown",
    "TipPage",
    "TopicIndexPage",
]
