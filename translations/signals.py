"""Signal receivers that clean translated texts and take published non-text changes over into translations."""

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.signals import page_published
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation

from translations.diff import take_over
from translations.sanitise import is_safe_choice, sanitised_text


@receiver(pre_save, sender=StringTranslation)
def sanitise_text(sender, instance, **kwargs):
    """Clean every translated segment before it is saved: from the editor, PO files and kept manual edits."""
    instance.data = sanitised_text(instance.data, instance.translation_of.data)


@receiver(pre_save, sender=SegmentOverride)
def sanitise_choices(sender, instance, **kwargs):
    """Mark an unsafe override (e.g. a javascript: link) or an invalid id as an error: it is saved but not used."""
    held = OverridableSegment.objects.filter(context_id=instance.context_id).last()
    wants_number = held is not None and isinstance(held.data, int)
    if wants_number and not str(instance.data).isdecimal():
        instance.has_error = True
        instance.field_error = _("Bạn chọn lại ảnh hoặc trang trong danh sách.")
    elif not is_safe_choice(instance.data):
        instance.has_error = True
        instance.field_error = _("Địa chỉ phải bắt đầu bằng https://, http://, mailto:, tel: hoặc /.")


@receiver(page_published)
def published(sender, instance, **kwargs):
    """Take over a published change that touches no text, so that translations are not shown as outdated."""
    take_over(instance)
