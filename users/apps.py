"""App configurations: our users app, and Wagtail's with our viewset."""

from django.apps import AppConfig
from wagtail.users import apps as wagtail_users


class UsersConfig(AppConfig):
    """Accounts and roles; gives permissions Vietnamese names after each migration."""

    name = "users"
    verbose_name = "Người dùng"
    default = True

    def ready(self):
        from django.db.models.signals import post_migrate

        from users import permission_labels

        post_migrate.connect(permission_labels.rename, dispatch_uid="right-names")


class NewsroomUsersConfig(wagtail_users.WagtailUsersAppConfig):
    """Wagtail's account pages with our forms; stands in INSTALLED_APPS instead of "wagtail.users"."""

    user_viewset = "users.viewsets.UserViewSet"
