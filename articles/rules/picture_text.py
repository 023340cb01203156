"""What the library says of a picture: asked at every save, because pages that are live show it at once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from articles.rules import gates, never_print
from articles.rules.publish_gates import personal_details
from base import site_context

ALT_FIELDS = ("description", "description_en", "description_km")


def refuse_telling_text(image: Any) -> None:
    """Raises ValidationError when alt texts or credit of `image` tell who a child is, or a story never prints them.

    A picture that is withdrawn is shown nowhere, and is not asked: withdrawing it must not be stopped.
    """
    if image.is_withdrawn:
        return
    numbers = gates.numbers_of(site_context.data(settings.LANGUAGE_CODE).get("campaign", {}).get("help_lines", []))
    texts = [getattr(image, name) for name in ALT_FIELDS]
    makers = [detail for detail in personal_details.find([image.credit], numbers) if detail.kind != "name"]
    details = personal_details.identifying([*personal_details.find(texts, numbers), *makers])
    if details and (image.has_minor or personal_details.speaks_of_child(details)):
        message = _("Mô tả ảnh có thể làm lộ một em là ai: %(pieces)s. Bạn bỏ hoặc thay tên, trường, lớp, số, địa chỉ.")
        raise ValidationError(message % {"pieces": gates.name_pieces(details)})
    for line in _words_never_printed(image):
        if any(never_print.stands_in(line, text) for text in (*texts, image.credit)):
            message = _("Mô tả ảnh có “%(line)s”, mà bài dùng ảnh này đã ghi là không bao giờ in. Bạn viết cách khác.")
            raise ValidationError(message % {"line": line})


def _words_never_printed(image: Any) -> list[str]:
    """Lines of “không bao giờ in” of the stories that show `image`, drafts too. Two queries and two for a story."""
    if not image.pk:
        return []
    of_pages = ContentType.objects.get_for_model(Page)
    uses = ReferenceIndex.get_references_to(image).filter(base_content_type=of_pages)
    pages = Page.objects.filter(pk__in={int(key) for key in uses.values_list("object_id", flat=True)})
    stories = [page for page in pages.specific() if hasattr(page, "words_never_printed")]
    return [line for story in stories for line in story.get_latest_revision_as_object().words_never_printed()]
