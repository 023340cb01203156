"""Keep the search table in step with what is public, in the same transaction as the change itself."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from media_library.models import Asset, AssetText
from partners.models import Partner

from . import search_index


@receiver(page_published)
def published(sender, instance, **kwargs):
    search_index.index_page(instance)
    search_index.index_objects(instance)


@receiver(page_unpublished)
def unpublished(sender, instance, **kwargs):
    search_index.forget_pages([instance.pk])


@receiver(post_delete)
def deleted(sender, instance, **kwargs):
    if isinstance(instance, Page):
        search_index.forget_pages([instance.pk])


@receiver([page_slug_changed, post_page_move])
def moved(sender, instance, **kwargs):
    search_index.index_tree(instance)
    search_index.index_objects(instance.specific)


@receiver(post_save, sender=Asset)
def asset_saved(sender, instance, **kwargs):
    search_index.index_asset(instance)


@receiver(post_delete, sender=Asset)
def asset_deleted(sender, instance, **kwargs):
    search_index.forget_object("asset", instance.uuid)


@receiver([post_save, post_delete], sender=AssetText)
def text_changed(sender, instance, **kwargs):
    asset = Asset.objects.filter(pk=instance.asset_id).first()
    if asset is not None:
        search_index.index_asset(asset)


@receiver(post_save, sender=Partner)
def partner_saved(sender, instance, **kwargs):
    search_index.index_partner(instance)


@receiver(post_delete, sender=Partner)
def partner_deleted(sender, instance, **kwargs):
    search_index.forget_object("kol", instance.uuid)
