"""App configuration; registers the upload target, consents, stored objects, landing page and signal handlers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class PartnersConfig(AppConfig):
    """Fills the registries of lower apps when the app is ready."""

    name = "partners"
    verbose_name = "Đối tác KOL"

    def ready(self) -> None:
        """Register with users, files and media_library, and connect the receivers."""
        from campaign import acting
        from files.maintenance import audit
        from files.uploads import targets
        from media_library.catalogue import requirements
        from partners import signals
        from partners.access import senders_of
        from partners.media import stored_objects, uploads
        from partners.publishing import library_export
        from users import landing

        from .models import PartnerMember

        landing.register_sign_in_method(
            "partners", gettext_lazy("Đối tác KOL: vào bằng liên kết gửi qua thư"), "partners:signin"
        )
        acting.register(senders_of)
        signals.connect()
        targets.register(uploads.PartnerUploadTarget())
        requirements.register_consents(library_export.consents_of)
        audit.register_object_source(stored_objects.stored_objects)
        landing.register("partners", lambda user: PartnerMember.objects.filter(user=user.pk).exists(), "partners:home")
