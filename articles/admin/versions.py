"""Named versions of a story, such as “bản gửi luật sư”."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base_views import StoryAdminView
from articles.admin.forms import NameForm
from articles.models import NamedVersion
from users.http import SignedInRequest


class VersionsView(StoryAdminView):
    """List named versions; POST names the newest version."""

    page_title = gettext_lazy("Các bản có tên")
    header_icon = "history"
    template_name = "articles/admin/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the named versions, the newest version and the form."""
        newest = self.story.get_latest_revision()
        kwargs.setdefault("form", NameForm())
        ids = self.story.revisions.values_list("pk", flat=True)
        named = NamedVersion.objects.filter(revision__in=list(ids)).select_related("revision__user", "named_by")
        return super().get_context_data(**kwargs) | {"named": named, "newest": newest}

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Name the newest version, or rename it."""
        newest = self.story.get_latest_revision()
        form = NameForm(request.POST, instance=NamedVersion.objects.filter(revision=newest).first())
        if newest is None:
            form.add_error(None, _("Bài chưa có bản nào được lưu."))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        named = form.save(commit=False)
        named.revision, named.named_by = newest, request.user
        named.save()
        messages.success(request, _("Đã đặt tên “%(name)s” cho bản mới nhất.") % {"name": named.name})
        return redirect(request.path)
