"""Prewarming: the worker makes the renditions of a picture when a row that shows it is saved.

`make_ahead(Model, "portrait", "square", …)` from AppConfig.ready() declares that rows of `Model` show the picture of
that field in those shapes of base/images/image_specs.py. Saving such a row enqueues the work; `requeue_missing()`,
every few minutes, finds what is missing (a restored database, changed specs). Pages do the same in `articles.tasks`.
A new picture gets at once what the administration's lists and choosers show of it: thirty originals in one request.
How many renditions a reader's request may make is limited in base/templatetags/site.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.tasks import task

from base.images.image_specs import specs
from media_library.models import SiteImage

AT_ONCE = 50  # pictures of each kind that one run of requeue_missing() enqueues
LISTED = "max-165x165"  # filter spec in the lists and choosers of wagtail.images.views


@dataclass(frozen=True)
class PictureRule:
    """Rows of `model` show the picture of `field` in `shapes`."""

    model: type[Model]
    field: str
    shapes: tuple[str, ...]


_rules: list[PictureRule] = []
_repairs: list[Callable[[int], int]] = []


def all_specs(*shapes: str) -> list[str]:
    """Filter specs of all renditions of `shapes`."""
    return [spec for shape in shapes for spec in (*specs(shape)[0], specs(shape)[1])]


@task(backend="db", queue_name="media")
def prepare(image_id: int, shapes: list[str]) -> int:
    """Make the missing renditions of `shapes`; returns how many there are now. Safe to repeat.

    Raises OSError or botocore errors while storage is away: the task is then FAILED, and requeue_missing() enqueues it
    again.
    """
    return _make(image_id, all_specs(*shapes))


@task(backend="db", queue_name="media")
def prepare_listed(image_id: int) -> int:
    """Make what lists of the administration show of a picture; as prepare()."""
    return _make(image_id, [LISTED])


def _make(image_id: int, filter_specs: list[str]) -> int:
    image = _shown().filter(pk=image_id).first()
    return len(image.get_renditions(*filter_specs)) if image else 0


def _shown() -> QuerySet[SiteImage]:
    """The pictures of which renditions are made."""
    return SiteImage.objects.filter(is_withdrawn=False).exclude(scan_state__in=SiteImage.CLOSED)


def make_ahead(model: type[Model], field: str, *shapes: str) -> None:
    """Declare that the renditions of `model.field` in `shapes` are made when a row is saved."""
    rule = PictureRule(model, field, shapes)
    _rules.append(rule)
    post_save.connect(
        partial(_saved, rule), sender=model, weak=False, dispatch_uid=f"pictures-{model._meta.label}-{field}"
    )


def rows_showing(image_ids: Collection[int]) -> Iterator[tuple[int, Model]]:
    """(image id, row) of every declared row that shows one of these pictures; one query for each declaration."""
    for rule in _rules:
        for row in rule.model._default_manager.filter(**{f"{rule.field}__in": image_ids}):
            yield getattr(row, f"{rule.field}_id"), row


def register_repair(find: Callable[[int], int]) -> None:
    """Register `find(limit)`, which enqueues at most `limit` missing pieces of work and returns how many."""
    _repairs.append(find)


def rows_lacking(rows: QuerySet, field: str, shape: str) -> QuerySet:
    """The rows whose picture in `field` lacks `shape`; those without a picture that may be shown are left out."""
    # An anti-join on one file is enough, because the worker makes all files of a shape together: on the second WebP, as
    # a reader's request may have made the first. After a change of the WebP rules (image_specs.py) all lack it.
    lookup = {f"{field}__renditions__filter_spec": specs(shape)[0][1]}
    return rows.filter(**{f"{field}__isnull": False, f"{field}__is_withdrawn": False}).exclude(**lookup)


def requeue_missing() -> int:
    """Enqueue missing pictures; returns how many."""
    number = sum(find(AT_ONCE) for find in _repairs)
    for rule in _rules:
        rows = rows_lacking(rule.model._default_manager.all(), rule.field, rule.shapes[0])
        for image_id in rows.order_by("-pk").values_list(f"{rule.field}_id", flat=True)[:AT_ONCE]:
            prepare.enqueue(image_id, list(rule.shapes))
            number += 1
    for image_id in (
        _shown().exclude(renditions__filter_spec=LISTED).order_by("-pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        prepare_listed.enqueue(image_id)
        number += 1
    return number


def _saved(rule: PictureRule, sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    image_id = getattr(instance, f"{rule.field}_id")
    if image_id and not raw:
        transaction.on_commit(lambda: prepare.enqueue(image_id, list(rule.shapes)))


@receiver(post_save, sender=SiteImage, dispatch_uid="picture-listed")
def _stored(sender: Any, instance: SiteImage, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        transaction.on_commit(lambda: prepare_listed.enqueue(instance.pk))
