"""Where pictures belong: a collection per outlet, and one of the library; the root collection is the administrators'.

Wagtail's permissions on collections do the rest: articles/editorial/permissions.py gives every role the right to choose
all pictures, and to add and change those of its own collection.
"""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Collection

from campaign.models import Outlet
from media_library.models import PictureCollection

LIBRARY = "Kho tài liệu"  # name of the library's collection; others have the short name of their outlet


def collection_of(outlet: Outlet | None) -> Collection:
    """The collection of the pictures of `outlet`; the root collection where there is no outlet."""
    row = PictureCollection.objects.select_related("collection").filter(outlet=outlet).first() if outlet else None
    return row.collection if row else Collection.get_first_root_node()


@transaction.atomic
def sync_collections() -> dict[str, int]:
    """{slug of an outlet: key of its collection}, and the library's under "".

    Makes the collections that are missing and renames those whose outlet was renamed. Two at once wait for each other.
    """
    root = Collection.objects.select_for_update().order_by("path").first()  # the children get their place from it
    collections = {row.outlet_id: row.collection for row in PictureCollection.objects.select_related("collection")}
    outlets: list[Outlet | None] = [None, *Outlet.objects.order_by("pk")]
    keys_by_slug = {}
    for outlet in outlets:
        name = outlet.short_name if outlet else LIBRARY
        collection = collections.get(outlet.pk if outlet else None)
        if collection is None:
            collection = root.add_child(instance=Collection(name=name))
            PictureCollection.objects.create(outlet=outlet, collection=collection)
        elif collection.name != name:
            Collection.objects.filter(pk=collection.pk).update(name=name)
        keys_by_slug[outlet.slug if outlet else ""] = collection.pk
    return keys_by_slug
