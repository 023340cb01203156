from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = "Trường học"

    def ready(self):
        from users import doors

        doors.register(
            "schools", lambda user: bool(user.organisation_id) and user.organisation.kind == "school", "schools:home"
        )
