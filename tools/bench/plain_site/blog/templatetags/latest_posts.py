"""The front page's teasers."""

from blog.models import BlogPage
from django import template

register = template.Library()


@register.simple_tag
def latest_posts(count):
    """The newest posts with their pictures."""
    return BlogPage.objects.live().select_related("picture").order_by("-date")[:count]
