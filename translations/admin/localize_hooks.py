"""Wagtail hooks before wagtail-localize's actions: ask before overwriting edits, publish through our gates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation

from translations.diff import keep_manual_edits, manual_edits, translated
from translations.legacy_fonts import warn_of
from translations.publish import publish_one

RESTART = "localize-restart-translation"


def ask_before_sync(request: HttpRequest, instance: TranslatableMixin) -> HttpResponse | None:
    """Before “Start synced translation”: show the manual edits that it would overwrite and ask whether to keep them."""
    if request.method != "POST" or RESTART not in request.POST:
        return None
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=False
    ).first()
    if translation is None:
        return None
    newest = instance.get_latest_revision_as_object() if isinstance(instance, Page) else instance
    edits = manual_edits(translation, newest)
    answer = request.POST.get("hand-edits", "")
    if not edits or answer == "drop":
        return None  # continue with wagtail-localize's action
    if answer == "keep":
        keep_manual_edits(translation, edits, request.user)
        messages.success(request, _("Những câu sửa tay đã thành bản dịch."))
        return None
    kept, lost = ([edit for edit in edits if edit.can_be_kept is whether] for whether in (True, False))
    context = {"instance": instance, "kept": kept, "lost": lost, "restart": RESTART}
    return TemplateResponse(request, "translations/admin/ask_before_sync.html", context)


def publish_with_reasons(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Replace “publish” of wagtail-localize's editor by publish_one(), with a message why it was refused.

    wagtail-localize reports success also where our gates refuse, and publishes incomplete translations.
    """
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return None
    warn_of(request, translated(translation))
    reason = publish_one(translation, request.user)
    if reason:
        messages.error(request, _("Chưa xuất bản: %(reason)s") % {"reason": reason})
    else:
        messages.success(request, _("Đã xuất bản “%(title)s”.") % {"title": page.get_admin_display_title()})
    return redirect("wagtailadmin_pages:edit", page.pk)


def say_language_is_off(request: HttpRequest, page: Page) -> None:
    """Warn in the editor where the page's language is not in settings.LANGUAGES: the page is kept, but not public."""
    if request.method == "GET" and not page.locale.language_code_is_valid():
        messages.warning(
            request,
            _(
                "Trang web đang tắt ngôn ngữ này (%(language)s): bài được giữ, sửa và lưu được, bạn đọc chưa thấy. "
                "Quản trị bật lại thì mọi bài trở lại như cũ."
            )
            % {"language": page.locale.get_display_name()},
        )
