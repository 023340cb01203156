"""The panels of a story's editor, in the order in which a newsroom fills them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from articles.panels import GatePanel
from base.pages import BasePage

HEADLINE = [FieldPanel("kicker"), *BasePage.content_panels, FieldPanel("sapo")]
#: What a page type of its own puts in place of the genre.
GENRE = [FieldPanel("genre")]
STORY = [
    InlinePanel("bylines", heading=_("Tác giả"), label=_("tác giả")),
    MultiFieldPanel(
        [FieldPanel("lead_image"), FieldPanel("lead_caption"), FieldPanel("lead_credit")], heading=_("Ảnh chính")
    ),
    MultiFieldPanel(
        [FieldPanel("video"), FieldPanel("audio"), FieldPanel("transcript")],
        heading=_("Clip và bản nghe"),
        classname="collapsed",
    ),
    FieldPanel("content_warning"),
    FieldPanel("body"),
]
FILING = [
    MultiFieldPanel(
        [FieldPanel("has_minor"), FieldPanel("has_victim"), FieldPanel("override_reason")],
        heading=_("An toàn trẻ em"),
    ),
    MultiFieldPanel([FieldPanel("source_name"), FieldPanel("source_url")], heading=_("Nguồn")),
    FieldPanel("tags"),
    FieldPanel("topics"),
    FieldRowPanel([FieldPanel("storyline"), FieldPanel("is_milestone")]),
    FieldRowPanel([FieldPanel("is_hot"), FieldPanel("is_featured"), FieldPanel("published_at")]),
    FieldPanel("pinned_until", permission="articles.pin_article"),
    FieldPanel("social_text"),
    GatePanel(heading=_("Trước khi đăng")),
]
