from .pages import ArticleByline, ArticlePage, ArticleTag, SectionPage
from .people import Person
from .reads import ReadCount
from .tasks import FourEyesApprovalTask

__all__ = ["ArticleByline", "ArticlePage", "ArticleTag", "FourEyesApprovalTask", "Person", "ReadCount", "SectionPage"]
