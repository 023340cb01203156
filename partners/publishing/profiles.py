"""Applies a partner's proposal to the profile."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from files.intake.accept import accept_upload
from files.models import StoredFile
from files.storage.backends import storage_for
from media_library.models import SiteImage
from partners.models import Partner, ProfileProposal
from users.models import User


@transaction.atomic
def apply_proposal(proposal: ProfileProposal, *, by: User) -> Partner:
    """Write the proposed values to the profile, and show it where the partner has asked for that.

    A new portrait passes the intake again, into the image library.

    Raises botocore errors when storage is away; nothing has changed then.
    """
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=proposal.partner_id)
    for name in ProfileProposal.FIELDS:
        if name in proposal.values:
            setattr(partner, name, proposal.values[name])
    if proposal.portrait:
        partner.portrait = _portrait(proposal.portrait, partner, by)
    if partner.asks_listing:
        partner.is_listed, partner.asks_listing = True, False
    partner.save()
    return partner


def _portrait(stored: StoredFile, partner: Partner, user: User) -> SiteImage:
    with (
        storage_for(stored.zone).open(stored.key) as source,
        accept_upload("portrait", source, name=stored.display_name) as accepted,
    ):
        words = _("Chân dung %(who)s") % {"who": partner.display_name}
        image = SiteImage(title=words, description=words, uploaded_by_user=user, credit=partner.display_name[:120])
        image.file = accepted.as_django_file()
        image.width, image.height, image.file_size = accepted.width, accepted.height, accepted.size
        image.file_hash = accepted.sha256[:40]
        image.save()
    return image
