"""Writes consents of depicted people to the library, where its lists and releases and the publish gates read them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from files.models import StoredFile
from media_library.models import SubjectConsent
from partners.models import DepictedPerson, Submission
from users.models import User


def record(piece: Submission, *, by: User | None) -> list[SubjectConsent]:
    """Write one consent of the library per person, for every file and picture of the piece. Safe to repeat.

    Those of people whom the partner has taken out of the piece cover its files no longer: their end would close what
    does not show them.
    The signed papers stay the same private files. A consent ends on the person's or the partner's day, whichever is
    earlier. One that was withdrawn stays withdrawn; who sends the piece again gives a new one beside it.
    """
    files = [row.stored for row in piece.files.select_related("stored") if row.stored]
    pictures = [row.picture for row in piece.files.select_related("picture") if row.picture]
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).update(shows_minor=piece.has_minor)
    for picture in pictures:
        type(picture).objects.filter(pk=picture.pk).update(has_minor=piece.has_minor)
    consents: list[SubjectConsent] = []
    for person in piece.people.select_related("paper"):
        consents.append(_consent_of(person, piece, by, [consent.pk for consent in consents]))
    for consent in consents:
        consent.files.set(files)
        consent.images.set(pictures)
    former = SubjectConsent.objects.filter(purpose=_purpose(piece), withdrawn_at=None).exclude(
        pk__in=[consent.pk for consent in consents]
    )
    for consent in former:
        consent.files.clear()
        consent.images.clear()
    former.update(withdrawn_at=timezone.now())
    return consents


def withdraw(piece: Submission, *, by: User | None) -> None:
    """Withdraw all consents of the piece: the library stops showing and delivering its files."""
    SubjectConsent.objects.filter(purpose=_purpose(piece), withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by
    )


def _consent_of(person: DepictedPerson, piece: Submission, by: User | None, used_keys: list[int]) -> SubjectConsent:
    """The person's consent, written anew. `taken`: keys of those of the people before, who may have the same name."""
    ends = [day for day in (person.expires_on, piece.licence_until) if day]
    facts = {
        "age_band": person.age_band or SubjectConsent.AgeBand.ADULT,
        "person_agreed": person.person_agreed,
        "representative_agreed": person.representative_agreed,
        "scope": SubjectConsent.Scope.CAMPAIGN,
        "expires_on": min(ends) if ends else None,
        "paper": person.paper,
        "paper_sha256": person.paper.sha256 if person.paper else "",
    } | ({"collected_by": by} if by else {})  # the account may be gone by the time that the worker writes it anew
    named: dict[str, Any] = {"subject": str(person), "purpose": _purpose(piece)}
    not_withdrawn = Q(withdrawn_at=None) | Q(withdrawn_at__gt=piece.sent_at) if piece.sent_at else Q(withdrawn_at=None)
    rows = SubjectConsent.objects.filter(not_withdrawn, **named).exclude(pk__in=used_keys)
    consent = rows.order_by("pk").first() or SubjectConsent(**named)
    if consent.withdrawn_at:
        return consent
    for name, value in facts.items():
        setattr(consent, name, value)
    consent.save()
    return consent


def _purpose(piece: Submission) -> str:
    return f"Bài KOL {piece.code}"  # not translated: the consents are found by it
