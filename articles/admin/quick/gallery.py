"""“Chùm ảnh”: up to thirty pictures dropped at once, described together, placed in a story in one step."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import policy_registry

from articles.admin.base_views import StoryAdminView
from articles.admin.quick.pictures import Facts, described, may_change
from articles.genres import Genre
from articles.models import ArticlePage
from base.text import one_line, whole_number
from media_library.models import SiteImage

LEAST, MOST = 2, 30  # pictures of one gallery
NONE, SOME, ALL = "none", "some", "all"
MINORS = {NONE: gettext_lazy("Không ảnh nào"), SOME: gettext_lazy("Một số ảnh"), ALL: gettext_lazy("Tất cả")}


@dataclass
class Item:
    """One picture with what was said of it."""

    image: SiteImage
    alt: str
    caption: str
    has_minor: bool | None


@dataclass
class Gallery:
    """What the form sent: pictures in their order, and what is said of all."""

    items: list[Item]
    caption: str
    credit: str
    minors: str

    @classmethod
    def read(cls, data: QueryDict, user: Any) -> Gallery:
        """The pictures that `user` may use; others are left out."""
        keys = [key for value in data.getlist("picture") if (key := whole_number(value)) is not None][:MOST]
        images = SiteImage.objects.in_bulk(list(dict.fromkeys(keys)))
        policy = policy_registry.get_by_type(SiteImage)
        minors = data.get("minors", "")
        minor_rules = {NONE: lambda key: False, ALL: lambda key: True, SOME: lambda key: f"minor-{key}" in data}
        items = [
            Item(
                image=images[key],
                alt=one_line(data.get(f"alt-{key}", ""), 255),
                caption=one_line(data.get(f"caption-{key}", ""), 250),
                has_minor=minor_rules[minors](key) if minors in minor_rules else None,
            )
            for key in dict.fromkeys(keys)
            if key in images and policy.user_has_permission_for_instance(user, "choose", images[key])
        ]
        return cls(items, one_line(data.get("caption", ""), 250), one_line(data.get("credit", ""), 120), minors)

    def problem(self) -> str:
        """Why it cannot be placed yet; "" for nothing. Alt texts may follow: the gates ask for them."""
        if len(self.items) < LEAST:
            return _("Chùm ảnh cần từ hai ảnh trở lên.")
        if self.minors not in MINORS:
            return _("Bạn trả lời: có ai dưới 18 tuổi nhận ra được trong chùm?")
        if not self.caption and not all(item.caption for item in self.items):
            return _("Có ảnh chưa có chú thích. Bạn ghi một chú thích chung, hoặc ghi riêng ở từng ảnh.")
        if self.minors == SOME and not any(item.has_minor for item in self.items):
            return _("Bạn đánh dấu những ảnh có các em, hoặc chọn “Không ảnh nào”.")
        return ""

    def store_facts(self, user: Any) -> None:
        """Save what was said with the pictures that `user` may change."""
        for item in self.items:
            if may_change(item.image, user):
                stored = Facts.of(item.image)
                credit = self.credit or stored.credit
                facts = Facts(item.alt or stored.alt, credit, item.has_minor, stored.focus)
                facts.put_on(item.image)
                facts.store(item.image)

    def block(self) -> dict[str, Any]:
        """The value of a “gallery” block; a picture's own caption comes before the common one."""
        pictures = [
            {"image": item.image.pk, "caption": item.caption or self.caption, "credit": self.credit}
            for item in self.items
        ]
        items = [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in pictures]
        return {"title": "", "pictures": items}


class GalleryView(StoryAdminView):
    """Drop, describe, order, place."""

    page_title = gettext_lazy("Chùm ảnh")
    header_icon = "image"
    template_name = "articles/admin/quick/gallery.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Raises PermissionDenied also for a story that is locked for the account."""
        super().setup(request, *args, **kwargs)
        lock = self.story.get_lock()
        if lock is not None and lock.for_user(self.request.user):
            raise PermissionDenied(_("Bài đang khóa hoặc đang chờ người khác duyệt, nên chưa thêm ảnh được."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add limits and answers, and after a refusal what was sent."""
        return {"gallery": None, "minors": MINORS, "most": MOST} | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Place the gallery at the end of the newest draft; 422 with the reason, and all that was typed."""
        gallery = Gallery.read(request.POST, self.request.user)
        if problem := gallery.problem():
            cards = [described(item.image, self.request.user) | {"item": item} for item in gallery.items]
            context = self.get_context_data(gallery=gallery, cards=cards, problem=problem)
            return self.render_to_response(context, status=422)
        place(self.story, gallery, self.request.user)
        number = len(gallery.items)
        message = ngettext("Đã đặt %d ảnh vào cuối bài.", "Đã đặt %d ảnh vào cuối bài.", number) % number
        without = sum(not item.image.description for item in gallery.items)
        if without:
            message += " " + ngettext("%d ảnh còn thiếu chữ thay.", "%d ảnh còn thiếu chữ thay.", without) % without
        messages.success(request, message)
        return redirect("newsroom:quick_edit", self.story.pk)


@transaction.atomic
def place(story: ArticlePage, gallery: Gallery, user: Any) -> None:
    """Add the gallery to the newest version, as a new one: what others wrote meanwhile stays."""
    Page.objects.select_for_update().get(pk=story.pk)  # two people with two galleries: one after the other
    gallery.store_facts(user)
    draft = story.get_latest_revision_as_object()
    raw = [block for block in draft.body.raw_data if block["type"] != "paragraph" or block["value"].strip()]
    if not raw and draft.genre == Genre.NEWS:
        draft.genre = Genre.PHOTOS
    draft.body = draft.body.stream_block.to_python([*raw, {"type": "gallery", "value": gallery.block()}])
    draft.save_revision(user=user, log_action=True, clean=False)
    if not story.live:
        ArticlePage.objects.filter(pk=story.pk).update(genre=draft.genre)
