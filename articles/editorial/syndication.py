"""Takes over a published story of another outlet into a section, and removes the copy again.

The copy is a Wagtail page alias: it has no text of its own, so corrections reach it automatically.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from articles import publication
from articles.editorial.access import outlets_of
from articles.models import ArticlePage, SectionPage
from base.text import free_slug
from users.models import User
from users.roles import ARRANGERS


@transaction.atomic
def syndicate(story: ArticlePage, section: SectionPage, user: User) -> ArticlePage:
    """Create a copy of `story` in `section`. Raises PermissionDenied, or ValidationError with the reason."""
    if not outlets_of(user, ARRANGERS).filter(pk=section.outlet_id).exists():
        raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập lấy bài về chuyên mục của cơ quan mình."))
    list(Page.objects.select_for_update().filter(pk=story.pk))
    own = story.get_parent().specific
    if not ArticlePage.objects.readable().originals().filter(pk=story.pk).exists():  # a copy needs no password
        raise ValidationError(_("Chỉ lấy được bài gốc đang đăng."))
    if own.outlet_id == section.outlet_id:
        raise ValidationError(_("Bài này đã là của cơ quan bạn."))
    if story.locale_id != section.locale_id:
        raise ValidationError(_("Bài và chuyên mục phải cùng một thứ tiếng."))
    if ArticlePage.objects.child_of(section).filter(alias_of=story.pk).exists():
        raise ValidationError(_("Chuyên mục này đã có bài ấy."))
    copy = CreatePageAliasAction(story, parent=section, update_slug=_free_slug(section, story.slug), user=user).execute(
        skip_permission_checks=True
    )
    copy = copy.specific
    publication.published(copy, None, is_alias=True)  # Wagtail sends no signal for a new alias
    return copy


def _free_slug(section: SectionPage, wish: str) -> str:
    """`wish`, with a number where a page of `section` has it."""
    return free_slug(wish, set(section.get_children().filter(slug__startswith=wish).values_list("slug", flat=True)))


@transaction.atomic
def remove_copy(copy: ArticlePage, user: User) -> None:
    """Delete a copy from one's own section; the original stays. Raises PermissionDenied."""
    section = copy.get_parent().specific
    if not copy.alias_of_id or not outlets_of(user, ARRANGERS).filter(pk=section.outlet_id).exists():
        raise PermissionDenied
    UnpublishPageAction(copy, user=user).execute(skip_permission_checks=True)  # checked above
    DeletePageAction(copy, user=user).execute(skip_permission_checks=True)
