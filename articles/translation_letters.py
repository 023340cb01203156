"""Letters to those who translate a story when its source is corrected."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from articles.models import ArticlePage, Correction
from articles.rules.four_eyes import signed_by
from articles.rules.translations import translation_of, translators_of
from base.pages import sources_first
from notifications.outbox import delete_letters, letter_language, post
from notifications.purposes import Purpose, register
from users.models import RoleGroup, User
from users.roles import ROLES

SOURCE_CORRECTED = register(Purpose("story-source-corrected", gettext_lazy("Bản gốc của bài dịch có đính chính")))


def tell_of_correction(correction: Correction) -> None:
    """Write to the translators of the story of `correction`, in the publication that freezes it."""
    _write("corrected", correction)


def tell_of_redaction(correction: Correction) -> None:
    """Write to the translators that the text of `correction` has gone, for a translation may repeat it."""
    _write("redacted", correction)


def forget(correction: Correction) -> None:
    """Delete the letters that quote `correction`, sent or not."""
    delete_letters(SOURCE_CORRECTED, correction.quoted)


def _write(event: str, correction: Correction) -> None:
    """One letter for each language version; none where the corrected story is a translation itself."""
    pages = ArticlePage.objects.filter(translation_key=correction.page.translation_key)
    source, *versions = sources_first(pages.select_related("locale"))
    if source.pk != correction.page_id:
        return
    for version in versions:
        context = {
            "event": event,
            "title": source.title,
            "language": version.locale.get_display_name(),
            "correction": correction,
            "link": settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[version.pk]),
        }
        with letter_language():
            subject = render_to_string("articles/mail/source_corrected_subject.txt", context)
            text = render_to_string("articles/mail/source_corrected.txt", context)
        post(purpose=SOURCE_CORRECTED, to=_addresses(version, but=correction.created_by_id), subject=subject, text=text)


def _addresses(version: Page, but: int | None) -> list[str]:
    """Addresses of who has translated `version`; of all translators of its language where no account is known or open.

    A version that wagtail-localize does not maintain was translated by those who own and sign it.
    """
    is_synchronised = translation_of(version) is not None
    accounts = translators_of(version) if is_synchronised else {version.owner_id, *signed_by(version)}
    people = User.objects.filter(is_active=True)
    translators = people.filter(pk__in=accounts - {None})
    if not translators.exists():
        roles = [str(role) for role, rights in ROLES.items() if rights.language == version.locale.language_code]
        translators = people.filter(groups__in=RoleGroup.objects.filter(role__in=roles).values("group")).distinct()
    return list(translators.exclude(pk=but or 0).order_by("email").values_list("email", flat=True))
