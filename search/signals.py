"""Updates the search table in the transaction of the change: steps of a publication, and signal receivers."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import page_slug_changed, post_page_move

from activities.items import contest_key
from activities.models import Contest, ContestText
from articles.models import Person
from base import site_context
from campaign.models import HelpLine
from media_library.models import Asset, AssetText, Kit, KitText, Lease
from media_library.signals import availability_changed
from partners.models import Partner
from search import index
from search.models import DistressPhrase, SynonymGroup


def page_published(page: Page, revision: Revision | None) -> None:
    """Step of a publication: index the page, and below an index page its assets, kits or partners."""
    index.index_page(page)
    index.index_objects(page)


def page_unpublished(page: Page) -> None:
    """Remove the page from the search, and with an index page its assets, kits or partners."""
    index.forget_pages([page.pk])
    index.index_objects(page)


@receiver(post_delete)
def deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Remove a deleted page from the search."""
    if isinstance(instance, Page):
        index.forget_pages([instance.pk])


@receiver(page_slug_changed)
def renamed(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    """Index the page and all pages below it, whose addresses have changed."""
    index.index_tree(instance)


@receiver(post_page_move)
def moved(sender: type[Model], instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    """The same, unless the page has only another place among its siblings."""
    if url_path_before != url_path_after:
        index.index_tree(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def readers_changed(sender: type[Model], instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """Remove a page that becomes restricted, with all below it; add them again when the restriction is removed."""
    if origin is None or getattr(origin, "model", type(origin)) is sender:  # not deleted along with its page
        index.index_tree(instance.page)


@receiver(post_save, sender=Asset)
def asset_saved(sender: type[Model], instance: Asset, **kwargs: Any) -> None:
    index.index_asset(instance)


@receiver(availability_changed)
def rights_changed(sender: type[Model], asset: Asset, **kwargs: Any) -> None:
    """Index an asset whose availability changed with time."""
    index.index_asset(asset)


@receiver([post_save, post_delete], sender=Lease)
def lease_changed(sender: type[Model], instance: Lease, **kwargs: Any) -> None:
    asset = Asset.objects.filter(pk=instance.asset_id).first()
    if asset is not None:
        index.index_asset(asset)


@receiver(m2m_changed, sender=Asset.audiences.through)
def audiences_changed(sender: type[Model], instance: Model, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Asset):
        index.index_asset(instance)


@receiver(m2m_changed, sender=Asset.topics.through)
def topics_changed(sender: type[Model], instance: Model, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Asset):
        index.index_asset(instance)


@receiver([post_save, post_delete], sender=AssetText)
def text_changed(sender: type[Model], instance: AssetText, **kwargs: Any) -> None:
    asset = Asset.objects.filter(pk=instance.asset_id).first()
    if asset is not None:
        index.index_asset(asset)


@receiver(post_save, sender=Kit)
def kit_saved(sender: type[Model], instance: Kit, **kwargs: Any) -> None:
    index.index_kit(instance)


@receiver(post_delete, sender=Kit)
def kit_deleted(sender: type[Model], instance: Kit, **kwargs: Any) -> None:
    index.forget_object("kit", instance.uuid)


@receiver([post_save, post_delete], sender=KitText)
def kit_text_changed(sender: type[Model], instance: KitText, **kwargs: Any) -> None:
    kit = Kit.objects.filter(pk=instance.kit_id).first()
    if kit is not None:
        index.index_kit(kit)


@receiver(post_save, sender=Partner)
def partner_saved(sender: type[Model], instance: Partner, **kwargs: Any) -> None:
    index.index_partner(instance)


@receiver(post_delete, sender=Partner)
def partner_deleted(sender: type[Model], instance: Partner, **kwargs: Any) -> None:
    index.forget_object("kol", instance.uuid)


@receiver([post_save, post_delete], sender=Contest)
def contest_changed(sender: type[Model], instance: Contest, **kwargs: Any) -> None:
    """Index the contests, this one only while it has a public page."""
    index.index_activities(gone=[contest_key(instance)])


@receiver([post_save, post_delete], sender=ContestText)
def contest_text_changed(sender: type[Model], instance: ContestText, **kwargs: Any) -> None:
    """Index the contests, whose forms save the texts after the contest."""
    index.index_activities()


@receiver(pre_save, sender=Person)
def name_replaced(sender: type[Model], instance: Person, **kwargs: Any) -> None:
    before = Person.objects.filter(pk=instance.pk).first()
    instance.__dict__["name_before"] = before and before.display_name


@receiver(post_save, sender=Person)
def person_saved(sender: type[Model], instance: Person, **kwargs: Any) -> None:
    """Let the worker index the stories of a person with another name."""
    if instance.__dict__.pop("name_before", None) not in {None, instance.display_name}:
        index.index_stories_of.enqueue(instance.pk)


@receiver([post_save, post_delete], sender=HelpLine)
def help_line_changed(sender: type[Model], instance: HelpLine, **kwargs: Any) -> None:
    index.index_help()


@receiver([post_save, post_delete], sender=SynonymGroup)
@receiver([post_save, post_delete], sender=DistressPhrase)
def vocabulary_changed(sender: type[Model], instance: SynonymGroup | DistressPhrase, **kwargs: Any) -> None:
    site_context.invalidate()
