"""Letters to those who wrote and translated a story that is taken down, or comes back."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from articles.models import ArticlePage, TakeDown
from articles.rules.four_eyes import signed_by
from articles.rules.translations import translators_of
from notifications.outbox import letter_language, post
from notifications.purposes import Purpose, register
from users.models import User

TAKE_DOWN = register(Purpose("story-taken-down", gettext_lazy("Bài bị gỡ, xin đăng lại, đăng lại")))


def authors_of(pages: Iterable[ArticlePage]) -> set[int]:
    """Primary keys of the accounts that own, signed or translated one of `pages`."""
    return {key for page in pages for key in {page.owner_id, *signed_by(page), *translators_of(page)} if key}


def tell_of_take_down(pages: list[ArticlePage], entry: TakeDown, user: User) -> None:
    """Write to the authors of all versions; call it in the transaction of the take-down."""
    _write(pages[0], "taken_down", entry, user, authors_of(pages))


def tell_of_request(page: ArticlePage, entry: TakeDown, user: User, approvers: Iterable[int]) -> None:
    """Write to the accounts that may approve the return of `page`."""
    _write(page, "asked", entry, user, set(approvers))


def tell_of_return(page: ArticlePage, entry: TakeDown, user: User) -> None:
    """Write to the authors of all versions, and to who asked for the return."""
    versions = [page, *page.get_translations().specific()]
    _write(page, "returned", entry, user, authors_of(versions) | {entry.return_asked_by_id or 0})


def _write(page: ArticlePage, event: str, entry: TakeDown, actor: User, to: set[int]) -> None:
    addressees = get_user_model().objects.filter(is_active=True, pk__in=to - {actor.pk}).order_by("email")
    place = "newsroom:return" if event == "asked" else "wagtailadmin_pages:edit"
    context = {
        "event": event,
        "who": actor,
        "asked_by": entry.return_asked_by,
        "reason": entry.get_reason_display() if event == "taken_down" else entry.return_reason,
        "title": page.get_admin_display_title(),
        "link": settings.SITE_URL + reverse(place, args=[page.pk]),
    }
    with letter_language():
        subject = render_to_string("articles/mail/take_down_subject.txt", context)
        text = render_to_string("articles/mail/take_down.txt", context)
        for address in addressees.values_list("email", flat=True):
            post(purpose=TAKE_DOWN, to=address, subject=subject, text=text)
