"""Notices to organisations: recalls and what they follow (also by letter), newer versions, grown kits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media_library.models import (
    Asset,
    AssetFile,
    AssetText,
    AssetVersion,
    DownloadEvent,
    Follow,
    HolderNotice,
    KitItem,
    KitText,
    KitVersion,
    Recall,
)
from media_library.models.querysets import active_organisation
from media_library.vocabulary import Access
from notifications.outbox import letter_language, post
from notifications.purposes import Purpose, register
from users.models import Organisation

UNDO = timedelta(minutes=10)  # in which the withdrawal of a consent can be undone
SHOWN = 20  # notices that an organisation sees at once
FOLLOWED = register(
    Purpose("library-follow", gettext_lazy("Tài liệu trường theo dõi"), ("media_library.release_asset",))
)
RECALLED = register(Purpose("recall", gettext_lazy("Thu hồi tài liệu"), ("media_library.release_asset",)))

#: Queries of other holders than by download, from versions to (organisation, version), the oldest first.
_holders: list[Callable[[QuerySet[AssetVersion]], Iterable[tuple[int, int]]]] = []


def register_holders(holders: Callable[[QuerySet[AssetVersion]], Iterable[tuple[int, int]]]) -> None:
    """Register a query of organisations that hold `versions` without a download, such as printed copies."""
    _holders.append(holders)


def other_holders(versions: QuerySet[AssetVersion]) -> dict[int, int]:
    """Organisation → the version that it got last, by the registered queries."""
    return dict(pair for holders in _holders for pair in holders(versions))


def open_notices(organisation: Any) -> list[HolderNotice]:
    """What `organisation` has not confirmed yet, recalls first; two queries.

    A newer version, or a grown kit, that it has downloaded meanwhile is left out.
    """
    own = DownloadEvent.objects.filter(organisation=OuterRef("organisation"))
    downloads = own.filter(version=OuterRef("newer"))
    kit_again = own.filter(kit_version__kit=OuterRef("kit_version__kit"), kit_version__gte=OuterRef("kit_version"))
    piece = own.filter(asset=OuterRef("asset"))
    rows = (
        HolderNotice.objects.filter(organisation=organisation, acknowledged_at=None)
        .exclude(Exists(downloads))
        .exclude(Exists(kit_again))
        .exclude(Exists(piece), kind=HolderNotice.Kind.KIT, pieces=1)
        .exclude(kind=HolderNotice.Kind.KIT, kit_version__kit__is_released=False)
        .exclude(kind__in=[HolderNotice.Kind.NEWER, HolderNotice.Kind.FOLLOW], asset__access=Access.STAFF)
        .select_related("asset", "version", "newer", "recall__replaced_by", "kit_version__kit")
        .prefetch_related(Prefetch("asset__texts", AssetText.objects.select_related("locale")))
        .prefetch_related(Prefetch("kit_version__kit__texts", KitText.objects.select_related("locale")))
        .order_by(F("recall").asc(nulls_last=True), "-created_at")[:SHOWN]
    )
    return list(rows)


def acknowledge(*, user: Any, uuid: UUID, posts: str = "") -> HolderNotice:
    """Confirm a notice for the organisation of `user`. Raises Http404 for one of another; safe to repeat.

    `posts`: one of HolderNotice.Posts; raises ValidationError without it where the notice asks for it.
    """
    with transaction.atomic():
        notice = (
            HolderNotice.objects.select_for_update()
            .filter(uuid=uuid, organisation__in=active_organisation(user))
            .first()
        )
        if notice is None:
            raise Http404(_("Không có thông báo này cho đơn vị của bạn."))
        if notice.acknowledged_at is None:
            if notice.asks_for_posts and posts not in HolderNotice.Posts.values:
                raise ValidationError(_("Bạn chọn: đã gỡ bài đăng có hình này, hoặc không đăng hình này ở đâu."))
            notice.posts = posts if notice.asks_for_posts else ""
            notice.acknowledged_at, notice.acknowledged_by = timezone.now(), user
            notice.save(update_fields=["acknowledged_at", "acknowledged_by", "posts"])
    return notice


def notify_holders(recall: Recall, versions: QuerySet[AssetVersion]) -> int:
    """One notice and one letter per organisation that downloaded or else holds one of `versions`; returns how many.

    Call it in a transaction. Letters about a withdrawn consent leave when it cannot be undone any more.
    """
    downloads = DownloadEvent.objects.filter(file__version__in=versions, organisation__isnull=False)
    versions_by_organisation: dict[int, list[int]] = {}
    for organisation, version in downloads.order_by("created_at").values_list("organisation", "version"):
        versions_by_organisation.setdefault(organisation, []).append(version)
    others = other_holders(versions)
    for organisation in others:
        versions_by_organisation.setdefault(organisation, [])
    notices = HolderNotice.objects.bulk_create(
        HolderNotice(
            kind=HolderNotice.Kind.RECALL,
            organisation_id=organisation,
            asset=recall.asset,
            version_id=downloaded[-1] if downloaded else others[organisation],
            recall=recall,
            downloads=len(downloaded),
        )
        for organisation, downloaded in versions_by_organisation.items()
    )
    HolderNotice.objects.filter(kind__in=["newer", "follow"], newer__in=versions).delete()
    HolderNotice.objects.filter(kind="kit", asset__versions__in=versions).delete()
    letter = mail_notice.using(run_after=timezone.now() + UNDO) if recall.consent_id else mail_notice
    for notice in notices:
        transaction.on_commit(partial(letter.enqueue, notice.pk))
    return len(notices)


def notify_of_newer(asset: Asset, version: AssetVersion) -> int:
    """A notice without a letter to organisations with an older version; replaces an unconfirmed earlier one.

    Who follows the asset has its notice already: call notify_followers() first.
    """
    notified = HolderNotice.objects.filter(kind="follow", newer=version).values("organisation")
    holders = DownloadEvent.objects.filter(asset=asset, organisation__isnull=False).exclude(version=version)
    holders = holders.exclude(organisation__in=notified)
    latest: dict[int, int] = dict(holders.order_by("created_at").values_list("organisation", "version"))
    with transaction.atomic():
        HolderNotice.objects.filter(kind="newer", asset=asset, acknowledged_at=None).delete()
        HolderNotice.objects.bulk_create(
            (
                HolderNotice(kind="newer", organisation_id=unit, asset=asset, version_id=version_pk, newer=version)
                for unit, version_pk in latest.items()
            ),
            ignore_conflicts=True,
        )
    return len(latest)


def notify_followers(asset: Asset, version: AssetVersion) -> int:
    """A notice and a letter to organisations that follow `asset` or one of its topics; returns how many."""
    condition = Q(asset=asset) | Q(topic__in=asset.topics.values("pk"))
    units = Follow.objects.filter(condition, organisation__in=Organisation.objects.active()).order_by("organisation")
    keys = list(units.values_list("organisation", flat=True).distinct())
    is_new = not asset.versions.filter(released_at__lt=version.released_at).exists()
    with transaction.atomic():
        HolderNotice.objects.filter(kind="follow", asset=asset, acknowledged_at=None).exclude(newer=version).delete()
        HolderNotice.objects.bulk_create(
            (
                HolderNotice(kind="follow", organisation_id=unit, asset=asset, newer=version, pieces=int(is_new))
                for unit in keys
            ),
            ignore_conflicts=True,
        )
        notices = HolderNotice.objects.filter(kind="follow", newer=version, mailed_at=None)
        for pk in notices.values_list("pk", flat=True):
            transaction.on_commit(partial(mail_notice.enqueue, pk))
    return len(keys)


def notify_of_grown_kit(version: KitVersion, before: KitVersion | None) -> int:
    """A notice without a letter to organisations that took `version`'s kit and lack assets of it; returns how many.

    `before` is the kit's version until now: only a version that adds an asset causes notices. A notice counts all
    assets that the organisation's own ZIP did not have and that it has not downloaded otherwise; it replaces an
    earlier one.
    """
    pieces = _assets_of(version)
    if before is None or not set(pieces) - set(_assets_of(before)):
        return 0
    downloads = DownloadEvent.objects.filter(kit_version__kit=version.kit_id, organisation__isnull=False)
    kit_versions: dict[int, int] = dict(
        downloads.order_by("organisation", "-kit_version")
        .distinct("organisation")
        .values_list("organisation", "kit_version")
    )
    inside = {row.pk: set(_assets_of(row)) for row in KitVersion.objects.filter(pk__in=set(kit_versions.values()))}
    assets_by_organisation: dict[int, set[int]] = {}
    others = DownloadEvent.objects.filter(organisation__in=kit_versions, asset__in=pieces)
    for organisation, asset in others.order_by().values_list("organisation", "asset").distinct():
        assets_by_organisation.setdefault(organisation, set()).add(asset)
    with transaction.atomic():
        HolderNotice.objects.filter(kind="kit", kit_version__kit=version.kit_id, acknowledged_at=None).delete()
        notices = []
        for organisation, had in kit_versions.items():
            known_assets = inside[had] | assets_by_organisation.get(organisation, set())
            if missing := [asset for asset in pieces if asset not in known_assets]:
                notice = HolderNotice(kind="kit", organisation_id=organisation, kit_version=version)
                notice.asset_id, notice.pieces = missing[0], len(missing)
                notices.append(notice)
        HolderNotice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def _assets_of(version: KitVersion) -> list[int]:
    """Keys of the assets in any of its ZIP files, in the kit's present order."""
    order = KitItem.objects.filter(kit=version.kit_id, asset=OuterRef("version__asset")).values("order")
    files = AssetFile.objects.filter(kit_archives__version=version)
    rows = files.annotate(place=Subquery(order[:1])).order_by("place", "version__asset")
    return list(dict.fromkeys(rows.values_list("version__asset", flat=True)))


@task(backend="db", queue_name="mail")
def mail_notice(notice_pk: int) -> None:
    """Write to each active account of one holder; a notice that was mailed is left alone."""
    with transaction.atomic(), letter_language():
        notice = (
            HolderNotice.objects.select_related("organisation", "asset", "version", "recall__replaced_by", "newer")
            .select_for_update(of=("self",))
            .filter(pk=notice_pk, mailed_at=None)
            .first()
        )
        if notice is None:
            return
        link = settings.SITE_URL + reverse("media_library:notice", args=[notice.uuid])
        context = {"notice": notice, "link": link, "address": settings.SITE_URL + notice.asset.short_address}
        context["follows"] = settings.SITE_URL + reverse("media_library:follow", args=[notice.asset.slug])
        followed = notice.kind == HolderNotice.Kind.FOLLOW
        text = render_to_string(f"media_library/mail/{'follow' if followed else 'notice'}.txt", context)
        subject = _("[Không một mình] %(headline)s") % {"headline": notice.headline}
        people = notice.organisation.members.filter(is_active=True).values_list("email", flat=True)
        post(purpose=FOLLOWED if followed else RECALLED, to=people, subject=subject, text=text)
        HolderNotice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
