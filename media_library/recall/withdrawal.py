"""Withdrawal of a consent: what shows the person closes at once, and can be opened again for a few minutes.

withdraw() closes files and pictures as a recall does (service.py). Letters to holders and the deletion of the pictures
wait for notices.UNDO, in which undo() takes it back.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from base import site_context
from base.errors import DecidedMeanwhile, WrongState
from files.models import StoredFile
from media_library.catalogue.computed_fields import refresh_computed_fields
from media_library.derivatives.tasks import take_back_pictures
from media_library.kits import publishing
from media_library.models import Asset, AssetFile, AssetVersion, DownloadEvent, Recall, SiteImage, SubjectConsent
from media_library.notices import UNDO, notify_holders, other_holders
from media_library.recall import pictures
from media_library.recall.reach import stories_with
from media_library.recall.service import PREFIX, follow_up, purge_caches, recall, rename
from media_library.signals import availability_changed
from media_library.vocabulary import FileRole
from users.models import Organisation, User

PRINTED = (FileRole.PRINT, FileRole.SCHOOL_PRINT)


@dataclass(frozen=True)
class ConsentReach:
    """What the withdrawal of a consent closes, what stays, and who is told."""

    closed: list[AssetFile]
    staying: list[AssetFile]
    images: int
    holders: int  # organisations, those of versions that were recalled before included
    copies: int  # downloads, also those of visitors without an account
    stories: list[Page]


def reach_of(consent: SubjectConsent) -> ConsentReach:
    """Counts and names for the question before withdraw()."""
    files = consent.files.all()
    released = AssetVersion.objects.filter(released_at__isnull=False, files__stored__in=files).distinct()
    live = released.filter(withdrawn_at=None, asset__status=Asset.Status.RELEASED)
    whole = live.filter(files__stored__in=files, files__role__in=PRINTED)
    inside = AssetFile.objects.filter(version__in=live).select_related("version__asset", "stored")
    closing = Q(stored__in=files) | Q(version__in=whole)
    downloads = DownloadEvent.objects.filter(Q(file__stored__in=files) | Q(version__in=whole))
    units = set(downloads.exclude(organisation=None).values_list("organisation", flat=True))
    units |= set(other_holders(released.filter(files__stored__in=files, files__role__in=PRINTED)))
    return ConsentReach(
        closed=list(inside.filter(closing)),
        staying=list(inside.exclude(closing)),
        images=consent.images.filter(is_withdrawn=False).count(),
        holders=Organisation.objects.filter(pk__in=units).count(),
        copies=downloads.count(),
        stories=[page for asset in Asset.objects.filter(versions__in=live).distinct() for page in stories_with(asset)],
    )


@transaction.atomic
def withdraw(number: int, *, file: StoredFile, by: User) -> SubjectConsent:
    """Recall what shows the person, take pictures of stories off their pages; the worker deletes them after UNDO.

    Raises ValidationError for a consent that is not one of `file`, DecidedMeanwhile when it was withdrawn before.
    """
    consents = SubjectConsent.objects.select_for_update(of=("self",)).select_related("withdrawn_by")
    consent = consents.filter(files=file, pk=number).first()
    if consent is None:
        raise ValidationError(_("Không có sự đồng ý này."))
    if consent.withdrawn_at:
        raise DecidedMeanwhile(consent.withdrawn_by, _("%(who)s vừa ghi rằng người trong hình rút lại sự đồng ý."))
    _lock_what_it_shows(consent)
    consent.withdrawn_at, consent.withdrawn_by = timezone.now(), by
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    stored_files = StoredFile.objects.filter(consents__pk=number)
    recalls = recall_files(stored_files, reason=_("Người trong hình đã rút lại sự đồng ý."), by=by, consent=consent)
    consent.closed_images.set(consent.images.filter(is_withdrawn=False))
    pictures.withdraw(consent.closed_images.values_list("pk", flat=True))
    deletion = take_back_pictures.using(run_after=consent.withdrawn_at + UNDO)
    for stored in stored_files:
        transaction.on_commit(partial(deletion.enqueue, str(stored.pk)))
    _tell_pages(row.asset for row in recalls)
    return consent


def may_undo(consent: SubjectConsent, user: Any) -> bool:
    """Whether `user` withdrew the consent within UNDO."""
    withdrawn_at = consent.withdrawn_at
    return bool(withdrawn_at and consent.withdrawn_by_id == user.pk and timezone.now() <= withdrawn_at + UNDO)


@transaction.atomic
def undo(number: int, *, file: StoredFile, by: User) -> SubjectConsent:
    """Open again what withdraw() closed; no letter has left. Raises ValidationError; WrongState when it is too late."""
    consent = SubjectConsent.objects.select_for_update().filter(files=file, pk=number).first()
    if consent is None:
        raise ValidationError(_("Không có sự đồng ý này."))
    if not may_undo(consent, by):
        raise WrongState(
            _("Chỉ người vừa ghi mới hoàn tác được, trong %(minutes)d phút. Bạn ghi lần đồng ý mới và phát hành lại.")
            % {"minutes": UNDO.total_seconds() // 60}
        )
    _lock_what_it_shows(consent)
    if problem := _reason_to_stay_closed(consent):
        raise WrongState(problem)
    consent.withdrawn_at = consent.withdrawn_by = None
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    SiteImage.objects.filter(pk__in=consent.closed_images.values("pk")).update(is_withdrawn=False)
    consent.closed_images.clear()
    rows = list(consent.recalls.filter(undone_at=None))
    for row in rows:
        _undo_recall(row)
    site_context.invalidate()
    _tell_pages(row.asset for row in rows)
    return consent


def _lock_what_it_shows(consent: SubjectConsent) -> None:
    """Let withdrawals, undoing and recalls of the same assets and pictures wait for each other."""
    assets = AssetVersion.objects.filter(files__stored__in=consent.files.all()).values("asset")
    list(Asset.objects.select_for_update(of=("self",)).filter(pk__in=assets).order_by("pk"))
    list(SiteImage.objects.select_for_update(of=("self",)).filter(pk__in=consent.images.values("pk")).order_by("pk"))


def _reason_to_stay_closed(consent: SubjectConsent) -> str:
    """Why what the withdrawal closed has to stay so meanwhile, in Vietnamese; "" when nothing forbids to open it."""
    others = SubjectConsent.objects.filter(withdrawn_at__isnull=False).exclude(pk=consent.pk)
    shown = Q(files__in=consent.files.values("pk")) | Q(images__in=consent.closed_images.values("pk"))
    if others.filter(shown).exists():
        return _("Một người khác trong hình cũng đã rút lại sự đồng ý, nên tệp và hình không mở lại được.")
    rows = consent.recalls.filter(undone_at=None)
    later = Recall.objects.filter(asset__in=rows.values("asset"), pk__gt=min((row.pk for row in rows), default=0))
    if later.exclude(consent=consent).exists():
        return _("Tài liệu vừa được thu hồi vì một lý do khác, nên không mở lại được. Bạn xem ở “Thu hồi”.")
    return ""


def _tell_pages(assets: Any) -> None:
    """Search, feeds and pages of activities read again what readers may get."""
    for asset in Asset.objects.filter(pk__in={asset.pk for asset in assets}):
        availability_changed.send(Asset, asset=asset)


def recall_files(
    files: QuerySet[StoredFile], *, reason: str, by: Any = None, consent: SubjectConsent | None = None
) -> list[Recall]:
    """Recall every released version that has one of `files`; the whole asset when none is left.

    For withdrawn consents and redactions: `reason` names nobody. With `consent`, files of a version that do not show
    the person stay. Who holds a version that was recalled before, for another reason, is told again. Call it in a
    transaction.
    """
    person: dict[str, Any] = {"of_person": True, "consent": consent}
    recalls = []
    released = AssetVersion.objects.filter(released_at__isnull=False)
    for asset in Asset.objects.filter(versions__in=released.filter(files__stored__in=files)).distinct():
        with_files = released.filter(asset=asset, files__stored__in=files).distinct().order_by("released_at")
        before = list(with_files.filter(withdrawn_at__isnull=False))
        live = list(with_files.filter(withdrawn_at=None)) if asset.status == Asset.Status.RELEASED else []
        if consent:
            live = [_split(version, files) for version in live]
        if live and len(live) == released.filter(asset=asset, withdrawn_at=None).count():
            recalls.append(recall(asset, reason=reason, by=by, **person))
        else:
            recalls += [recall(asset, version=version, reason=reason, by=by, **person) for version in live]
        if before:
            recalls.append(_tell_again(asset, before, reason=reason, by=by, **person))
    return recalls


def _split(version: AssetVersion, files: QuerySet[StoredFile]) -> AssetVersion:
    """Move `files` of a released version to a version of their own; `version` itself where nothing would be left.

    A version whose print file is among them is not split: paper and print orders carry the number of the version.
    """
    shown = version.files.filter(stored__in=files)
    if shown.filter(role__in=PRINTED).exists() or not version.files.exclude(pk__in=shown).exists():
        return version
    numbers = set(version.asset.versions.values_list("number", flat=True))
    stem = version.number[:8].rstrip(".")  # a number has at most twelve characters
    number = next(n for count in itertools.count(1) if (n := f"{stem}.{count}") not in numbers)
    part = version.asset.versions.create(
        number=number,
        split_from=version,
        submitted_at=version.submitted_at,
        approved_at=version.approved_at,
        released_at=version.released_at,
        released_by=version.released_by,
    )
    shown.update(version=part)
    refresh_computed_fields(version.asset)
    return part


def _tell_again(asset: Asset, versions: list[AssetVersion], *, reason: str, by: Any, **person: Any) -> Recall:
    """Tell holders of versions that were recalled before why they must go for this reason as well."""
    version = versions[0] if len(versions) == 1 else None
    row = Recall.objects.create(asset=asset, version=version, reason=reason, created_by=by, **person)
    notify_holders(row, AssetVersion.objects.filter(pk__in=[version.pk for version in versions]))
    transaction.on_commit(lambda: follow_up(row.pk))
    return row


def _undo_recall(row: Recall) -> None:
    """Release again what `row` closed, take its notices back; a task gives the objects their names back."""
    asset = Asset.objects.select_for_update().get(pk=row.asset_id)
    versions = list(row.versions.all())
    row.notices.all().delete()
    Recall.objects.filter(pk=row.pk).update(undone_at=timezone.now(), version=None if versions else row.version)
    if not versions:
        return
    AssetVersion.objects.filter(pk__in=[version.pk for version in versions]).update(withdrawn_at=None)
    for part in (version for version in versions if version.split_from_id):
        part.files.update(version=part.split_from)
        part.delete()
    newest = asset.versions.filter(released_at__isnull=False, withdrawn_at=None).order_by("-released_at").first()
    asset.status, asset.current_version = Asset.Status.RELEASED, newest
    asset.save(update_fields=["status", "current_version", "updated_at"])
    refresh_computed_fields(asset)
    publishing.update_kits_of(asset, _("Có lại %(code)s.") % {"code": asset.code})
    transaction.on_commit(lambda: _after_undo(row.pk))


def _after_undo(recall_pk: int) -> None:
    purge_caches(Recall.objects.select_related("asset").get(pk=recall_pk))
    show_again.enqueue()


@task(backend="db", queue_name="media")
def show_again() -> int:
    """Give the objects of released files the names back that a recall, undone since, took from them.

    Returns how many files. Safe to repeat; fails when storage is away, and the scheduler tries again.
    """
    released = AssetFile.objects.filter(version__released_at__isnull=False, version__withdrawn_at=None)
    hidden = released.filter(Q(stored__key__startswith=PREFIX) | Q(stored__preview_key__startswith=PREFIX))
    files = list(hidden.select_related("stored"))
    for file in files:
        _show(file)
    if files:
        site_context.invalidate()
    return len(files)


@transaction.atomic
def _show(file: AssetFile) -> None:
    """Give the objects of `file` their names back, unless it was recalled again since it was read.

    A recall that commits later waits for the lock of the row, and takes the names again.
    """
    StoredFile.objects.select_for_update().get(pk=file.stored_id)
    if AssetFile.objects.filter(pk=file.pk, version__withdrawn_at=None).exists():
        rename(file.stored, lambda key: key.removeprefix(PREFIX))
