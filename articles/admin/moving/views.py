"""Chuyển chuyên mục: a story, live or not, goes to another section of its outlet; its old address leads to the new one.

Wagtail's own page for moving pages needs the right to delete what is live, which no newsroom has. Here only the section
changes: text, approvals, schedule and readings stay, feeds and lists of both sections follow, the old address answers
301 (wagtail.contrib.redirects).
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from articles.admin.base_views import StoryAdminView
from articles.admin.scheduling import may_arrange
from articles.models import ArticlePage, SectionPage
from base.text import whole_number
from users.http import SignedInRequest
from users.models import User


def may_move(story: ArticlePage, user: User) -> bool:
    """Whether `user` may change the section of `story`: secretary or chief of its outlet, and it is the original."""
    if story.alias_of_id:
        return False
    return user.is_superuser or may_arrange(user, story.get_parent().specific)


def sections_for(story: ArticlePage) -> list[SectionPage]:
    """Other sections of the story's outlet in its language."""
    here = story.get_parent().specific
    sections = SectionPage.objects.filter(outlet=here.outlet_id, locale=story.locale_id).exclude(pk=here.pk)
    return list(sections.order_by("path"))


@transaction.atomic
def move_story(story: ArticlePage, section: SectionPage) -> None:
    """Move `story` below `section`. Raises ValidationError where a page there has its address already.

    Without a user Wagtail does not ask for the right to delete what is live; its log names whose request it is.
    """
    if section.get_children().filter(slug=story.slug).exists():
        raise ValidationError(
            _("Chuyên mục “%(section)s” đã có trang mang địa chỉ này. Bạn đổi địa chỉ của bài trước.")
            % {"section": section.title}
        )
    story.move(section, pos="last-child")


class MoveView(StoryAdminView):
    """The sections to choose from, one button each."""

    page_title = gettext_lazy("Chuyển chuyên mục")
    header_icon = "arrow-right-full"
    template_name = "articles/admin/move.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Raises PermissionDenied for who may not move it."""
        super().setup(request, *args, **kwargs)
        if not may_move(self.story, self.request.user):
            raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập của cơ quan chuyển bài sang chuyên mục khác."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "here": self.story.get_parent(),
            "sections": sections_for(self.story),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Move it to `section`; a refusal is shown above the buttons, with 422."""
        section_id = whole_number(request.POST.get("section"))
        section = next((item for item in sections_for(self.story) if item.pk == section_id), None)
        try:
            if section is None:
                raise ValidationError(_("Bạn chọn một chuyên mục của cơ quan mình, cùng tiếng với bài."))
            move_story(self.story, section)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(), status=422)
        story = ArticlePage.objects.get(pk=self.story.pk)
        message = _("Đã chuyển “%(title)s” sang “%(section)s”. Địa chỉ cũ dẫn về địa chỉ mới.")
        buttons = [messages.button(story.url, _("Xem bài"))] if story.live else []
        messages.success(request, message % {"title": story.draft_title, "section": section.title}, buttons=buttons)
        return redirect("wagtailadmin_pages:edit", story.pk)
