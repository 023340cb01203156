"""Makes the draft story page of an accepted submission, or refills it after a new approval."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Locale

from articles.models import ArticlePage, SectionPage
from articles.rules.gates import SAPO_TIENG
from base.languages import KHMER, VIETNAMESE
from base.text import count_tieng, is_khmer, one_line
from campaign.models import Outlet
from files.intake.accept import accept_upload
from files.models import StoredFile
from files.storage.backends import storage_for
from media_library.models import SiteImage
from media_library.rights.pictures import collection_of
from partners.media import depicted
from partners.models import KolStoryPage, Submission, SubmissionFile
from users.models import User

DEFAULT_SECTION = "kol-niem-tin-so"
SAPO_CHARACTERS = 300


def sections_for(user: User) -> list[SectionPage]:
    """Vietnamese sections where `user` may add a story; the KOL section comes first."""
    sections = SectionPage.objects.filter(locale__in=Locale.objects.filter(language_code="vi")).order_by("title")
    allowed = [section for section in sections if section.permissions_for_user(user).can_add_subpage()]
    return sorted(allowed, key=lambda section: section.slug != DEFAULT_SECTION)


@transaction.atomic
def make_story(submission: Submission, section: SectionPage | None, *, by: User, refill: bool = False) -> KolStoryPage:
    """Create the draft page of an accepted submission; returns the existing one if there is one.

    `refill`: an unpublished existing page takes over the words and files of a piece that was sent and approved again.

    A picture becomes the lead picture and passes the intake again; clip and captions stay in quarantine and are
    released when the page is published. Files that the newsroom declined are left out. Raises ValidationError when the
    submission is not accepted, botocore errors when storage is away.
    """
    locked = Submission.objects.select_for_update(of=("self",)).select_related("partner").get(pk=submission.pk)
    story = locked.story
    if story:
        return _refilled(story, locked, by) if refill and not story.live else story
    if section is None or locked.state != Submission.State.ACCEPTED:
        raise ValidationError(_("Chỉ tạo bài được khi bài gửi đã duyệt."))
    story = KolStoryPage(
        locale=section.locale,
        live=False,
        owner=by,
        genre=ArticlePage.Genre.KOL,
        partner=locked.partner,
    )
    _fill(story, locked, by, section.outlet)
    depicted.record(locked, by=by)
    section.add_child(instance=story)
    locked.story = story
    locked.save(update_fields=["story"])
    if locked.brief and locked.brief.topic:
        story.topics.add(locked.brief.topic)
    story.save_revision(user=by, log_action=True)
    return story


def _refilled(story: KolStoryPage, piece: Submission, by: User) -> KolStoryPage:
    """Save the approved words and files as a new revision; earlier text is in the page's history."""
    if piece.state == Submission.State.ACCEPTED:
        draft = story.get_latest_revision_as_object()
        _fill(draft, piece, by, story.outlet)
        depicted.record(piece, by=by)
        draft.save_revision(user=by, log_action=True)
    return story


def _fill(story: KolStoryPage, piece: Submission, by: User, outlet: Outlet | None) -> None:
    """Set words, files and labels of `piece` on `story` of `outlet`; no page is saved."""
    clip, captions, picture = files_for(piece)
    paragraphs = piece.paragraphs
    story.title = piece.title
    story.sapo = _sapo(paragraphs[0] if paragraphs else piece.title)
    # The first paragraph is left out of the body only if it is the whole sapo, with an allowed length.
    least, most = SAPO_TIENG
    starts_with_sapo = paragraphs[:1] == [story.sapo] and least <= count_tieng(story.sapo) <= most
    story.body = [("paragraph", f"<p>{escape(text)}</p>") for text in paragraphs[int(starts_with_sapo) :]]
    story.has_minor = piece.has_minor
    story.clip, story.captions, story.post_url = clip, captions, piece.post_url
    if captions:
        story.captions_language = _language_of(captions, piece)
    story.credit_line = one_line(piece.credit or piece.partner.display_name, 160)
    story.paid_by, story.made_by = one_line(piece.commercial, 80), piece.partner.display_name
    story.uses_ai = bool(piece.uses_ai or piece.ai_use)
    if picture:
        story.lead_image = picture.picture or _site_image(picture, piece, by, outlet)
        story.lead_caption = picture.caption
        story.lead_credit = one_line(piece.credit or piece.partner.display_name, 120)


def files_for(piece: Submission) -> tuple[StoredFile | None, StoredFile | None, SubmissionFile | None]:
    """(newest clip or sound, newest captions, newest picture) among the files that were not declined."""
    files = piece.files.exclude(verdict=SubmissionFile.Verdict.DECLINED).select_related("stored")
    rows = [(row, row.stored) for row in files if row.stored]
    clips = [stored for row, stored in rows if row.family in {"video", "audio"}]
    captions = [stored for row, stored in rows if stored.media_type == "text/vtt"]
    pictures = [row for row, stored in rows if row.family == "image"]
    return (
        clips[-1] if clips else None,
        captions[-1] if captions else None,
        pictures[-1] if pictures else None,
    )


def _language_of(captions: StoredFile, piece: Submission) -> str:
    """Language of the captions: by Khmer or Vietnamese letters, else the first language of the piece."""
    with captions.storage.open(captions.key) as file:
        text = unicodedata.normalize("NFC", file.read().decode("utf-8", "replace")).lower()
    if is_khmer(text):
        return KHMER
    if any("ạ" <= letter <= "ỹ" or letter in "đơưăâêô" for letter in text):
        return VIETNAMESE
    return piece.languages[0] if piece.languages else VIETNAMESE


def _sapo(text: str) -> str:
    """The first paragraph, cut at a word after SAPO_CHARACTERS."""
    if len(text) <= SAPO_CHARACTERS:
        return text
    return text[:SAPO_CHARACTERS].rsplit(" ", 1)[0] + "…"


def _site_image(row: SubmissionFile, piece: Submission, user: User, outlet: Outlet | None) -> SiteImage:
    """Make the picture in the collection of `outlet`, through the intake as every other (docs/security.md).

    Raises ValueError for a row without a file.
    """
    stored = row.stored
    if stored is None:
        raise ValueError(f"no file of {row.uuid}")
    with (
        storage_for(stored.zone).open(stored.key) as source,
        accept_upload("image", source, name=stored.display_name) as accepted,
    ):
        words = (row.caption or piece.title)[:255]
        image = SiteImage(title=piece.title[:255], description=words, uploaded_by_user=user)
        image.collection = collection_of(outlet)
        image.has_minor = piece.has_minor
        image.credit = one_line(piece.credit or piece.partner.display_name, 120)
        image.file = accepted.as_django_file()
        image.width, image.height, image.file_size = accepted.width, accepted.height, accepted.size
        image.file_hash = accepted.sha256[:40]
        image.save()
    row.picture = image
    row.save(update_fields=["picture"])
    return image
