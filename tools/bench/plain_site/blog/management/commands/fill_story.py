"""Makes the plain site's one story from `story.json`, in a form of its text alone and in one with all our fields.

`story.json`: title, intro, numbers of bylines, of topics and of those chosen, keywords, blocks as [type, value].
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from blog.models import BlogIndexPage, Byline, Person, StoryPage, Topic, WholeByline, WholeStoryPage
from django.core.management.base import BaseCommand
from wagtail.images.models import Image


class Command(BaseCommand):
    """`manage.py fill_story`; older stories go."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both; a figure shows the first picture, an asset leads to the index."""
        said, index = json.loads(Path("story.json").read_text()), BlogIndexPage.objects.get()
        for model in (StoryPage, WholeStoryPage, Person, Topic):
            model.objects.all().delete()
        picture = Image.objects.earliest("pk")
        instead: dict[str, Any] = {"figure": {"image": picture.pk}, "asset": index.pk}
        body = [(kind, value | instead[kind] if kind == "figure" else instead.get(kind, value))
                for kind, value in said["blocks"]]  # fmt: skip
        text = json.dumps([{"type": kind, "value": value} for kind, value in body])
        story = StoryPage(title=said["title"], slug="story", intro=said["intro"][:250], picture=picture)
        story.date = date(2026, 1, 1)
        story.bylines = [Byline(person=index, role="text") for _number in range(said["bylines"])]
        whole = WholeStoryPage(title=said["title"], slug="whole-story", sapo=said["intro"], lead_image=picture)
        whole.genre, whole.lead_caption, whole.has_minor, whole.has_victim = "1", "Picture", False, False
        people = [Person.objects.create(name=f"Person {number}") for number in range(said["bylines"])]
        whole.bylines = [WholeByline(person=person, role="1") for person in people]
        for page in (story, whole):
            page.body = type(page)._meta.get_field("body").to_python(text)
            index.get_parent().add_child(instance=page)  # the blog stays what the other measures know
        topics = [Topic.objects.create(name=f"Topic {number}") for number in range(said["topics"])]
        whole.topics.set(topics[: said["chosen"]])
        whole.tags.set(said["tags"])
        for page in (story, whole):
            page.save_revision().publish()
