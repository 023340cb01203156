"""Closes the pictures of a page that stops being public.

articles/publication.py calls close() in every case: urgent take-down, unpublish, bulk action, expiry, deletion, a
partner's withdrawal; for copies and translations too. In that transaction it closes the addresses of each picture that
no other public page or profile shows; a task then purges the objects, and the pictures generated from the page's text.
Lists, feeds, search, captions, players and the views of generated pictures query live pages themselves, and cached
copies expire within 60 seconds (base/caching/headers.py). In the same way a publication closes pictures that no
readable version shows any more, and a profile those that it has replaced.

Pictures that something else shows stay. withdraw() of media_library/recall/pictures.py takes them off every page: the
form of the urgent take-down asks for it, other actions list them in a message. Here a page behind a password counts as
public.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import post_delete, pre_save
from django.http import HttpRequest
from django.tasks import task
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from articles.blocks.pictures import blocks_in, ids_in
from articles.models import Correction, Person
from articles.public import share_image_views, tip_image_views
from base.addresses import path_of
from media_library.derivatives.prewarm import rows_showing
from media_library.models import Asset, SiteImage, SiteRendition
from media_library.recall import pictures

SHOWN = 8  # pictures named in one message


@dataclass(frozen=True)
class Use:
    """A public place that shows a picture; `address` is empty for a profile."""

    title: str
    address: str = ""

    def __str__(self) -> str:
        return f"“{self.title}” {self.address}".strip()


def pictures_of(page: Page) -> set[int]:
    """Ids of the pictures that `page` shows or showed in any saved version: their addresses may be known."""
    model = page.specific_class
    contents = page.revisions.values_list("content", flat=True).iterator(chunk_size=20)
    return {key for content in [_row(page), *contents] for key in _pictures_in(model, content)}


def assets_of(page: Page) -> list[Asset]:
    """Released assets that `page` shows: they stay in the library, and are taken back there (recall)."""
    fields, own = page.specific_class._meta.concrete_fields, _row(page)
    ids = {own[field.name] for field in fields if field.related_model is Asset} - {None}
    ids |= {key for field in fields if isinstance(field, StreamField) for key in blocks_in(own[field.name], "asset")}
    return list(Asset.objects.released().filter(pk__in=ids).order_by("code"))


def _row(page: Page) -> dict[str, Any]:
    """The fields of the saved page in the form that revisions store; streams as raw lists."""
    own = page.specific
    values = {field: field.value_from_object(own) for field in page.specific_class._meta.concrete_fields}
    return {
        field.name: list(value.raw_data) if isinstance(field, StreamField) else value for field, value in values.items()
    }


def _pictures_in(model: type[Page], content: dict[str, Any]) -> Iterator[int]:
    for field in model._meta.concrete_fields:
        value = content.get(field.name)
        if not value:
            continue
        if field.related_model is SiteImage:
            yield value
        elif isinstance(field, StreamField):
            yield from ids_in(json.loads(value) if isinstance(value, str) else value)


def readable_pictures_of(page: Page) -> set[int]:
    """Ids of the pictures of the live version, and of older ones that readers may open (old_versions.py)."""
    open_to_readers = Correction.objects.frozen().filter(
        page_id=page.pk, hides_older=False, older_revision__isnull=False
    )
    contents = [_row(page), *open_to_readers.values_list("older_revision__content", flat=True)]
    return {key for content in contents for key in _pictures_in(page.specific_class, content)}


def shown_elsewhere(image_ids: Collection[int], *, without: Collection[int] = ()) -> dict[int, list[Use]]:
    """{image id: what else shows it to the public}; `without`: keys of the pages that leave."""
    uses: dict[int, list[Use]] = {}
    if not image_ids:
        return uses
    kinds = ContentType.objects.get_for_models(SiteImage, Page)
    references = ReferenceIndex.objects.filter(
        to_content_type=kinds[SiteImage],
        to_object_id__in=[str(key) for key in image_ids],
        base_content_type=kinds[Page],
    ).exclude(object_id__in=[str(key) for key in without])
    rows = set(references.values_list("to_object_id", "object_id"))
    live = Page.objects.live().select_related("locale").in_bulk({int(page) for _image, page in rows})
    for image, page_id in sorted(rows):
        if page := live.get(int(page_id)):
            uses.setdefault(int(image), []).append(Use(page.title, path_of(page.url_path, page.locale.language_code)))
    for image_id, row in rows_showing(image_ids):
        uses.setdefault(image_id, []).append(Use(str(row)))
    return uses


def named(uses: dict[int, list[Use]]) -> list[tuple[int, str]]:
    """(id, title and uses) of each picture, for people who decide about them."""
    titles = SiteImage.objects.in_bulk(uses)
    return [(key, f"{titles[key].title}: {', '.join(map(str, uses[key]))}") for key in sorted(uses) if key in titles]


def say_translations(request: HttpRequest, page: Page) -> None:
    """Say in which other languages an unpublished page is still public: each is unpublished by itself."""
    live = page.get_translations().filter(live=True).select_related("locale").order_by("locale")
    if languages := ", ".join(str(translation.locale.get_display_name()) for translation in live):
        words = _("“%(page)s” vẫn đang đăng bằng: %(languages)s. Cần thì bạn gỡ riêng từng bản.")
        facts = {"page": page.get_admin_display_title(), "languages": languages}
        messages.warning(request, words % facts)


def say_shared(request: HttpRequest, shared: Collection[tuple[int, str]]) -> None:
    """Message that these pictures are still public, with their uses and what to do about it."""
    if shared:
        lines = "; ".join(text for _key, text in list(shared)[:SHOWN])
        messages.warning(
            request,
            _("Ảnh vẫn hiện vì nơi khác còn dùng: %(pictures)s. Cần rút cả thì mở ảnh, đánh dấu “rút khỏi mọi trang”.")
            % {"pictures": lines},
        )


def close(page: Page) -> None:
    """Close the pictures that only `page` used. Call it in the transaction in which the page stops being public."""
    ids = pictures_of(page)
    pictures.withdraw_keys(ids - shown_elsewhere(ids, without=[page.pk]).keys())
    clear_page.enqueue(page.pk, sorted(ids))


def close_dropped(page: Page) -> None:
    """Close pictures that a published page no longer shows: an editor changed one, or hid an older version."""
    dropped = pictures_of(page) - readable_pictures_of(page)
    if dropped:  # those without renditions have no address
        had = set(SiteRendition.objects.filter(image__in=dropped).values_list("image_id", flat=True))
        pictures.withdraw_keys(had - shown_elsewhere(had, without=[page.pk]).keys())


@task(backend="db", queue_name="media")
def clear_page(page_id: int, image_ids: list[int]) -> int:
    """Purge the drawn pictures of a page that is off the site; returns how many. Safe to repeat.

    Checks its pictures again: when several pages were unpublished in one transaction, each still saw the others.
    """
    pictures.withdraw_keys(set(image_ids) - shown_elsewhere(image_ids).keys())
    if Page.objects.live().filter(pk=page_id).exists():  # published again meanwhile
        return 0
    return len(share_image_views.forget_drawn(page_id)) + len(tip_image_views.forget_drawn(page_id))


@task(backend="db", queue_name="media")
def close_pictures(image_ids: list[int]) -> int:
    """Close the addresses of pictures that no page and no profile shows any more; returns how many. Safe to repeat."""
    return pictures.withdraw_keys(set(image_ids) - shown_elsewhere(image_ids).keys())


def watch_portraits(model: type[Model]) -> None:
    """Close the former picture in `portrait` when a row of `model`, a profile, gets another one or is deleted."""
    name = f"closing-portrait-{model._meta.label}"
    pre_save.connect(_portrait_replaced, sender=model, dispatch_uid=name)
    post_delete.connect(_profile_deleted, sender=model, dispatch_uid=name)


def _portrait_replaced(
    sender: type[Model], instance: Any, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """Receiver of pre_save: the database still has the former picture."""
    if instance.pk and (update_fields is None or "portrait" in update_fields):
        former = sender._default_manager.filter(pk=instance.pk).exclude(portrait=instance.portrait_id)
        if image_ids := [image for image in former.values_list("portrait", flat=True) if image]:
            close_pictures.enqueue(image_ids)  # a row of this transaction: the worker sees it after the commit


def _profile_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if instance.portrait_id:
        close_pictures.enqueue([instance.portrait_id])


def connect() -> None:
    """Connect the receivers; called by AppConfig.ready()."""
    watch_portraits(Person)
