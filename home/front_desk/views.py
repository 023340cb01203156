"""Views of the desk “Trang nhất”: the desk with all its acts, and the preview of its draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from articles.admin.base_views import NewsroomAdminView
from articles.admin.breaking.rules import ends_offered
from articles.admin.breaking.views import moment_of
from articles.blocks.pins import Pin, all_pins, standing
from articles.models import ArticlePage, BreakingNews
from base.errors import WrongState
from base.http import for_frame
from base.text import one_line, whole_number
from home.front_desk import acts, candidates, desk, slots
from home.front_page import queries
from home.models import FrontArrangement, HomePage
from users.http import SignedInRequest

State = FrontArrangement.State
#: Act → number of parts that follow it in `do`.
PARTS = {
    "place": 2, "move": 2, "until": 2, "cancel": 2, "clear": 1, "back": 1, "undo": 0, "show": 0, "ask": 0, "return": 0,
}  # fmt: skip


def front_pages() -> Any:
    """Front pages by language, the Vietnamese first."""
    return HomePage.objects.select_related("locale").order_by("path")


class FrontDeskView(NewsroomAdminView):
    """The desk of one front page; without a key in the address that of the Vietnamese one."""

    page_title = gettext_lazy("Trang nhất")
    header_icon = "home"
    template_name = "home/front_desk/desk.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the front page. Raises PermissionDenied for who does not arrange any, Http404."""
        super().setup(request, *args, **kwargs)
        if not acts.may_arrange_front(self.request.user):
            raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập xếp trang nhất."))
        pages = front_pages()
        self.page = get_object_or_404(pages, pk=kwargs["pk"]) if "pk" in kwargs else get_object_or_404(pages[:1])
        self.head = acts.head_of(self.page)

    def get_page_subtitle(self) -> str:
        return str(self.page.locale)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the slots, candidates, history, breaking news, and which acts are open to the account."""
        user, draft = self.request.user, acts.draft_of(self.page)
        pins, live = acts.pins_of(self.page, self.head), all_pins(self.page.pins)
        query = self.request.GET.get("q", "")
        waiting = self.head is not None and self.head.state == State.WAITING
        made_by_me = user.pk in {step.made_by_id for step in draft}
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "pages": front_pages(),
            "seen": self.head.pk if self.head else 0,
            "head": self.head,
            "rows": desk.rows(self.page, pins, live, user),
            "slots": slots.SLOTS,
            "hours": desk.hours(),
            "candidates": candidates.offered(self.page.locale_id, user, query),
            "query": query,
            "draft": draft,
            "is_waiting": waiting,
            "confirms": waiting and not made_by_me,
            "shows": bool(draft) and (not self.page.four_eyes or (waiting and not made_by_me)),
            "can_undo": bool(draft) or FrontArrangement.objects.filter(page=self.page).shown()[1:2].exists(),
            "history": desk.history(self.page, user, self.request.GET.get("lich-su") == "thang"),
            "running": BreakingNews.objects.running().filter(locale=self.page.locale).select_related("page").first(),
            "ends": ends_offered(),
            "here": self.request.get_full_path(),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do the act that `do` names (“place:canh-1:12”); a refusal is shown above the desk as it is now."""
        verb, *rest = request.POST.get("do", "").split(":", 2)
        try:
            if PARTS.get(verb) != len(rest):
                raise ValidationError(_("Máy không hiểu nút này. Bạn tải lại trang rồi thử lại."))
            act: Callable[..., str] = getattr(self, f"_do_{verb}")
            message = act(*rest)
        except (ValidationError, PermissionDenied, WrongState) as error:
            return self._refuse(error)
        messages.success(request, message)
        return redirect(request.get_full_path())

    def _refuse(self, error: Exception) -> HttpResponse:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        messages.error(self.request, words)
        self.page.refresh_from_db()
        self.head = acts.head_of(self.page)
        status = {WrongState: 409, PermissionDenied: 403}
        status_code = next((code for kind, code in status.items() if isinstance(error, kind)), 422)
        return self.render_to_response(self.get_context_data(), status=status_code)

    @property
    def _seen(self) -> int:
        return whole_number(self.request.POST.get("seen")) or 0

    def _pins(self) -> list[Pin]:
        return acts.pins_of(self.page, self.head)

    def _step(self, pins: list[Pin]) -> str:
        acts.step(self.page, pins, self.request.user, self._seen)
        return _("Đã xếp. Bạn đọc thấy khi bạn đưa lên.")

    def _slot(self, key: str) -> slots.Slot:
        if key not in slots.BY_KEY:
            raise ValidationError(_("Trang nhất không có ô này. Bạn tải lại trang rồi thử lại."))
        return slots.BY_KEY[key]

    def _moment(self, name: str) -> datetime | None:
        text = self.request.POST.get(name, "")
        return moment_of(text) if text else None

    def _do_place(self, key: str, story: str) -> str:
        """A candidate into a slot; from `since` and until `until` where they are given."""
        slot = self._slot(key)
        offered = ArticlePage.objects.filter(pk=whole_number(story), locale_id=self.page.locale_id).originals()
        page = offered.first()
        if page is None or not self._may_stand(page):
            raise ValidationError(_("Bài này không đưa lên trang nhất được: chưa đăng, chưa hẹn giờ, hoặc đã gỡ."))
        since, until = self._moment("since"), self._moment("until")
        _refuse_past(since, until)
        return self._step(slots.placed(self._pins(), slot, page.pk, since, until))

    def _may_stand(self, page: ArticlePage) -> bool:
        user = self.request.user
        if page.live:
            return ArticlePage.objects.readable().filter(pk=page.pk).exists()
        story = candidates.named({page.pk}, user)[page.pk]
        return bool(getattr(story, "due", None)) and page.pk not in desk.hidden([Pin("lead", page.pk, None)], user)

    def _do_move(self, one: str, other: str) -> str:
        pins = self._pins()
        now = standing(pins, timezone.now())
        places = queries.standing(self.page.locale.language_code, now)
        stories = {slot.key: places[at].pk for slot in slots.SLOTS if (at := (slot.place, slot.position)) in places}
        return self._step(slots.swapped(pins, self._slot(one), self._slot(other), stories))

    def _do_clear(self, key: str) -> str:
        return self._step(slots.cleared(self._pins(), self._slot(key)))

    def _do_cancel(self, key: str, since: str) -> str:
        """What was to come into the slot does not come."""
        slot, moment = self._slot(key), moment_of(since)
        pins = [pin for pin in self._pins() if slots.slot_of(pin) != slot or pin.since != moment]
        return self._step(pins)

    def _do_until(self, key: str, text: str) -> str:
        """Another end of what stands in the slot: a moment, `none`, or `other` from the field beside the button."""
        until = (
            None
            if text == "none"
            else moment_of(self.request.POST.get(f"other-{key}", "") if text == "other" else text)
        )
        _refuse_past(None, until)
        return self._step(slots.timed(self._pins(), self._slot(key), until))

    def _do_back(self, pk: str) -> str:
        """An earlier arrangement again, as a step of the draft."""
        arrangement = get_object_or_404(FrontArrangement, page=self.page, pk=whole_number(pk))
        acts.back_to(self.page, arrangement, self.request.user, self._seen)
        return _("Đã xếp như trang lúc %(moment)s. Bạn đọc thấy khi bạn đưa lên.") % {
            "moment": f"{timezone.localtime(arrangement.made_at):%H:%M, %d-%m-%Y}"
        }

    def _do_undo(self) -> str:
        """The newest step goes."""
        arrangement = acts.undo(self.page, self.request.user, self._seen)
        if arrangement is None:
            return _("Đã hoàn tác một bước.")
        return _("Đã hoàn tác lúc %(now)s: trang nhất như trước lần đưa lên cuối.") % {"now": _now()}

    def _do_show(self) -> str:
        acts.show(self.page, self.request.user, self._seen)
        return _("Đã lên trang nhất lúc %(now)s.") % {"now": _now()}

    def _do_ask(self) -> str:
        acts.hand_in(self.page, self.request.user, self._seen)
        return _("Đã gửi lúc %(now)s. Tổng Biên tập nhận tin và xác nhận.") % {"now": _now()}

    def _do_return(self) -> str:
        """Four eyes: back to who arranged it."""
        acts.give_back(self.page, self.request.user, self._seen, one_line(self.request.POST.get("note", ""), 300))
        return _("Đã trả lại lúc %(now)s, kèm lời nhắn.") % {"now": _now()}


def _now() -> str:
    return f"{timezone.localtime():%H:%M}"


def _refuse_past(since: datetime | None, until: datetime | None) -> None:
    """Raise ValidationError for an end that has passed, or that is not after the beginning."""
    now = timezone.now()
    if until is not None and until <= max(since or now, now):
        raise ValidationError(_("Giờ hết phải sau lúc này và sau giờ lên. Bạn chọn giờ khác."))


def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The front page as readers would see the draft, scheduled stories in their slots; only stories one may know."""
    if not acts.may_arrange_front(request.user):
        raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập xếp trang nhất."))
    page = get_object_or_404(front_pages(), pk=pk)
    pins = standing(acts.pins_of(page, acts.head_of(page)), timezone.now())
    away = desk.hidden(pins, request.user)
    page.shown_pins = [pin for pin in pins if pin.story_id not in away]
    return for_frame(page.make_preview_request(request))
