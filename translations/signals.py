"""Keep translations safe and in step: what a translator sends is cleaned, what was published is taken over."""

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.signals import page_published
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation

from translations.diff import take_over
from translations.sanitise import is_safe_choice, safe_words


@receiver(pre_save, sender=StringTranslation)
def only_words(sender, instance, **kwargs):
    """The one way in for a translator's sentence: editor, PO file and kept hand edits."""
    instance.data = safe_words(instance.data, instance.translation_of.data)


@receiver(pre_save, sender=SegmentOverride)
def only_safe_choices(sender, instance, **kwargs):
    """A link that runs a script is kept as an error that its author sees, and never shown."""
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
    take_over(instance)
