"""“Viết nhanh”: Wagtail's create and edit views of an ordinary article, with the form and the look of one screen.

Autosave, versions, locks, presence, rights, hooks, workflow: all are those of the full editor, which opens every story
made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import MediaContainer
from wagtail.models import Page, WorkflowState

from articles.admin.base_views import StoryAdminView
from articles.admin.quick import checklist
from articles.admin.quick.form import PANELS
from articles.admin.quick.pictures import described
from articles.admin.start_story import offered, sections_of_writer, used_last
from articles.editorial.admin_isolation import NewsroomPages
from articles.models import ArticlePage
from articles.rules import gates
from base.caching.headers import private
from base.text import whole_number
from users.http import SignedInRequest

if TYPE_CHECKING:  # Wagtail's views have no types
    _Create = Any
    _Edit = Any
    _Screen = Any
else:
    _Create, _Edit, _Screen = NewsroomPages.add_view_class, NewsroomPages.edit_view_class, object

CHIPS = 4  # sections shown as chips; the others unfold


class QuickScreen(_Screen):
    """What both views share."""

    page_title = gettext_lazy("Viết nhanh")
    header_icon = "edit"
    template_name = "articles/admin/quick/form.html"
    edit_url_name = "newsroom:quick_edit"

    def use_form(self) -> None:
        """Replace the panels of the full editor."""
        self.edit_handler = PANELS
        self.form_class = PANELS.get_form_class()

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        board = {"url": reverse("newsroom:board"), "label": _("Tòa soạn")}
        return [board, {"url": "", "label": self.get_page_title()}]

    def get_side_panels(self) -> Any:
        """None: the screen says itself what they would."""
        return MediaContainer([])

    def said_of_story(self, story: ArticlePage | None, section: Any) -> dict[str, Any]:
        """Context of the list “Trước khi gửi” and of the picture."""
        lines = checklist.lines(story, section)
        image = story.lead_image if story is not None else None
        return {
            "lines": lines,
            "done": sum(line.is_done for line in lines),
            "picture": described(image, self.request.user) if image is not None else None,
            "story": story,
            "revision_enabled": True,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the panel of the byline, which the template puts in its place."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        panels = context["edit_handler"].children
        context["bylines_panel"] = next(panel for panel in panels if hasattr(panel, "formset"))
        return context

    def reasons_against_sending(self) -> list[gates.Finding]:
        """The gates that stop the story as it stands in the form."""
        return gates.stops(self.form.instance)

    def send_or_keep(self, send: Any, keep: Any) -> HttpResponse:
        """Send the story into its workflow, or save it and say where it is stopped."""
        stops = self.reasons_against_sending()
        if not stops:
            response = send()
            state = ArticlePage.objects.get(pk=self.page.pk).current_workflow_state
            is_on_its_way = state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS
            return redirect("newsroom:quick_sent", self.page.pk) if is_on_its_way else response
        keep()
        return redirect(f"{reverse(self.edit_url_name, args=[self.page.pk])}?cong=1")


@method_decorator(private, name="dispatch")
class QuickCreateView(QuickScreen, _Create):
    """A new item; its section is chosen on the screen, so it has none before its first save."""

    def dispatch(self, request: SignedInRequest) -> HttpResponse:
        """Find the section. Raises PermissionDenied for accounts that write in no section."""
        mine = sections_of_writer(request)
        if not mine:
            return redirect("newsroom:start_story")
        section_id = whole_number(request.POST.get("section"))
        self.section = next((section for section in mine if section.pk == section_id), None)
        self.sections, self.hidden = offered(mine, request)
        place = self.section or self.sections[0]
        return super().dispatch(request, ArticlePage._meta.app_label, ArticlePage._meta.model_name, place.pk)

    def get(self, request: SignedInRequest) -> HttpResponse:
        """An empty screen with a paragraph to write in."""
        self.use_form()
        self.page.body = [("paragraph", "")]
        return super().get(request)

    def post(self, request: SignedInRequest) -> HttpResponse:
        """Save or send; without a section the form comes back, or autosave waits."""
        self.use_form()
        if self.section is not None:
            return super().post(request)
        message = _("Chọn chuyên mục. Máy không chọn thay bạn.")
        if self.expects_json_response:
            return self.json_error_response("validation_error", message)
        self.form = self.form_class(
            request.POST,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent_page,
            for_user=request.user,
        )
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data(section_error=message), status=422)

    def submit_action(self) -> HttpResponse:
        """Send, unless a gate stops it."""
        return self.send_or_keep(super().submit_action, self.save_action)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recent = used_last(self.request.user)
        order = sorted(self.sections, key=lambda item: recent.index(item.path) if item.path in recent else len(recent))
        return super().get_context_data(**kwargs) | {
            "action_url": reverse("newsroom:quick"),
            "chips": order[:CHIPS],
            "more_sections": order[CHIPS:],
            "hidden": self.hidden,
            "section": self.section,
            "may_send": True,
            **self.said_of_story(None, self.section),
        }


@method_decorator(private, name="dispatch")
class QuickEditView(QuickScreen, _Edit):
    """The same item, saved."""

    partials_template_name = "articles/admin/quick/partials.html"

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        """Open it; an alias or a page of another type opens in the full editor. Raises Http404."""
        page = Page.objects.filter(pk=page_id).first()
        if page is None:
            raise Http404
        if page.specific_class is not ArticlePage or page.alias_of_id:
            return redirect("wagtailadmin_pages:edit", page_id)
        return super().dispatch(request, page_id, **kwargs)

    def get_template_names(self) -> list[str]:
        """The screen, or what changes on it after the first save."""
        return [self.partials_template_name if self.hydrate_create_view else self.template_name]

    def get_edit_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.page.pk])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The screen with the newest draft; an empty body gets a paragraph to write in."""
        self.use_form()
        if not self.page.body:
            self.page.body = [("paragraph", "")]
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.use_form()
        return super().post(request, *args, **kwargs)

    def submit_action(self) -> HttpResponse:
        """Send, unless a gate stops it."""
        return self.send_or_keep(super().submit_action, self.save_action)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        section = self.page.get_parent()
        story = self.page if self.form.is_bound else self.real_page_record.get_latest_revision_as_object()
        context = super().get_context_data(**kwargs) | self.said_of_story(story, section)
        context["may_send"] = not self.locked_for_user and self.page_perms.can_submit_for_moderation()
        context["stops"] = gates.stops(story) if self.request.GET.get("cong") else []
        context["section"] = section
        return context


class SentView(StoryAdminView):
    """After sending: when, who has it now, what to do next."""

    page_title = gettext_lazy("Đã gửi duyệt")
    header_icon = "check"
    template_name = "articles/admin/quick/sent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.story.current_workflow_state
        steps = state.all_tasks_with_status() if state is not None else []
        return super().get_context_data(**kwargs) | {
            "sent_at": state.created_at if state is not None else None,
            "steps": steps,
            "may_withdraw": state is not None and state.user_can_cancel(self.request.user),
        }
