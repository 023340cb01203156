from django.apps import AppConfig


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = "Kho tài liệu"

    def ready(self):
        from . import covering, following, querysets, upload_doors, validity  # noqa: F401 - two register themselves
        from .library_door import LibraryDoor
        from .shown_rules import shown_barrier, shown_reasons

        upload_doors.register(LibraryDoor())
        querysets.register_barrier(shown_barrier)
        validity.register(shown_reasons)
