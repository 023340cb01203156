"""What the library's pages show. Views call these; rights are decided in access.py."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from base.paging import page_of

PER_PAGE = 12


def list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the list: one page of visible assets, newest first."""
    from .models import Asset

    return {"page_obj": page_of(Paginator(Asset.objects.visible_to(request.user).with_cards(), PER_PAGE), request)}
