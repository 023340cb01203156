"""Keep the search in step with what is public, in the same transaction as the change itself."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation

from base import context
from campaign.models import HelpLine
from media_library.models import Asset, AssetText, Kit, KitText, Lease
from media_library.signals import rights_turned
from partners.models import Partner

from .languages.changes import take_over
from .languages.words import is_safe_choice, safe_words
from .models import DistressPhrase, SynonymGroup
from .search import documents


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
    documents.index_page(instance)
    documents.index_objects(instance)
    take_over(instance)


@receiver(page_unpublished)
def unpublished(sender, instance, **kwargs):
    documents.forget_pages([instance.pk])


@receiver(post_delete)
def deleted(sender, instance, **kwargs):
    if isinstance(instance, Page):
        documents.forget_pages([instance.pk])


@receiver([page_slug_changed, post_page_move])
def moved(sender, instance, **kwargs):
    documents.index_tree(instance)
    documents.index_objects(instance.specific)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def readers_changed(sender, instance, origin=None, **kwargs):
    """A page that is closed leaves the search with all below it, and comes back when it is opened."""
    if origin is None or getattr(origin, "model", type(origin)) is sender:  # not deleted along with its page
        documents.index_tree(instance.page)


@receiver(post_save, sender=Asset)
def asset_saved(sender, instance, **kwargs):
    documents.index_asset(instance)


@receiver(rights_turned)
def rights_changed(sender, asset, **kwargs):
    documents.index_asset(asset)


@receiver([post_save, post_delete], sender=Lease)
def lease_changed(sender, instance, **kwargs):
    asset = Asset.objects.filter(pk=instance.asset_id).first()
    if asset is not None:
        documents.index_asset(asset)


@receiver(post_delete, sender=Asset)
def asset_deleted(sender, instance, **kwargs):
    documents.forget_object("asset", instance.uuid)


@receiver(m2m_changed, sender=Asset.audiences.through)
def audiences_changed(sender, instance, action, **kwargs):
    if action.startswith("post_") and isinstance(instance, Asset):
        documents.index_asset(instance)


@receiver([post_save, post_delete], sender=AssetText)
def text_changed(sender, instance, **kwargs):
    asset = Asset.objects.filter(pk=instance.asset_id).first()
    if asset is not None:
        documents.index_asset(asset)


@receiver(post_save, sender=Kit)
def kit_saved(sender, instance, **kwargs):
    documents.index_kit(instance)


@receiver(post_delete, sender=Kit)
def kit_deleted(sender, instance, **kwargs):
    documents.forget_object("kit", instance.uuid)


@receiver([post_save, post_delete], sender=KitText)
def kit_text_changed(sender, instance, **kwargs):
    kit = Kit.objects.filter(pk=instance.kit_id).first()
    if kit is not None:
        documents.index_kit(kit)


@receiver(post_save, sender=Partner)
def partner_saved(sender, instance, **kwargs):
    documents.index_partner(instance)


@receiver(post_delete, sender=Partner)
def partner_deleted(sender, instance, **kwargs):
    documents.forget_object("kol", instance.uuid)


@receiver([post_save, post_delete], sender=HelpLine)
def help_line_changed(sender, instance, **kwargs):
    documents.index_help()


@receiver([post_save, post_delete], sender=SynonymGroup)
@receiver([post_save, post_delete], sender=DistressPhrase)
def taught(sender, instance, **kwargs):
    context.invalidate()
