"""What the app adds to the administration."""

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from notifications.admin import LetterViewSet
from notifications.purposes import may_open_list


class LettersItem(MenuItem):
    def is_shown(self, request):
        return may_open_list(request.user)


@hooks.register("register_admin_viewset")
def viewsets():
    return LetterViewSet()


@hooks.register("register_admin_menu_item")
def menu():
    """In the main menu: the one of reports is hidden from who publishes no pages."""
    return LettersItem(
        gettext_lazy("Thư đã gửi"), reverse("letters:index"), name="letters", icon_name="mail", order=270
    )
