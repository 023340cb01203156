from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Đối tác KOL"

    def ready(self):
        from media_library import upload_doors
        from users import doors

        from . import signals, uploads
        from .models import PartnerMember

        signals.connect()
        upload_doors.register(uploads.PartnerDoor())
        doors.register("partners", lambda user: PartnerMember.objects.filter(user=user).exists(), "partners:home")
