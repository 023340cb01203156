"""The byline of a new story: the author of the account that begins it, in every form; it can be changed or removed."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.signals import init_new_page

from articles.models import ArticleByline, ArticlePage, Person


def sign_new(page: ArticlePage) -> None:
    """Sign `page`, which is not saved yet, with the author of its owner; nothing where the account has none."""
    if person := Person.objects.filter(account=page.owner_id or 0).first():
        page.bylines = [ArticleByline(person=person)]


def _sign_in_form(sender: type, page: Page, **kwargs: Any) -> None:
    if isinstance(page, ArticlePage):
        sign_new(page)


def connect() -> None:
    """Sign what Wagtail's empty form shows, of every page type. Called from AppConfig.ready()."""
    init_new_page.connect(_sign_in_form, dispatch_uid="articles.first_byline")
