"""Signal receivers that clean translated texts, and give a translated page its address."""

from collections.abc import Collection
from html import unescape
from typing import Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringSegment, StringTranslation

from base.text import vn_slugify
from translations.sanitise import MOST_CHARACTERS, MOST_OF_A_TITLE, is_safe_choice, sanitised_text


@receiver(pre_save, sender=StringTranslation)
def sanitise_text(sender: type[StringTranslation], instance: StringTranslation, **kwargs: Any) -> None:
    """Clean every translated segment before it is saved: from the editor, PO files and kept manual edits.

    One that is too long is cut and marked as an error, which its author reads: it is stored, and not used. A title is
    short, because wagtail-localize writes it to the page's draft_title at once.
    """
    is_title = instance.context is not None and instance.context.path == "title"
    limit = MOST_OF_A_TITLE if is_title else MOST_CHARACTERS
    clean = sanitised_text(instance.data[:MOST_CHARACTERS], instance.translation_of.data)
    if len(instance.data) > MOST_CHARACTERS or len(clean) > limit:
        message = _("Câu dài quá %(limit)d ký tự nên phần sau bị cắt. Bạn rút ngắn rồi lưu lại.")
        instance.has_error, instance.field_error = True, message % {"limit": limit}
    is_slug = instance.context is not None and instance.context.path == "slug"
    instance.data = vn_slugify(unescape(clean)) if is_slug else clean[:limit]


@receiver(post_save, sender=StringTranslation)
def fill_slug(sender: type[StringTranslation], instance: StringTranslation, **kwargs: Any) -> None:
    """Make the address of a translated page from its first title, in Latin letters; whoever wants another changes it.

    A later title leaves it as it is: the page may be known by it.
    """
    context = instance.context
    if context is None or context.path != "title" or instance.has_error:
        return
    for segment in StringSegment.objects.filter(context__object_id=context.object_id, context__path="slug"):
        StringTranslation.objects.get_or_create(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale_id=instance.locale_id,
            defaults={"data": unescape(instance.data)},
        )


@receiver(pre_save, sender=SegmentOverride)
def sanitise_choices(
    sender: type[SegmentOverride],
    instance: SegmentOverride,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """Mark an unsafe override (e.g. a javascript: link) or an invalid id as an error: it is saved but not used."""
    if update_fields is not None and "data_json" not in update_fields:
        return
    reason = _wrong_with(instance)
    instance.has_error, instance.field_error = bool(reason), reason


@receiver(post_save, sender=SegmentOverride)
def store_mark(
    sender: type[SegmentOverride],
    instance: SegmentOverride,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """Store what sanitise_choices() found also where wagtail-localize saves the value alone: a changed override."""
    if update_fields is not None and "data_json" in update_fields and "has_error" not in update_fields:
        mark = {"has_error": instance.has_error, "field_error": instance.field_error}
        SegmentOverride.objects.filter(pk=instance.pk).update(**mark)


def _wrong_with(override: SegmentOverride) -> str:
    segment = OverridableSegment.objects.filter(context_id=override.context_id).last()
    wants_number = segment is not None and isinstance(segment.data, int)
    if wants_number and not str(override.data).isdecimal():
        return _("Bạn chọn lại ảnh hoặc trang trong danh sách.")
    if not is_safe_choice(override.data):
        return _("Địa chỉ phải bắt đầu bằng https://, http://, mailto:, tel: hoặc /.")
    return ""
