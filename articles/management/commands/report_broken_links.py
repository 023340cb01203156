"""Writes to the secretaries and chiefs of each outlet whose published stories have broken links; nightly."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.editorial.access import sections_of
from articles.editorial.broken_links import BROKEN, broken_links, broken_outside
from articles.syndication.letters import addresses_at
from campaign.models import Outlet
from notifications.outbox import letter_language, post


class Command(BaseCommand):
    """One letter a week at most for each person; prints how many links are broken."""

    help = "Báo cho thư ký và Tổng Biên tập những liên kết hỏng trong bài đang đăng."

    def handle(self, **options: Any) -> None:
        total, week = 0, f"{timezone.localdate():%G-%V}"
        for outlet in Outlet.objects.all():
            sections = sections_of([outlet])
            links = broken_links(sections) + broken_outside(sections)
            total += len(links)
            if links:
                link = settings.SITE_URL + reverse("newsroom:broken_links")
                with letter_language():
                    text = render_to_string("articles/mail/broken_links.txt", {"links": links[:20], "link": link})
                    post(
                        purpose=BROKEN,
                        to=addresses_at(outlet),
                        subject=_("Liên kết hỏng: %(number)d") % {"number": len(links)},
                        text=text,
                        key=f"broken-links-{outlet.slug}-{week}",
                    )
        self.stdout.write(f"{total} liên kết hỏng.")
