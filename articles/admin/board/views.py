"""View of the board: its columns by outlet, filters, who waits for whom, and the moves between columns."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base_views import NewsroomAdminView, chosen_outlet
from articles.admin.board.cards import DRAFTS, Card, queues
from articles.admin.board.columns import columns
from articles.admin.board.moves import move
from articles.editorial.access import outlets_of, sections_of, within, works_as
from articles.genres import Genre
from articles.models import ArticlePage, TakeDown
from base.errors import WrongState
from base.text import fold, one_line, whole_number
from users.http import SignedInRequest
from users.roles import ARRANGERS

MINE, OVERDUE = "cua-toi", "tre"  # values of ?loai=
FILTERS = {"": gettext_lazy("Tất cả"), MINE: gettext_lazy("Chờ tôi"), OVERDUE: gettext_lazy("Trễ")}
LONGEST_QUERY = 80  # characters


def filtered(board: list[dict[str, Any]], *, kind: str, section: str, genre: str, query: str) -> list[dict[str, Any]]:
    """The columns with the cards that all filters let through; an unknown or empty value lets all through."""
    words = fold(query, query=True).split()

    def fits(card: Card) -> bool:
        return (
            (kind != MINE or card.is_mine)
            and (kind != OVERDUE or card.is_late)
            and (not section or str(card.section.pk) == section)
            and (not genre or card.genre == genre)
            and all(word in fold(f"{card.title} {card.owner}") for word in words)
        )

    return [column | {"items": [card for card in column["items"] if fits(card)]} for column in board]


class BoardView(NewsroomAdminView):
    """The board, by outlet, what waits for the viewer or too long, section, genre, words of title or writer."""

    page_title = gettext_lazy("Bàn tòa soạn")
    header_icon = "tasks"
    template_name = "articles/admin/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns, the filters with their choices, and who waits for whom."""
        mine, chosen = chosen_outlet(self.request)
        sections, params = sections_of(chosen), self.request.GET
        kind = params.get("loai", "") if params.get("loai", "") in FILTERS else ""
        section, genre = params.get("chuyen-muc", ""), params.get("the-loai", "")
        query = one_line(params.get("q", ""), LONGEST_QUERY)
        stories = ArticlePage.objects.filter(within(sections))
        whole = columns(sections, self.request.user)
        board = filtered(whole, kind=kind, section=section, genre=genre, query=query)
        used = {card.section.pk for column in whole for card in column["items"]}
        return super().get_context_data(**kwargs) | {
            "outlets": mine,
            "chosen": chosen[0].slug if len(chosen) == 1 and len(mine) > 1 else "",
            "columns": board,
            "number": sum(len(column["items"]) for column in board if column["key"] != DRAFTS),
            "filters": FILTERS.items(),
            "kind": kind,
            "sections": [item for item in sections if item.pk in used],
            "section": section,
            "genres": Genre.choices,
            "genre": genre,
            "query": query,
            "queues": queues(whole),
            "taken_down": TakeDown.objects.open().filter(page__in=stories.values("pk")).count(),
            "assigns": works_as(self.request.user, ARRANGERS),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Move `page` to the column `to`, returned with `comment`; a refusal is shown above the board as it is now."""
        sections = sections_of(outlets_of(request.user))
        stories = ArticlePage.objects.filter(within(sections), alias_of=None)
        page = stories.filter(pk=whole_number(request.POST.get("page"))).first()
        if page is None:
            messages.error(request, _("Bài này không có trên bàn của cơ quan bạn. Bạn tải lại trang."))
            return self.render_to_response(self.get_context_data(), status=404)
        comment = one_line(request.POST.get("comment", ""), 1000)
        try:
            message = move(page.specific, request.POST.get("to", ""), request.user, comment)
        except (ValidationError, PermissionDenied, WrongState) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            messages.error(request, words)
            status = 422 if isinstance(error, ValidationError) else 403 if isinstance(error, PermissionDenied) else 409
            return self.render_to_response(self.get_context_data(), status=status)
        messages.success(request, message)
        return redirect(request.get_full_path())
