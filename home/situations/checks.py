"""What must have been checked before a situation page is published, and what is due for checking again."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from base.publishing import Way
from campaign.models import HelpLine
from home.situations.kinds import WITH_PICTURES
from users.models import User


def gate(page: Page, revision: Revision, user: User | None, way: Way) -> list[str]:
    """The gate of situation pages, the same on every way."""
    return reasons_against(revision.as_object())


def reasons_against(page: Any) -> list[str]:
    """Why the situation page `page` may not be published, in Vietnamese; [] when nothing forbids it."""
    reasons = []
    if page.checked_on is None or not page.checked_source.strip() or not page.checked_by.strip():
        reasons.append(_("Chưa ghi nguồn, người kiểm và ngày kiểm. Bạn điền phần “Kiểm chứng” ở cuối trang."))
    elif page.check_due is None or page.check_due < timezone.localdate():
        reasons.append(_("Lần kiểm này đã quá hạn. Bạn kiểm lại số, địa chỉ và ghi ngày mới."))
    if page.situation in WITH_PICTURES and not page.places:
        reasons.append(_("Tình huống này cần nơi giúp gỡ ảnh. Bạn thêm ít nhất một địa chỉ ở “gỡ xuống, lấy lại”."))
    if unchecked := _unchecked_numbers(page):
        reasons.append(
            _("Số %(numbers)s chưa ai kiểm trong 90 ngày. Bạn ghi ngày kiểm ở “Đường dây trợ giúp”, hoặc bỏ số ấy.")
            % {"numbers": ", ".join(unchecked)}
        )
    if not page.wanted_numbers:
        reasons.append(_("Trang chưa có số nào để gọi. Bạn ghi ít nhất một số ở “gọi số nào”."))
    return reasons


def _unchecked_numbers(page: Any) -> list[str]:
    """Numbers of the page without a help line, in its language or Vietnamese, whose check is in date."""
    languages = [page.locale.language_code, "vi"]
    lines = HelpLine.objects.shown().filter(number__in=page.wanted_numbers, locale__language_code__in=languages)
    checked = {line.number for line in lines if not line.review_due}
    return [number for number in page.wanted_numbers if number not in checked]
