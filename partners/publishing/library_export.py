"""Exports a published piece to the library: clips, sounds and pictures as assets with credit and a lease."""

from __future__ import annotations

from django.db import transaction
from django.tasks import task
from django.utils.translation import gettext as _
from wagtail.models import Locale

from base.languages import VIETNAMESE
from base.text import one_line
from campaign.models import Season
from files.models import StoredFile
from files.storage.backends import storage_for
from media_library.models import Asset, AssetFile, AssetVersion, Lease
from media_library.models.version import content
from media_library.recall.service import PREFIX
from media_library.review.release import release_version
from media_library.vocabulary import Access, FileRole, Kind, Licence
from partners.media import depicted
from partners.models import Submission, SubmissionFile
from users.models import User

KINDS = {"video": Kind.VIDEO, "audio": Kind.AUDIO, "image": Kind.INFOGRAPHIC}


@task(backend="db", queue_name="media")
def export_to_library(submission_pk: int) -> int:
    """Export every accepted file of a published piece; returns how many there are. Safe to repeat."""
    piece = Submission.objects.select_related("partner").filter(pk=submission_pk).first()
    if piece is None or piece.state != Submission.State.PUBLISHED:
        return 0
    rows = piece.files.exclude(verdict=SubmissionFile.Verdict.DECLINED).select_related("stored", "asset")
    exported = [row for row in rows if row.family in KINDS]
    for row in exported:
        export_file(row, piece)
    return len(exported)


def export_file(row: SubmissionFile, piece: Submission, *, by: User | None = None) -> Asset:
    """The asset of one file: created, leased until the day the partner allows, and released.

    The asset uses the file's own StoredFile: the same bytes and hash, and one purge for both. What was recalled stays
    so until the partner has sent the piece again. Raises botocore errors when storage is away; nothing is half done
    then. Raises ValueError for a row without a file.
    """
    stored = row.stored
    if stored is None:
        raise ValueError(f"no file of {row.uuid}")
    with transaction.atomic():
        asset = row.asset or _make(row, stored, piece)
        lease = asset.leases.filter(effect=Lease.Effect.ALLOW).order_by("-pk").first()
        if lease is None or lease.ends_on != piece.licence_until:
            note = _("%(who)s cho phép dùng trong chiến dịch.") % {"who": piece.partner.display_name}
            Lease.objects.create(asset=asset, effect=Lease.Effect.ALLOW, ends_on=piece.licence_until, note=note[:200])
        version = asset.versions.first()
        depicted.record(piece, by=by or piece.approved_by)
        stored.refresh_from_db()
    if asset.status != Asset.Status.RELEASED and version and not _is_taken_back(asset, piece):
        _restore_key(stored)
        if version.withdrawn_at:
            with transaction.atomic():  # what may not be released stays recalled, or the story would play it
                _take_up_again(version)
                release_version(asset, version, by=by or piece.approved_by)
        else:
            release_version(asset, version, by=by or piece.approved_by)
    return asset


def _is_taken_back(asset: Asset, piece: Submission) -> bool:
    """Whether the asset was recalled after the last sending of its piece: then no publication reopens it."""
    recall = asset.recalls.first()
    return bool(recall and piece.sent_at and recall.created_at > piece.sent_at)


def _take_up_again(version: AssetVersion) -> None:
    """End the recall of a version, and its approval too where the answer about people under 18 is another one now.

    Whoever accepted the new sending of the piece has approved what it says.
    """
    AssetVersion.objects.filter(pk=version.pk).update(withdrawn_at=None)
    files = version.files.select_related("stored", "version")
    if version.approved_content != content(files):
        AssetVersion.objects.filter(pk=version.pk).update(approved_at=None, approved_by=None, approved_content="")


def _restore_key(stored: StoredFile) -> None:
    """Give a file back its own key: it was renamed by a recall when its permission expired."""
    storage = storage_for(StoredFile.Zone.RELEASED)
    for name in ("key", "preview_key"):
        key = getattr(stored, name)
        if key.startswith(PREFIX):
            source = {"Bucket": storage.bucket_name, "Key": key}
            storage.client.copy_object(Bucket=storage.bucket_name, Key=key.removeprefix(PREFIX), CopySource=source)
            setattr(stored, name, key.removeprefix(PREFIX))
            stored.save(update_fields=[name])


def consents_of(stored: StoredFile) -> list[str] | None:
    """What the consents lack for a partner's file; None for a file that is no partner's.

    Registered with media_library.catalogue.requirements.register_consents: a release in the library asks here.
    """
    row = SubmissionFile.objects.filter(stored=stored).select_related("submission").first()
    if row is None:
        return None
    people = list(row.submission.people.select_related("paper"))
    return [sentence for person in people for sentence in person.gaps()] or (
        [] if people else [_("có người dưới 18 tuổi nhưng đối tác chưa ghi ai.")]
    )


def _make(row: SubmissionFile, stored: StoredFile, piece: Submission) -> Asset:
    credit = one_line(piece.credit or piece.partner.display_name, 120)
    asset = Asset(
        code=f"{piece.code}-{piece.files.filter(pk__lte=row.pk).count()}",
        kind=KINDS[row.family],
        licence=Licence.PARTNER,
        access=Access.OPEN,
        season=Season.objects.filter(is_current=True).first(),
        created_by=piece.approved_by,
    )
    asset.clean()
    asset.save()
    asset.texts.create(
        locale=Locale.objects.get(language_code="vi"),
        name=one_line(row.caption or piece.title, 140),
        summary=_("Nội dung do %(who)s thực hiện cho chiến dịch, tòa soạn biên tập. Khi dùng, ghi nguồn: %(who)s.")
        % {"who": credit},
        alt=row.caption,
    )
    asset.save()  # writes the texts too: modelcluster keeps child objects in memory until save()
    version = AssetVersion.objects.create(asset=asset, number="1.0")
    language = piece.languages[0] if piece.languages else VIETNAMESE
    role = FileRole.AUDIO if row.family == "audio" else FileRole.SOCIAL
    AssetFile.objects.create(
        version=version,
        role=role,
        language=language,
        label=one_line(_("Bản của %(who)s") % {"who": credit}, 80),
        stored=stored,
    )
    row.asset = asset
    row.save(update_fields=["asset"])
    return asset
