"""The blog of the plain site."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page


class BlogIndexPage(Page):
    """List of posts, newest first."""

    intro = RichTextField(blank=True)
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The 20 newest posts."""
        context = super().get_context(request, *args, **kwargs)
        context["posts"] = BlogPage.objects.child_of(self).live().select_related("picture").order_by("-date")[:20]
        return context


class BlogPage(Page):
    """A post."""

    date = models.DateField()
    intro = models.CharField(max_length=250)
    body = RichTextField()
    picture = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    content_panels = [*Page.content_panels, FieldPanel("date"), FieldPanel("intro"), FieldPanel("picture"),
                      FieldPanel("body"), InlinePanel("gallery_images", label="Gallery images")]  # fmt: skip

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Five other posts."""
        context = super().get_context(request, *args, **kwargs)
        others = BlogPage.objects.sibling_of(self, inclusive=False).live()
        context["posts"] = others.select_related("picture").order_by("-date")[:5]
        return context


class GalleryImage(Orderable):
    """A picture of a post's gallery, as in Wagtail's tutorial."""

    page = ParentalKey(BlogPage, on_delete=models.CASCADE, related_name="gallery_images")
    image = models.ForeignKey("wagtailimages.Image", on_delete=models.CASCADE, related_name="+")
    caption = models.CharField(blank=True, max_length=250)
    panels = [FieldPanel("image"), FieldPanel("caption")]
