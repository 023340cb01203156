"""Publishes a page together with its complete translations; gives a reason for each that is not published."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import translate_object

from articles.editorial.four_eyes import reason_not_to_publish
from articles.editorial.publishing import reasons_against
from articles.models import ArticlePage
from translations.diff import untranslated


def start(page: Page, locale, user) -> Page:
    """Create the translation of `page` in `locale` as a draft, with missing parents; return the new page."""
    translate_object(page.specific, [locale], user=user)
    return page.get_translation(locale)


def publish_together(page: Page, user) -> tuple[list[str], list[str]]:
    """Publish the newest draft of `page`, then each complete translation.

    Returns (languages published, reasons for those that are not). Each publication is independent of the others.
    Raises PermissionDenied where `user` may not publish `page`.
    """
    out, kept = [], []
    if not page.permissions_for_user(user).can_publish():
        raise PermissionDenied
    if page.has_unpublished_changes or not page.live:
        reason = _attempt(lambda: page.get_latest_revision().publish(user=user), page)
        if reason:
            return out, [reason]
        out.append(page.locale.language_code)
    source = TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).first()
    if source is None:
        return out, kept
    source.update_from_db()
    for translation, reason in publish_each(source, user):
        if reason:
            kept.append(f"{translation.target_locale.get_display_name()}: {reason}")
        else:
            out.append(translation.target_locale.language_code)
    return out, kept


def publish_each(source: TranslationSource, user) -> Iterator[tuple[Translation, str]]:
    """Publish every enabled translation of `source`; yields (translation, reason for refusal or "")."""
    kept_in_step = source.translations.filter(enabled=True).select_related("target_locale", "source")
    for translation in kept_in_step.order_by("target_locale__language_code"):
        yield translation, publish_one(translation, user)


def publish_one(translation: Translation, user) -> str:
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


def _attempt(publish, page: Page) -> str:
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
