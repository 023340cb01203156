"""Fills the plain site: 60 posts of 600 words, each with its own picture, and an editor."""

import io
from datetime import date, timedelta
from typing import Any

from blog.models import BlogIndexPage, BlogPage
from django.contrib.auth import get_user_model
from django.core.files.images import ImageFile
from django.core.management.base import BaseCommand
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Site

POSTS = 60
WORDS = "the river keeps its name and nobody crosses it alone after the market closes "


class Command(BaseCommand):
    """`manage.py fill_blog`."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make everything once."""
        people: Any = get_user_model()  # the plain site's own, not ours
        people.objects.create_superuser("editor", "editor@plain.example", "plain")
        index = Site.objects.get().root_page.add_child(instance=BlogIndexPage(title="Blog", slug="blog"))
        body = "".join(f"<h2>Part {part}</h2><p>{WORDS * 11}<b>{WORDS}</b></p>" for part in range(4))
        for number in range(POSTS):
            post = BlogPage(
                title=f"Post {number}",
                slug=f"post-{number}",
                date=date(2026, 1, 1) + timedelta(days=number),
                intro=WORDS,
                body=body,
                picture=self.picture(number),
            )
            index.add_child(instance=post)
            post.save_revision().publish()

    def picture(self, number: int) -> Image:
        """A picture of 1200 × 800 pixels."""
        file = io.BytesIO()
        Picture.new("RGB", (1200, 800), (number * 4, 90, 120)).save(file, "JPEG")
        return Image.objects.create(title=f"Picture {number}", file=ImageFile(file, f"picture-{number}.jpg"))
