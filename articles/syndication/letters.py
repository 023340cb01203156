"""Letters to outlets about stories that they have taken over.

A copy follows text, corrections and visibility automatically (editorial/syndication.py), but not what the outlet has
shared elsewhere: networks, print, letters. So its secretary and chief get a letter when the original is corrected,
closed, unpublished or deleted.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.models import Page, PageViewRestriction

from articles.syndication.closed import closed, with_followers
from articles.syndication.copies import copies_at_other_outlets, is_syndicated
from campaign.models import Outlet
from notifications.outbox import delete_letters, letter_language, post
from notifications.purposes import Purpose, register
from users.models import RoleGroup, User
from users.roles import ARRANGERS

SYNDICATED_CHANGED = register(Purpose("story-syndicated", gettext_lazy("Bài lấy về đã đổi")))


def addresses_at(outlet: Outlet) -> list[str]:
    """E-mail addresses of the active secretaries and chiefs of `outlet`."""
    groups = RoleGroup.objects.filter(scope=outlet.slug, role__in=[str(role) for role in ARRANGERS]).values("group")
    return sorted(User.objects.filter(is_active=True, groups__in=groups).values_list("email", flat=True).distinct())


def notify(copy: Page, event: str, correction: Any = None) -> None:
    """Write to secretary and chief of the outlet of `copy`. Call it in the transaction of the change.

    `event`: “corrected” and “redacted” (with the correction), “off” (taken down, unpublished, expired), “back”
    (published again after a take-down, which the copy does not follow by itself), “closed” (behind a password or
    sign-in) or “deleted”. Nobody is written to when the section of the copy belongs to no outlet.
    """
    section, source = copy.get_parent().specific, copy.alias_of.get_parent().specific
    if section.outlet is None:
        return
    places = {"corrected": copy.address, "redacted": copy.address, "back": reverse("newsroom:return", args=[copy.pk])}
    context = {
        "event": event,
        "title": copy.title,
        "section": section.title,
        "house": source.outlet.short_name if source.outlet else source.title,
        "correction": correction,
        "link": settings.SITE_URL + (places[event] if event in places else reverse("newsroom:syndicate")),
    }
    with letter_language():
        subject = render_to_string("articles/mail/syndicated_subject.txt", context)
        text = render_to_string("articles/mail/syndicated.txt", context)
        post(purpose=SYNDICATED_CHANGED, to=addresses_at(section.outlet), subject=subject, text=text)


def tell_of_correction(correction: Any) -> None:
    """Write to every outlet that shows the story of `correction`, in the publication that freezes it."""
    for copy in copies_at_other_outlets(correction.page):
        notify(copy, "corrected", correction)


def forget(correction: Any) -> None:
    """Delete the letters that quote `correction`, sent or not."""
    delete_letters(SYNDICATED_CHANGED, correction.quoted)


def tell_of_closing(
    sender: type[PageViewRestriction], instance: PageViewRestriction, created: bool, **kwargs: Any
) -> None:
    """Receiver of post_save: letters about the copies that ask for the new restriction from now on."""
    if not created:
        return
    copies = Page.objects.live().filter(closed("alias_of__", with_followers([instance.page.path]))).specific()
    for copy in filter(is_syndicated, copies):
        notify(copy, "closed")
