"""Closes a season: freezes its figures, issues certificates, makes them PDF files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from base.errors import DecidedMeanwhile
from campaign.models import Season
from media_library.print import typst
from schools import locks
from schools.coverage import rollups
from schools.models import Certificate, ChecklistItem, Claim, Progress, SeasonClose, Unit
from users.models import User

TEMPLATES = Path(__file__).resolve().parent / "typ"


@dataclass(frozen=True)
class Signature:
    """Who signs the certificates for the issuer, and the PNG of its seal."""

    title: str = ""
    name: str = ""
    seal: bytes = b""


@transaction.atomic
def close(season: Season, *, by: User, signature: Signature | None = None) -> SeasonClose:
    """Freeze the figures of `season` and issue a certificate to every unit with a confirmed item.

    From then on no claim of the season changes. Raises DecidedMeanwhile when it is closed already.
    """
    locks.close_alone(season.pk)
    if closed := SeasonClose.objects.filter(season=season).select_related("closed_by").first():
        raise DecidedMeanwhile(closed.closed_by, _("Mùa này đã chốt số liệu rồi: %(who)s vừa chốt trước bạn."))
    rollups.rebuild(season)
    data = snapshot(season)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    signed = signature or Signature()
    closing = SeasonClose.objects.create(
        season=season,
        data=data,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        closed_by=by,
        signer_title=signed.title,
        signer_name=signed.name,
        seal=signed.seal,
    )
    _issue(season, by)
    return closing


@transaction.atomic
def sign(season: Season, *, by: User, signature: Signature) -> None:
    """Add signatory and seal that the certificates of a closed season lack; logged.

    Raises ValidationError where there is nothing to add, or another signatory or seal stands on them already.
    """
    closed = SeasonClose.objects.select_for_update().get(season=season)
    if not (signature.name or signature.seal):
        raise ValidationError(_("Chưa có gì để thêm: bạn điền người ký hoặc chọn hình con dấu."))
    if signature.name and closed.signer_name:
        params = {"who": f"{closed.signer_title} {closed.signer_name}"}
        raise ValidationError(_("Giấy của mùa này đã do %(who)s ký, nên không đổi được. Chưa thêm gì.") % params)
    if signature.seal and closed.seal:
        raise ValidationError(_("Giấy của mùa này đã có con dấu, nên không đổi được. Chưa thêm gì."))
    closed.signer_title = signature.title or closed.signer_title
    closed.signer_name = signature.name or closed.signer_name
    closed.seal = signature.seal or closed.seal
    closed.save(update_fields=["signer_title", "signer_name", "seal"])
    data = {"signer": signature.name, "seal": bool(signature.seal)}
    log(instance=closed, action="schools.sign_season", user=by, title=str(season), data=data)


def snapshot(season: Season) -> dict[str, Any]:
    """Data of the archive. Names and labels are copied, because their rows may change later."""
    items = list(ChecklistItem.objects.filter(season=season, is_active=True))
    states: dict[int, dict[str, str]] = {}
    claims = Claim.objects.filter(item__in=items).values_list("unit", "item__code", "state")
    for unit, code, state in claims.iterator(chunk_size=5000):
        states.setdefault(unit, {})[code] = state
    units = Unit.objects.counted_in(season).named().order_by("kind", "ward_key", "code")
    return {
        "season": {"name": season.name, "plan": season.plan_number, "from": str(season.starts_on)},
        "items": [{"code": item.code, "label": item.label, "plan_ref": item.plan_ref} for item in items],
        "units": [
            {
                "code": unit.code,
                "name": unit.name,
                "kind": unit.kind,
                "level": unit.level,
                "ward": unit.ward,
                "pioneer": unit.is_pioneer,
                "states": {
                    item.code: states.get(unit.pk, {}).get(item.code, Claim.State.TODO)
                    for item in items
                    if item.applies_to(*unit.group)
                },
            }
            for unit in units
        ],
    }


def _issue(season: Season, by: User) -> None:
    today = timezone.localdate()
    issuer = by.organisation.name if by and by.organisation else ""
    rows = Progress.objects.filter(season=season, confirmed__gt=0).select_related("unit__organisation")
    Certificate.objects.bulk_create(
        (
            Certificate(
                season=season,
                unit=row.unit,
                name=row.unit.name,
                ward=row.unit.ward,
                confirmed=row.confirmed,
                applicable=row.applicable,
                is_pioneer=row.unit.is_pioneer,
                issuer=issuer,
                issued_on=today,
            )
            for row in rows
        ),
        batch_size=500,
    )


def certificate_pdf(certificate: Certificate) -> bytes:
    """A4, with the proof address as text and QR code; the same certificate gives the same bytes.

    Raises typst.Busy when all compilers are at work.
    """
    address = settings.SITE_URL + reverse("schools_short:proof", args=[certificate.code])
    closed = certificate.season.close
    data = {
        "name": certificate.name,
        "ward": certificate.ward,
        "season": certificate.season_name,
        "plan": certificate.plan_number,
        "confirmed": certificate.confirmed,
        "applicable": certificate.applicable,
        "pioneer": certificate.is_pioneer,
        "code": certificate.code,
        "issuer": certificate.issuer,
        "address": address,
        "issued": f"{certificate.issued_on:%d-%m-%Y}",
        "qr": _modules(address),
        "signer_title": closed.signer_title,
        "signer_name": closed.signer_name,
        "seal": list(bytes(closed.seal)) if closed.seal else None,
    }
    return typst.pdf("certificate", data, folder=TEMPLATES)


def _modules(text: str) -> list[list[int]]:
    """The QR code as rows of 0 and 1, which the typst template draws."""
    return [[int(cell) for cell in row] for row in segno.make(text, error="m").matrix]
