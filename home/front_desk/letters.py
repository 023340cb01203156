"""Letters of the desk “Trang nhất”: somebody asks for a second pair of eyes, or gives an arrangement back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.editorial.access import outlets_of
from home.models import FrontArrangement
from notifications.outbox import letter_language, post
from notifications.purposes import Purpose, register
from users.models import RoleGroup, User
from users.roles import ARRANGERS, Role

FRONT_PAGE = register(Purpose("front-page", gettext_lazy("Trang nhất: xác nhận, trả lại")))


def ask(page: Any, user: User, number: int) -> None:
    """Write to the chiefs of the outlets whose secretary or chief has arranged `number` changes."""
    slugs = [outlet.slug for outlet in outlets_of(user, ARRANGERS)]
    groups = RoleGroup.objects.filter(scope__in=slugs, role=str(Role.CHIEF)).values("group")
    chiefs = User.objects.filter(is_active=True, groups__in=groups).exclude(pk=user.pk).distinct()
    with letter_language():
        _write(page, _("Trang nhất chờ bạn xác nhận"), {"actor": user, "number": number}, [one.email for one in chiefs])


def returned(page: Any, arrangement: FrontArrangement, user: User) -> None:
    """Write to who made the newest step of an arrangement that was given back."""
    maker = arrangement.made_by
    if maker is None or not maker.is_active or maker == user or not outlets_of(maker, ARRANGERS).exists():
        return
    with letter_language():
        _write(page, _("Trang nhất được trả lại"), {"actor": user, "note": arrangement.note}, [maker.email])


def _write(page: Any, subject: str, context: dict[str, Any], to: list[str]) -> None:
    link = settings.SITE_URL + reverse("front_desk", args=[page.pk])
    text = render_to_string("home/front_desk/letter.txt", context | {"link": link})
    post(purpose=FRONT_PAGE, to=to, subject=subject, text=text)
