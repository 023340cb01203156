"""Form of “Viết nhanh”: the fields of a short item, and the facts of its picture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.blocks import BlockField, StreamValue

from articles.admin.quick.pictures import Facts, may_change
from articles.models import ArticlePage
from articles.page_editor.story_form import StoryForm
from base.pages import HeadlineInput
from base.text import nfc
from media_library.models import SiteImage

YES_NO = [("False", _("Không")), ("True", _("Có"))]
ANSWERS = ("has_minor", "has_victim")


class SpareBodyField(BlockField):
    """A body in which paragraphs without a word count as not written: the screen offers an empty one to write in."""

    def clean(self, value: StreamValue) -> Any:
        filled_blocks = [child for child in value if not _is_empty(child)]
        return super().clean(StreamValue(value.stream_block, [(c.block_type, c.value, c.id) for c in filled_blocks]))


def _is_empty(child: Any) -> bool:
    if child.block_type != "paragraph":
        return False
    return not strip_tags(child.value.source).strip() and "<embed" not in child.value.source


class QuickForm(StoryForm):
    """A story's form; what is said of its picture is stored with the picture, by whoever may change it."""

    picture_alt = forms.CharField(
        label=_("Chữ thay ảnh"),
        max_length=255,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    picture_credit = forms.CharField(label=_("Ảnh của"), max_length=120, required=False)
    picture_minor = forms.TypedChoiceField(
        label=_("Trong ảnh có ai dưới 18 tuổi nhận ra được?"),
        choices=YES_NO,
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    picture_focus = forms.RegexField(r"^\d{1,3},\d{1,3}$", required=False, widget=forms.HiddenInput)  # % from left, top

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        self.fields["body"] = SpareBodyField(block=body.block, required=False, label=body.label)
        for name in ANSWERS:
            field = self.fields[name]
            self.fields[name] = forms.TypedChoiceField(
                label=field.label,
                choices=YES_NO,
                coerce=lambda value: value == "True",
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        for name, value in Facts.of(self.instance.lead_image).as_fields().items():
            self.fields[name].initial = value
        for field in self.fields.values():
            field.help_text = ""  # its page shows none, and a field would name it in aria-describedby

    def clean(self) -> dict[str, Any]:
        """Put what was said of the picture on the picture that the gates look at; save() stores it."""
        cleaned = super().clean()
        self.instance.slug = "" if self._follows_title else self.instance.slug
        image = cleaned.get("lead_image")
        if image is not None and self._may_change(image):
            for name in ("picture_alt", "picture_credit"):
                cleaned[name] = nfc(cleaned.get(name) or "")
            Facts.from_form(cleaned).put_on(image)
        return cleaned

    @property
    def _follows_title(self) -> bool:
        """Whether the address still follows the headline: nobody has seen it yet."""
        return not self.instance.first_published_at

    def _may_change(self, image: SiteImage | None) -> bool:
        return image is not None and may_change(image, self.for_user)

    def save(self, commit: bool = True) -> Any:
        """Save the story, and the picture where something else is said of it now."""
        page = super().save(commit=commit)
        image = self.cleaned_data.get("lead_image")
        if image is not None and self._may_change(image):
            Facts.of(image).store(image)
        return page


PANELS = ObjectList(
    [
        FieldPanel("title", widget=HeadlineInput(attrs={"rows": 2})),
        FieldPanel("sapo"),
        FieldPanel("body"),
        FieldPanel("lead_image"),
        FieldPanel("lead_caption"),
        FieldPanel("has_minor"),
        FieldPanel("has_victim"),
        InlinePanel("bylines", heading=_("Tác giả"), label=_("tác giả")),
        FieldPanel("signed_by_outlet"),
    ],
    base_form_class=QuickForm,
).bind_to_model(ArticlePage)

__all__ = ["PANELS", "QuickForm"]
