"""Consents for editors: those of one file, and the register of all with those that end soon or are not valid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.caching.headers import private
from base.errors import permission_denied
from base.pagination import page_of
from files.models import StoredFile
from media_library.models import SubjectConsent

SOON = timedelta(days=60)
ENDING, OVER = "sap-het", "khong-con"  # values of ?xem=
PER_PAGE = 50


def consents_of(stored: StoredFile) -> list[dict[str, Any]]:
    """Every consent for a file with the reasons why it is not valid; `anew`: a later consent replaces it."""
    consents = list(stored.consents.all())
    return [
        {"consent": entry, "gaps": entry.gaps(), "anew": entry.was_given_anew(consents), "soon": ends_soon(entry)}
        for entry in consents
    ]


def ends_soon(consent: SubjectConsent) -> bool:
    """Whether it ends within SOON."""
    today = timezone.localdate()
    return bool(consent.expires_on and today <= consent.expires_on <= today + SOON and not consent.withdrawn_at)


@require_safe
@private
def register(request: HttpRequest) -> HttpResponse:
    """All consents for files of the library.

    `?xem=sap-het`: those that end within SOON. `?xem=khong-con`: those that are not valid and not replaced.
    """
    if not request.user.has_perm("media_library.change_asset"):
        return permission_denied(request)
    tab = request.GET.get("xem", "")
    page = page_of(Paginator(_rows(tab), PER_PAGE), request)
    for consent in page:
        consent.places = [stored.asset_file for stored in consent.files.all() if hasattr(stored, "asset_file")]
        consent.missing, consent.soon = consent.gaps(), ends_soon(consent)
    names = (("", _("Tất cả")), (ENDING, _("Sắp hết hạn")), (OVER, _("Không còn hiệu lực")))
    tabs = [(value, name, _rows(value).count()) for value, name in names]
    return render(request, "media_library/admin/consent_register.html", {"page_obj": page, "tabs": tabs, "seen": tab})


def _rows(tab: str) -> QuerySet[SubjectConsent]:
    today = timezone.localdate()
    rows = SubjectConsent.objects.filter(files__asset_file__isnull=False)
    if tab == ENDING:
        rows = rows.filter(withdrawn_at=None, expires_on__range=(today, today + SOON)).order_by("expires_on", "pk")
    elif tab == OVER:
        links = SubjectConsent.files.through.objects.filter(storedfile__asset_file__isnull=False)
        rows = rows.filter(pk__in=SubjectConsent.objects.standing_against(links).values("subjectconsent"))
    else:
        rows = rows.order_by("-created_at", "-pk")
    files = StoredFile.objects.select_related("asset_file__version__asset")
    return rows.distinct().select_related("collected_by", "paper").prefetch_related(Prefetch("files", files))
