"""Forms of posts: one post, and the filters of the week."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from articles.models import ArticlePage
from base.day import DateField, today
from base.text import one_line
from media_library.models import Asset
from reporting.models import Post
from reporting.tasks.access import body_of, may_assign
from users.models import Organisation, User


def asset_of(code: str) -> Asset | None:
    """The released asset with this code, which everybody or a school may use."""
    return Asset.objects.on_pages(for_editors=False).filter(code=code.strip().upper()).first()


def story_of(address: str, request: HttpRequest) -> ArticlePage | None:
    """The live story at an address of this site, with or without the host."""
    try:
        path = urlsplit(address.strip()).path
    except ValueError:  # brackets that enclose no address of a host
        return None
    page = Page.find_for_request(request, path)
    story = page.specific if page and page.live else None
    return story if isinstance(story, ArticlePage) else None


def _day(label: Any, *, required: bool = True) -> DateField:
    return DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Bạn chọn ngày."), "invalid": _("Ngày chưa đúng, ví dụ 30-11-2026.")},
    )


class PostForm(forms.ModelForm):
    """A post. The standing office chooses its body; for all others it is their own."""

    fields: dict[str, Any]
    body = forms.ModelChoiceField(
        label=_("Cơ quan"),
        queryset=Organisation.objects.none(),
        to_field_name="uuid",
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bạn chọn cơ quan trong danh sách.")),
    )
    planned_for = _day(_("Định đăng ngày"))
    posted_on = _day(_("Đã đăng ngày"), required=False)
    asset_code = forms.CharField(
        label=_("Mã tài liệu"), required=False, max_length=40, help_text=_("Ví dụ P-A3-03. Để trống nếu không dùng.")
    )
    story_address = forms.CharField(
        label=_("Địa chỉ bài trên cổng"), required=False, max_length=500, help_text=_("Để trống nếu không lấy từ bài.")
    )
    field_order = [
        "body", "channel", "title", "planned_for", "asset_code", "story_address", "posted_on", "url", "reach",
    ]  # fmt: skip

    class Meta:
        model = Post
        fields = ["channel", "title", "planned_for", "posted_on", "url", "reach"]
        widgets = {"url": forms.URLInput(attrs={"placeholder": "https://"})}
        help_texts = {"reach": _("Ghi sau khi đăng, theo thống kê của kênh.")}
        error_messages = {
            "title": {"required": _("Bạn ghi nội dung bằng một câu.")},
            "url": {"invalid": _("Địa chỉ chưa đúng; chép cả phần https:// ở đầu.")},
            "channel": dict.fromkeys(("required", "invalid_choice"), _("Bạn chọn kênh trong danh sách.")),
        }

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.typed_reach = self.instance.reach
        if may_assign(user):
            own = Organisation.objects.filter(pk=self.instance.body_id)
            self.fields["body"].queryset = Organisation.objects.active().bodies() | own
            self.fields["body"].initial = self.instance.body_id and self.instance.body.uuid
        else:
            del self.fields["body"]
            self.instance.body_id = self.instance.body_id or body_of(user)
        if self.instance.asset:
            self.fields["asset_code"].initial = self.instance.asset.code
        if self.instance.story:
            self.fields["story_address"].initial = self.instance.story.get_url(request)

    def clean_title(self) -> str:
        """The title on one line. Raises ValidationError where nothing is left of it."""
        title = one_line(self.cleaned_data["title"], 200)
        if not title:
            raise ValidationError(_("Bạn ghi nội dung bằng một câu."))
        return title

    def clean_posted_on(self) -> Any:
        """Raises ValidationError for a day to come."""
        day = self.cleaned_data["posted_on"]
        if day and day > today():
            raise ValidationError(_("Ngày đã đăng không thể sau hôm nay. Bài chưa đăng thì để trống."))
        return day

    def clean_asset_code(self) -> str:
        """Set the post's asset. Raises ValidationError for an unknown or closed one."""
        code = self.cleaned_data["asset_code"]
        if code != self.fields["asset_code"].initial:
            self.instance.asset = asset_of(code) if code.strip() else None
            if code.strip() and self.instance.asset is None:
                raise ValidationError(_("Kho không có tài liệu đang phát hành với mã này."))
        return code

    def clean_story_address(self) -> str:
        """Set the post's story. Raises ValidationError where no live story stands at the address."""
        address = self.cleaned_data["story_address"]
        if address != self.fields["story_address"].initial:
            self.instance.story = story_of(address, self.request) if address.strip() else None
            if address.strip() and self.instance.story is None:
                raise ValidationError(_("Không có bài đang đăng nào ở địa chỉ này."))
        return address

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for reach or an address without a day, and for an online post without its address."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "body" in self.fields and cleaned.get("body"):
            self.instance.body = cleaned["body"]
        posted, online = cleaned.get("posted_on"), cleaned.get("channel") in Post.ONLINE
        if "posted_on" in cleaned and posted is None:
            for name in ("url", "reach"):
                if cleaned.get(name) not in {None, ""}:
                    self.add_error("posted_on", _("Bạn ghi ngày đã đăng cùng với địa chỉ hoặc lượt tiếp cận."))
                    break
        if posted and online and "url" in cleaned and not cleaned["url"]:
            self.add_error("url", _("Bài đã đăng trên mạng cần địa chỉ để người khác mở xem."))
        return cleaned

    def validate_unique(self) -> None:
        """Name the field for an address that the body has logged."""
        twice = Post.objects.filter(body=self.instance.body_id, url=self.instance.url).exclude(pk=self.instance.pk)
        if self.instance.url and self.instance.body_id and twice.exists():
            self.say_twice()

    def say_twice(self) -> None:
        """Put the error at the address that the body has logged."""
        self.add_error("url", _now("Cơ quan đã ghi bài đăng có địa chỉ này."))

    def save(self, commit: bool = True) -> Post:
        """Save, with the day on which the reach was typed."""
        if self.cleaned_data["reach"] != self.typed_reach:
            self.instance.reach_on = today() if self.cleaned_data["reach"] is not None else None
        post: Post = super().save(commit)
        return post
