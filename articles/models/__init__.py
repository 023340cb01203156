"""Models of the newsroom: sections, stories, people, corrections, workflow."""

from articles.genres import Genre
from articles.models.collections import SpecialPage, StorylinePage
from articles.models.editorial import (
    BreakingNews,
    CalendarKey,
    FeeScale,
    NamedVersion,
    NewsroomWorkflow,
    OutsideLink,
    PlannedStory,
    PreviewLink,
    PreviewVerdict,
)
from articles.models.index_pages import AuthorIndexPage, CorrectionIndexPage, HashtagIndexPage, TopicIndexPage
from articles.models.read_count import ReadCount
from articles.models.workflow_tasks import FourEyesApprovalTask

from .article import ArticlePage
from .bylines import ArticleByline, ArticleTag
from .corrections import Correction, TakeDown
from .formats import CaseStudyPage, LongformPage, RoundupPage, TipPage
from .people import Person
from .safety import ChildSafetyState, ChildSafetyTask, DetailOverride
from .sections import SectionPage

__all__ = [
    "ArticleByline",
    "ArticlePage",
    "ArticleTag",
    "AuthorIndexPage",
    "BreakingNews",
    "CalendarKey",
    "CaseStudyPage",
    "ChildSafetyState",
    "ChildSafetyTask",
    "Correction",
    "CorrectionIndexPage",
    "DetailOverride",
    "FeeScale",
    "FourEyesApprovalTask",
    "Genre",
    "HashtagIndexPage",
    "LongformPage",
    "NamedVersion",
    "NewsroomWorkflow",
    "OutsideLink",
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
