"""Wagtail hooks: URLs and menu item of the list of letters."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from notifications.admin import LetterViewSet
from notifications.purposes import may_open_list


class LettersItem(MenuItem):
    """Menu item shown to those who may open the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_open_list(request.user)


@hooks.register("register_admin_viewset")
def viewsets() -> LetterViewSet:
    return LetterViewSet()


@hooks.register("register_admin_menu_item")
def menu() -> LettersItem:
    """Add the item to the main menu: the reports menu is hidden from users who publish no pages."""
    return LettersItem(
        gettext_lazy("Thư đã gửi"), reverse("letters:index"), name="letters", icon_name="mail", order=270
    )
