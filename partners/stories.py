"""From an accepted submission to a page: the draft story, and what happens when it goes live or leaves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Locale

from articles.models import ArticlePage, SectionPage
from base.text import one_line
from media_library.intake import accept_upload
from media_library.models import SiteImage, StoredFile
from media_library.storage import storage_for

from .models import KolStoryPage, Submission

DEFAULT_SECTION = "kol-niem-tin-so"
SAPO_CHARACTERS = 300


def sections_for(user: Any) -> list[SectionPage]:
    """Vietnamese sections where `user` may add a story; the KOL section comes first."""
    sections = SectionPage.objects.filter(locale__in=Locale.objects.filter(language_code="vi")).order_by("title")
    allowed = [section for section in sections if section.permissions_for_user(user).can_add_subpage()]
    return sorted(allowed, key=lambda section: section.slug != DEFAULT_SECTION)


@transaction.atomic
def make_story(submission: Submission, section: SectionPage, *, by: Any) -> KolStoryPage:
    """The draft page of an accepted submission; the one that exists already when somebody was faster.

    A picture becomes the lead picture, cleaned once more; a clip is attached as it lies in quarantine and is
    released when the page is published. Raises ValidationError when the submission is not accepted,
    botocore errors when storage is away.
    """
    locked = Submission.objects.select_for_update(of=("self",)).select_related("partner").get(pk=submission.pk)
    story = KolStoryPage.objects.filter(submission=locked).first()
    if story:
        return story
    if locked.state != Submission.State.ACCEPTED:
        raise ValidationError(_("Chỉ tạo bài được khi bài gửi đã duyệt."))
    clip, picture = _clip_and_picture(locked)
    paragraphs = [line.strip() for line in locked.text.splitlines() if line.strip()]
    story = KolStoryPage(
        title=locked.title,
        locale=section.locale,
        live=False,
        owner=by,
        genre=ArticlePage.Genre.KOL,
        sapo=_sapo(paragraphs[0] if paragraphs else locked.title),
        body=[("paragraph", f"<p>{escape(text)}</p>") for text in paragraphs],
        has_minor=locked.has_minor,
        partner=locked.partner,
        submission=locked,
        clip=clip,
        post_url=locked.post_url,
        credit_line=one_line(locked.credit or locked.partner.display_name, 160),
        has_sponsor=bool(locked.commercial),
        uses_ai=bool(locked.ai_use),
    )
    if picture:
        story.lead_image = _site_image(picture, locked, by)
    section.add_child(instance=story)
    story.save_revision(user=by, log_action=True)
    return story


def _clip_and_picture(submission: Submission) -> tuple[StoredFile | None, StoredFile | None]:
    """The newest clip and the newest picture."""
    stored = [row.stored for row in submission.files.select_related("stored") if row.stored]
    clips = [file for file in stored if file.media_type.startswith("video/")]
    pictures = [file for file in stored if file.media_type.startswith("image/")]
    return (clips[-1] if clips else None), (pictures[-1] if pictures else None)


def _sapo(text: str) -> str:
    """The first paragraph, cut at a word."""
    if len(text) <= SAPO_CHARACTERS:
        return text
    return text[:SAPO_CHARACTERS].rsplit(" ", 1)[0] + "…"


def _site_image(stored: StoredFile, submission: Submission, user: Any) -> SiteImage:
    """A picture of the site's own image library, through the same gate as every other (rule 2)."""
    with (
        storage_for(stored.zone).open(stored.key) as source,
        accept_upload("image", source, name=stored.display_name) as accepted,
    ):
        image = SiteImage(title=submission.title[:255], description=submission.title[:255], uploaded_by_user=user)
        image.file = accepted.as_django_file()
        image.width, image.height, image.file_size = accepted.width, accepted.height, accepted.size
        image.file_hash = accepted.sha256[:40]
        image.save()
    return image
