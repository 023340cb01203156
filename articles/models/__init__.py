from .pages import ArticleByline, ArticlePage, ArticleTag, SectionPage
from .people import Person
from .tasks import FourEyesApprovalTask

__all__ = ["ArticleByline", "ArticlePage", "ArticleTag", "FourEyesApprovalTask", "Person", "SectionPage"]
