"""What units that took something are told: recalls (with a letter), newer versions (on their page only)."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from media_library.models import Asset, AssetText, AssetVersion, DownloadEvent, HolderNotice, Recall
from media_library.signals import notice_acknowledged

SHOWN = 20  # notices a unit sees at once

log = logging.getLogger(__name__)


def open_notices(organisation: Any) -> list[HolderNotice]:
    """What `organisation` has not confirmed yet, recalls first; two queries.

    A newer version that it has taken meanwhile is no news any more.
    """
    taken = DownloadEvent.objects.filter(organisation=OuterRef("organisation"), version=OuterRef("newer"))
    rows = (
        HolderNotice.objects.filter(organisation=organisation, acknowledged_at=None)
        .exclude(Exists(taken))
        .select_related("asset", "version", "newer", "recall__replaced_by")
        .prefetch_related(Prefetch("asset__texts", AssetText.objects.select_related("locale")))
        .order_by(F("recall").asc(nulls_last=True), "-created_at")[:SHOWN]
    )
    return list(rows)


def acknowledge(*, user: Any, uuid: UUID) -> HolderNotice:
    """Confirm a notice for the unit `user` acts for. Raises Http404 for another unit's; safe to repeat."""
    with transaction.atomic():
        notice = (
            HolderNotice.objects.select_for_update()
            .filter(uuid=uuid, organisation=user.organisation_id, organisation__is_active=True)
            .first()
        )
        if notice is None:
            raise Http404(_("Không có thông báo này cho đơn vị của bạn."))
        if notice.acknowledged_at is None:
            notice.acknowledged_at, notice.acknowledged_by = timezone.now(), user
            notice.save(update_fields=["acknowledged_at", "acknowledged_by"])
            transaction.on_commit(lambda: notice_acknowledged.send(Asset, notice=notice))
    return notice


def tell_holders(recall: Recall, versions: QuerySet[AssetVersion]) -> int:
    """One notice and one letter for every unit that took one of `versions`; how many. Call it in a transaction."""
    downloads = DownloadEvent.objects.filter(version__in=versions, organisation__isnull=False)
    held: dict[int, list[int]] = {}
    for organisation, version in downloads.order_by("created_at").values_list("organisation", "version"):
        held.setdefault(organisation, []).append(version)
    made = HolderNotice.objects.bulk_create(
        HolderNotice(
            kind=HolderNotice.Kind.RECALL,
            organisation_id=organisation,
            asset=recall.asset,
            version_id=taken[-1],
            recall=recall,
            downloads=len(taken),
        )
        for organisation, taken in held.items()
    )
    HolderNotice.objects.filter(kind="newer", newer__in=versions).delete()
    for notice in made:
        transaction.on_commit(lambda key=notice.pk: mail_notice.enqueue(key))  # type: ignore[misc]  # bound now
    return len(made)


def tell_newer(asset: Asset, version: AssetVersion) -> int:
    """A quiet notice for units that hold an older version; replaces the one about the version in between."""
    holders = DownloadEvent.objects.filter(asset=asset, organisation__isnull=False).exclude(version=version)
    latest: dict[int, int] = dict(holders.order_by("created_at").values_list("organisation", "version"))
    with transaction.atomic():
        HolderNotice.objects.filter(kind="newer", asset=asset, acknowledged_at=None).delete()
        HolderNotice.objects.bulk_create(
            (
                HolderNotice(kind="newer", organisation_id=unit, asset=asset, version_id=held, newer=version)
                for unit, held in latest.items()
            ),
            ignore_conflicts=True,
        )
    return len(latest)


@task(backend="db", queue_name="mail")
def mail_notice(notice_pk: int) -> None:
    """Write to the active people of one holder, each alone; a notice that was mailed is left alone."""
    notice = (
        HolderNotice.objects.select_related("organisation", "asset", "version", "recall__replaced_by", "newer")
        .filter(pk=notice_pk, mailed_at=None)
        .first()
    )
    if notice is None:
        return
    with override("vi"):
        link = settings.SITE_URL + reverse("media_library:notice", args=[notice.uuid])
        context = {"notice": notice, "link": link, "address": settings.SITE_URL + notice.asset.short_address}
        text = render_to_string("media_library/mail/notice.txt", context)
        subject = _("[Không một mình] %(headline)s") % {"headline": notice.headline}
    for address in notice.organisation.members.filter(is_active=True).values_list("email", flat=True):
        try:
            send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
        except OSError as error:  # SMTPException and every connection error are OSErrors
            log.warning("notice %s not sent: %s", notice.uuid, error)
            return
    HolderNotice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
