"""Publishes a page together with its complete translations; gives a reason for each that is not published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, PageLogEntry, Revision
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import translate_object

from articles.models import ArticlePage
from articles.rules.four_eyes import reason_not_to_publish
from articles.rules.publishing import reasons_against
from base.errors import DecidedMeanwhile
from translations import review
from translations.diff import take_over, untranslated
from translations.models import TranslationAssignment
from users.models import Account

LOCK = 7_101  # first key of the advisory locks on publishing a page with its translations


def start(page: Page, locale: Locale, user: Account) -> Page:
    """Create the translation of `page` in `locale` as a draft, with missing parents; return the new page."""
    translate_object(page.specific, [locale], user=user)
    return page.get_translation(locale)


def last_published(page: Page) -> str:
    """When `page` or one of its translations was last published, as text for a form; "" if never."""
    moment = page.get_translations(inclusive=True).aggregate(last=Max("last_published_at"))["last"]
    return moment.isoformat() if moment else ""


def publish_together(page: Page, user: Account, *, was: str | None = None) -> tuple[list[str], list[str]]:
    """Publish the newest draft of `page`, then each complete translation.

    Returns (languages published, reasons for those that are not). Each publication is independent of the others.
    `was`: last_published() when the person's page was drawn (None: not checked). Raises PermissionDenied where `user`
    may not publish `page`, DecidedMeanwhile when somebody else is publishing it now or has done so since.
    """
    with _alone(page):
        if was is not None and last_published(page) != was:
            raise _published_meanwhile(page)
        return _publish_together(type(page).objects.get(pk=page.pk), user)


@contextmanager
def _alone(page: Page) -> Iterator[None]:
    """Hold the lock on publishing `page` with its translations. Raises DecidedMeanwhile when somebody has it.

    An advisory lock and no row lock: wagtail-localize publishes when its transaction is over, so that none may be open.
    """
    keys = [LOCK, page.translation_key.int % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", keys)
        if not cursor.fetchone()[0]:
            raise DecidedMeanwhile(None, _("%(who)s vừa bấm xuất bản trang này cùng các bản dịch. Bạn đợi ít giây."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", keys)


def _published_meanwhile(page: Page) -> DecidedMeanwhile:
    entries = PageLogEntry.objects.filter(
        page__in=page.get_translations(inclusive=True), action="wagtail.publish"
    ).select_related("user", "revision__user")
    last = entries.order_by("-timestamp", "-pk").first()
    by = last and (last.user or (last.revision and last.revision.user))  # wagtail-localize names nobody in its entry
    sentence = _("%(who)s vừa xuất bản trang này hoặc một bản dịch. Bạn xem lại rồi xuất bản phần còn lại.")
    return DecidedMeanwhile(by, sentence)


def _publish_together(page: Page, user: Account) -> tuple[list[str], list[str]]:
    out: list[str] = []
    reasons: list[str] = []
    if not page.permissions_for_user(user).can_publish():
        raise PermissionDenied
    if page.has_unpublished_changes or not page.live:
        reason = _attempt(lambda: page.get_latest_revision().publish(user=user), page)
        if reason:
            return out, [reason]
        out.append(page.locale.language_code)
    source = TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).first()
    if source is None:
        return out, reasons
    source.update_from_db()
    for translation, reason in publish_each(source, user):
        if reason:
            reasons.append(f"{translation.target_locale.get_display_name()}: {reason}")
        else:
            out.append(translation.target_locale.language_code)
    return out, reasons


def publish_each(source: TranslationSource, user: Account) -> Iterator[tuple[Translation, str]]:
    """Publish every enabled translation of `source`; yields (translation, reason for refusal or "")."""
    kept_in_step = source.translations.filter(enabled=True).select_related("target_locale", "source")
    for translation in kept_in_step.order_by("target_locale__language_code"):
        yield translation, publish_one(translation, user)


def publish_one(translation: Translation, user: Account) -> str:
    """Write the translated texts to the page and publish it; return the reason for refusal, "" when published."""
    missing = untranslated(translation)
    if missing:
        return _("còn %(number)d câu chưa dịch, ví dụ “%(example)s”.") % {
            "number": len(missing),
            "example": missing[0][:60],
        }
    target = translation.get_target_instance()
    if not target.permissions_for_user(user).can_publish():
        return reason_not_to_publish(target, user) or _("bạn không có quyền xuất bản ở ngôn ngữ này.")
    return _attempt(lambda: translation.save_target(user=user, publish=True), target)


def _attempt(publish: Callable[[], object], page: Page) -> str:
    """Call `publish` and return why `page` is not published, else "".

    wagtail-localize publishes after its transaction and does not report a refusal by the gates, so the page is read
    again.
    """
    try:
        publish()
    except PermissionDenied as error:
        return str(error) or _("bạn không có quyền xuất bản trang này.")
    except ValidationError as error:
        return " ".join(error.messages)
    except ObjectDoesNotExist:
        return _("ảnh hoặc trang mà bản dịch chọn riêng không còn nữa. Bạn mở bản dịch và chọn lại.")
    page = type(page).objects.get(pk=page.pk)
    if page.live and not page.has_unpublished_changes:
        return ""
    draft = page.get_latest_revision_as_object()
    reasons = reasons_against(draft) if isinstance(draft, ArticlePage) else []
    if not reasons and draft.go_live_at:
        return _("bài hẹn giờ đăng, sẽ tự lên vào giờ ấy.")
    return " ".join(reasons) or _("chưa xuất bản được: trang còn vướng bước kiểm tra.")


def page_published(page: Page, revision: Revision | None) -> None:
    """Step of a publication: take over a change that touches no text, so that translations do not look outdated.

    The review of a translation ends. A page with its own field `awaits_native_reader` (a situation) is listed in
    “Bàn dịch” as what it says of itself.
    """
    take_over(page)
    review.published(page)
    awaits = getattr(page, "awaits_native_reader", None)
    if awaits is not None and page.locale.language_code != settings.LANGUAGE_CODE:
        TranslationAssignment.objects.update_or_create(
            translation_key=page.translation_key,
            language=page.locale.language_code,
            defaults={"awaits_native_reader": awaits},
        )
