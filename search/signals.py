"""Keep the search in step with what is public, in the same transaction as the change itself."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from base import context
from campaign.models import HelpLine
from media_library.models import Asset, AssetText, Kit, KitText, Lease
from media_library.signals import rights_turned
from partners.models import Partner
from search import index
from search.models import DistressPhrase, SynonymGroup


@receiver(page_published)
def published(sender, instance, **kwargs):
    index.index_page(instance)
    index.index_objects(instance)


@receiver(page_unpublished)
def unpublished(sender, instance, **kwargs):
    index.forget_pages([instance.pk])


@receiver(post_delete)
def deleted(sender, instance, **kwargs):
    if isinstance(instance, Page):
        index.forget_pages([instance.pk])


@receiver([page_slug_changed, post_page_move])
def moved(sender, instance, **kwargs):
    index.index_tree(instance)
    index.index_objects(instance.specific)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def readers_changed(sender, instance, origin=None, **kwargs):
    """A page that is closed leaves the search with all below it, and comes back when it is opened."""
    if origin is None or getattr(origin, "model", type(origin)) is sender:  # not deleted along with its page
        index.index_tree(instance.page)


@receiver(post_save, sender=Asset)
def asset_saved(sender, instance, **kwargs):
    index.index_asset(instance)


@receiver(rights_turned)
def rights_changed(sender, asset, **kwargs):
    index.index_asset(asset)


@receiver([post_save, post_delete], sender=Lease)
def lease_changed(sender, instance, **kwargs):
    asset = Asset.objects.filter(pk=instance.asset_id).first()
    if asset is not None:
        index.index_asset(asset)


@receiver(post_delete, sender=Asset)
def asset_deleted(sender, instance, **kwargs):
    index.forget_object("asset", instance.uuid)


@receiver(m2m_changed, sender=Asset.audiences.through)
def audiences_changed(sender, instance, action, **kwargs):
    if action.startswith("post_") and isinstance(instance, Asset):
        index.index_asset(instance)


@receiver([post_save, post_delete], sender=AssetText)
def text_changed(sender, instance, **kwargs):
    asset = Asset.objects.filter(pk=instance.asset_id).first()
    if asset is not None:
        index.index_asset(asset)


@receiver(post_save, sender=Kit)
def kit_saved(sender, instance, **kwargs):
    index.index_kit(instance)


@receiver(post_delete, sender=Kit)
def kit_deleted(sender, instance, **kwargs):
    index.forget_object("kit", instance.uuid)


@receiver([post_save, post_delete], sender=KitText)
def kit_text_changed(sender, instance, **kwargs):
    kit = Kit.objects.filter(pk=instance.kit_id).first()
    if kit is not None:
        index.index_kit(kit)


@receiver(post_save, sender=Partner)
def partner_saved(sender, instance, **kwargs):
    index.index_partner(instance)


@receiver(post_delete, sender=Partner)
def partner_deleted(sender, instance, **kwargs):
    index.forget_object("kol", instance.uuid)


@receiver([post_save, post_delete], sender=HelpLine)
def help_line_changed(sender, instance, **kwargs):
    index.index_help()


@receiver([post_save, post_delete], sender=SynonymGroup)
@receiver([post_save, post_delete], sender=DistressPhrase)
def taught(sender, instance, **kwargs):
    context.invalidate()
