from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Đối tác KOL"

    def ready(self):
        from users import doors

        from . import signals
        from .models import PartnerMember

        signals.connect()
        doors.register("partners", lambda user: PartnerMember.objects.filter(user=user).exists(), "partners:home")
