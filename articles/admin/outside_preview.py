"""Preview of a draft for people without an account: named links with an end, revocable, with answers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Revision

from articles.admin.base_views import StoryAdminView, private_address
from articles.admin.forms import PreviewLinkForm, VerdictForm
from articles.editorial.access import works_on
from articles.models import PreviewLink, PreviewVerdict
from articles.rules.content_hash import words_hash
from base.text import whole_number
from users.http import SignedInRequest

#: The public policy forbids frames; this page shows the draft in a frame from the same origin.
FRAMING_CSP = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}
MOST_VERDICTS = 20  # answers through one link


class PreviewLinksView(StoryAdminView):
    """Create, list and revoke preview links of a story, and read the answers."""

    page_title = gettext_lazy("Xem trước cho người ngoài")
    header_icon = "mail"
    template_name = "articles/admin/previews.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add each link with its address and answers, marked when the text has changed since."""
        kwargs.setdefault("form", PreviewLinkForm())
        links = self.story.preview_links.select_related("created_by").prefetch_related("verdicts__revision")
        words = _words_of(self.story.get_latest_revision())
        rows = [
            (
                link,
                self.request.build_absolute_uri(reverse("outside_preview", args=[link.token])),
                # A new hour or pin does not outdate an answer.
                [(verdict, _words_of(verdict.revision) != words) for verdict in link.verdicts.all()],
            )
            for link in links
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "revoke" in request.POST:
            link = get_object_or_404(self.story.preview_links, pk=whole_number(request.POST["revoke"]))
            link.revoked_at = link.revoked_at or timezone.now()
            link.save(update_fields=["revoked_at"])
            messages.success(request, _("Đã thu hồi liên kết của “%(reader)s”.") % {"reader": link.reader})
            return redirect(request.path)
        form = PreviewLinkForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        link = form.save(commit=False)
        link.page, link.created_by = self.story, request.user
        link.save()
        return redirect(request.path)


def _open_link(token: str, *, lock: bool = False) -> PreviewLink:
    """The link of `token`; raises Http404, the same for unknown, revoked and expired ones.

    And for one whose sender no longer works on the story: who has left still knows the address. `lock` needs a
    transaction.
    """
    links = PreviewLink.objects.select_for_update(of=("self",)) if lock else PreviewLink.objects
    link = links.select_related("page", "page__locale", "created_by").filter(token=token).first()
    if link is None or not link.is_open or not works_on(link.created_by, link.page):
        raise Http404(_("Liên kết này không còn mở. Bạn hỏi lại người gửi ở tòa soạn."))
    return link


def _words_of(version: Revision | None) -> str:
    """Hash of a version's text, which tells whether an answer was given to the present text."""
    return words_hash(version.content) if version else ""


@require_http_methods(["GET", "HEAD", "POST"])
@csp_override(FRAMING_CSP)
def outside_preview(request: HttpRequest, token: str) -> HttpResponse:
    """/xem-truoc/<key>/: the draft in a frame, with the form for an answer below it.

    409 when the text has changed since the page was loaded.
    """
    link = _open_link(token)
    page = link.page.specific
    form = VerdictForm(request.POST or None)
    newest = page.get_latest_revision()  # read once: the compared version is also the stored one
    words = _words_of(newest)
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        if request.POST.get("words") != words:  # an answer counts only for the text that was read
            form.add_error(
                None, _("Bài vừa đổi trong lúc bạn đọc. Bạn đọc lại bản mới ở trên rồi gửi ý kiến giúp nhé.")
            )
            status = 409
        elif not _take(form.save(commit=False), token, newest):
            form.add_error(None, _("Bạn đã gửi nhiều ý kiến. Bạn gọi thẳng cho tòa soạn giúp nhé."))
        else:
            return private_address(redirect(f"{request.path}?da-gui"))
    context = {"link": link, "form": form, "words": words, "verdicts": link.verdicts.all()}
    context |= {"is_sent": "da-gui" in request.GET and request.method != "POST"}
    return private_address(render(request, "articles/outside_preview.html", context, status=status))


def _take(verdict: PreviewVerdict, token: str, read: Revision | None) -> bool:
    """Save an answer to the version `read`; False when the link has MOST_VERDICTS. Raises Http404 like _open_link()."""
    with transaction.atomic():
        verdict.link, verdict.revision = _open_link(token, lock=True), read
        if verdict.link.verdicts.count() >= MOST_VERDICTS:
            return False
        verdict.save()
    return True


@require_safe
@xframe_options_sameorigin
def outside_preview_page(request: HttpRequest, token: str) -> HttpResponse:
    """/xem-truoc/<key>/bai/: the newest draft as readers would see it, without notes of the newsroom."""
    page = _open_link(token).page.specific
    story = page.get_latest_revision_as_object()
    response = TemplateResponse(request, story.get_template(request), story.get_context(request))
    return private_address(response)
