"""The newsroom's page of a challenge: which links are shown, with which picture, and the highlights of the week."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.challenge import links
from activities.challenge.forms import DecisionForm
from activities.models import ChallengeLink, ChallengePage
from activities.models.challenge import this_week
from articles.admin.base_views import StoryAdminView
from base.text import one_line
from users.http import SignedInRequest

State = ChallengeLink.State


class ChallengeAdminView(StoryAdminView):
    """A page about one challenge, for who may publish it."""

    right = "can_publish"
    story: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the challenge. Raises Http404 for another type and for a copy, PermissionDenied."""
        super().setup(request, *args, **kwargs)
        if not isinstance(self.story, ChallengePage) or self.story.alias_of_id:
            raise Http404(_("Không có thử thách này."))

    def link(self) -> ChallengeLink:
        """The link of the address. Raises Http404 for one of another challenge."""
        link = ChallengeLink.objects.of(self.story).filter(pk=self.kwargs["link_id"]).first()
        if link is None:
            raise Http404(_("Không có clip này trong thử thách."))
        return link


class LinksView(ChallengeAdminView):
    """All links, those that wait first."""

    page_title = gettext_lazy("Clip gửi tới thử thách")
    header_icon = "media"
    template_name = "activities/admin/challenge_links.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ChallengeLink.objects.of(self.story).order_by("-sent_at")
        return super().get_context_data(**kwargs) | {
            "waiting": rows.filter(state=State.SENT).order_by("sent_at"),
            "others": rows.exclude(state=State.SENT)[:200],
            "week": this_week(),
        }


class LinkView(ChallengeAdminView):
    """One link: see it, show it with a picture, decline it with a reason, make it a highlight."""

    page_title = gettext_lazy("Một clip của thử thách")
    header_icon = "media"
    template_name = "activities/admin/challenge_link.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        link = kwargs.pop("link", None) or self.link()
        form = kwargs.pop("form", None) or DecisionForm(instance=link)
        is_highlight = link.highlight_week == this_week()
        return super().get_context_data(**kwargs) | {"link": link, "form": form, "is_highlight": is_highlight}

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """POST `viec`: hien, khong, noi-bat, bo-noi-bat. 400 with the reason, 409 when decided meanwhile."""
        link, step = self.link(), request.POST.get("viec", "")
        form = DecisionForm(request.POST, instance=link)
        try:
            if step in {"noi-bat", "bo-noi-bat"}:
                links.highlight(self.story, link, on=step == "noi-bat")
            elif not form.is_valid():
                return self._again(link, form)
            else:
                state = State.SHOWN if step == "hien" else State.DECLINED
                reason = one_line(form.cleaned_data["reason"], 300)
                links.decide(link, request.user, seen=request.POST.get("seen", ""), state=state, reason=reason)
        except links.Refused as problem:
            form.add_error(None, str(problem))
            return self._again(link, form)
        messages.success(request, _("Đã ghi."))
        return redirect("challenges:links", self.story.pk)

    def _again(self, link: ChallengeLink, form: DecisionForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(link=link, form=form), status=400)


urlpatterns = [
    path("<int:page_id>/", LinksView.as_view(), name="links"),
    path("<int:page_id>/<int:link_id>/", LinkView.as_view(), name="link"),
]
