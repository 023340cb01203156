"""The home page of a translator: what the language lacks, what is due first."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from translations.admin.dashboard import IN_REVIEW, Step
from translations.status import OPEN, State, corrected_since, sources, with_states
from users.models import User
from users.roles import ROLES, Role, roles_of

SHOWN = 6  # pages of each language


class TranslatorPanel(Component):
    """Pages that a translator's language lacks or has older than their source."""

    name = "translations"
    template_name = "translations/admin/home.html"
    order = 100

    def __init__(self, user: User, codes: list[str]) -> None:
        self.user, self.codes = user, codes

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """`languages`: (code, [(page, name of its state, due date)]), the due ones first; one query each."""
        return {"languages": [(code, self._open(code)) for code in self.codes]}

    def _open(self, code: str) -> list[tuple[Page, Any, Any]]:
        pages = with_states(sources(self.user).filter(live=True)).filter(**{f"state_{code}__in": OPEN})
        rows = pages.order_by(F(f"due_{code}").asc(nulls_last=True), "-last_published_at")[:SHOWN]
        corrected = corrected_since(rows, code)
        return [
            (page, _("có đính chính") if page.pk in corrected else _label(page, code), getattr(page, f"due_{code}"))
            for page in rows
        ]


def _label(page: Page, code: str) -> Any:
    """The step of the review where there is one to wait for or to mend, else the state."""
    step = getattr(page, f"step_{code}")
    return Step(step).label if step in IN_REVIEW else State(getattr(page, f"state_{code}")).label


def panel_of(user: User) -> TranslatorPanel | None:
    """The panel of an account with a translator's role; None for others."""
    codes = sorted({ROLES[Role(role)].language for role, _scope in roles_of(user)} - {""})
    return TranslatorPanel(user, codes) if codes else None
