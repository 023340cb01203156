"""Tells outlets what happens to stories they have taken over; deletes copies with their original.

A copy follows text, corrections and visibility automatically (admin/syndication.py), but not what the outlet has
shared elsewhere: networks, print, letters. So its secretary and chief get a letter when the original is corrected,
unpublished or deleted. Without the deletion here, Wagtail would turn the copy of a deleted page into a draft of its
own, without credit.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models.signals import post_save, pre_delete
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy, override
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page
from wagtail.signals import page_unpublished

from articles.admin.access import ARRANGERS
from articles.admin.syndication import is_syndicated
from articles.models import ArticlePage, Correction
from campaign.models import Outlet
from notifications.outbox import post
from notifications.purposes import Purpose, register
from users.models import RoleGroup, User

SYNDICATED_CHANGED = register(Purpose("story-syndicated", gettext_lazy("Bài lấy về đã đổi")))


def arrangers_of(outlet: Outlet) -> list[str]:
    """Addresses of the active secretaries and chiefs of `outlet`."""
    groups = RoleGroup.objects.filter(scope=outlet.slug, role__in=[str(role) for role in ARRANGERS]).values("group")
    return sorted(User.objects.filter(is_active=True, groups__in=groups).values_list("email", flat=True).distinct())


def notify(copy: ArticlePage, event: str, correction: Correction | None = None) -> None:
    """Write to secretary and chief of the outlet of `copy`. Call it in the transaction of the change.

    `event`: “corrected” (with the correction), “off” (taken down, unpublished, expired) or “deleted”.
    """
    section = copy.get_parent().specific
    context = {
        "event": event,
        "title": copy.title,
        "section": section.title,
        "house": copy.alias_of.get_parent().specific.outlet.short_name,
        "correction": correction,
        "link": settings.SITE_URL + (copy.address if event == "corrected" else reverse("newsroom:syndicate")),
    }
    with override(settings.LANGUAGE_CODE):  # the newsroom's letters are Vietnamese
        subject = render_to_string("articles/mail/syndicated_subject.txt", context)
        text = render_to_string("articles/mail/syndicated.txt", context)
        post(purpose=SYNDICATED_CHANGED, to=arrangers_of(section.outlet), subject=subject, text=text)


def copies_at_other_outlets(story: Page) -> list[ArticlePage]:
    """Copies of `story` at other outlets."""
    return [copy for copy in ArticlePage.objects.filter(alias_of=story.pk) if is_syndicated(copy)]


def on_correction(sender: Any, instance: Correction, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of post_save of Correction: a frozen one is saved once, by the publication that shows it."""
    if instance.frozen_at and not raw:
        for copy in copies_at_other_outlets(instance.page):
            notify(copy, "corrected", instance)


def on_unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Receiver of page_unpublished: report a copy that left with its original, not one that was given back."""
    if is_syndicated(instance) and not instance.alias_of.live:
        notify(instance, "off")


def delete_copies(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Receiver of pre_delete: delete the copies of a story first; their addresses then answer 410."""
    for copy in copies_at_other_outlets(instance):
        notify(copy, "deleted")
        DeletePageAction(copy).execute(skip_permission_checks=True)  # the right to delete the original was checked


def connect() -> None:
    """Connect the receivers; called by AppConfig.ready()."""
    post_save.connect(on_correction, sender=Correction, dispatch_uid="syndication-corrected")
    page_unpublished.connect(on_unpublished, dispatch_uid="syndication-off")
    pre_delete.connect(delete_copies, sender=Page, dispatch_uid="syndication-deleted")
