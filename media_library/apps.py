"""Configuration of the app `media_library`."""

from django.apps import AppConfig


class MediaLibraryConfig(AppConfig):
    """Registers with `files` and between the sub-packages what may not import each other."""

    name = "media_library"
    verbose_name = "Kho tài liệu"

    def ready(self) -> None:
        """Register upload target, stored objects, barriers, checks and views."""
        from files.maintenance import audit, garbage
        from files.uploads import targets
        from media_library.admin.files.drop_target import DropTarget
        from media_library.admin.files.upload_target import LibraryUploadTarget
        from media_library.derivatives import stored_objects
        from media_library.print import stored_sheet  # noqa: F401  (sets specs.MAKERS)
        from media_library.public import page_views
        from media_library.public.sharing import feed
        from media_library.recall import pictures
        from media_library.review import redaction  # noqa: F401  (sets specs.MAKERS)
        from media_library.rights import availability
        from media_library.rights.consents import consent_barrier, consent_reasons

        from .models import Derivative, FileWords
        from .models.pages import register_views
        from .models.querysets import register_barrier

        targets.register(LibraryUploadTarget())
        targets.register(DropTarget())
        pictures.connect()
        audit.register_object_source(stored_objects.stored_objects)
        garbage.register_made_of_files(Derivative)
        garbage.register_made_of_files(FileWords)
        register_barrier(consent_barrier)
        availability.register(consent_reasons)
        register_views(
            asset_list=page_views.asset_list,
            basket_page=page_views.basket_page,
            saved_basket=page_views.saved_basket,
            asset=page_views.asset,
            view_file=page_views.view_file,
            kit_list=page_views.kit_list,
            kit=page_views.kit,
            library_feed=feed.feed,
        )
