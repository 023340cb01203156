"""Page of a brief with its material."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from media_library.models import Asset
from media_library.public.cards import AssetCard
from partners.access import PartnerRequest, open_brief, partner_only
from partners.models import Submission


@partner_only
@require_GET
def brief(request: PartnerRequest, uuid: UUID) -> HttpResponse:
    """Show the brief, its released assets and the account's pieces for it."""
    brief = open_brief(request, uuid)
    visible_assets = Asset.objects.visible_to(request.user).with_cards()
    assets = visible_assets.filter(pk__in=brief.assets.values("asset"))
    end_card = visible_assets.filter(pk=brief.end_card_id).first() if brief.end_card_id else None
    context = {
        "brief": brief,
        "cards": [AssetCard.of(asset) for asset in assets],
        "end_card": AssetCard.of(end_card) if end_card else None,
        "pieces": list(Submission.objects.filter(brief=brief, partner__in=request.partners).select_related("partner")),
        "partners": request.partners,
        "active": request.active_partners,
    }
    return render(request, "partners/brief.html", context)
