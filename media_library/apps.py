from django.apps import AppConfig


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = "Kho tài liệu"

    def ready(self):
        from . import following, upload_doors  # noqa: F401 - following connects its receivers
        from .library_door import LibraryDoor

        upload_doors.register(LibraryDoor())
