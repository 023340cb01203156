"""Review of a translation: its translator submits it, a second person publishes or returns it.

Of translations that wagtail-localize keeps in step; a version that is written by hand goes through the workflow of its
section. Publishing has its gates in publish.py; here it only ends the review.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.models import Translation

from base.errors import DecidedMeanwhile
from base.pages import sources_first
from campaign.waiting import Task
from translations import letters
from translations.diff import untranslated
from translations.models import TranslationAssignment
from users.models import User
from users.roles import may_enter_admin

SUBMITTED, RETURNED = "translations.submitted", "translations.returned"
LOG_LABELS = {SUBMITTED: gettext_lazy("Gửi duyệt bản dịch"), RETURNED: gettext_lazy("Trả lại bản dịch")}
READ = 20  # waiting translations that a first page asks about, the longest first

Step = TranslationAssignment.Step


def assignment_of(page: Page) -> TranslationAssignment | None:
    """The assignment of the translated `page`; None without one."""
    rows = TranslationAssignment.objects.select_related("submitted_by")
    return rows.filter(translation_key=page.translation_key, language=page.locale.language_code).first()


def submit(translation: Translation, user: User) -> str:
    """Send a complete translation for review; return the reason for refusal, "" when it waits.

    The caller has checked that `user` may edit the translated page.
    """
    if missing := untranslated(translation):
        return _("còn %(number)d câu chưa dịch.") % {"number": len(missing)}
    page = translation.get_target_instance()
    with transaction.atomic():
        row, _is_new = TranslationAssignment.objects.select_for_update(of=("self",)).get_or_create(
            translation_key=page.translation_key, language=page.locale.language_code
        )
        if row.step == Step.WAITING:
            return _("bản dịch đang chờ duyệt rồi.")
        row.step, row.return_reason = Step.WAITING, ""
        row.submitted_by, row.submitted_at = user, timezone.now()
        row.save(update_fields=["step", "return_reason", "submitted_by", "submitted_at"])
        log(instance=page, action=SUBMITTED, user=user)
        letters.submitted(page, source_of_page(page), user)
    return ""


def send_back(page: Page, reason: str, user: User) -> None:
    """Return the waiting translation `page` to who sent it.

    Raises PermissionDenied unless `user` may publish it, DecidedMeanwhile when it does not wait.
    """
    if not may_decide(page, user):
        raise PermissionDenied
    with transaction.atomic():
        row = TranslationAssignment.objects.select_for_update(of=("self",)).filter(
            translation_key=page.translation_key, language=page.locale.language_code, step=Step.WAITING
        )
        found = row.first()
        if found is None:
            raise DecidedMeanwhile(None, _("Bản dịch này không còn chờ duyệt: %(who)s đã đăng hoặc trả lại."))
        found.step, found.return_reason = Step.RETURNED, reason
        found.save(update_fields=["step", "return_reason"])
        log(instance=page, action=RETURNED, user=user, data={"reason": reason})
        letters.returned(page, source_of_page(page), found.submitted_by, user, reason)


def published(page: Page) -> None:
    """End the review of `page`, which is published."""
    rows = TranslationAssignment.objects.filter(
        translation_key=page.translation_key, language=page.locale.language_code
    )
    rows.exclude(step=Step.PUBLISHED).update(step=Step.PUBLISHED, return_reason="")


def may_decide(page: Page, user: User) -> bool:
    """Whether `user` may publish the translation `page`: the right of its section, and no translator of it."""
    can_publish: bool = page.specific.permissions_for_user(user).can_publish()
    return can_publish


def source_of_page(page: Page) -> Page:
    """The page of “Bàn dịch” to which the translation `page` belongs."""
    return sources_first(Page.objects.filter(translation_key=page.translation_key)).first() or page


def tasks(user: User) -> Iterator[Task]:
    """For the first page: what was returned to `user`, and what `user` may publish or return."""
    if not may_enter_admin(user):
        return
    rows = TranslationAssignment.objects.filter(
        Q(step=Step.RETURNED, submitted_by=user) | (Q(step=Step.WAITING) & ~Q(submitted_by=user))
    )
    for row in rows.order_by("submitted_at")[:READ]:
        page = Page.objects.filter(
            translation_key=row.translation_key, locale__language_code=row.language, alias_of=None
        ).first()
        if page is None:
            continue
        source = source_of_page(page)
        address = reverse("languages_page", args=[source.pk, row.language])
        language = page.locale.get_display_name()
        if row.step == Step.RETURNED:
            yield Task(
                _("Sửa bản dịch %(language)s bị trả lại") % {"language": language},
                f"{source.title} ({row.return_reason})",
                address,
            )
        elif may_decide(page, user):
            yield Task(_("Duyệt bản dịch %(language)s") % {"language": language}, source.title, address)
