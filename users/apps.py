"""App configurations: our users app, and Wagtail's with our viewset."""

from django.apps import AppConfig
from wagtail.users import apps as wagtail_users


class UsersConfig(AppConfig):
    """Accounts and roles."""

    name = "users"
    verbose_name = "Người dùng"
    default = True


class NewsroomUsersConfig(wagtail_users.WagtailUsersAppConfig):
    """Wagtail's account pages with our forms; stands in INSTALLED_APPS instead of "wagtail.users"."""

    user_viewset = "users.viewsets.UserViewSet"
