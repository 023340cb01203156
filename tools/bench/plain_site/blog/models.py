"""The blog of the plain site."""

from typing import Any

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Orderable, Page
from wagtail.snippets.models import register_snippet


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


class StoryBody(blocks.StreamBlock):
    """The blocks of which our story of the bench is made, of Wagtail's own classes and with our features of text."""

    heading = blocks.CharBlock()
    paragraph = blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"])
    figure = blocks.StructBlock(
        [("image", ImageChooserBlock()), ("caption", blocks.CharBlock()), ("credit", blocks.CharBlock(required=False))]
    )
    quote = blocks.StructBlock([("text", blocks.TextBlock()), ("who", blocks.CharBlock(required=False))])
    warning = blocks.StructBlock(
        [("summary", blocks.CharBlock()), ("text", blocks.RichTextBlock(features=["bold", "italic", "link"]))]
    )
    steps = blocks.StructBlock(
        [
            ("title", blocks.CharBlock()),
            (
                "steps",
                blocks.ListBlock(
                    blocks.StructBlock([("action", blocks.CharBlock()), ("detail", blocks.TextBlock(required=False))])
                ),
            ),
        ]
    )
    asset = blocks.PageChooserBlock()


class StoryPage(Page):
    """A post whose text is our story's, block for block: for the editor alone, it has no template."""

    date = models.DateField()
    intro = models.CharField(max_length=250)
    body = StreamField(StoryBody())
    picture = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    content_panels = [*Page.content_panels, FieldPanel("date"), FieldPanel("intro"), FieldPanel("picture"),
                      FieldPanel("body"), InlinePanel("bylines", label="Bylines")]  # fmt: skip


class Byline(Orderable):
    """Who wrote a story."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=60)
    panels = [FieldPanel("person"), FieldPanel("role")]


class Named(models.Model):
    """What a story chooses, by its name."""

    name = models.CharField(max_length=250)
    panels = [FieldPanel("name")]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


@register_snippet
class Person(Named):
    """Who writes."""


@register_snippet
class Topic(Named):
    """What stories are about."""


@register_snippet
class Clip(Named):
    """A film or recording."""


class StoryTag(TaggedItemBase):
    """A keyword of a story."""

    content_object = ParentalKey("blog.WholeStoryPage", on_delete=models.CASCADE, related_name="tagged_items")


def _line(length: int) -> models.CharField:
    return models.CharField(max_length=length, blank=True)


def _chosen(model: str) -> models.ForeignKey:
    return models.ForeignKey(model, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


class WholeStoryPage(Page):
    """The same text in a form with all fields of our story, in the same panels: what whoever needs them builds."""

    genre = models.CharField(max_length=12, choices=[(str(number), f"Genre {number}") for number in range(9)])
    kicker, sapo = _line(60), models.TextField(max_length=700)
    lead_image, lead_caption, lead_credit = _chosen("wagtailimages.Image"), _line(250), _line(120)
    video, audio, storyline = _chosen("blog.Clip"), _chosen("blog.Clip"), _chosen("blog.StoryPage")
    transcript = RichTextField(features=["bold", "italic", "link", "ol", "ul"], blank=True)
    body = StreamField(StoryBody())
    tags = ClusterTaggableManager(through=StoryTag, blank=True)
    topics = ParentalManyToManyField(Topic, blank=True)
    is_milestone, is_hot, is_featured = (models.BooleanField(default=False) for _number in range(3))
    published_at = models.DateTimeField(null=True, blank=True)
    social_text = models.TextField(max_length=500, blank=True)
    source_name, source_url, paid_by, made_by = _line(200), models.URLField(blank=True), _line(80), _line(80)
    has_minor, has_victim = models.BooleanField(null=True, blank=True), models.BooleanField(null=True, blank=True)
    content_warning, override_reason = _line(300), models.TextField(max_length=500, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("sapo"),
        MultiFieldPanel(["lead_image", "lead_caption", "lead_credit"], heading="Lead picture"),
        MultiFieldPanel(["video", "audio", "transcript"], heading="Clips", classname="collapsed"),
        FieldPanel("body"),
        InlinePanel("bylines", label="Bylines"),
        FieldPanel("genre"),
        FieldPanel("kicker"),
        MultiFieldPanel(
            [
                FieldPanel("tags"),
                FieldPanel("topics", widget=CheckboxSelectMultiple),
                FieldRowPanel(["storyline", "is_milestone"]),
                FieldRowPanel(["is_hot", "is_featured", "published_at"]),
                FieldPanel("social_text"),
            ],
            heading="Filing",
            classname="collapsed",
        ),
        MultiFieldPanel(["source_name", "source_url", "paid_by", "made_by"], heading="Source", classname="collapsed"),
        MultiFieldPanel(["has_minor", "has_victim", "content_warning", "override_reason"], heading="Children"),
    ]


class WholeByline(Orderable):
    """Who wrote it."""

    page = ParentalKey(WholeStoryPage, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=[(str(number), f"Role {number}") for number in range(7)])
    signed_as, share = _line(80), models.PositiveSmallIntegerField(null=True, blank=True)
    panels = [FieldRowPanel(["person", "role"]), FieldRowPanel(["signed_as", "share"])]
