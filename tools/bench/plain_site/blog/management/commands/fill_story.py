"""Makes the plain site's one story from `story.json`: title, intro, number of bylines, blocks as [type, value]."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from blog.models import BlogIndexPage, Byline, StoryPage
from django.core.management.base import BaseCommand
from wagtail.images.models import Image


class Command(BaseCommand):
    """`manage.py fill_story`; an older story goes."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it; a figure shows the first picture, an asset leads to the index."""
        said, index = json.loads(Path("story.json").read_text()), BlogIndexPage.objects.get()
        StoryPage.objects.all().delete()
        picture = Image.objects.earliest("pk")
        instead: dict[str, Any] = {"figure": {"image": picture.pk}, "asset": index.pk}
        body = [(kind, value | instead[kind] if kind == "figure" else instead.get(kind, value))
                for kind, value in said["blocks"]]  # fmt: skip
        story = StoryPage(title=said["title"], slug="story", intro=said["intro"][:250], picture=picture)
        story.date = date(2026, 1, 1)
        story.body = StoryPage._meta.get_field("body").to_python(
            json.dumps([{"type": kind, "value": value} for kind, value in body])
        )
        story.bylines = [Byline(person=index, role="text") for _number in range(said["bylines"])]
        index.get_parent().add_child(instance=story)  # the blog stays what the other measures know
        story.save_revision().publish()
