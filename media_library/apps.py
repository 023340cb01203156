from django.apps import AppConfig


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = "Kho tài liệu"

    def ready(self):
        from . import covering, following, page_views, upload_doors, validity  # noqa: F401 - two register themselves
        from .library_door import LibraryDoor
        from .models.pages import register_views
        from .models.querysets import register_barrier
        from .shown_rules import shown_barrier, shown_reasons

        upload_doors.register(LibraryDoor())
        register_barrier(shown_barrier)
        validity.register(shown_reasons)
        register_views(
            asset_list=page_views.asset_list,
            basket_page=page_views.basket_page,
            saved_basket=page_views.saved_basket,
            asset=page_views.asset,
            kit_list=page_views.kit_list,
            kit=page_views.kit,
        )
