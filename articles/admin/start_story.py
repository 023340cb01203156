"""Viết bài: choose section and type of a new story, without the page explorer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from articles.admin.base_views import NewsroomAdminView, chosen_outlet
from articles.editorial.access import sections_of
from articles.models import ArticlePage, SectionPage
from users.http import SignedInRequest
from users.models import User

LOOKED_AT, RECENT = 30, 3  # newest own stories, and sections offered first


def kinds() -> dict[str, tuple[str, str, str]]:
    """{model name: (name, description, app)} of the page types that a newsroom begins in a section, articles first."""
    models = [model for model in SectionPage.creatable_subpage_models() if getattr(model, "is_begun_here", True)]
    return {
        model._meta.model_name: (
            capfirst(model._meta.verbose_name),
            model.get_page_description(),
            model._meta.app_label,
        )
        for model in sorted(models, key=lambda model: model is not ArticlePage)
    }


def sections_of_writer(request: SignedInRequest) -> list[SectionPage]:
    """Sections in which the account may write, by outlet. Raises PermissionDenied outside a newsroom."""
    mine, _chosen = chosen_outlet(request)
    open_to_me = [item for item in sections_of(mine) if item.permissions_for_user(request.user).can_add_subpage()]
    return sorted(open_to_me, key=lambda item: (item.outlet.short_name if item.outlet else "", item.path))


def offered(sections: list[SectionPage], request: SignedInRequest) -> tuple[list[SectionPage], int]:
    """(those of `sections` that a page offers: the Vietnamese ones, all with `?tieng`; how many it does not)."""
    vietnamese = [section for section in sections if section.locale.language_code == settings.LANGUAGE_CODE]
    shown_sections = sections if "tieng" in request.GET or not vietnamese else vietnamese
    return shown_sections, len(sections) - len(shown_sections)


def used_last(user: User) -> list[str]:
    """Paths of the sections of the account's newest stories, the last one first."""
    own = ArticlePage.objects.filter(owner=user, alias_of=None).order_by("-pk")
    paths = own.values_list("path", flat=True)[:LOOKED_AT]
    return list(dict.fromkeys(path[: -Page.steplen] for path in paths))[:RECENT]


class StartStoryView(NewsroomAdminView):
    """Form with section and type; with both it redirects to Wagtail's page for a new story."""

    page_title = gettext_lazy("Viết bài")
    header_icon = "edit"
    template_name = "articles/admin/start_story.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Redirect to Wagtail's form when the address names a section and a type of the account; else the page."""
        section, kind = request.GET.get("chuyen-muc", ""), request.GET.get("loai", "")
        offered_kinds = kinds()
        if kind in offered_kinds and section in {str(item.pk) for item in sections_of_writer(self.request)}:
            return redirect("wagtailadmin_pages:add", offered_kinds[kind][2], kind, section)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the types and sections: Vietnamese ones, all with `?tieng`; those used last stand first."""
        shown, hidden = offered(sections_of_writer(self.request), self.request)
        recent = used_last(self.request.user)
        return super().get_context_data(**kwargs) | {
            "sections": shown,
            "recent": sorted((item for item in shown if item.path in recent), key=lambda item: recent.index(item.path)),
            "hidden": hidden,
            "kinds": kinds(),
        }
