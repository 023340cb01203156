"""Text of a reminder to units: it names one next step and compares no units."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from base.languages import language_codes, language_name
from campaign.models import Season
from schools.models import ChecklistItem


def reminder_text(season: Season, filters: Mapping[str, str]) -> str:
    """Prepared text for the units that `filters` (as in coverage.queries.units_in) match; the sender may edit it."""
    link = settings.SITE_URL + reverse("schools:home")
    begin = _("Kính gửi thầy cô,")
    end = _("Trang của đơn vị: %(link)s. Vướng chỗ nào, thầy cô nhắn lại, chúng tôi hỗ trợ trong ngày.")
    return f"{begin}\n\n{_middle(season, filters)}\n\n{end % {'link': link}}"


def _middle(season: Season, filters: Mapping[str, str]) -> str:
    item = ChecklistItem.objects.filter(season=season, code=filters.get("without_item") or "-").first()
    if item is not None:
        hint = f" {item.hint}" if item.hint else ""
        return _(
            "Việc tiếp theo của chiến dịch “Không một mình” là: %(label)s.%(hint)s Khai trên điện thoại mất mười phút."
        ) % {
            "label": item.label,
            "hint": hint,
        }
    if filters.get("without_language") in language_codes():
        label = language_name(filters["without_language"])
        language = label[:1].lower() + label[1:]  # within the sentence: “bằng tiếng Khmer”
        return _(
            "Kho tài liệu có poster, tờ dán và clip bằng %(language)s. Trường có học sinh dùng tiếng này thì tải "
            "một bộ, treo cạnh bản tiếng Việt là đủ."
        ) % {"language": language}
    if filters.get("state") == "can-bo-sung":
        return _(
            "Một việc đã khai còn thiếu chút minh chứng. Lời nhắn nằm ngay trên việc đó; thường chỉ cần thay một "
            "tấm ảnh không thấy rõ mặt học sinh."
        )
    return _(
        "Trang của đơn vị còn trống vài mục. Việc nhẹ nhất tuần này: in tờ A4 đen trắng bằng máy photocopy, dán ở "
        "lớp, chụp một ảnh không có mặt học sinh rồi nộp, khoảng mười phút."
    )
