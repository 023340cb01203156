"""The front page's teasers."""

from blog.models import BlogPage
from django import template
from django.db.models import QuerySet

register = template.Library()


@register.simple_tag
def latest_posts(count: int) -> QuerySet[BlogPage]:
    """The newest posts with their pictures."""
    return BlogPage.objects.live().select_related("picture").order_by("-date")[:count]
