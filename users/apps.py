from django.apps import AppConfig
from wagtail.users import apps as wagtail_users


class UsersConfig(AppConfig):
    name = "users"
    verbose_name = "Người dùng"
    default = True


class NewsroomUsersConfig(wagtail_users.WagtailUsersAppConfig):
    """Wagtail's account pages with our forms (settings name this class instead of "wagtail.users")."""

    user_viewset = "users.viewsets.UserViewSet"
