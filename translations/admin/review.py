"""Steps of the review in the administration: “Xong, gửi duyệt” in wagtail-localize's editor, the form of “Trả lại”."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail_localize.models import Translation

from translations import review
from translations.models import TranslationAssignment
from users.http import SignedInRequest

SUBMIT = "xong"  # value of the button `action`, beside wagtail-localize's "publish"
Step = TranslationAssignment.Step


class ReturnForm(forms.Form):
    """Why a translation is returned."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do trả lại"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Người dịch đọc câu này. Tối đa 500 ký tự."),
    )


def translation_at(page: Page) -> Translation | None:
    """The enabled translation that wagtail-localize's editor of `page` shows."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()


def submit_for_review(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """Hook before the editor: “Xong, gửi duyệt”. A refusal leads to the list of what is not translated."""
    if request.method != "POST" or request.POST.get("action") != SUBMIT:
        return None
    translation = translation_at(page)
    if translation is None:
        return None
    if reason := review.submit(translation, request.user):
        messages.error(request, _("Chưa gửi duyệt: %(reason)s") % {"reason": reason})
        return redirect("languages_page", review.source_of_page(page).pk, page.locale.language_code)
    messages.success(request, _("Đã gửi duyệt. Người duyệt nhận thư; bạn thấy kết quả ở trang đầu."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def show_review(request: SignedInRequest, page: Page) -> None:
    """Say in the editor that the translation waits, or why it was returned."""
    if request.method != "GET" or translation_at(page) is None:
        return
    row = review.assignment_of(page)
    if row is None or row.step not in {Step.WAITING, Step.RETURNED}:
        return
    place = reverse("languages_page", args=[review.source_of_page(page).pk, page.locale.language_code])
    if row.step == Step.RETURNED:
        messages.warning(request, _("Bản dịch bị trả lại: %(reason)s") % {"reason": row.return_reason})
    elif review.may_decide(page, request.user):
        link = format_html('<a href="{}">{}</a>', place, _("Trả lại kèm lý do"))
        words = _("%(who)s đã dịch xong, bản dịch chờ duyệt.") % {"who": row.submitted_by or "?"}
        messages.info(request, format_html("{} {}", words, link))
    else:
        messages.info(request, _("Bản dịch đang chờ duyệt."))
