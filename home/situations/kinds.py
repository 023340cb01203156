"""The twelve situations. Search names them by the same keys (search/query/crisis_rules.py)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Situation(models.TextChoices):
    """What is happening to the reader, in the order in which the list shows it."""

    THREATENED = "threatened", _("bị dọa tung ảnh")
    SENT = "sent", _("lỡ gửi ảnh")
    MEETING = "meeting", _("bị rủ gặp mặt")
    MONEY = "money", _("bị ép chuyển tiền")
    ACCOUNT = "account", _("mất tài khoản")
    BULLIED = "bullied", _("bị bắt nạt")
    HOME = "home", _("người trong nhà làm đau, làm sợ")
    TOUCHED = "touched", _("bị đụng chạm, xâm hại")
    HELD = "held", _("bị giữ, bị ép làm")
    SELF_HARM = "self_harm", _("muốn chết, tự làm đau")
    FRIEND = "friend", _("lo cho bạn")
    CHILD = "child", _("con tôi bị")


#: Situations in which life or body may be in danger: their pages name 115 as well.
WITH_DANGER = frozenset(
    {
        Situation.SELF_HARM,
        Situation.HOME,
        Situation.TOUCHED,
        Situation.HELD,
        Situation.BULLIED,
        Situation.MEETING,
        Situation.FRIEND,
        Situation.CHILD,
    }
)
#: Situations in which pictures may be about: the page must say how they are taken down.
WITH_PICTURES = frozenset({Situation.THREATENED, Situation.SENT})
