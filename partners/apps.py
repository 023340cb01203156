from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Đối tác KOL"

    def ready(self):
        from . import signals

        signals.connect()
