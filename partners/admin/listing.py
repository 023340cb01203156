"""Style of the lists in partners/admin on narrow screens."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.views.generic.base import ContextMixin


class ForPhones(ContextMixin):
    """Mixin of index views: adds the style sheet that stacks a row's cells under its title on narrow screens."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the style sheet to the media of the page."""
        context = super().get_context_data(**kwargs)
        context["media"] += Media(css={"all": ["partners/css/admin.css"]})
        return context
