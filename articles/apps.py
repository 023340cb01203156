from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Bài viết"

    def ready(self):
        from . import permissions, shell, tasks
        from .models import deskwork

        shell.connect()
        permissions.connect()
        tasks.connect()
        deskwork.connect()
