from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "Hoạt động"

    def ready(self):
        from base import bands

        from .front import front_part

        bands.register("events", "activities/front.html", front_part)
