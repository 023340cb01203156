"""Page of a story on which breaking news is switched on and off: one button for each end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from articles.admin.base_views import StoryAdminView
from articles.admin.breaking import rules
from articles.models import BreakingNews
from base.day import refuse_odd_year
from users.http import SignedInRequest


class BreakingView(StoryAdminView):
    """Tin nóng: the ends that are offered, another one by hand, and switching it off."""

    page_title = gettext_lazy("Tin nóng")
    header_icon = "warning"
    template_name = "articles/admin/breaking.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Raises PermissionDenied for who may not switch breaking news on."""
        super().setup(request, *args, **kwargs)
        if not rules.may_break(self.story, self.request.user):
            raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập của cơ quan có bài bật tin nóng."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the running breaking news of the language, and the ends that are offered."""
        running = BreakingNews.objects.running().filter(locale_id=self.story.locale_id).select_related("page")
        return super().get_context_data(**kwargs) | {
            "running": running.first(),
            "ends": rules.ends_offered(),
            "next": self.request.GET.get("next", ""),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Switch on until `until` or `other`, or off with `do=stop`; a refusal is shown above the buttons, with 422."""
        if request.POST.get("do") == "stop":
            self._stop()
            return self._back()
        try:
            until = moment_of(request.POST.get("until") or request.POST.get("other", ""))
            rules.start(self.story, until, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(), status=422)
        words = {"title": self.story.title, "until": f"{timezone.localtime(until):%H:%M, %d-%m-%Y}"}
        view_button = messages.button(self.story.full_url or self.story.url, _("Xem bài"))
        message = _("Băng tin nóng “%(title)s” chạy đến %(until)s. Mọi trang hiện băng trong vòng một phút.") % words
        messages.success(request, message, buttons=[view_button])
        return self._back()

    def _stop(self) -> None:
        running = BreakingNews.objects.running().filter(page=self.story.pk).first()
        if running is None:
            messages.info(self.request, _("Băng tin nóng của bài này đã tắt."))
            return
        rules.stop(running, self.request.user)
        words = {"now": f"{timezone.localtime():%H:%M}"}
        messages.success(
            self.request, _("Đã tắt băng tin nóng lúc %(now)s. Mọi trang bỏ băng trong vòng một phút.") % words
        )

    def _back(self) -> HttpResponse:
        """To the page that asked (`next`), or to this one."""
        place = self.request.POST.get("next", "")
        inside = url_has_allowed_host_and_scheme(place, {self.request.get_host()}, self.request.is_secure())
        return redirect(place if place and inside else self.request.path)


def moment_of(text: str) -> datetime:
    """The moment in `text` (“2026-11-27T16:00”, local time without an offset). Raises ValidationError."""
    try:
        moment = parse_datetime(text.strip())
    except ValueError:
        moment = None
    if moment is None:
        raise ValidationError(_("Bạn chọn giờ tắt."))
    refuse_odd_year(moment)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
