"""New versions of a kit: by an editor's decision, or because an asset in it changed or was taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from media_library.kits.builder import build_kit, fingerprint, members_of
from media_library.models import Asset, Kit, KitVersion


def publish(kit: Kit, *, by: Any = None, changelog: str = "") -> KitVersion | None:
    """Number the kit's present state and enqueue the build of its ZIP files; None when nothing has changed.

    `by` is the account that decided, None when an asset's change caused it. The page shows the last ready version until
    the new one is built. A version still being built goes on if it is up to date, else it is replaced.
    """
    print_of = fingerprint(kit, members_of(kit))
    with transaction.atomic():
        Kit.objects.select_for_update().get(pk=kit.pk)
        latest = kit.versions.first()
        if latest and latest.fingerprint == print_of and latest.state in {"building", "ready"}:
            return None
        kit.versions.filter(state=KitVersion.State.BUILDING).update(state=KitVersion.State.FAILED, problem="")
        version = kit.versions.create(
            number=next_number(kit), changelog=changelog[:300], created_by=by, fingerprint=print_of
        )
        transaction.on_commit(lambda: build_kit.enqueue(version.pk))
    return version


def next_number(kit: Kit) -> str:
    """“1.0”, then “1.1” …: a count only; the changes are in the changelog."""
    return f"1.{kit.versions.count()}"


def update_kits_of(asset: Asset, changelog: str) -> None:
    """Publish a new version of every released kit that has `asset`."""
    for kit in Kit.objects.released().filter(items__asset=asset).prefetch_related("texts"):
        publish(kit, changelog=changelog)


def update_kits_with(key: str, title: str) -> None:
    """Publish a new version of every released kit with the activity `key`, whose files or presence changed."""
    for kit in Kit.objects.released().filter(activities__activity=key).prefetch_related("texts"):
        publish(kit, changelog=_("Hoạt động “%(title)s” trong bộ có thay đổi.") % {"title": title[:200]})
