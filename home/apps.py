from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Trang chủ"

    def ready(self):
        from . import gone, signals, top_page  # noqa: F401  (connects the receivers)

        gone.connect()
        top_page.connect()
