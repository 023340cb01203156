from .pages import ArticleByline, ArticlePage, ArticleTag, SectionPage
from .people import Person

__all__ = ["ArticleByline", "ArticlePage", "ArticleTag", "Person", "SectionPage"]
