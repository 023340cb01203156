from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Đối tác KOL"

    def ready(self):
        from media_library import upload_doors, verification
        from media_library.catalogue import requirements
        from users import doors

        from . import holdings, shelving, signals, uploads
        from .models import PartnerMember

        doors.register_way("partners", gettext_lazy("Đối tác KOL: vào bằng liên kết gửi qua thư"), "partners:signin")
        signals.connect()
        upload_doors.register(uploads.PartnerDoor())
        requirements.register_consents(shelving.consents_of)
        verification.register_holder(holdings.held)
        doors.register("partners", lambda user: PartnerMember.objects.filter(user=user).exists(), "partners:home")
