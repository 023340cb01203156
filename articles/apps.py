from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Bài viết"

    def ready(self):
        from media_library import verification

        from . import listings, permissions, shell, tasks
        from .desk import takers
        from .models import deskwork

        shell.connect()
        listings.connect()
        permissions.connect()
        tasks.connect()
        deskwork.connect()
        takers.connect()
        verification.register_cache("cards")  # drawn again when they are gone (card_views.py, tip_views.py)
