"""Nobody publishes alone: whoever wrote the text is never the one who lets it out.

A round begins with what readers have, or with the first version: who wrote in it, however early, does not end it.

The rule sits in the page's permission tester, which every path asks (editor, dashboard, bulk action,
revision, copy, schedule), and in the workflow task. It imports no model of ours, so the models may use it.
"""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, PagePermissionTester

from articles.editorial.content_hash import is_same, says_the_same
from articles.editorial.translations import translators_of


def last_editor_id(page: Page) -> int | None:
    """Primary key of the account whose text the newest revision holds; None when it is a program's.

    Saving what stood there already is no edit: an editor's browser numbers the paragraphs of a text that a program
    wrote and saves them anew. A version counts as edited when anything but those numbers differs from the one before.
    """
    newest = page.get_latest_revision()
    if newest is None:
        return None
    written_by = newest.user_id
    for older in page.revisions.filter(pk__lt=newest.pk).order_by("-pk").iterator(chunk_size=5):
        if not is_same(newest.content, older.content):
            break
        written_by = older.user_id
    return written_by


def last_published_id(page: Page) -> int:
    """Primary key of the version with which the last round ended; 0 when readers have never had one.

    A page that was taken off, or waits for its hour, has no live version: then the history knows.
    """
    if page.live_revision_id:
        return page.live_revision_id
    published = PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.publish").exclude(revision=None)
    return published.aggregate(last=Max("revision_id"))["last"] or 0


def has_written_since(page: Page, user, since: int) -> bool:
    """Whether words, pictures or answers of `user` came into `page` after the version with the primary key `since`.

    Another person's later version does not undo it. Saving what stood there is no writing, and neither is giving the
    story an hour, a place or a pin: that is the secretary's work.
    """
    for own in page.revisions.filter(user=user, pk__gt=since).order_by("pk"):
        before = page.revisions.filter(pk__lt=own.pk).order_by("-pk").first()
        if before is None or not says_the_same(own.content, before.content):
            return True
    return False


def signed_by(page: Page) -> set[int]:
    """Accounts of the people whose names stand at the story, in the newest version or at the saved page."""
    bylines = getattr(page, "bylines", None)
    if bylines is None:
        return set()
    revision = page.get_latest_revision()
    people = {row["person"] for row in (revision.content.get("bylines", ()) if revision else ())}
    people |= {byline.person_id for byline in bylines.all()}
    return set(get_user_model().objects.filter(person__in=people).values_list("pk", flat=True))


def reason_not_to_publish(page: Page, user) -> str:
    """Why `user` may not publish the text as it stands, in Vietnamese; empty when the rule does not speak against it.

    Administrators are exempt: they take down and repair in an emergency, and the site history names them.
    """
    if user.is_superuser:
        return ""
    if translators := translators_of(page):  # its newest revision was saved by whoever pressed a button
        if user.pk in translators | signed_by(page) | {page.owner_id}:
            return _("Bạn dịch hoặc viết bài này. Người khác trong tòa soạn duyệt đăng để bài luôn qua hai người.")
        return ""
    if last_editor_id(page) == user.pk:
        return _("Bạn vừa sửa bản này. Người khác trong tòa soạn duyệt đăng để bài luôn qua hai người.")
    if has_written_since(page, user, last_published_id(page)):
        return _("Bạn đã viết hoặc sửa một bản của bài từ lần đăng trước. Người chưa sửa chữ nào duyệt đăng bài này.")
    if page.owner_id == user.pk or user.pk in signed_by(page):
        return _("Đây là bài của bạn. Người khác trong tòa soạn duyệt đăng để bài luôn qua hai người.")
    return ""


class ArticlePermissionTester(PagePermissionTester):
    def can_publish(self):
        return super().can_publish() and not reason_not_to_publish(self.page, self.user)

    def can_set_view_restrictions(self):
        return PagePermissionTester.can_publish(self)

    def can_unschedule(self):
        return PagePermissionTester.can_publish(self)

    def can_delete(self, ignore_bulk=False):
        """What readers have seen is taken down, not deleted: the address and the corrections stay answerable."""
        if self.page.first_published_at and not self.user.is_superuser:
            return False
        return super().can_delete(ignore_bulk=ignore_bulk)

    def can_take_down(self):
        """At once, whatever lock or workflow lies on the text: a child's name does not wait for a lock."""
        held = getattr(self, "permissions", ())
        may = self.user.is_superuser or "lock" in held or "publish" in held
        return bool(self.user.is_active and self.page.live and may)

    def can_unpublish(self):
        """Taking down is urgent: the secretary, who may lock, does it as well as the chief (docs/domain.md B.4)."""
        if super().can_unpublish():
            return True
        return (
            self.user.is_active
            and self.page.live
            and not self.page_locked()
            and "lock" in getattr(self, "permissions", ())
        )


class SectionPermissionTester(PagePermissionTester):
    def can_edit(self):
        """A section's own name and words belong to those who publish in it; its desk edits what lies below."""
        return super().can_edit() and self.can_publish()

    def can_publish_subpage(self):
        """Creating and publishing in one step would be publishing alone."""
        return self.user.is_active and self.user.is_superuser


class GatheringPermissionTester(PagePermissionTester):
    """Special pages and running stories: the desk builds them, whoever saved last does not let them out."""

    def can_publish(self):
        return super().can_publish() and not reason_not_to_publish(self.page, self.user)
