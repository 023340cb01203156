"""The question before the withdrawal of a consent: what closes, what stays, whom it reaches."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from base.errors import permission_denied
from media_library.models import AssetFile, SubjectConsent
from media_library.notices import UNDO
from media_library.recall.withdrawal import reach_of


@require_safe
def consent_withdrawal(request: HttpRequest, pk: int, consent: int) -> HttpResponse:
    """Asks; the form posts to the asset's page. Needs change_asset."""
    if not request.user.has_perm("media_library.change_asset"):
        return permission_denied(request)
    row = get_object_or_404(SubjectConsent, pk=consent, withdrawn_at=None)
    files = AssetFile.objects.filter(version__asset=pk, stored__consents=row).select_related("version__asset")
    file = get_object_or_404(files.order_by("-pk")[:1])
    context = {
        "consent": row,
        "file": file,
        "asset": file.version.asset,
        "reach": reach_of(row),
        "minutes": int(UNDO.total_seconds() // 60),
    }
    return render(request, "media_library/admin/consent_withdrawal.html", context)
