"""Four eyes: an account that wrote in a text since its last publication may not publish it.

A round begins with the published version, or with the first one; everybody who has written since then is excluded, even
if others have edited the text afterwards.

The rule is applied by the page's permission tester, which every kind of publication calls (editor, dashboard, bulk
action, revision, copy, schedule), and by the workflow task. This module imports no models of this app, because the
models import it.
"""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, PagePermissionTester, Revision

from articles.rules.content_hash import has_same_text
from articles.rules.translations import translators_of
from users.models import Account


def last_editor_id(page: Page, revision: Revision | None = None) -> int | None:
    """Primary key of the account that wrote the text of `revision`, by default the newest; None when a program did.

    Saving an unchanged text is no edit: an editor's browser renumbers the paragraphs of a text that a program wrote.
    Nor is setting an hour, a place or a pin. So this is the author of the oldest of the newest versions with one text.
    """
    newest = revision or page.get_latest_revision()
    if newest is None:
        return None
    written_by = newest.user_id
    for older in page.revisions.filter(pk__lt=newest.pk).order_by("-pk").iterator(chunk_size=5):
        if not has_same_text(newest.content, older.content):
            break
        written_by = older.user_id
    return written_by


def last_published_id(page: Page, before: int | None = None) -> int:
    """Primary key of the last published version, of those older than the one with the key `before`; 0 without one.

    A page that was unpublished or is scheduled has no live version; its log names the last one.
    """
    if page.live_revision_id and (before is None or page.live_revision_id < before):
        return page.live_revision_id
    published = PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.publish").exclude(revision=None)
    if before is not None:
        published = published.filter(revision_id__lt=before)
    return published.aggregate(last=Max("revision_id"))["last"] or 0


def has_written_since(page: Page, user: Account, since: int, until: int | None = None) -> bool:
    """Whether `user` changed text, pictures or answers of `page` after the version with primary key `since`.

    `until`: key of the last version that counts, by default the newest.

    Later versions of others do not undo it. Saving an unchanged text does not count, nor does setting an hour, a place
    or a pin, which is the secretary's work.
    """
    versions = page.revisions.filter(user=user, pk__gt=since).order_by("pk")
    for own in versions if until is None else versions.filter(pk__lte=until):
        before = page.revisions.filter(pk__lt=own.pk).order_by("-pk").first()
        if before is None or not has_same_text(own.content, before.content):
            return True
    return False


def signed_by(page: Page) -> set[int]:
    """Accounts of the people in the byline of the newest version or of the saved page."""
    bylines = getattr(page, "bylines", None)
    if bylines is None:
        return set()
    revision = page.get_latest_revision()
    people = {row["person"] for row in (revision.content.get("bylines", ()) if revision else ())}
    people |= {byline.person_id for byline in bylines.all()}
    return set(get_user_model().objects.filter(person__in=people).values_list("pk", flat=True))


def reason_not_to_publish(page: Page, user: Account, revision: Revision | None = None) -> str:
    """Why `user` may not publish the text of `revision`, in Vietnamese; empty when the rule allows it.

    `revision`: by default the newest. Administrators are exempt for emergencies; the site history names them.
    """
    if user.is_superuser:
        return ""
    if translators := translators_of(page):  # the newest revision belongs to whoever updated the translation
        if user.pk in translators | signed_by(page) | {page.owner_id}:
            return _("Bạn dịch hoặc viết bài này. Người khác trong tòa soạn duyệt đăng để bài luôn qua hai người.")
        return ""
    revision = revision or page.get_latest_revision()
    until = revision.pk if revision else None
    if last_editor_id(page, revision) == user.pk:
        return _("Bạn vừa sửa bản này. Người khác trong tòa soạn duyệt đăng để bài luôn qua hai người.")
    if has_written_since(page, user, last_published_id(page, until), until):
        return _("Bạn đã viết hoặc sửa một bản của bài từ lần đăng trước. Người chưa sửa chữ nào duyệt đăng bài này.")
    if page.owner_id == user.pk or user.pk in signed_by(page):
        return _("Đây là bài của bạn. Người khác trong tòa soạn duyệt đăng để bài luôn qua hai người.")
    return ""


def wrote_correction(page: Page, user: Account | None) -> str:
    """Why `user` may not approve `page`: a correction of theirs would go live with it; empty when none does."""
    corrections = getattr(page, "corrections", None)
    if user is None or user.is_superuser or corrections is None:
        return ""
    if not corrections.pending().filter(created_by=user.pk).exists():
        return ""
    return _("Bạn viết đính chính đang chờ đăng cùng bài. Người khác trong tòa soạn đọc và duyệt đăng.")


class ArticlePermissionTester(PagePermissionTester):
    """Page permissions of stories."""

    def can_publish(self) -> bool:
        """Wagtail's right and the rule of four eyes."""
        return super().can_publish() and not reason_not_to_publish(self.page, self.user)

    def can_submit_for_moderation(self) -> bool:
        """Wagtail's right, which says nothing of the account, for who may edit: board and calendar ask only this.

        A story that can never be published, such as one whose partner withdrew the piece, is not sent on.
        """
        is_kept_off = bool(self.page.specific_deferred.reason_against_publishing)
        return self.can_edit() and not is_kept_off and super().can_submit_for_moderation()

    def can_set_view_restrictions(self) -> bool:
        """Wagtail's right alone: it changes no text."""
        return PagePermissionTester.can_publish(self)

    def can_unschedule(self) -> bool:
        return PagePermissionTester.can_publish(self)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only administrators delete a story that was published; others take it down, which keeps its address."""
        if self.page.first_published_at and not self.user.is_superuser:
            return False
        return super().can_delete(ignore_bulk=ignore_bulk)

    def can_take_down(self) -> bool:
        """Whether the account may take the live story down, even if it is locked or in a workflow."""
        return bool(self.page.live and self.takes_down())

    def takes_down(self) -> bool:
        """Whether the account has the right to take the story down whenever it is live."""
        rights = getattr(self, "permissions", ())
        return bool(self.user.is_active and (self.user.is_superuser or "lock" in rights or "publish" in rights))

    def can_unpublish(self) -> bool:
        """Who may lock (the secretary) may also unpublish, because it can be urgent (docs/domain.md B.4)."""
        if super().can_unpublish():
            return True
        return (
            self.user.is_active
            and self.page.live
            and not self.page_locked()
            and "lock" in getattr(self, "permissions", ())
        )


class SectionPermissionTester(PagePermissionTester):
    """Page permissions of sections."""

    def can_edit(self) -> bool:
        """Only who may publish in a section edits it; others edit the stories below it."""
        return super().can_edit() and self.can_publish()

    def can_publish_subpage(self) -> bool:
        """Creating and publishing in one step would bypass four eyes: administrators only."""
        return self.user.is_active and self.user.is_superuser


class CollectionPermissionTester(PagePermissionTester):
    """Page permissions of special pages and running stories: four eyes, as for articles."""

    def can_publish(self) -> bool:
        """Wagtail's right and another person than the writer."""
        return super().can_publish() and not reason_not_to_publish(self.page, self.user)
