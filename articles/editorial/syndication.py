"""Whoever took a story over hears what becomes of the original; when it is deleted, the copies go with it.

A copy follows words, corrections and visibility by itself (admin/syndication.py). What no program reaches is where
the taker has passed it on: networks, print, letters. So its secretary and chief get a letter when the original is
corrected, leaves the site, or is deleted. Wagtail would make a draft of its own, without credit, of the copy of a
deleted page.
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
from articles.admin.syndication import is_taken
from articles.models import ArticlePage, Correction
from campaign.models import Outlet
from notifications.outbox import post
from notifications.purposes import Purpose, register
from users.models import RoleGroup, User

TAKEN = register(Purpose("story-taken", gettext_lazy("Bài lấy về đã đổi")))


def arrangers_of(outlet: Outlet) -> list[str]:
    """Addresses of the active secretaries and chiefs of `outlet`."""
    groups = RoleGroup.objects.filter(scope=outlet.slug, role__in=[str(role) for role in ARRANGERS]).values("group")
    return sorted(User.objects.filter(is_active=True, groups__in=groups).values_list("email", flat=True).distinct())


def tell(copy: ArticlePage, event: str, correction: Correction | None = None) -> None:
    """A letter to those who arrange at the outlet of `copy`. Call it in the transaction of the change.

    `event`: “corrected” (with the correction), “off” (taken down, unpublished, over) or “deleted”.
    """
    section = copy.get_parent().specific
    context = {
        "event": event,
        "title": copy.title,
        "section": section.title,
        "house": copy.alias_of.get_parent().specific.outlet.short_name,
        "correction": correction,
        "link": settings.SITE_URL + (copy.address if event == "corrected" else reverse("newsroom:take")),
    }
    with override(settings.LANGUAGE_CODE):  # the newsroom's letters are Vietnamese
        subject = render_to_string("articles/mail/taken_subject.txt", context)
        text = render_to_string("articles/mail/taken.txt", context)
        post(purpose=TAKEN, to=arrangers_of(section.outlet), subject=subject, text=text)


def taken_from(story: Page) -> list[ArticlePage]:
    """The copies of `story` at other outlets."""
    return [copy for copy in ArticlePage.objects.filter(alias_of=story.pk) if is_taken(copy)]


def corrected(sender: Any, instance: Correction, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of post_save: a correction is saved with its moment once, by the publication that carries it."""
    if instance.frozen_at and not raw:
        for copy in taken_from(instance.page):
            tell(copy, "corrected", instance)


def off(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Receiver of page_unpublished: a copy leaves with its original. One that is given back leaves alone: no news."""
    if is_taken(instance) and not instance.alias_of.live:
        tell(instance, "off")


def go_along(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Receiver of pre_delete: the copies of a deleted story are deleted first, and their addresses answer 410."""
    for copy in taken_from(instance):
        tell(copy, "deleted")
        DeletePageAction(copy).execute(skip_permission_checks=True)  # who may delete the original was asked


def connect() -> None:
    """Called from AppConfig.ready()."""
    post_save.connect(corrected, sender=Correction, dispatch_uid="takers-of-corrected")
    page_unpublished.connect(off, dispatch_uid="takers-of-off")
    pre_delete.connect(go_along, sender=Page, dispatch_uid="takers-of-deleted")
